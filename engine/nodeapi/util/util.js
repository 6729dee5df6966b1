// util: https://nodejs.org/docs/latest-v20.x/api/util.html
//
// Missing: util.getCallSite and what newer versions of Node.js brought.

const { Promise } = primordials;
const { codes } = require('internal:nodeapi/errors');
const { validateString } = require('internal:nodeapi/errors/validators');
const { inspect } = require('./inspect');
const types = require('./types');
const promises = require('./promisify');

const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = codes;

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utilinheritsconstructor-superconstructor */
function inherits(constructor, superConstructor) {
  if (constructor === undefined || constructor === null) throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', constructor);
  if (superConstructor === undefined || superConstructor === null) {
    throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superConstructor);
  }
  if (superConstructor.prototype === undefined) {
    throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superConstructor.prototype);
  }
  Object.defineProperty(constructor, 'super_', { value: superConstructor, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, superConstructor.prototype);
}

const warned = new Set();

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utildeprecatefn-msg-code */
function deprecate(fn, message, code = undefined) {
  if (code !== undefined) validateString(code, 'code');
  let done = false;
  function deprecated(...args) {
    if (!done && !(code !== undefined && warned.has(code))) {
      done = true;
      if (code !== undefined) warned.add(code);
      require('internal:nodeapi/process/warning').emitWarning(message, 'DeprecationWarning', code, deprecated);
    }
    return new.target ? Reflect.construct(fn, args, new.target) : fn.apply(this, args);
  }
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated;
}

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utildebuglogsection-callback */
function debuglog(section, callback = undefined) {
  let enabled;
  const isEnabled = () => {
    enabled ??= sectionEnabled(section);
    return enabled;
  };
  const logger = (...args) => {
    if (!isEnabled()) return;
    const { formatWithOptions } = require('./format');
    const { process } = require('internal:nodeapi/process');
    process.stderr.write(`${section.toUpperCase()} ${process.pid}: ${formatWithOptions({}, ...args)}\n`);
  };
  Object.defineProperty(logger, 'enabled', { get: isEnabled, configurable: true, enumerable: true });
  callback?.(logger);
  return logger;
}

function sectionEnabled(section) {
  const wanted = require('internal:nodeapi/process').process.env.NODE_DEBUG ?? '';
  const patterns = wanted.split(',').map((name) => name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*'));
  return wanted !== '' && new RegExp(`^(?:${patterns.join('|')})$`, 'i').test(section);
}

function getSystemErrorName(errno) {
  if (typeof errno !== 'number') throw new ERR_INVALID_ARG_TYPE('err', 'number', errno);
  if (!Number.isSafeInteger(errno) || errno >= 0) throw new ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
  return require('internal:nodeapi/errors/system').errorName(errno);
}

function stripVTControlCharacters(text) {
  validateString(text, 'str');
  return require('./text').stripColors(text);
}

const isStream = (value) =>
  value instanceof primordials.global.ReadableStream ||
  value instanceof primordials.global.WritableStream ||
  (value !== null && typeof value === 'object' && (typeof value.on === 'function' || value._readableState || value._writableState));

// What is printed becomes lines of a console: colours only if they are forced.
function shouldColorize(stream) {
  const force = require('internal:nodeapi/process').process.env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return Boolean(stream?.isTTY);
}

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utilstyletextformat-text-options */
function styleText(format, text, { validateStream = true, stream = undefined } = {}) {
  validateString(text, 'text');
  require('internal:nodeapi/errors/validators').validateBoolean(validateStream, 'options.validateStream');
  if (validateStream && stream !== undefined && !isStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  let open = '';
  let close = '';
  for (const name of Array.isArray(format) ? format : [format]) {
    const pair = inspect.colors[name];
    if (pair === undefined) {
      require('internal:nodeapi/errors/validators').validateOneOf(name, 'format', Object.keys(inspect.colors));
    }
    open += `\u001b[${pair[0]}m`;
    close = `\u001b[${pair[1]}m${close}`;
  }
  // Node.js 20 asks the stream for a single format only.
  if (!Array.isArray(format) && validateStream && !shouldColorize(stream)) return text;
  return `${open}${text}${close}`;
}

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utilabortedsignal-resource */
async function aborted(signal, resource) {
  if (signal === undefined || signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
    throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  require('internal:nodeapi/errors/validators').validateObject(resource, 'resource', { allowFunction: true });
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

// Signals are not transferred between threads here: there are none.
function transferableAbortSignal(signal) {
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
    throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  return signal;
}

function log(...args) {
  const at = new Date();
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][at.getMonth()];
  primordials.global.console.log('%s - %s', `${at.getDate()} ${month} ${time}`, require('./format').format(...args));
}

function extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  return Object.assign(target, source);
}

function errnoException(errno, syscall, original) {
  const code = getSystemErrorName(errno);
  const error = new Error(`${syscall} ${code}${original ? ` ${original}` : ''}`);
  return Object.assign(error, { errno, code, syscall });
}

function exceptionWithHostPort(errno, syscall, address, port, additional) {
  const code = getSystemErrorName(errno);
  const where = port && port > 0 ? ` ${address}:${port}` : address ? ` ${address}` : '';
  const error = new Error(`${syscall} ${code}${where}${additional ? ` - Local (${additional})` : ''}`);
  Object.assign(error, { errno, code, syscall, address });
  if (port) error.port = port;
  return error;
}

const legacyChecks = {
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: types.isRegExp,
  isObject: (value) => value !== null && typeof value === 'object',
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
};

const util = {
  _errnoException: errnoException,
  _exceptionWithHostPort: exceptionWithHostPort,
  _extend: extend,
  ...promises,
  debug: debuglog,
  debuglog,
  deprecate,
  styleText,
  getSystemErrorMap: () => new Map(require('internal:nodeapi/errors/system').errorMap),
  getSystemErrorName,
  inherits,
  inspect,
  ...legacyChecks,
  log,
  stripVTControlCharacters,
  toUSVString: (text) => String(text).toWellFormed(),
  transferableAbortSignal,
  transferableAbortController: () => new primordials.global.AbortController(),
  aborted,
  types,
};

// Each of these loads its file when it is first read.
const lazy = {
  format: () => require('./format').format,
  formatWithOptions: () => require('./format').formatWithOptions,
  isBuffer: () => require('internal:nodeapi/buffer').Buffer.isBuffer,
  isDeepStrictEqual: () => require('./comparisons').isDeepStrictEqual,
  parseArgs: () => require('./parseargs').parseArgs,
  parseEnv: () => require('./parseenv').parseEnv,
  MIMEType: () => require('./mime').MIMEType,
  MIMEParams: () => require('./mime').MIMEParams,
  TextDecoder: () => primordials.global.TextDecoder,
  TextEncoder: () => primordials.global.TextEncoder,
};
for (const [name, read] of Object.entries(lazy)) {
  Object.defineProperty(util, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = read();
      Object.defineProperty(util, name, { value, writable: true, configurable: true, enumerable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(util, name, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}

module.exports = util;
