// NextResponse.
// Reference: https://nextjs.org/docs/app/api-reference/functions/next-response

const { Headers } = require('internal:webapi/fetch/headers');
const { Response } = require('internal:webapi/fetch/response');
const { bodyOf } = require('internal:webapi/fetch/internal');
const { ResponseCookies, stringifyCookie } = require('./cookies');
const { NextURL } = require('./nexturl');
const { validateURL } = require('./request');

const redirects = new Set([301, 302, 303, 307, 308]);

// What a proxy wants to change about the request travels in response headers.
function noteRequestHeaders(init, headers) {
  const changed = init?.request?.headers;
  if (!changed) return;
  if (!(changed instanceof Headers)) throw new Error('request.headers must be an instance of Headers');
  const names = [];
  for (const [name, value] of changed) {
    headers.set(`x-middleware-request-${name}`, value);
    names.push(name);
  }
  headers.set('x-middleware-override-headers', names.join(','));
}

/**
 * A view of ResponseCookies that also tells Next.js which cookies a proxy set. As in
 * Next.js, set and delete return the jar itself, so that only the first of a chain
 * of calls is told; and the jar knows the cookies the response began with: lines
 * appended to its headers since are lost when the jar is written.
 */
function viewOf(jar, headers) {
  const told =
    (method) =>
    (...args) => {
      const result = method.apply(jar, args);
      headers.set('x-middleware-set-cookie', jar.getAll().map(stringifyCookie).join(','));
      return result;
    };
  return new Proxy(jar, {
    get(target, key) {
      const value = target[key];
      if (key === 'set' || key === 'delete') return told(value);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

class NextResponse extends Response {
  #cookies;
  #initialHeaders;

  constructor(body, init = {}) {
    super(body, init);
    // Next.js keeps it where nobody sees it.
    if (init.url) new NextURL(init.url, { nextConfig: init.nextConfig });
    this.#initialHeaders = init.headers;
  }

  get cookies() {
    if (this.#cookies === undefined) {
      const jar = new ResponseCookies(this.headers, new Headers(this.#initialHeaders));
      this.#cookies = viewOf(jar, this.headers);
    }
    return this.#cookies;
  }

  static json(body, init) {
    const response = Response.json(body, init);
    return adopt(response, init);
  }

  static redirect(url, init) {
    const status = typeof init === 'number' ? init : (init?.status ?? 307);
    if (!redirects.has(status)) {
      throw new RangeError('Failed to execute "redirect" on "response": Invalid status code');
    }
    const options = typeof init === 'object' ? init : {};
    const headers = new Headers(options?.headers);
    headers.set('Location', validateURL(url));
    return new NextResponse(null, { ...options, headers, status });
  }

  static rewrite(destination, init) {
    const headers = new Headers(init?.headers);
    headers.set('x-middleware-rewrite', validateURL(destination));
    noteRequestHeaders(init, headers);
    return new NextResponse(null, { ...init, headers });
  }

  static next(init) {
    const headers = new Headers(init?.headers);
    headers.set('x-middleware-next', '1');
    noteRequestHeaders(init, headers);
    return new NextResponse(null, { ...init, headers });
  }

  [Symbol.for('edge-runtime.inspect.custom')]() {
    const shown = { cookies: this.cookies, url: this.url };
    for (const name of ['body', 'bodyUsed', 'ok', 'redirected', 'status', 'statusText', 'type']) shown[name] = this[name];
    shown.headers = Object.fromEntries(this.headers);
    return shown;
  }
}

// Response.json keeps its body as text; a NextResponse around its stream would
// turn that into bytes and back.
function adopt(response, init) {
  return new NextResponse(bodyOf(response).value, {
    ...init,
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

module.exports = { NextResponse };
