// TextEncoder and TextDecoder: https://encoding.spec.whatwg.org/#api
// Go half: utf8.go, legacy.go. Missing: none.
//
// For other modules: encodeUTF8(text) gives a Uint8Array, decodeUTF8(bytes) the
// text without a byte order mark, decodeUTF8WithoutBOM(bytes) all of it.

const { Uint8Array, String, Symbol, TypeError, uncurryThis, global } = primordials;
const { SharedArrayBuffer } = global;
const { defineInterface, bytesOf, isBufferSource } = require('internal:webapi/webidl');
const { codes, validate } = require('internal:webapi/webidl/codes');
const { op_utf8_encode, op_utf8_encode_into, op_utf8_decode, op_encoding_name, op_encoding_decode } = ops;

const charCodeAt = uncurryThis(String.prototype.charCodeAt);
const slice = uncurryThis(String.prototype.slice);

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const byteOrderMark = 0xfeff;

function withoutBOM(text) {
  return charCodeAt(text, 0) === byteOrderMark ? slice(text, 1) : text;
}

/** @see https://encoding.spec.whatwg.org/#interface-textencoder */
class TextEncoder {
  #brand;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#brand in value)) throw codes.ERR_INVALID_THIS('TextEncoder');
  }

  get encoding() {
    TextEncoder.#check(this);
    return 'utf-8';
  }

  encode(input = '') {
    TextEncoder.#check(this);
    return op_utf8_encode(`${input}`);
  }

  encodeInto(src, dest) {
    TextEncoder.#check(this);
    validate.string(src, 'src');
    if (!(dest instanceof Uint8Array)) throw codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    // A code unit takes a byte or more: what lies beyond cannot fit. One more, to
    // see whether the last is half of a pair.
    const [bytes, read] = op_utf8_encode_into(slice(src, 0, dest.length + 1), dest.length);
    dest.set(bytes);
    return { read, written: bytes.length };
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return '[TextEncoder]';
    return inspect({ encoding: this.encoding }, options);
  }
}
defineInterface(TextEncoder);

const emptyBytes = new Uint8Array(0);

/** @see https://encoding.spec.whatwg.org/#interface-textdecoder */
class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #rest = emptyBytes; // the bytes of a character that is not complete
  #isStarted = false; // the stream is past its byte order mark
  #isPlain; // one of the encodings that Node.js decodes itself, and nothing was streamed yet

  constructor(label = 'utf-8', options = undefined) {
    const name = `${label}`;
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    this.#encoding = name === 'utf-8' || name === 'utf8' ? 'utf-8' : op_encoding_name(name);
    this.#isPlain = this.#encoding === 'utf-8' || this.#encoding === 'windows-1252';
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#encoding in value)) throw codes.ERR_INVALID_THIS('TextDecoder');
  }

  get encoding() {
    TextDecoder.#check(this);
    return this.#encoding;
  }

  get fatal() {
    TextDecoder.#check(this);
    return this.#fatal;
  }

  get ignoreBOM() {
    TextDecoder.#check(this);
    return this.#ignoreBOM;
  }

  decode(input = emptyBytes, options = undefined) {
    TextDecoder.#check(this);
    const stream = Boolean(options?.stream);
    if (stream) this.#isPlain = false;
    // Most text comes in one piece and in UTF-8.
    if (this.#isPlain && this.#encoding === 'utf-8') {
      const text = op_utf8_decode(this.#bytesOf(input), this.#fatal);
      return this.#ignoreBOM ? text : withoutBOM(text);
    }
    if (!this.#isPlain && options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
    }
    return this.#decodePart(this.#bytesOf(input), stream);
  }

  // Node.js decodes in three ways, and each has its own words for a bad argument.
  #bytesOf(input) {
    if (isBufferSource(input) || input instanceof SharedArrayBuffer) return bytesOf(input);
    const isPlainLatin1 = this.#isPlain && this.#encoding !== 'utf-8';
    const kinds = isPlainLatin1 ? 'ArrayBuffer, SharedArrayBuffer, or' : 'SharedArrayBuffer, ArrayBuffer or';
    const name = this.#isPlain && !isPlainLatin1 ? 'list' : 'input';
    const error = new TypeError(`The "${name}" argument must be an instance of ${kinds} ArrayBufferView.`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }

  #decodePart(bytes, stream) {
    const whole = this.#rest.length === 0 ? bytes : concatenate(this.#rest, bytes);
    const isStarted = this.#isStarted;
    this.#rest = emptyBytes;
    this.#isStarted = false;
    // Node.js 20 takes a whole text in windows-1252 for Latin-1.
    const isLatin1 = this.#isPlain && this.#encoding === 'windows-1252';
    const [text, rest] = op_encoding_decode(isLatin1 ? 'latin1' : this.#encoding, whole, this.#fatal, stream);
    if (stream) {
      this.#rest = rest ?? emptyBytes;
      this.#isStarted = isStarted || text !== '';
    }
    const stripsBOM = !isStarted && !this.#ignoreBOM && this.#encoding.startsWith('utf-');
    return stripsBOM ? withoutBOM(text) : text;
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return '[TextDecoder]';
    return `TextDecoder ${inspect({ encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM }, options)}`;
  }
}
defineInterface(TextDecoder);

function concatenate(a, b) {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

module.exports = {
  TextEncoder,
  TextDecoder,
  encodeUTF8: op_utf8_encode,
  decodeUTF8: (bytes) => withoutBOM(op_utf8_decode(bytes, false)),
  decodeUTF8WithoutBOM: (bytes) => op_utf8_decode(bytes, false),
};
