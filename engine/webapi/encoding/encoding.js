// TextEncoder and TextDecoder: https://encoding.spec.whatwg.org/#api
// Go half: utf8.go, legacy.go. Missing: none.
//
// For other modules: encodeUTF8(text) gives a Uint8Array, decodeUTF8(bytes) the
// text without a byte order mark, decodeUTF8WithoutBOM(bytes) all of it.

const { Uint8Array, String, Symbol, uncurryThis } = primordials;
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

  constructor(label = 'utf-8', options = undefined) {
    const name = `${label}`;
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    this.#encoding = name === 'utf-8' || name === 'utf8' ? 'utf-8' : op_encoding_name(name);
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
    if (!isBufferSource(input)) {
      throw codes.ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
    }
    if (options !== undefined && options !== null) validate.object(options, 'options');
    const stream = Boolean(options?.stream);
    // Most text comes in one piece and in UTF-8.
    if (!stream && !this.#isStarted && this.#rest.length === 0 && this.#encoding === 'utf-8') {
      const text = op_utf8_decode(bytesOf(input), this.#fatal);
      return this.#ignoreBOM ? text : withoutBOM(text);
    }
    return this.#decodePart(bytesOf(input), stream);
  }

  #decodePart(bytes, stream) {
    const whole = this.#rest.length === 0 ? bytes : concatenate(this.#rest, bytes);
    const isStarted = this.#isStarted;
    this.#rest = emptyBytes;
    this.#isStarted = false;
    const [text, rest] = op_encoding_decode(this.#encoding, whole, this.#fatal, stream);
    if (stream) {
      this.#rest = rest ?? emptyBytes;
      this.#isStarted = isStarted || text !== '';
    }
    const stripsBOM = !isStarted && !this.#ignoreBOM && this.#encoding.startsWith('utf-');
    return stripsBOM ? withoutBOM(text) : text;
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return '[TextDecoder]';
    return inspect({ encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM }, options);
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
