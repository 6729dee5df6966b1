// The entry from Go: dispatches a request to the kind of handler it is for.
// Go half: ops.go. Each kind has a file of its own.

const { op_config_flag, op_exchange_done, op_handler_failed, op_mode } = ops;
const context = require('internal:js/context');
const { importModule, forget } = require('internal:js/modules');
const work = require('internal:nextapi/work');

const files = {
  'app route': './approute',
  'API route': './apiroute',
  edge: './edge',
  metadata: './metadata',
  proxy: './proxy',
  'static params': './staticparams',
};
if (globalThis.EdgeRuntime !== undefined && op_mode() === 'production') require('internal:nextapi/edge/strings').disallow();

// What compiled code calls for functions with 'use cache'.
Object.defineProperty(globalThis, Symbol.for('next.use-cache'), {
  value: (...args) => require('internal:nextapi/cache/usecache').call(...args),
});
if (op_config_flag('cacheComponents')) require('internal:nextapi/work/prerender').install();

const kinds = Object.create(null); // loaded when the first of its kind comes

/**
 * What Go says of a request. Lists of headers come as text, name and value on a
 * line each: most handlers read none of them.
 * @typedef {object} Spec
 * @property {number} id
 * @property {string} kind
 * @property {string} entry    the ID of the module with the handler
 * @property {string} method
 * @property {string} url      absolute
 * @property {string} route    the pattern
 * @property {string} headers
 * @property {string} params   JSON, '' for none
 * @property {string} mode     see internal:nextapi/work
 * @property {boolean} hasBody
 * @property {string} extra    JSON of what only this kind needs, '' for none
 */

/** Starts a request. It returns at once; everything else is told by ops. */
function dispatch(id, kind, entry, method, url, route, headers, params, mode, hasBody, extra) {
  const spec = { id, kind, entry, method, url, route, headers, params, mode, hasBody, extra };
  const frame = Object.freeze({ request: id, stores: null });
  context.call(frame, serve, spec, frame);
}

async function serve(spec, frame) {
  const now = work.begin(spec);
  try {
    const kind = (kinds[spec.kind] ??= require(files[spec.kind]));
    await kind.handle(spec, now, frame);
  } catch (error) {
    // The kinds answer for the project's errors: this one is ours.
    op_handler_failed(spec.id, 'engine', String(error?.name ?? ''), String(error?.message ?? error), String(error?.stack ?? ''), false);
  }
  if (now.afters.length > 0) await runAfters(now);
  work.end(spec.id);
  op_exchange_done(spec.id, now.revalidate ?? null, [...now.tags], now.dynamicReason ?? null, now.expire ?? null);
}

// What after() was given starts once the response is finished.
async function runAfters(now) {
  await ops.op_response_ended(now.id);
  await now.runAfters();
  require('./invalidate').flush(now);
}

/** Goes to Go, for each request whose client has gone. */
function clientGone(id) {
  work.gone(id);
}

module.exports = { dispatch, clientGone, importModule, forget };
