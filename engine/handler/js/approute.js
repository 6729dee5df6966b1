// App route handlers: app/**/route.ts.
// Reference: https://nextjs.org/docs/app/api-reference/file-conventions/route

const { op_handler_started, op_response_page, op_response_whole } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { Headers } = require('internal:webapi/fetch/headers');
const { Response } = require('internal:webapi/fetch/response');
const { headerPairs, headersFromPairs, isResponse, statusOf, withHeaders } = require('internal:webapi/fetch/internal');
const { serverRequest } = require('internal:nextapi/server/request');
const { interpret } = require('internal:nextapi/navigation');
const { patchFetch } = require('internal:nextapi/fetch');
const { requestBody, send } = require('./body');
const { report } = require('./errors');
const { flush } = require('./invalidate');

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'];

// Module namespaces are prepared once: a handler for each method.
const prepared = new WeakMap();

function prepare(userland) {
  let handlers = prepared.get(userland);
  if (handlers !== undefined) return handlers;
  handlers = Object.create(null);
  for (const method of methods) {
    const own = userland[method];
    if (own !== undefined) handlers[method] = { name: method, run: own };
  }
  const written = Object.keys(handlers);
  if (handlers.GET && !handlers.HEAD) handlers.HEAD = { name: 'GET', run: handlers.GET.run };
  if (!handlers.OPTIONS) {
    const allow = [...new Set(['OPTIONS', ...written, ...(handlers.GET ? ['HEAD'] : [])])].sort().join(', ');
    handlers.OPTIONS = { name: 'OPTIONS', automatic: true, run: () => new Response(null, { status: 204, headers: { Allow: allow } }) };
  }
  prepared.set(userland, handlers);
  return handlers;
}

const empty = (status) => new Response(null, { status });

async function handle(spec, now, frame) {
  try {
    const loaded = importModule(spec.entry);
    const userland = loaded instanceof Promise ? await loaded : loaded;
    if (spec.method === 'TRACE') throw new TypeError("'TRACE' HTTP method is unsupported.");
    const response = await answer(spec, now, frame, userland);
    flush(now);
    const headers = headerPairs(response);
    validateHeaders(headers);
    await send(now, response, headers.join('\n'));
  } catch (error) {
    fail(now, error);
  }
}

function fail(now, error) {
  now.failed = true;
  if (error?.digest === 'DYNAMIC_SERVER_USAGE') return; // a prerender gives up; Go knows from dynamicReason
  report(now, error);
  if (now.method === 'TRACE') op_response_page(now.id, 500, ''); // no Request can be made of it
  else op_response_whole(now.id, 500, '', '', '');
}

async function answer(spec, now, frame, userland) {
  if (!methods.includes(spec.method)) return empty(400);
  const handler = prepare(userland)[spec.method];
  if (handler === undefined) return empty(405);
  if (handler.automatic) return handler.run();
  patchFetch();
  const request = incoming(spec, now);
  op_handler_started(spec.id, handler.name);
  let result;
  try {
    result = await context.call(frame, handler.run, guard(request, now), { params: paramsOf(spec) });
  } catch (error) {
    return answerThrown(error, spec, now);
  }
  return validate(result, spec, now);
}

/** The request a handler gets. */
function incoming(spec, now) {
  const source = {
    method: spec.method,
    url: spec.url,
    headers: now.headerList,
    body: spec.method === 'GET' || spec.method === 'HEAD' ? null : requestBody(spec.id),
    signal: () => now.signal,
  };
  now.request = serverRequest(source, now.config);
  return now.request;
}

// Without dynamic segments the value is undefined, not a promise.
function paramsOf(spec) {
  return spec.params === '' ? undefined : Promise.resolve(JSON.parse(spec.params));
}

// While an answer is made to be kept, reading the request is noticed; with
// dynamic = 'force-static' the request is always empty.
function guard(request, now) {
  if (now.mode !== 'static' && !now.isPrerender) return request;
  return require('./guard').guard(request, now);
}

/** Turns redirect(), notFound() and the like into responses. */
function answerThrown(error, spec, now) {
  const meaning = interpret(error);
  if (meaning === undefined) throw error;
  if (meaning.location === undefined) return empty(meaning.status);
  if (meaning.location === '') throw new Error('Invariant: Unexpected redirect url format');
  const headers = new Headers({ Location: meaning.location });
  now.appendCookies(headers);
  return new Response(null, { status: isAction(spec, now) ? 303 : meaning.status, headers });
}

// A form post, or a server action, is answered with 303, so that the browser
// asks for the target with GET.
function isAction(spec, now) {
  if (spec.method !== 'POST') return false;
  const headers = headersFromPairs(now.headerList);
  const type = headers.get('content-type');
  return type === 'application/x-www-form-urlencoded' || type?.startsWith('multipart/form-data') || headers.has('next-action');
}

function validate(result, spec, now) {
  if (!isResponse(result)) {
    const got = result === null || result === undefined ? String(result) : typeof result === 'object' ? (result.constructor?.name ?? 'object') : typeof result;
    throw new Error(
      `No response is returned from route handler '${now.file}'. Expected a Response object but received '${got}' (method: ${spec.method}, url: ${now.pathname}). Ensure you return a \`Response\` or a \`NextResponse\` in all branches of your handler.`,
    );
  }
  if (statusOf(result) < 200) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  return withCookies(result, now);
}

// What only a proxy.ts may answer.
function validateHeaders(pairs) {
  if (pairs.includes('x-middleware-rewrite')) {
    throw new Error('NextResponse.rewrite() was used in a app route handler, this is not currently supported. Please remove the invocation to continue.');
  }
  if (pairs.includes('x-middleware-next')) {
    throw new Error('NextResponse.next() was used in a app route handler, this is not supported. See here for more info: https://nextjs.org/docs/messages/next-response-next-in-app-route-handler');
  }
}

// Cookies set with cookies() are added, unless the response set them itself.
function withCookies(response, now) {
  if (!now.hasCookies) return response;
  const headers = new Headers(response.headers);
  return now.appendCookies(headers) ? withHeaders(response, headers) : response;
}

module.exports = { handle, answer, incoming, validateHeaders, methods };
