// string_decoder: https://nodejs.org/docs/latest-v20.x/api/string_decoder.html
//
// A decoder keeps the bytes of a character that a chunk ends in the middle of.

const { codes } = require('internal:nodeapi/errors');
const { Buffer } = require('internal:nodeapi/buffer');
const { normalizeEncoding } = require('internal:nodeapi/buffer/encodings');

// How many bytes at the end of a chunk begin a character that is not complete.
const incomplete = {
  utf8: incompleteUTF8,
  utf16le: incompleteUTF16,
  base64: (bytes) => bytes.length % 3,
  base64url: (bytes) => bytes.length % 3,
  ascii: () => 0,
  latin1: () => 0,
  hex: () => 0,
};

function sequenceLength(byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

// Whether byte may be the second of a sequence; the rest are 80 to BF.
function isSecond(first, byte) {
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90;
  if (first === 0xf4) return byte <= 0x8f;
  return true;
}

function incompleteUTF8(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    if (sequenceLength(byte) <= back) return 0;
    return back < 2 || isSecond(byte, bytes[bytes.length - back + 1]) ? back : 0;
  }
  return 0;
}

function incompleteUTF16(bytes) {
  // A high surrogate waits for its other half, unless a byte follows it already.
  if (bytes.length % 2 === 1) return 1;
  const high = bytes[bytes.length - 1];
  return high >= 0xd8 && high <= 0xdb ? 2 : 0;
}

const kKept = Symbol('kKept');

function StringDecoder(encoding) {
  this.encoding = normalizeEncoding(encoding);
  if (this.encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this[kKept] = Buffer.alloc(0);
}

StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === 'string') return chunk;
  if (!ArrayBuffer.isView(chunk)) {
    throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
  }
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const all = this[kKept].length === 0 ? bytes : Buffer.concat([this[kKept], bytes]);
  const rest = incomplete[this.encoding](all);
  // Copied: the writer may reuse its chunk.
  this[kKept] = Buffer.from(all.subarray(all.length - rest));
  return all.toString(this.encoding, 0, all.length - rest);
};

StringDecoder.prototype.end = function end(chunk) {
  const text = chunk === undefined ? '' : this.write(chunk);
  const rest = this[kKept];
  this[kKept] = Buffer.alloc(0);
  return text + rest.toString(this.encoding);
};

StringDecoder.prototype.text = function text(chunk, offset) {
  this[kKept] = Buffer.alloc(0);
  return this.write(chunk.slice(offset));
};

Object.defineProperties(StringDecoder.prototype, {
  lastNeed: {
    configurable: true,
    enumerable: true,
    get() {
      const kept = this[kKept];
      if (kept.length === 0) return 0;
      if (this.encoding === 'utf8') return sequenceLength(kept[0]) - kept.length;
      return this.encoding === 'utf16le' ? (kept.length % 2 === 1 ? 1 : 2) : 3 - kept.length;
    },
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    get() {
      const kept = this[kKept];
      return kept.length === 0 ? 0 : kept.length + this.lastNeed;
    },
  },
  lastChar: {
    configurable: true,
    enumerable: true,
    get() {
      return Buffer.concat([this[kKept]], 4);
    },
  },
});

module.exports = { StringDecoder };
