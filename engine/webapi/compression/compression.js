// CompressionStream and DecompressionStream: https://compression.spec.whatwg.org/
// Go half: compression.go, codec.go. Missing: none.

const { Symbol, TypeError } = primordials;
const { defineInterface, bytesOf } = require('internal:webapi/webidl');
const { codes, nodeError } = require('internal:webapi/webidl/codes');
const { TransformStream } = require('internal:webapi/streams/transform');
const { nativeThen } = require('internal:js/context');
const { op_compression_open, op_compression_write, op_compression_finish, op_compression_drop } = ops;

const formats = ['deflate', 'deflate-raw', 'gzip'];

// Chunks are what a stream of Node.js takes: text, but no ArrayBuffer.
function chunkBytes(chunk) {
  if (chunk === null) throw nodeError(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
  if (typeof chunk === 'string') return new primordials.global.TextEncoder().encode(chunk);
  if (!ArrayBuffer.isView(chunk)) throw codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
  return bytesOf(chunk);
}

/** A transform stream over a codec of the Go half, opened with the first chunk. */
function codecStream(format, decompresses) {
  if (!formats.includes(format)) throw codes.ERR_INVALID_ARG_VALUE('format', format);
  let number = 0;
  const codec = () => (number ||= op_compression_open(format, decompresses));

  function pass(output, controller) {
    return nativeThen(
      output,
      (bytes) => {
        if (bytes.length > 0) controller.enqueue(bytes);
      },
      (error) => {
        if (number !== 0) op_compression_drop(number);
        throw error;
      },
    );
  }

  return new TransformStream({
    transform(chunk, controller) {
      return pass(op_compression_write(codec(), chunkBytes(chunk)), controller);
    },
    flush: (controller) => pass(op_compression_finish(codec()), controller),
  });
}

const customInspect = Symbol.for('nodejs.util.inspect.custom');

function shown(stream, options, inspect) {
  const { readable, writable } = stream;
  return `${stream.constructor.name} ${inspect({ readable, writable }, options)}`;
}

class CompressionStream {
  #transform;

  constructor(format) {
    this.#transform = codecStream(format, false);
  }

  get readable() {
    if (!(#transform in this)) throw codes.ERR_INVALID_THIS('CompressionStream');
    return this.#transform.readable;
  }

  get writable() {
    if (!(#transform in this)) throw codes.ERR_INVALID_THIS('CompressionStream');
    return this.#transform.writable;
  }

  [customInspect](depth, options, inspect) {
    return shown(this, options, inspect);
  }
}
defineInterface(CompressionStream);

class DecompressionStream {
  #transform;

  constructor(format) {
    this.#transform = codecStream(format, true);
  }

  get readable() {
    if (!(#transform in this)) throw codes.ERR_INVALID_THIS('DecompressionStream');
    return this.#transform.readable;
  }

  get writable() {
    if (!(#transform in this)) throw codes.ERR_INVALID_THIS('DecompressionStream');
    return this.#transform.writable;
  }

  [customInspect](depth, options, inspect) {
    return shown(this, options, inspect);
  }
}
defineInterface(DecompressionStream);

module.exports = { CompressionStream, DecompressionStream };
