// Streams for other modules: https://streams.spec.whatwg.org/#other-specs
// Go half: none. Missing: transferring streams, since there are no other realms.
//
//   ReadableStream, WritableStream, TransformStream
//   isReadableStream(value), isLocked(stream), isDisturbed(stream), isErrored(stream)
//   readableStreamFromBytes(bytes)     a byte stream of one chunk; takes the buffer over
//   readableStreamFromString(text)     the same of a text, encoded when it is read
//   createReadableStream({ start, pull, cancel }, hwm?, size?)  { stream, controller }, with
//   enqueue(controller, chunk), close(controller), error(controller, e), canEnqueue(controller)
//   cancel(stream, reason)             also of a locked stream
//   tee(stream)
//   pump(stream, write)                calls write(chunk) for each chunk, one at a time
//   readAll(stream)                    a promise of the chunks

const { PromiseResolve } = primordials;
const { defineLazy } = require('internal:js');
const { nativeThen, getFrame, run } = require('internal:js/context');
const { state, onSettled, deferred, markHandled } = require('./slots');
const readable = require('./readable');

/** The shared part of streams that are one chunk long. */
function oneChunkStream(makeBytes) {
  const bytes = require('./bytes');
  const { stream, controller } = bytes.createReadableByteStream({
    pull() {
      const chunk = makeBytes();
      if (chunk.byteLength > 0) bytes.enqueue(controller, chunk);
      bytes.close(controller);
      const request = bytes.getBYOBRequest(controller);
      if (request !== null) bytes.respond(controller, 0);
      return PromiseResolve(undefined);
    },
    cancel: () => PromiseResolve(undefined),
  });
  return stream;
}

function readableStreamFromString(text) {
  const { encodeUTF8 } = require('internal:webapi/encoding');
  return oneChunkStream(() => encodeUTF8(text));
}

/**
 * Reads a stream to its end, for those who send it on: write(chunk) is called
 * for each chunk, in the frame of now; the next is read when what it returned is
 * settled (at once if it returned undefined). If write throws, the stream is cancelled.
 *
 * Returns { done, cancel }: a promise of the end, which rejects with the
 * stream's or write's error, and a function that stops with a reason.
 */
function pump(stream, write) {
  const reader = new readable.ReadableStreamDefaultReader(stream);
  const frame = getFrame();
  const finished = deferred();
  markHandled(finished.promise);
  let isStopped = false;

  function stop(reason) {
    if (isStopped) return;
    isStopped = true;
    markHandled(readable.readableStreamCancel(stream, reason));
    finished.reject(reason);
  }

  // Reads as long as chunks are there, without a call for each on the stack.
  function step() {
    let isSync = true;
    let again = true;
    while (again && !isStopped) {
      again = false;
      isSync = true;
      const goOn = () => {
        if (isSync) again = true;
        else step();
      };
      run(frame, readable.defaultReaderRead, undefined, reader, {
        chunk: (chunk) => deliver(chunk, goOn),
        close: () => {
          isStopped = true;
          finished.resolve(undefined);
        },
        error: (e) => {
          isStopped = true;
          finished.reject(e);
        },
      });
      isSync = false;
    }
  }

  function deliver(chunk, goOn) {
    try {
      const written = write(chunk);
      if (written === undefined) goOn();
      else nativeThen(written, goOn, stop);
    } catch (error) {
      stop(error);
    }
  }

  step();
  return { done: finished.promise, cancel: stop };
}

function readAll(stream) {
  const chunks = [];
  const { done } = pump(stream, (chunk) => {
    chunks.push(chunk);
  });
  return nativeThen(done, () => chunks);
}

module.exports = {
  ReadableStream: readable.ReadableStream,
  isReadableStream: readable.isReadableStream,
  isLocked: readable.isReadableStreamLocked,
  isDisturbed: (stream) => stream[state].disturbed,
  isErrored: (stream) => stream[state].state === 'errored',
  readableStreamFromBytes: (bytes) => oneChunkStream(() => bytes),
  readableStreamFromString,
  createReadableStream: (source, hwm, size) => require('./controller').createReadableStream(source, hwm, size),
  enqueue: (controller, chunk) => require('./controller').enqueue(controller, chunk),
  close: (controller) => require('./controller').close(controller),
  error: (controller, e) => require('./controller').error(controller, e),
  canEnqueue: (controller) => require('./controller').canCloseOrEnqueue(controller),
  cancel: readable.readableStreamCancel,
  tee: (stream) => require('./tee').readableStreamTee(stream),
  onSettled,
  pump,
  readAll,
};
defineLazy(module.exports, 'WritableStream', () => require('./writable').WritableStream);
defineLazy(module.exports, 'TransformStream', () => require('./transform').TransformStream);
