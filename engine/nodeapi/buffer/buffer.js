// buffer: https://nodejs.org/docs/latest-v20.x/api/buffer.html
// Go half: buffer.go (UTF-8, searching).
//
// Buffers have memory of their own: there is no pool, and allocUnsafe is alloc.

const { Uint8Array, TypedArray, uncurryThis } = primordials;
const { op_buffer_is_utf8 } = ops;
const { codes } = require('internal:nodeapi/errors');
const { validateNumber, validateArray, validateInteger } = require('internal:nodeapi/errors/validators');
const { encodingOf, normalizeEncoding } = require('./encodings');

const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_ENCODING } = codes;

const kMaxLength = 4294967296;
const kStringMaxLength = 536870888;

const fillBytes = uncurryThis(TypedArray.prototype.fill);
const setBytes = uncurryThis(TypedArray.prototype.set);

// What Buffer makes; `new Buffer(…)` itself is the deprecated factory.
class FastBuffer extends Uint8Array {}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', value);
    return alloc(value);
  }
  return from(value, encodingOrOffset, length);
}
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(FastBuffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true });
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

/** Wraps bytes without copying them. */
function wrap(bytes) {
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function getEncoding(name) {
  const encoding = encodingOf(name);
  if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
  return encoding;
}

const isUint8Array = (value) => value instanceof Uint8Array;
const isAnyArrayBuffer = (value) => value instanceof ArrayBuffer || (value !== null && typeof value === 'object' && value.constructor?.name === 'SharedArrayBuffer');

/* -------------------------------------------------------------------- *
 * Making buffers.
 * -------------------------------------------------------------------- */

/** @see https://nodejs.org/docs/latest-v20.x/api/buffer.html#static-method-bufferfromstring-encoding */
function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive !== value && primitive !== null && primitive !== undefined && /^(string|object)$/.test(typeof primitive)) {
      return from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE('first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
}

const fromString = (text, encoding) =>
  wrap(getEncoding(typeof encoding === 'string' && encoding !== '' ? encoding : 'utf8').encode(text));

function fromArrayBuffer(buffer, byteOffset, length) {
  let offset = 0;
  if (byteOffset !== undefined) offset = +byteOffset || 0;
  if (offset < 0) throw new RangeError(`Start offset ${offset} is outside the bounds of the buffer`);
  const max = buffer.byteLength - offset;
  if (max < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  let size = max;
  if (length !== undefined) {
    size = +length;
    if (!(size > 0)) size = 0;
    else if (size > max) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  }
  return new FastBuffer(buffer, offset, size);
}

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
  }
  return value.type === 'Buffer' && Array.isArray(value.data) ? fromArrayLike(value.data) : undefined;
}

function fromArrayLike(value) {
  if (value.length <= 0) return new FastBuffer();
  return new FastBuffer(Array.isArray(value) || ArrayBuffer.isView(value) ? value : Array.from(value));
}

function alloc(size, fill, encoding) {
  validateNumber(size, 'size', 0, kMaxLength);
  if (Number.isNaN(size)) throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxLength}`, size);
  const buffer = new FastBuffer(size);
  return fill === undefined || fill === 0 || size === 0 ? buffer : fillBuffer(buffer, fill, 0, buffer.length, encoding);
}

const allocUnsafe = (size) => alloc(size);

function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  list.forEach((item, i) => {
    if (!isUint8Array(item)) throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], item);
  });
  if (length === undefined) length = list.reduce((sum, item) => sum + item.length, 0);
  else validateInteger(length, 'length', 0, kMaxLength);
  const buffer = new FastBuffer(length);
  let at = 0;
  for (const item of list) {
    if (at >= length) break;
    const part = at + item.length > length ? new Uint8Array(item.buffer, item.byteOffset, length - at) : item;
    setBytes(buffer, part, at);
    at += part.length;
  }
  return buffer;
}

function byteLength(value, encoding) {
  if (typeof value === 'string') return (encodingOf(encoding) ?? encodingOf('utf8')).byteLength(value);
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
  throw new ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], value);
}

function compareBytes(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function compare(a, b) {
  if (!isUint8Array(a)) throw new ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], a);
  if (!isUint8Array(b)) throw new ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], b);
  return a === b ? 0 : compareBytes(a, b);
}

function copyBytesFrom(view, offset, length) {
  if (!ArrayBuffer.isView(view) || view instanceof DataView) throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  if (view.length === 0) return alloc(0);
  if (offset !== undefined) validateInteger(offset, 'offset', 0);
  if (length !== undefined) validateInteger(length, 'length', 0);
  const start = offset ?? 0;
  const part = view.slice(start, length === undefined ? view.length : start + length);
  return new FastBuffer(part.buffer, part.byteOffset, part.byteLength);
}

const isEncoding = (name) => typeof name === 'string' && name.length !== 0 && encodingOf(name) !== undefined;

Object.assign(Buffer, {
  poolSize: 8192,
  from: { from }.from,
  copyBytesFrom,
  of: (...items) => new FastBuffer(items),
  alloc,
  allocUnsafe,
  allocUnsafeSlow: (size) => alloc(size),
  isBuffer: (value) => value instanceof Buffer,
  compare,
  isEncoding,
  concat,
  byteLength,
});

/* -------------------------------------------------------------------- *
 * Filling, for alloc too.
 * -------------------------------------------------------------------- */

function fillBuffer(buffer, value, start, end, encoding) {
  if (typeof value === 'string') {
    if (encoding !== undefined && encoding !== null && typeof encoding !== 'string') throw new ERR_INVALID_ARG_TYPE('encoding', 'string', encoding);
    const bytes = getEncoding(encoding).encode(value);
    if (bytes.length === 0 && value.length > 0) throw new ERR_INVALID_ARG_VALUE('value', value);
    return value.length === 0 ? fillRange(buffer, 0, start, end) : repeat(buffer, bytes, start, end);
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (bytes.length === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
    return repeat(buffer, bytes, start, end);
  }
  return fillRange(buffer, +value & 255, start, end);
}

function fillRange(buffer, byte, start, end) {
  fillBytes(buffer, byte, start, end);
  return buffer;
}

function repeat(buffer, bytes, start, end) {
  if (bytes.length === 1) return fillRange(buffer, bytes[0], start, end);
  for (let at = start; at < end; at += bytes.length) {
    setBytes(buffer, at + bytes.length > end ? bytes.subarray(0, end - at) : bytes, at);
  }
  return buffer;
}

/* -------------------------------------------------------------------- *
 * The module.
 * -------------------------------------------------------------------- */

function isUtf8(input) {
  if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  return op_buffer_is_utf8(input);
}

function isAscii(input) {
  if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  const bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
  return bytes.every((byte) => byte < 0x80);
}

function transcodeError(code, errno) {
  const error = new Error(`Unable to transcode Buffer [${code}]`);
  error.code = code;
  error.errno = errno;
  return error;
}

// ICU knows of ASCII what is ASCII; Node.js widens the bytes for UTF-16 itself.
function decodeForTranscoding(source, from, to) {
  if (from.name === 'ascii') {
    const text = encodingOf('latin1').decode(source);
    return to.name === 'utf16le' ? text : text.replace(/[^\0-\x7f]/g, '\ufffd');
  }
  const text = from.decode(source);
  const invalid = from.name === 'utf16le' ? !text.isWellFormed() : from.name === 'utf8' && !op_buffer_is_utf8(source);
  const strict = from.name === 'utf16le' ? to.name === 'utf8' : to.name === 'utf16le';
  if (invalid && strict) throw transcodeError('U_INVALID_CHAR_FOUND', 10);
  return text.toWellFormed();
}

// Characters the target lacks become "?".
const replacements = { ascii: /[^\0-\x7f]/gu, latin1: /[^\0-\xff]/gu };

/** @see https://nodejs.org/docs/latest-v20.x/api/buffer.html#buffertranscodesource-fromenc-toenc */
function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return alloc(0);
  const input = encodingOf(fromEncoding);
  const output = encodingOf(toEncoding);
  const known = ['utf8', 'utf16le', 'latin1', 'ascii'];
  if (!known.includes(input?.name) || !known.includes(output?.name)) throw transcodeError('U_ILLEGAL_ARGUMENT_ERROR', 1);
  const text = decodeForTranscoding(source, input, output);
  const pattern = replacements[output.name];
  return wrap(output.encode(pattern === undefined ? text : text.replace(pattern, '?')));
}

const { global } = primordials;

let inspectMaxBytes = 50;

module.exports = {
  Buffer,
  SlowBuffer: function SlowBuffer(size) {
    return alloc(size);
  },
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  // Getters load their modules when read.
  get btoa() {
    return global.btoa;
  },
  get atob() {
    return global.atob;
  },
  constants: Object.defineProperties({}, {
    MAX_LENGTH: { value: kMaxLength, enumerable: true },
    MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
  }),
  get INSPECT_MAX_BYTES() {
    return inspectMaxBytes;
  },
  set INSPECT_MAX_BYTES(value) {
    validateNumber(value, 'INSPECT_MAX_BYTES', 0);
    inspectMaxBytes = value;
  },
  get Blob() {
    return global.Blob;
  },
  get resolveObjectURL() {
    return require('internal:webapi/fileapi/objecturl').resolveObjectURL;
  },
  get File() {
    return global.File;
  },
};

// For other modules of ours.
Object.defineProperty(module.exports, 'internals', {
  value: { FastBuffer, wrap, getEncoding, compareBytes, fillBuffer, isUint8Array, normalizeEncoding },
  enumerable: false,
});

require('./methods').install(Buffer.prototype);
