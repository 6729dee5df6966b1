// The project's modules: CommonJS functions that the compiler made, one
// instance for one ID, as in webpack's and Turbopack's runtime.

const { PromiseResolve, Uint8Array } = primordials;
const { op_module_load, op_module_import, op_module_resolve } = ops;
const context = require('./context');
const interop = require('./interop');
const { now, adopt, restore, forAwait, iteratorResult } = require('./async');

/** @type {Map<string, object>} */
const modules = new Map();

// What compiled code finds in __runtime: esbuild's helpers by their names without
// the underscores, and what keeps async context. See engine/compile/helpers.go
// and asynccontext.go.
const runtime = Object.freeze({ ...interop, now, adopt, restore, forAwait, iteratorResult });

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
      file: fileOf(id),
      module: { exports: {}, id, filename: fileOf(id), loaded: false, children: [], paths: [] },
      state: 'new',
      failure: undefined,
      promise: undefined,
    };
    if (isJSON) {
      record.module.exports = JSON.parse(body);
      record.module.loaded = true;
      record.state = 'done';
    }
    if (body instanceof Uint8Array) {
      record.module.exports = interop.toCommonJS({ default: new globalThis.WebAssembly.Module(body) });
      record.module.loaded = true;
      record.state = 'done';
    }
    modules.set(id, record);
  }
  return record;
}

function evaluate(record) {
  const { module, file } = record;
  record.state = 'running';
  try {
    const result = record.body.call(module.exports, module.exports, requireOf(record), module, file, folderOf(file), runtime);
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

// require() of a module with await at the top level gives a promise, as in
// Turbopack, unless something has asked for it already.
function exportsOf(record) {
  if (record.state === 'failed') throw record.failure.error;
  if (record.state === 'new') {
    if (isDeferred(record)) return importInOrder(record);
    evaluate(record);
  }
  return record.module.exports;
}

function isDeferred(record) {
  return record.isAsync || record.order.length > 0;
}

function requireOf(record) {
  const requireModule = (specifier) => {
    const target = resolve(specifier, record);
    return target.startsWith('internal:') ? require(target) : exportsOf(lookUp(target));
  };
  requireModule.resolve = (specifier) => {
    const target = resolve(specifier, record);
    return target.startsWith('internal:') ? specifier : fileOf(target);
  };
  requireModule.cache = {};
  // import() of compiled code: evaluates in a later job, as the standard has it.
  requireModule.import = (specifier) =>
    PromiseResolve(`${specifier}`).then((name) => importTarget(resolve(name, record)));
  Object.defineProperty(requireModule, 'meta', { get: () => (record.meta ??= metaOf(record)) });
  return requireModule;
}

async function importTarget(target) {
  const exports = await importModule(target);
  return /^internal:nodeapi/.test(target) ? interop.builtinNamespace(exports) : interop.toESM(exports);
}

/** import.meta: https://nodejs.org/docs/latest-v20.x/api/esm.html#importmeta */
function metaOf({ file }) {
  const meta = Object.create(null);
  meta.url = fileURL(file);
  Object.defineProperty(meta, 'env', { get: () => globalThis.process?.env, enumerable: true });
  // Turbopack gives the project no more than that; packages may run in Node.js, and
  // so does next.config.
  if (/\/node_modules\/|\/next\.config\.\w+$/.test(file)) Object.assign(meta, { filename: file, dirname: folderOf(file) });
  return meta;
}

// An ID is a file, and the target it was compiled for unless that is the first.
function fileOf(id) {
  return id.replace(/\?(?:edge|pages|pages-edge|proxy|proxy-edge)$/, '');
}

// As url.pathToFileURL writes it.
function fileURL(path) {
  const escaped = encodeURI(path).replace(/[?#]/g, encodeURIComponent);
  return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}`;
}

function folderOf(id) {
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0)) || '/';
}

// What a specifier names: the compiler found most of them; the rest was computed.
function resolve(specifier, record) {
  const target = record.deps[specifier] ?? op_module_import(specifier) ?? op_module_resolve(specifier, record.id);
  if (typeof target !== 'string') throw notFound(specifier);
  return target;
}

function notFound(specifier) {
  const error = new Error(`Cannot find module '${specifier}'`);
  error.code = 'MODULE_NOT_FOUND';
  return error;
}

/**
 * Evaluates a module and what it imports, and gives its exports: at once if
 * nothing in its graph uses await at the top level, else as a promise.
 */
function importModule(id) {
  const known = modules.get(id);
  if (known !== undefined && known.state === 'done') return known.module.exports;
  const builtin = id.startsWith('internal:') ? id : op_module_import(id);
  if (typeof builtin === 'string') return require(builtin);
  const record = lookUp(id);
  return isDeferred(record) && record.state !== 'done' ? importInOrder(record) : exportsOf(record);
}

// Dependencies in the order in which ES modules evaluate: each is awaited
// before anything that imports it runs.
async function importInOrder(record) {
  const frame = context.getFrame();
  for (const id of record.order) await settled(lookUp(id), frame);
  await settled(record, frame);
  return record.module.exports;
}

function settled(record, frame) {
  if (record.state === 'failed') throw record.failure.error;
  if (record.state === 'new') context.run(frame, evaluate, undefined, record);
  return record.promise;
}

/** Forgets modules, or all, so that the next import compiles and evaluates them anew. */
function forget(ids) {
  if (ids === undefined) modules.clear();
  else for (const id of ids) modules.delete(id);
}

module.exports = { importModule, forget };
