// The project's modules: CommonJS functions that the compiler made, one
// instance for one ID, as in webpack's and Turbopack's runtime.

const { PromiseResolve } = primordials;
const { op_module_load, op_module_import } = ops;
const context = require('./context');
const interop = require('./interop');

/** @type {Map<string, object>} */
const modules = new Map();

// What compiled code finds in __runtime: esbuild's helpers by their names without
// the underscores. See engine/compile/helpers.go.
const runtime = Object.freeze({
  ...interop,
  async: context.async,
  asyncGenerator: context.asyncGenerator,
  await: context.Await,
  yieldStar: context.yieldStar,
  forAwait: context.forAwait,
});

function lookUp(id) {
  let record = modules.get(id);
  if (record === undefined) {
    const [body, isJSON, isAsync, deps, order] = op_module_load(id);
    record = {
      id,
      body,
      isAsync,
      deps: JSON.parse(deps),
      order,
      module: { exports: {}, id, filename: id, loaded: false, children: [], paths: [] },
      state: 'new',
      failure: undefined,
      promise: undefined,
    };
    if (isJSON) {
      record.module.exports = JSON.parse(body);
      record.module.loaded = true;
      record.state = 'done';
    }
    modules.set(id, record);
  }
  return record;
}

function evaluate(record) {
  const { module, id } = record;
  record.state = 'running';
  try {
    const result = record.body.call(module.exports, module.exports, requireOf(record), module, id, folderOf(id), runtime);
    if (record.isAsync) {
      record.promise = result.then(
        () => finish(record),
        (error) => fail(record, error),
      );
      return record.promise;
    }
    finish(record);
  } catch (error) {
    fail(record, error);
  }
  return undefined;
}

function finish(record) {
  record.state = 'done';
  record.module.loaded = true;
}

// A module that threw throws the same error to everyone who asks again.
function fail(record, error) {
  record.state = 'failed';
  record.failure = { error };
  throw error;
}

function exportsOf(record) {
  if (record.state === 'failed') throw record.failure.error;
  if (record.state === 'new') {
    if (record.isAsync) {
      const error = new Error(`require() of ${record.id}, which uses await at its top level; use import() instead.`);
      error.code = 'ERR_REQUIRE_ASYNC_MODULE';
      throw error;
    }
    evaluate(record);
  }
  return record.module.exports;
}

function requireOf(record) {
  const requireModule = (specifier) => {
    const target = record.deps[specifier] ?? op_module_import(specifier);
    if (typeof target !== 'string') throw notFound(specifier, record.id);
    return target.startsWith('internal:') ? require(target) : exportsOf(lookUp(target));
  };
  requireModule.resolve = (specifier) => record.deps[specifier] ?? specifier;
  requireModule.cache = {};
  // import() of compiled code: evaluates in a later job, as the standard has it.
  requireModule.import = (specifier) =>
    PromiseResolve(`${specifier}`).then((name) => importModule(record.deps[name] ?? name, record.id)).then(interop.toESM);
  Object.defineProperty(requireModule, 'meta', { get: () => (record.meta ??= metaOf(record)) });
  return requireModule;
}

/** import.meta: https://nodejs.org/docs/latest-v20.x/api/esm.html#importmeta */
function metaOf({ id }) {
  return Object.assign(Object.create(null), { url: fileURL(id), filename: id, dirname: folderOf(id) });
}

// What a path may hold that a URL's path may not, as url.pathToFileURL escapes it.
function fileURL(path) {
  const escape = (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return `file://${encodeURI(path).replace(/[?#]/g, escape)}`;
}

function folderOf(id) {
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0)) || '/';
}

function notFound(specifier, from) {
  const error = new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = [from];
  return error;
}

/**
 * Evaluates a module and what it imports, and gives its exports: at once if
 * nothing in its graph uses await at the top level, else as a promise.
 */
function importModule(id, from) {
  const builtin = id.startsWith('internal:') ? id : op_module_import(id);
  if (typeof builtin === 'string') return require(builtin);
  const record = lookUp(id);
  if (record.order.length === 0 && !record.isAsync) return exportsOf(record);
  return importInOrder(record, from);
}

// Dependencies in the order in which ES modules evaluate: each is awaited
// before anything that imports it runs.
async function importInOrder(record) {
  for (const id of record.order) await settled(lookUp(id));
  await settled(record);
  return record.module.exports;
}

async function settled(record) {
  if (record.state === 'failed') throw record.failure.error;
  if (record.state === 'new') evaluate(record);
  if (record.promise !== undefined) await record.promise;
}

/** Forgets modules, so that the next import compiles and evaluates them anew. */
function forget(ids) {
  for (const id of ids) modules.delete(id);
}

module.exports = { importModule, forget };
