// process: https://nodejs.org/docs/latest-v20.x/api/process.html
// Go half: process.go (environment, folder, times, memory, output).
//
// Missing, and throwing an error that says so: everything that would change the
// process or another one (exit, abort, chdir, kill, setuid, binding, dlopen).

const { global } = primordials;
const { op_process_cwd, op_process_facts, op_process_hrtime, op_process_memory, op_process_cpu } = ops;
const { enqueueTick } = require('internal:js/context');
const EventEmitter = require('internal:nodeapi/events');
const { codes, notProvided } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const { env } = require('./env');
const { emitWarning } = require('./warning');

const [platform, arch, pid, ppid, execPath, uid, gid] = op_process_facts();

// The prototype has a constructor of its own, as process.constructor.name says.
const prototype = Object.create(EventEmitter.prototype, {
  constructor: { value: function process() {}, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'process', configurable: true },
});
const process = Object.create(prototype);
EventEmitter.call(process);

const version = '20.20.2';

/* -------------------------------------------------------------------- *
 * Time and use of resources.
 * -------------------------------------------------------------------- */

/** @see https://nodejs.org/docs/latest-v20.x/api/process.html#processhrtimetime */
function hrtime(previous) {
  const [seconds, nanoseconds] = op_process_hrtime();
  if (previous === undefined) return [seconds, nanoseconds];
  v.validateArray(previous, 'time');
  if (previous.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, previous.length);
  const difference = [seconds - previous[0], nanoseconds - previous[1]];
  if (difference[1] < 0) return [difference[0] - 1, difference[1] + 1e9];
  return difference;
}
hrtime.bigint = () => {
  const [seconds, nanoseconds] = op_process_hrtime();
  return BigInt(seconds) * 1000000000n + BigInt(nanoseconds);
};

function memoryUsage() {
  const [rss, heap] = op_process_memory();
  return { rss, heapTotal: heap, heapUsed: heap, external: 0, arrayBuffers: 0 };
}
memoryUsage.rss = () => op_process_memory()[0];

function cpuUsage(previous) {
  const [user, system] = op_process_cpu().map((seconds) => Math.round(seconds * 1e6));
  if (!previous) return { user, system };
  v.validateObject(previous, 'prevValue');
  v.validateNumber(previous.user, 'prevValue.user');
  v.validateNumber(previous.system, 'prevValue.system');
  return { user: user - previous.user, system: system - previous.system };
}

function resourceUsage() {
  const { user, system } = cpuUsage();
  return {
    userCPUTime: user, systemCPUTime: system, maxRSS: Math.round(op_process_memory()[0] / 1024),
    sharedMemorySize: 0, unsharedDataSize: 0, unsharedStackSize: 0, minorPageFault: 0, majorPageFault: 0,
    swappedOut: 0, fsRead: 0, fsWrite: 0, ipcSent: 0, ipcReceived: 0, signalsCount: 0,
    voluntaryContextSwitches: 0, involuntaryContextSwitches: 0,
  };
}

/* -------------------------------------------------------------------- *
 * The queue before promises.
 * -------------------------------------------------------------------- */

function nextTick(callback, ...args) {
  v.validateFunction(callback, 'callback');
  enqueueTick(callback, args);
}

/* -------------------------------------------------------------------- *
 * What would reach outside the isolate.
 * -------------------------------------------------------------------- */

const refuse = (name, why) =>
  ({
    [name]() {
      throw notProvided(`process.${name}()`, why);
    },
  })[name];

const serving = 'it would end the process that serves all routes';

let captureCallback = null;

function setUncaughtExceptionCaptureCallback(fn) {
  if (fn !== null && typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  captureCallback = fn;
}

function umask(mask) {
  if (mask === undefined) return 0o22;
  if (typeof mask === 'string' && !/^[0-7]+$/.test(mask)) {
    throw new codes.ERR_INVALID_ARG_VALUE('mask', mask, 'must be a 32-bit unsigned integer or an octal string');
  }
  if (typeof mask !== 'string') v.validateUint32(mask, 'mask');
  throw notProvided('process.umask(mask)');
}

function getBuiltinModule(id) {
  v.validateString(id, 'id');
  return require('internal:nodeapi/module').builtin(id);
}

function loadEnvFile(path = '.env') {
  const { parseEnv } = require('internal:nodeapi/util/parseenv');
  const values = parseEnv(require('internal:nodeapi/fs').readFileSync(path, 'utf8'));
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
}

// What packages with native addons look at to choose a binary; there are no
// shared objects, and no C library.
function getReport() {
  const header = { reportVersion: 3, event: 'JavaScript API', trigger: 'GetReport', nodejsVersion: `v${version}`, arch, platform };
  return { header, javascriptStack: {}, sharedObjects: [] };
}

Object.assign(process, {
  version: `v${version}`,
  versions: {
    node: version, acorn: '8.16.0', ada: '2.9.2', ares: '1.34.6', brotli: '1.1.0', cjs_module_lexer: '2.2.0', cldr: '48.0',
    icu: '78.2', llhttp: '9.3.1', modules: '115', napi: '9', nghttp2: '1.61.0', openssl: '3.0.19', simdutf: '6.4.2',
    tz: '2025c', undici: '6.24.1', unicode: '17.0', uv: '1.46.0', uvwasi: '0.0.23', v8: '11.3.244.8-node.38', zlib: '1.3.1-e00f703',
  },
  arch,
  platform,
  release: { name: 'node', lts: 'Iron' },
  title: 'node',
  pid,
  ppid,
  execPath,
  argv: [execPath],
  argv0: 'node',
  execArgv: [],
  debugPort: 9229,
  env,
  config: { target_defaults: {}, variables: {} },
  features: {
    inspector: false, debug: false, uv: true, ipv6: true, tls_alpn: true, tls_sni: true, tls_ocsp: true, tls: true, cached_builtins: true,
  },
  report: { compact: false, directory: '', filename: '', getReport, writeReport: refuse('report.writeReport') },
  allowedNodeEnvironmentFlags: new Set(),
  hrtime,
  memoryUsage,
  cpuUsage,
  resourceUsage,
  nextTick,
  emitWarning,
  umask,
  getBuiltinModule,
  loadEnvFile,
  setUncaughtExceptionCaptureCallback,
  cwd: () => op_process_cwd(),
  uptime: () => global.performance.now() / 1000,
  constrainedMemory: () => 0,
  availableMemory: () => op_process_memory()[0],
  getActiveResourcesInfo: () => [],
  hasUncaughtExceptionCaptureCallback: () => captureCallback !== null,
  setSourceMapsEnabled(value) {
    v.validateBoolean(value, 'val');
  },
  exit: refuse('exit', serving),
  reallyExit: refuse('reallyExit', serving),
  abort: refuse('abort', serving),
  kill(target) {
    if (target != (target | 0)) throw new codes.ERR_INVALID_ARG_TYPE('pid', 'number', target);
    throw notProvided('process.kill()', 'there are no other processes');
  },
  chdir(directory) {
    v.validateString(directory, 'directory');
    throw notProvided('process.chdir()', 'a project runs in its own folder');
  },
  binding: refuse('binding'),
  dlopen: refuse('dlopen', 'there are no native modules'),
});

let exitCode;
Object.defineProperty(process, 'exitCode', {
  configurable: true,
  enumerable: true,
  get: () => exitCode,
  set(code) {
    if (code !== undefined && code !== null) {
      const number = typeof code === 'string' && code !== '' && Number.isInteger(Number(code)) ? Number(code) : code;
      v.validateInteger(number, 'code');
    }
    exitCode = code;
  },
});

if (platform !== 'win32') {
  Object.assign(process, {
    getuid: () => uid,
    geteuid: () => uid,
    getgid: () => gid,
    getegid: () => gid,
    getgroups: () => [gid],
  });
  for (const name of ['setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups']) process[name] = refuse(name);
}

for (const name of ['stdin', 'stdout', 'stderr']) {
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = require('./stdio')[name]();
      Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
      return value;
    },
  });
}

module.exports = { process };
