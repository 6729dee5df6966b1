// module: https://nodejs.org/docs/latest-v20.x/api/module.html
//
// What createRequire makes finds built-in modules, JSON files, and what the
// compiler finds from the file that it is made for.

const { op_module_import, op_module_resolve } = ops;
const { importModule } = require('internal:js/modules');
const { codes, defineError, notProvided } = require('internal:nodeapi/errors');
const { validateString } = require('internal:nodeapi/errors/validators');

// Without Node.js's old private ones (_stream_readable), trace_events and
// inspector/promises.
const builtinModules = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console', 'constants', 'crypto', 'dgram',
  'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs', 'fs/promises', 'http', 'http2', 'https',
  'inspector', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode',
  'querystring', 'readline', 'readline/promises', 'repl', 'stream', 'stream/consumers', 'stream/promises', 'stream/web',
  'string_decoder', 'sys', 'timers', 'timers/promises', 'tls', 'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'wasi',
  'worker_threads', 'zlib',
];

const bare = (id) => (id.startsWith('node:') ? id.slice(5) : id);
const schemeOnly = ['node:sea', 'node:test', 'node:test/reporters'];
const isBuiltin = (id) => typeof id === 'string' && (builtinModules.includes(bare(id)) || schemeOnly.includes(id));

if (codes.ERR_UNKNOWN_BUILTIN_MODULE === undefined) {
  defineError('ERR_UNKNOWN_BUILTIN_MODULE', (id) => `No such built-in module: ${id}`);
}

/** A built-in module, or undefined. */
function builtin(id) {
  const specifier = isBuiltin(id) ? op_module_import(id) : null;
  return typeof specifier === 'string' ? require(specifier) : undefined;
}

function notFound(id, from) {
  const error = new Error(`Cannot find module '${id}'\nRequire stack:\n- ${from}`);
  return Object.assign(error, { code: 'MODULE_NOT_FOUND', requireStack: [from] });
}

function readJSON(id, folder, from) {
  const path = require('internal:nodeapi/path');
  const { readFileSync } = require('internal:nodeapi/fs');
  let text;
  try {
    text = readFileSync(path.resolve(folder, id), 'utf8');
  } catch (error) {
    throw error.code === 'ENOENT' ? notFound(id, from) : error;
  }
  return JSON.parse(text);
}

/** The ID of a module of the project or of a package. */
function find(id, from) {
  const found = op_module_resolve(id, from);
  if (typeof found !== 'string') throw notFound(id, from);
  return found;
}

function createRequire(filename) {
  const text = typeof filename === 'object' ? filename.href : filename;
  if (typeof text !== 'string' || !/^(?:file:|\/|[A-Za-z]:[\\/])/.test(text)) {
    throw new codes.ERR_INVALID_ARG_VALUE('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
  }
  const path = require('internal:nodeapi/path');
  const from = text.startsWith('file:') ? require('internal:nodeapi/url').fileURLToPath(text) : text;
  const folder = path.dirname(from);
  const requireModule = (id) => {
    validateString(id, 'id');
    if (id === '') throw new codes.ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
    const found = builtin(id);
    if (found === undefined && id.startsWith('node:') && !isBuiltin(id)) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(id);
    if (found !== undefined) return found;
    if (/^\.{0,2}\//.test(id) && id.endsWith('.json')) return readJSON(id, folder, from);
    return importModule(find(id, from));
  };
  requireModule.resolve = (id) => {
    validateString(id, 'request');
    if (isBuiltin(id)) return id;
    return /^\.{0,2}\//.test(id) && id.endsWith('.json') ? path.resolve(folder, id) : find(id, from).replace(/\?[\w-]+$/, '');
  };
  requireModule.resolve.paths = (id) => {
    validateString(id, 'request');
    if (isBuiltin(id)) return null;
    if (/^\.{1,2}(?:\/|$)/.test(id)) return [folder];
    const parts = folder.split(path.sep);
    return parts.map((_, i) => path.join('/', ...parts.slice(0, parts.length - i), 'node_modules'));
  };
  requireModule.cache = Object.create(null);
  return requireModule;
}

function refuse(name) {
  return () => {
    throw notProvided(`module.${name}()`);
  };
}

function Module(id = '', parent = undefined) {
  this.id = id;
  this.path = require('internal:nodeapi/path').dirname(id);
  this.exports = {};
  this.filename = null;
  this.loaded = false;
  this.children = [];
  this.parent = parent;
}

Object.assign(Module, {
  Module,
  builtinModules,
  createRequire,
  isBuiltin,
  builtin,
  register: refuse('register'),
  runMain: refuse('runMain'),
  findSourceMap: () => undefined,
  syncBuiltinESMExports() {},
});
Object.defineProperty(Module, 'builtin', { enumerable: false });

module.exports = Module;
