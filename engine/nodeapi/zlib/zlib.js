// zlib: https://nodejs.org/docs/latest-v20.x/api/zlib.html
// Go half: zlib.go, codec.go.
//
// Missing: strategies other than Z_HUFFMAN_ONLY, windowBits and memLevel, which
// are checked and not used; params(); dictionaries of gzip.

const { op_zlib_open, op_zlib_write, op_zlib_close, op_zlib_crc32 } = ops;
const { enqueueTick } = require('internal:js/context');
const { Buffer, internals } = require('internal:nodeapi/buffer');
const { codes: errors, notProvided } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const { Transform } = require('internal:nodeapi/stream');
const { constants, codes } = require('./constants');

const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = errors;
const inputTypes = ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'];

function toBytes(value) {
  if (typeof value === 'string') return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new ERR_INVALID_ARG_TYPE('buffer', inputTypes, value);
}

/* -------------------------------------------------------------------- *
 * Options.
 * -------------------------------------------------------------------- */

function checkRange(options, name, low, high, fallback) {
  const value = options[name];
  if (value === undefined || Number.isNaN(value)) return fallback;
  v.validateNumber(value, `options.${name}`);
  if (value < low || value > high) throw new ERR_OUT_OF_RANGE(`options.${name}`, high === Infinity ? `>= ${low}` : `>= ${low} and <= ${high}`, value);
  return value;
}

function zlibSettings(kind, options) {
  checkRange(options, 'chunkSize', 64, Infinity);
  // 0 takes the size from the header, which only a decompressor has.
  checkRange(options, 'windowBits', /^(?:inflate|gunzip|unzip)/.test(kind) ? 0 : 8, 15);
  checkRange(options, 'memLevel', 1, 9);
  const level = checkRange(options, 'level', -1, 9, -1);
  const strategy = checkRange(options, 'strategy', 0, 4, 0);
  const { dictionary } = options;
  if (dictionary !== undefined && !ArrayBuffer.isView(dictionary) && !(dictionary instanceof ArrayBuffer)) {
    throw new ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
  }
  if (dictionary !== undefined && kind === 'gzip') throw notProvided('a dictionary with gzip');
  return [kind, level, strategy, dictionary === undefined ? null : toBytes(dictionary), 0];
}

function brotliSettings(kind, { params = {} }) {
  const quality = params[constants.BROTLI_PARAM_QUALITY] ?? constants.BROTLI_DEFAULT_QUALITY;
  const window = params[constants.BROTLI_PARAM_LGWIN] ?? 0;
  return [kind, quality, 0, null, window];
}

const settingsOf = (kind, options) => (kind.startsWith('brotli') ? brotliSettings(kind, options) : zlibSettings(kind, options));

// Errors of data carry zlib's number.
function withErrno(error) {
  if (typeof error?.code === 'string' && codes[error.code] !== undefined) error.errno = codes[error.code];
  return error;
}

/* -------------------------------------------------------------------- *
 * At once.
 * -------------------------------------------------------------------- */

const isPartial = ({ finishFlush }) => finishFlush === constants.Z_SYNC_FLUSH || finishFlush === constants.BROTLI_OPERATION_FLUSH;

function convert(kind, data, options = {}) {
  const bytes = toBytes(data);
  const limit = checkRange(options, 'maxOutputLength', 1, Number.MAX_SAFE_INTEGER, 0);
  const stream = op_zlib_open(...settingsOf(kind, options), limit);
  try {
    // What is cut off may be meant to be.
    return internals.wrap(op_zlib_write(stream, bytes, true, !isPartial(options)));
  } catch (error) {
    throw withErrno(error);
  } finally {
    op_zlib_close(stream);
  }
}

const syncForm = (kind) => (data, options) => convert(kind, data, options ?? {});

const callbackForm = (kind) => (data, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  v.validateFunction(done, 'callback');
  const bytes = toBytes(data).slice();
  ops.op_fs_turn().then(() => {
    try {
      enqueueTick(done, [null, convert(kind, bytes, typeof options === 'function' ? {} : (options ?? {}))]);
    } catch (error) {
      enqueueTick(done, [error]);
    }
  });
};

/* -------------------------------------------------------------------- *
 * Step by step.
 * -------------------------------------------------------------------- */

const kStream = Symbol('kStream');
const kFlush = Symbol('kFlush');

class ZlibBase extends Transform {
  constructor(kind, options = {}) {
    const settings = settingsOf(kind, options);
    super({ autoDestroy: true, ...options });
    this.bytesWritten = 0;
    this[kStream] = op_zlib_open(...settings, 0);
  }

  // Gives the output of some input to whoever reads.
  run(chunk, flush, last, callback) {
    let output;
    try {
      output = op_zlib_write(this[kStream], chunk, flush, last);
    } catch (error) {
      callback(withErrno(error));
      return;
    }
    this.bytesWritten += chunk.length;
    if (output.length > 0) this.push(internals.wrap(output));
    callback();
  }

  _transform(chunk, encoding, callback) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    this.run(bytes, bytes[kFlush] === true, false, callback);
  }

  _flush(callback) {
    this.run(new Uint8Array(0), true, true, callback);
  }

  /** Writes out what is held back, after all that was written before. */
  flush(kind, callback) {
    const done = typeof kind === 'function' ? kind : (callback ?? (() => {}));
    if (this.writableFinished || this.destroyed) {
      enqueueTick(done, []);
      return;
    }
    const marker = Buffer.alloc(0);
    marker[kFlush] = true;
    this.write(marker, '', () => done());
  }

  close(callback) {
    if (callback) this.once('close', callback);
    this.destroy();
  }

  _destroy(error, callback) {
    op_zlib_close(this[kStream]);
    callback(error);
  }

  reset() {
    throw notProvided('zlib.reset()');
  }

  params() {
    throw notProvided('zlib.params()');
  }

  get _closed() {
    return this.destroyed;
  }
}
Object.defineProperty(ZlibBase.prototype, 'run', { enumerable: false });

const kinds = {
  Deflate: 'deflate',
  Inflate: 'inflate',
  Gzip: 'gzip',
  Gunzip: 'gunzip',
  DeflateRaw: 'deflateRaw',
  InflateRaw: 'inflateRaw',
  Unzip: 'unzip',
  BrotliCompress: 'brotliCompress',
  BrotliDecompress: 'brotliDecompress',
};

// Old code calls the classes without new.
function defineClass(name, kind) {
  function Class(options) {
    return Reflect.construct(ZlibBase, [kind, options], new.target ?? Class);
  }
  Object.setPrototypeOf(Class, ZlibBase);
  Class.prototype = Object.create(ZlibBase.prototype, { constructor: { value: Class, writable: true, configurable: true } });
  return Object.defineProperty(Class, 'name', { value: name });
}

function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  v.validateUint32(value, 'value');
  return op_zlib_crc32(toBytes(data), value);
}

const named = (name, fn) => Object.defineProperty(fn, 'name', { value: name });

for (const [name, kind] of Object.entries(kinds)) {
  const Class = defineClass(name, kind);
  exports[name] = Class;
  exports[`create${name}`] = named(`create${name}`, (options) => new Class(options));
  exports[kind] = named(kind, callbackForm(kind));
  exports[`${kind}Sync`] = named(`${kind}Sync`, syncForm(kind));
}
exports.crc32 = crc32;
exports.codes = codes;
exports.constants = constants;
for (const [name, value] of Object.entries(constants)) {
  if (!name.startsWith('BROTLI')) Object.defineProperty(exports, name, { value, enumerable: false });
}
