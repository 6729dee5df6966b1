// NextRequest, and the request that handlers get.
// Reference: https://nextjs.org/docs/app/api-reference/functions/next-request

const { Request } = require('internal:webapi/fetch/request');
const { createServerRequest } = require('internal:webapi/fetch/internal');
const { RequestCookies } = require('./cookies');
const { NextURL } = require('./nexturl');

function validateURL(url) {
  try {
    return String(new URL(String(url)));
  } catch (error) {
    throw new Error(
      `URL is malformed "${String(url)}". Please use only absolute URLs - https://nextjs.org/docs/messages/middleware-relative-urls`,
      { cause: error },
    );
  }
}

class RemovedPageError extends Error {
  constructor() {
    super(
      'The request.page has been deprecated in favour of `URLPattern`.\n  Read more: https://nextjs.org/docs/messages/middleware-request-page\n  ',
    );
  }
}

class RemovedUAError extends Error {
  constructor() {
    super(
      'The request.ua has been removed in favour of `userAgent` function.\n  Read more: https://nextjs.org/docs/messages/middleware-parse-user-agent\n  ',
    );
  }
}

function inspectRequest(request) {
  const shown = { cookies: request.cookies, nextUrl: request.nextUrl, url: request.url, bodyUsed: request.bodyUsed };
  for (const name of ['cache', 'credentials', 'destination', 'integrity', 'keepalive', 'method', 'mode', 'redirect', 'referrer', 'referrerPolicy', 'signal']) {
    shown[name] = request[name];
  }
  shown.headers = Object.fromEntries(request.headers);
  return shown;
}

/** What `new NextRequest()` makes. */
class NextRequest extends Request {
  #cookies;
  #nextUrl;
  #url; // stays when nextUrl changes

  constructor(input, init = {}) {
    const url = typeof input !== 'string' && 'url' in input ? input.url : String(input);
    validateURL(url);
    if (init.body && init.duplex !== 'half') init = { ...init, duplex: 'half' };
    super(input instanceof Request ? input : url, init);
    this.#nextUrl = new NextURL(url, { nextConfig: init.nextConfig });
    this.#url = this.#nextUrl.toString();
  }

  get cookies() {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }
  get nextUrl() {
    return this.#nextUrl;
  }
  get url() {
    return this.#url;
  }
  get page() {
    throw new RemovedPageError();
  }
  get ua() {
    throw new RemovedUAError();
  }
  [Symbol.for('edge-runtime.inspect.custom')]() {
    return inspectRequest(this);
  }
}

/**
 * The request that a handler gets: a Request with cookies and nextUrl, made
 * without parsing anything that is not asked for. As in Next.js it is no
 * instance of the NextRequest that a project imports, whose code is bundled
 * apart from the server's.
 */
class ServerRequest extends Request {
  #cookies;
  #nextUrl;
  #config;

  static make(source, config) {
    const request = createServerRequest(source, ServerRequest);
    request.#config = config;
    return request;
  }

  get cookies() {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }
  get nextUrl() {
    return (this.#nextUrl ??= new NextURL(this.url, { nextConfig: this.#config }));
  }
  get page() {
    throw new RemovedPageError();
  }
  get ua() {
    throw new RemovedUAError();
  }
  [Symbol.for('edge-runtime.inspect.custom')]() {
    return inspectRequest(this);
  }
}
Object.defineProperty(ServerRequest, 'name', { value: 'NextRequest' });

// Edge handlers are bundled with the code that makes their request.
if (globalThis.EdgeRuntime !== undefined) {
  const isInstance = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(NextRequest, Symbol.hasInstance, {
    value(value) {
      return isInstance.call(this, value) || (this === NextRequest && isInstance.call(ServerRequest, value));
    },
  });
}

/** Makes the request a handler gets; source is what createServerRequest takes. */
const serverRequest = (source, config) => ServerRequest.make(source, config);

module.exports = { NextRequest, serverRequest, validateURL };
