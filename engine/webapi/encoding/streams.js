// TextEncoderStream and TextDecoderStream: https://encoding.spec.whatwg.org/#interface-textdecoderstream
// Go half: as TextEncoder's. Missing: none.

const { String, uncurryThis } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const { TextDecoder, encodeUTF8 } = require('internal:webapi/encoding');
const { TransformStream } = require('internal:webapi/streams/transform');

const charCodeAt = uncurryThis(String.prototype.charCodeAt);

function isLead(unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

class TextEncoderStream {
  #lead = ''; // a surrogate at the end of a chunk that waits for its trail
  #transform;

  constructor() {
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        const text = this.#lead + `${chunk}`;
        const waits = text !== '' && isLead(charCodeAt(text, text.length - 1));
        this.#lead = waits ? text[text.length - 1] : '';
        const whole = waits ? text.slice(0, -1) : text;
        if (whole !== '') controller.enqueue(encodeUTF8(whole));
      },
      flush: (controller) => {
        if (this.#lead !== '') controller.enqueue(encodeUTF8(this.#lead));
      },
    });
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#transform in value)) {
      throw codes.ERR_INVALID_THIS('TextEncoderStream');
    }
  }

  get encoding() {
    TextEncoderStream.#check(this);
    return 'utf-8';
  }

  get readable() {
    TextEncoderStream.#check(this);
    return this.#transform.readable;
  }

  get writable() {
    TextEncoderStream.#check(this);
    return this.#transform.writable;
  }
}
defineInterface(TextEncoderStream, { tag: null });

class TextDecoderStream {
  #decoder;
  #transform;

  constructor(label = 'utf-8', options = undefined) {
    this.#decoder = new TextDecoder(label, options);
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        const text = this.#decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush: (controller) => {
        const text = this.#decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#decoder in value)) {
      throw codes.ERR_INVALID_THIS('TextDecoderStream');
    }
  }

  get encoding() {
    TextDecoderStream.#check(this);
    return this.#decoder.encoding;
  }

  get fatal() {
    TextDecoderStream.#check(this);
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    TextDecoderStream.#check(this);
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    TextDecoderStream.#check(this);
    return this.#transform.readable;
  }

  get writable() {
    TextDecoderStream.#check(this);
    return this.#transform.writable;
  }
}
defineInterface(TextDecoderStream, { tag: null });

module.exports = { TextEncoderStream, TextDecoderStream };
