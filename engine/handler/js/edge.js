// Edge handlers: edge API routes and edge route handlers.
// Reference: https://nextjs.org/docs/app/api-reference/edge

const { op_handler_started, op_response_whole, op_response_page } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { fetchFiles } = require('internal:nextapi/edge/assets');
const { Headers } = require('internal:webapi/fetch/headers');
const { headerPairs, isResponse } = require('internal:webapi/fetch/internal');
const { answer, incoming, validateHeaders } = require('./approute');
const { send } = require('./body');
const { report } = require('./errors');
const { flush } = require('./invalidate');

async function handle(spec, now, frame) {
  fetchFiles();
  try {
    const loaded = importModule(spec.entry);
    const userland = loaded?.[Symbol.toStringTag] === 'Promise' ? await loaded : loaded;
    if (spec.method === 'TRACE') throw new TypeError("'TRACE' HTTP method is unsupported.");
    await (now.extra.app ? answerRoute : answerAPI)(spec, now, frame, userland);
  } catch (error) {
    // The edge sandbox and the server behind it both print the error.
    report(now, error);
    report(now, error);
    op_response_page(spec.id, 500, '');
  }
}

/** A route handler of the app directory. */
async function answerRoute(spec, now, frame, userland) {
  const response = await answer(spec, now, frame, userland);
  flush(now);
  const headers = headerPairs(response);
  validateHeaders(headers);
  await send(now, response, headers.join('\n'));
}

/** An API route. */
async function answerAPI(spec, now, frame, userland) {
  await finish(spec, now, await call(spec, now, frame, userland));
}

async function call(spec, now, frame, userland) {
  const handler = userland.default?.default ?? userland.default;
  if (typeof handler !== 'function') {
    throw new Error(`The Edge Function "${spec.route}" must export a \`default\` function`);
  }
  const request = incoming(spec, now);
  op_handler_started(spec.id, 'default');
  const event = { waitUntil: (promise) => now.after(() => promise) };
  return context.run(frame, handler, undefined, request, event);
}

// Nothing returned is an empty 200 that says so; a redirect to the own origin
// becomes relative.
async function finish(spec, now, result) {
  if (result === undefined || result === null) {
    return op_response_whole(spec.id, 200, '', 'x-middleware-next\n1', '');
  }
  if (!isResponse(result)) {
    throw new TypeError('Expected an instance of Response to be returned');
  }
  const location = result.headers.get('location');
  if (location !== null && new URL(location).host === new URL(spec.url).host) {
    const { pathname, search, hash } = new URL(location);
    const headers = new Headers(result.headers);
    headers.set('location', pathname + search + hash);
    return send(now, result, linesOf(headers));
  }
  return send(now, result, headerPairs(result).join('\n'));
}

const linesOf = (headers) => [...headers].flat().join('\n');

module.exports = { handle };
