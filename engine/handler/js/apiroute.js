// API routes: pages/api/** on Node.js.
// Reference: https://nextjs.org/docs/pages/building-your-application/routing/api-routes

const { op_handler_started, op_response_head, op_response_chunk, op_response_end, op_response_interim, op_response_whole, op_response_page, op_mode } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { IncomingMessage, ServerResponse } = require('internal:nodeapi/http');
const { extendRequest, readBody, noBody, ApiError } = require('./apirequest');
const { extendResponse, sendError } = require('./apiresponse');
const { report } = require('./errors');

async function handle(spec, now, frame) {
  const loaded = await load(spec, now);
  if (loaded === undefined) return undefined;
  const { handler, config } = loaded;
  const req = request(spec, now);
  const res = response(spec, now, req);
  const finished = new Promise((resolve) => res.once('close', resolve));
  try {
    extendRequest(req, res, now);
    extendResponse(req, res, config, now);
    if (config.api?.bodyParser !== false) req.body = spec.hasBody ? await readBody(req, config) : noBody(req);
    op_handler_started(spec.id, 'default');
    const returned = await context.run(frame, handler, undefined, req, res);
    if (op_mode() === 'development') warnAbout(returned, req, res, config);
  } catch (error) {
    if (error instanceof ApiError) {
      sendError(res, error.statusCode, error.message);
    } else {
      report(now, error);
      if (op_mode() === 'development') return failInDevelopment(res, spec);
      sendError(res, 500, 'Internal Server Error');
    }
  }
  return finished; // a handler may answer long after it returned, or never
}

// next dev shows a page, and leaves a response open that has begun.
function failInDevelopment(res, { id }) {
  if (res.headersSent) return new Promise(() => {});
  const lines = res.getRawHeaderNames().flatMap((name) => [res.getHeader(name)].flat().map((value) => `${name}\n${value}`));
  op_response_page(id, 500, lines.join('\n'));
  return undefined;
}

// A module that cannot be loaded, or has no default export, is answered with
// Next.js's own error page.
async function load(spec, now) {
  try {
    const loaded = importModule(spec.entry);
    const userland = loaded?.[Symbol.toStringTag] === 'Promise' ? await loaded : loaded;
    const handler = userland.default?.default ?? userland.default ?? userland;
    if (typeof handler === 'function') return { handler, config: userland.config ?? userland.default?.config ?? {} };
    throw new Error(`Page ${spec.route} does not export a default function.`);
  } catch (error) {
    report(now, error);
    op_response_page(spec.id, 500, '');
    return undefined;
  }
}

function request(spec, now) {
  const { target, remote, httpVersion, headers, rawHeaders } = now.extra;
  return new IncomingMessage({
    method: spec.method,
    url: target,
    httpVersion,
    headers,
    rawHeaders,
    remoteAddress: remote,
    read: spec.hasBody ? () => ops.op_request_chunk(spec.id) : undefined,
    onGone: (fn) => now.onGone(fn),
  });
}

function response(spec, now, req) {
  return new ServerResponse(req, {
    onInterim: (status, headers) => op_response_interim(spec.id, status, headers),
    onHead: (status, message, headers) => op_response_head(spec.id, status, message, headers),
    onChunk: (chunk) => op_response_chunk(spec.id, chunk),
    onWhole: (status, message, headers, body) => op_response_whole(spec.id, status, message, headers, body, now.headFixedByEnd === true),
    onEnd: (trailer) => op_response_end(spec.id, trailer),
    onGone: (fn) => now.onGone(fn),
  });
}

function warnAbout(returned, req, res, config) {
  if (returned instanceof Response) {
    throw new Error('API route returned a Response object in the Node.js runtime, this is not supported. Please use `runtime: "edge"` instead: https://nextjs.org/docs/api-routes/edge-api-routes');
  }
  if (returned !== undefined) console.warn(`API handler should not return a value, received ${typeof returned}.`);
  if (!config.api?.externalResolver && !res.headersSent && !res.writableEnded) {
    console.warn(`API resolved without sending a response for ${req.url}, this may result in stalled requests.`);
  }
}

module.exports = { handle };
