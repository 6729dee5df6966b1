// stream: https://nodejs.org/docs/latest-v20.x/api/stream.html
//
// Missing: addAbortSignal() and finished() for web streams.

const { Uint8Array } = primordials;
const { Stream } = require('./legacy');
const { Duplex, Transform, PassThrough } = require('./duplex');
const { Readable } = require('./readable');
const { Writable } = require('./writable');
const { pipeline } = require('./pipeline');
const { eos } = require('./finished');
const status = require('./status');
const { destroyer } = require('./destroy');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('./state');

const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');
const promised = (fn, name) =>
  Object.defineProperty(fn, promisifyCustom, { configurable: true, get: () => require('./promises')[name] });

// ES modules import it as a class, so the module is the class.
Object.assign(Stream, {
  Stream,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  pipeline: promised(pipeline, 'pipeline'),
  finished: promised(eos, 'finished'),
  addAbortSignal: (signal, stream) => require('./abort').addAbortSignal(signal, stream),
  compose: (...streams) => require('./duplexify').compose(...streams),
  destroy: destroyer,
  duplexPair: (options) => require('./duplexpair').duplexPair(options),
  isReadable: status.isReadable,
  isWritable: status.isWritable,
  isErrored: status.isErrored,
  isDisturbed: status.isDisturbed,
  isDestroyed: status.isDestroyed,
  getDefaultHighWaterMark,
  setDefaultHighWaterMark,
  _isArrayBufferView: ArrayBuffer.isView,
  _isUint8Array: (value) => value instanceof Uint8Array,
  _uint8ArrayToBuffer: (bytes) =>
    require('internal:nodeapi/buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

Object.defineProperty(Stream, 'promises', { configurable: true, enumerable: true, get: () => require('./promises') });
Object.defineProperty(Stream, 'name', { value: 'Stream', configurable: true });

module.exports = Stream;
