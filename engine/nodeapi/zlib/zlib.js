// zlib: https://nodejs.org/docs/latest-v20.x/api/zlib.html
// Go half: zlib.go, codec.go.
//
// Missing: windowBits of decompressors, which are checked and not used.

const { op_zlib_open, op_zlib_write, op_zlib_params, op_zlib_close, op_zlib_crc32 } = ops;
const { enqueueTick } = require('internal:js/context');
const { Buffer, internals } = require('internal:nodeapi/buffer');
const { codes: errors } = require('internal:nodeapi/errors');
const { nodeError } = require('internal:webapi/webidl/codes');
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

const defaultChunk = 16 * 1024;
const largest = 2 ** 32;

function isGiven(value, name) {
  if (value === undefined) return false;
  if (Number.isFinite(value)) return true;
  if (Number.isNaN(value)) return false;
  v.validateNumber(value, name);
  throw new ERR_OUT_OF_RANGE(name, 'a finite number', value);
}

function inRange(value, name, low, high, fallback) {
  if (!isGiven(value, name)) return fallback;
  if (value < low || value > high) throw new ERR_OUT_OF_RANGE(name, `>= ${low} and <= ${high}`, value);
  return value;
}

const isBrotli = (kind) => kind.startsWith('brotli');
const compresses = (kind) => kind === 'brotliCompress' || kind === 'gzip' || kind.startsWith('deflate');

// What both ways and all kinds share.
function commonSettings(kind, { chunkSize, flush, finishFlush, maxOutputLength }) {
  if (isGiven(chunkSize, 'options.chunkSize') && chunkSize < 64) throw new ERR_OUT_OF_RANGE('options.chunkSize', '>= 64', chunkSize);
  const strongest = isBrotli(kind) ? constants.BROTLI_OPERATION_EMIT_METADATA : constants.Z_BLOCK;
  const finish = isBrotli(kind) ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH;
  return {
    chunkSize: isGiven(chunkSize, 'options.chunkSize') ? Math.trunc(chunkSize) : defaultChunk,
    flush: inRange(flush, 'options.flush', 0, strongest, 0),
    finishFlush: inRange(finishFlush, 'options.finishFlush', 0, strongest, finish),
    limit: inRange(maxOutputLength, 'options.maxOutputLength', 1, largest, largest),
  };
}

// The arguments of op_zlib_open.
function zlibSettings(kind, options) {
  const decompresses = !compresses(kind);
  // 0 takes the size from the header, which only a decompressor has; of raw data
  // there is none, and zlib has no window of 256 bytes.
  const headed = decompresses && kind !== 'inflateRaw';
  let window = 15;
  if (!headed || (options.windowBits !== undefined && options.windowBits !== null && options.windowBits !== 0)) {
    window = inRange(options.windowBits, 'options.windowBits', kind === 'gzip' || kind === 'gunzip' ? 9 : 8, 15, 15);
  }
  const level = inRange(options.level, 'options.level', -1, 9, -1);
  const memory = inRange(options.memLevel, 'options.memLevel', 1, 9, 8);
  const strategy = inRange(options.strategy, 'options.strategy', 0, 4, 0);
  const { dictionary } = options;
  if (dictionary !== undefined && !ArrayBuffer.isView(dictionary) && !(dictionary instanceof ArrayBuffer)) {
    throw new ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
  }
  // Neither gzip nor its reader knows dictionaries: zlib ignores them there.
  const known = dictionary === undefined || kind === 'gzip' || kind === 'gunzip' ? null : toBytes(dictionary);
  return [kind, Math.trunc(level), Math.trunc(strategy), known, Math.trunc(window), Math.trunc(memory)];
}

const brotliParams = (kind) =>
  new Set(
    Object.entries(constants)
      .filter(([name]) => name.startsWith(kind === 'brotliCompress' ? 'BROTLI_PARAM_' : 'BROTLI_DECODER_PARAM_'))
      .map(([, value]) => value),
  );

function brotliSettings(kind, { params }) {
  const given = {};
  for (const [name, value] of Object.entries(params ?? {})) {
    const key = Number(name);
    if (Number.isNaN(key) || !brotliParams(kind).has(key)) {
      throw nodeError(RangeError, 'ERR_BROTLI_INVALID_PARAM', `${name} is not a valid Brotli parameter`);
    }
    if (typeof value !== 'number' && typeof value !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    given[key] = Number(value);
  }
  if (kind === 'brotliDecompress') return [kind, 0, 0, null, 0, 0];
  const quality = given[constants.BROTLI_PARAM_QUALITY] ?? constants.BROTLI_DEFAULT_QUALITY;
  const window = given[constants.BROTLI_PARAM_LGWIN] ?? 0;
  return [kind, Math.min(quality, constants.BROTLI_MAX_QUALITY), 0, null, window, 0];
}

const settingsOf = (kind, options) => (isBrotli(kind) ? brotliSettings(kind, options) : zlibSettings(kind, options));

// Errors of data carry the library's number, before the code.
function dataError(error) {
  const { code } = error;
  if (typeof code !== 'string' || error instanceof RangeError) return error;
  const brotli = constants[`BROTLI_DECODER${code.replace(/^ERR_/, '')}`];
  const errno = codes[code] ?? brotli;
  if (errno === undefined) return error;
  return Object.assign(new Error(error.message), { errno, code });
}

/* -------------------------------------------------------------------- *
 * Streams.
 * -------------------------------------------------------------------- */

const kState = Symbol('kState');
const kFlush = Symbol('kFlush');

// How much is written out, from nothing to all; block and full are for zlib only.
const flushiness = [
  constants.Z_NO_FLUSH, constants.Z_BLOCK, constants.Z_PARTIAL_FLUSH, constants.Z_SYNC_FLUSH, constants.Z_FULL_FLUSH, constants.Z_FINISH,
];
const stronger = (a, b) => (flushiness.indexOf(a) > flushiness.indexOf(b) ? a : b);

class ZlibBase extends Transform {
  constructor(kind, options) {
    const given = options ?? {};
    const common = commonSettings(kind, given);
    const settings = settingsOf(kind, given);
    super({ autoDestroy: true, ...given, encoding: null, objectMode: false, writableObjectMode: false });
    this.bytesWritten = 0;
    this._handle = {};
    this._chunkSize = common.chunkSize;
    this._defaultFlushFlag = common.flush;
    this._finishFlushFlag = common.finishFlush;
    this._defaultFullFlushFlag = isBrotli(kind) ? constants.BROTLI_OPERATION_FLUSH : constants.Z_FULL_FLUSH;
    this._info = given.info;
    this._maxOutputLength = common.limit;
    Object.defineProperty(this, kState, { value: { kind, settings, number: op_zlib_open(...settings, 0) }, writable: true });
  }

  // Gives the output of some input to whoever reads, in chunks.
  run(chunk, flushFlag, callback) {
    let output;
    try {
      output = process(this, chunk, flushFlag);
    } catch (error) {
      callback(error);
      return;
    }
    for (let at = 0; at < output.length; at += this._chunkSize) this.push(internals.wrap(output.subarray(at, at + this._chunkSize)));
    callback();
  }

  _transform(chunk, encoding, callback) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    let flag = typeof bytes[kFlush] === 'number' ? bytes[kFlush] : this._defaultFlushFlag;
    if (this.writableEnded && this.writableLength === bytes.byteLength) flag = stronger(flag, this._finishFlushFlag);
    this.run(bytes, flag, callback);
  }

  _flush(callback) {
    this._transform(Buffer.alloc(0), '', callback);
  }

  // As old transforms: finish comes before the flush.
  _final(callback) {
    callback();
  }

  /** Writes out what is held back, after all that was written before. */
  flush(kind, callback) {
    let flag = kind;
    let done = callback;
    if (typeof kind === 'function' || (kind === undefined && !callback)) {
      done = kind;
      flag = this._defaultFullFlushFlag;
    }
    if (this.writableFinished) {
      if (done) enqueueTick(done, []);
    } else if (this.writableEnded) {
      if (done) this.once('end', done);
    } else {
      const marker = Buffer.alloc(0);
      marker[kFlush] = flag;
      this.write(marker, '', done);
    }
  }

  close(callback) {
    if (callback) require('internal:nodeapi/stream').finished(this, callback);
    this.destroy();
  }

  _destroy(error, callback) {
    release(this);
    callback(error);
  }

  /** Starts anew, as if nothing had been written. */
  reset() {
    const state = this[kState];
    op_zlib_close(state.number);
    state.number = op_zlib_open(...state.settings, 0);
    state.ended = false;
  }

  get _closed() {
    return !this._handle;
  }

  get bytesRead() {
    return this.bytesWritten;
  }

  set bytesRead(value) {
    this.bytesWritten = value;
  }
}
for (const name of ['run', 'bytesRead']) Object.defineProperty(ZlibBase.prototype, name, { enumerable: name === 'bytesRead' });

function release(engine) {
  if (engine._handle === null) return;
  op_zlib_close(engine[kState].number);
  engine._handle = null;
}

// One write to the codec; Z_FINISH is the last.
function process(engine, chunk, flushFlag) {
  const state = engine[kState];
  const finish = isBrotli(state.kind) ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH;
  const last = flushFlag === finish && !state.ended;
  try {
    const output = op_zlib_write(state.number, toBytes(chunk), flushFlag, last);
    state.ended ||= last;
    engine.bytesWritten += chunk.byteLength;
    return output;
  } catch (error) {
    throw dataError(error);
  }
}

class Zlib extends ZlibBase {
  /** Another level and strategy for what is to come; what was written is written out first. */
  params(level, strategy, callback) {
    if (level < -1 || level > 9 || typeof level !== 'number') inRange(level, 'level', -1, 9, -1);
    inRange(strategy, 'strategy', 0, 4, 0);
    this.flush(constants.Z_SYNC_FLUSH, () => {
      if (compresses(this[kState].kind)) op_zlib_params(this[kState].number, level, strategy);
      callback?.();
    });
  }
}

class Brotli extends ZlibBase {}

/* -------------------------------------------------------------------- *
 * At once.
 * -------------------------------------------------------------------- */

const tooLarge = (limit) => nodeError(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${limit} bytes`);

// The whole output, with a limit that the codec keeps while it works.
function convert(engine, bytes) {
  const state = engine[kState];
  const limit = engine._maxOutputLength;
  if (limit < largest) {
    op_zlib_close(state.number);
    state.number = op_zlib_open(...state.settings, limit);
  }
  try {
    const output = process(engine, bytes, engine._finishFlushFlag);
    if (output.length > limit) throw tooLarge(limit);
    return internals.wrap(output);
  } finally {
    release(engine);
  }
}

const withInfo = (engine, buffer) => (engine._info ? { buffer, engine } : buffer);

const syncForm = (Class) =>
  function syncBufferWrapper(buffer, opts) {
    const engine = new Class(opts);
    return withInfo(engine, convert(engine, toBytes(buffer)));
  };

const asyncForm = (Class) =>
  function asyncBufferWrapper(buffer, opts, callback) {
    const [options, done] = typeof opts === 'function' ? [{}, opts] : [opts, callback];
    const engine = new Class(options);
    v.validateFunction(done, 'callback');
    if (typeof buffer !== 'string' && !ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
      throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    const bytes = toBytes(buffer).slice();
    ops.op_fs_turn().then(() => {
      let result;
      try {
        result = withInfo(engine, convert(engine, bytes));
      } catch (error) {
        enqueueTick(done, [error]);
        return;
      }
      enqueueTick(done, [null, result]);
    });
  };

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
  const Base = isBrotli(kind) ? Brotli : Zlib;
  function Class(opts) {
    return Reflect.construct(Base, [kind, opts], new.target ?? Class);
  }
  Object.setPrototypeOf(Class, Base);
  Class.prototype = Object.create(Base.prototype, { constructor: { value: Class, writable: true, configurable: true } });
  return Object.defineProperty(Class, 'name', { value: name });
}

function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  v.validateUint32(value, 'value');
  return op_zlib_crc32(toBytes(data), value);
}

for (const [name, kind] of Object.entries(kinds)) {
  const Class = defineClass(name, kind);
  exports[name] = Class;
  // Node.js's are the value of a property, and named so.
  const create = { value: (opts) => new Class(opts) };
  Object.defineProperty(exports, `create${name}`, { enumerable: true, configurable: true, ...create });
  exports[kind] = asyncForm(Class);
  exports[`${kind}Sync`] = syncForm(Class);
}
exports.crc32 = crc32;
Object.defineProperties(exports, {
  constants: { enumerable: true, value: constants },
  codes: { enumerable: true, value: codes },
});
for (const [name, value] of Object.entries(constants)) {
  if (!name.startsWith('BROTLI')) Object.defineProperty(exports, name, { value, enumerable: false });
}
