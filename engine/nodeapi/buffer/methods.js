// Buffer.prototype. https://nodejs.org/docs/latest-v20.x/api/buffer.html#class-buffer

const { Uint8Array, TypedArray, uncurryThis } = primordials;
const { op_buffer_index_of } = ops;
const { codes } = require('internal:nodeapi/errors');
const { validateInteger } = require('internal:nodeapi/errors/validators');
const { internals, kMaxLength } = require('internal:nodeapi/buffer');
const { encodingOf, utf8 } = require('./encodings');
const numbers = require('./numbers');

const { FastBuffer, getEncoding, compareBytes, fillBuffer, isUint8Array } = internals;
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_BUFFER_SIZE, ERR_OUT_OF_RANGE } = codes;

const setBytes = uncurryThis(TypedArray.prototype.set);
const copyBytesWithin = uncurryThis(TypedArray.prototype.copyWithin);
const customInspect = Symbol.for('nodejs.util.inspect.custom');

// A slice's edge: negative counts from the end.
function clampIndex(value, length) {
  const index = Math.trunc(+value || 0);
  if (index < 0) return Math.max(index + length, 0);
  return Math.min(index, length);
}

const part = (buffer, start, end) => new Uint8Array(buffer.buffer, buffer.byteOffset + start, Math.max(end - start, 0));

// The encoding of a name that must be one: neither null nor "" is.
function namedEncoding(name) {
  const codec = encodingOf(`${name}` || 'none');
  if (codec === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
  return codec;
}

// A search's edge: NaN and undefined look from the far end of the direction.
function searchStart(buffer, byteOffset, backwards) {
  let offset = +byteOffset;
  if (Number.isNaN(offset)) return backwards ? buffer.length : 0;
  offset = Math.trunc(offset);
  return offset < 0 ? buffer.length + offset : offset;
}

function searchBytes(buffer, bytes, byteOffset, backwards) {
  let start = searchStart(buffer, byteOffset, backwards);
  if (backwards) {
    if (bytes.length === 0) return Math.min(Math.max(start, 0), buffer.length);
    start = start < 0 ? -1 : Math.min(start, buffer.length - bytes.length);
    if (start < 0) return -1;
    return op_buffer_index_of(part(buffer, 0, start + bytes.length), bytes, true);
  }
  start = Math.max(start, 0);
  if (bytes.length === 0) return Math.min(start, buffer.length);
  if (start + bytes.length > buffer.length) return -1;
  const found = op_buffer_index_of(part(buffer, start, buffer.length), bytes, false);
  return found === -1 ? -1 : start + found;
}

// UTF-16 is found at whole code units only.
function searchUnits(buffer, bytes, byteOffset, backwards) {
  if (bytes.length === 0) return searchBytes(buffer, bytes, byteOffset, backwards);
  if (bytes.length < 2) return -1;
  const step = backwards ? -1 : 1;
  const start = searchStart(buffer, byteOffset, backwards);
  let at = backwards && start < 0 ? -1 : searchBytes(buffer, bytes, Math.max(start, 0) & ~1, backwards);
  while (at !== -1 && at % 2 !== 0) at = at + step < 0 ? -1 : searchBytes(buffer, bytes, at + step, backwards);
  return at;
}

function search(buffer, value, byteOffset, encoding, backwards) {
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  }
  if (byteOffset === null) byteOffset = 0;
  if (typeof value === 'number') return searchBytes(buffer, Uint8Array.of(Math.trunc(value) & 255), byteOffset, backwards);
  if (typeof value === 'string') {
    const codec = encoding === undefined ? utf8 : namedEncoding(encoding);
    const searchIn = codec.name === 'utf16le' ? searchUnits : searchBytes;
    return searchIn(buffer, codec.encode(value), byteOffset, backwards);
  }
  if (!isUint8Array(value)) throw new ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  const searchIn = encoding !== undefined && encodingOf(encoding)?.name === 'utf16le' ? searchUnits : searchBytes;
  return searchIn(buffer, value, byteOffset, backwards);
}

function swap(buffer, size) {
  if (buffer.length % size !== 0) throw new ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
  for (let i = 0; i < buffer.length; i += size) part(buffer, i, i + size).reverse();
  return buffer;
}

// What Node.js's native half says, which knows no names of arguments.
function argumentError() {
  const error = new TypeError('argument must be a string');
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

// Writes as many whole characters as fit.
function writeText(buffer, text, offset, length, encoding) {
  const bytes = encoding.encode(text);
  const room = Math.min(length, buffer.length - offset);
  let count = Math.min(bytes.length, room);
  if (count < bytes.length) {
    if (encoding.name === 'utf8') while (count > 0 && (bytes[count] & 0xc0) === 0x80) count--;
    else if (encoding.name === 'utf16le') count &= ~1;
  }
  setBytes(buffer, count < bytes.length ? bytes.subarray(0, count) : bytes, offset);
  return count;
}

function parseWriteArguments(buffer, offset, length, encoding) {
  if (offset === undefined) return [0, buffer.length, utf8];
  if (length === undefined && typeof offset === 'string') return [0, buffer.length, getEncoding(offset)];
  validateInteger(offset, 'offset', 0, buffer.length);
  const remaining = buffer.length - offset;
  if (length === undefined) return [offset, remaining, getEncoding(encoding || undefined)];
  if (typeof length === 'string') return [offset, remaining, getEncoding(length)];
  validateInteger(length, 'length', 0, buffer.length);
  return [offset, Math.min(length, remaining), getEncoding(encoding || undefined)];
}

const methods = {
  toString(encoding, start, end) {
    const { length } = this;
    if (arguments.length === 0) return utf8.decode(this);
    let from = Math.trunc(+start) || 0;
    if (from <= 0) from = 0;
    else if (from >= length) return '';
    let to = end === undefined ? length : Math.trunc(+end) || 0;
    if (to > length) to = length;
    if (to <= from) return '';
    const codec = encoding === undefined ? utf8 : namedEncoding(encoding);
    return codec.decode(from === 0 && to === length ? this : part(this, from, to));
  },

  equals(other) {
    if (!isUint8Array(other)) throw new ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this === other || (this.length === other.length && compareBytes(this, other) === 0);
  },

  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!isUint8Array(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    const edge = (value, name, fallback, max = kMaxLength) => {
      if (value === undefined) return fallback;
      validateInteger(value, name, 0, max);
      return value;
    };
    const ts = edge(targetStart, 'targetStart', 0);
    const te = edge(targetEnd, 'targetEnd', target.length, target.length);
    const ss = edge(sourceStart, 'sourceStart', 0);
    const se = edge(sourceEnd, 'sourceEnd', this.length, this.length);
    if (ss >= se) return ts >= te ? 0 : -1;
    if (ts >= te) return 1;
    return compareBytes(part(this, ss, se), part(target, ts, te));
  },

  copy(target, targetStart, sourceStart, sourceEnd) {
    if (!isUint8Array(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    const edge = (value, name, fallback, max) => {
      if (value === undefined) return fallback;
      const n = Math.trunc(+value) || 0;
      if (n < 0 || n > max) throw new ERR_OUT_OF_RANGE(name, max === Infinity ? '>= 0' : `>= 0 && <= ${max}`, value);
      return n;
    };
    const at = edge(targetStart, 'targetStart', 0, Infinity);
    const from = edge(sourceStart, 'sourceStart', 0, this.length);
    const to = Math.min(edge(sourceEnd, 'sourceEnd', this.length, Infinity), this.length);
    if (at >= target.length || from >= to) return 0;
    const count = Math.min(to - from, target.length - at);
    if (target.buffer === this.buffer && target === this) copyBytesWithin(this, at, from, from + count);
    else setBytes(target, part(this, from, from + count), at);
    return count;
  },

  indexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false);
  },

  lastIndexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, true);
  },

  includes(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false) !== -1;
  },

  fill(value, offset, end, encoding) {
    if (typeof value === 'string' && (offset === undefined || typeof offset === 'string')) {
      encoding = offset;
      offset = undefined;
      end = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    let from = 0;
    let to = this.length;
    if (offset !== undefined) {
      validateInteger(offset, 'offset', 0, kMaxLength);
      from = offset;
      if (end !== undefined) {
        validateInteger(end, 'end', 0, this.length);
        to = end;
      }
    }
    return from >= to && typeof value !== 'string' ? this : fillBuffer(this, value, from, to, encoding);
  },

  write(text, offset, length, encoding) {
    if (typeof text !== 'string') throw argumentError();
    const [at, count, codec] = parseWriteArguments(this, offset, length, encoding);
    return writeText(this, text, at, count, codec);
  },

  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  },

  subarray(start, end) {
    const from = clampIndex(start, this.length);
    const to = end === undefined ? this.length : clampIndex(end, this.length);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
  },

  slice(start, end) {
    return this.subarray(start, end);
  },

  swap16() {
    return swap(this, 2);
  },

  swap32() {
    return swap(this, 4);
  },

  swap64() {
    return swap(this, 8);
  },

  [customInspect](depth, options) {
    const max = require('internal:nodeapi/buffer').INSPECT_MAX_BYTES;
    const shown = part(this, 0, Math.min(max, this.length)).toHex().replace(/(.{2})(?!$)/g, '$1 ');
    const hidden = this.length - max;
    let text = hidden > 0 ? `${shown} ... ${hidden} more byte${hidden > 1 ? 's' : ''}` : shown;
    text += inspectExtras(this, options);
    return `<${this.constructor.name} ${text}>`;
  },
};

function inspectExtras(buffer, options) {
  if (!options) return '';
  const keys = Object.keys(buffer).filter((key) => !/^\d+$/.test(key));
  if (keys.length === 0) return '';
  const { inspect } = require('internal:nodeapi/util/inspect');
  const extras = Object.fromEntries(keys.map((key) => [key, buffer[key]]));
  const text = inspect(extras, { ...options, breakLength: Infinity, compact: true }).slice(2, -2);
  return `${buffer.length > 0 ? ', ' : ''}${text}`;
}

// hexSlice, utf8Write and their like.
const legacyEncodings = ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8'];

function install(prototype) {
  const define = (name, value) =>
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
  for (const source of [numbers, methods]) {
    for (const name of Reflect.ownKeys(source)) define(name, source[name]);
  }
  define('toLocaleString', methods.toString);
  define('inspect', methods[customInspect]);
  Object.defineProperty(methods[customInspect], 'name', { value: 'inspect', configurable: true });
  for (const name of legacyEncodings) {
    // Native in Node.js, they count no parameters.
    define(`${name}Slice`, { [`${name}Slice`](...range) {
      return this.toString(name, ...range);
    } }[`${name}Slice`]);
    define(`${name}Write`, { [`${name}Write`](...args) {
      const [text, offset, length] = args;
      return this.write(text, offset ?? 0, length, name);
    } }[`${name}Write`]);
  }
  for (const [name, key] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
    Object.defineProperty(prototype, name, {
      enumerable: true,
      configurable: true,
      get() {
        return isUint8Array(this) && this instanceof FastBuffer ? this[key] : undefined;
      },
    });
  }
}

module.exports = { install };
