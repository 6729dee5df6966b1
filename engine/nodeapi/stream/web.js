// stream/web: the globals of the Streams Standard, and two of Encoding and
// Compression. https://nodejs.org/docs/latest-v20.x/api/webstreams.html

const names = [
  'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream',
  'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
  'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream',
  'TextDecoderStream', 'CompressionStream', 'DecompressionStream',
];

for (const name of names) {
  Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => primordials.global[name] });
}
