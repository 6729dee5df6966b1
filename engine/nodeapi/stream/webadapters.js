// Between Node.js's streams and those of the Web.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#streamreadablefromwebreadablestream-options

const { global, Promise } = primordials;
const { AbortError, codes } = require('internal:nodeapi/errors');
const { Buffer } = require('internal:nodeapi/buffer');
const { destroyer, nextTick } = require('./destroy');
const { eos } = require('./finished');
const status = require('./status');

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE } = codes;

// A stream that is closed too early was aborted, as the Web calls it.
function webError(error) {
  if (error?.code !== 'ERR_STREAM_PREMATURE_CLOSE') return error;
  return new AbortError(undefined, { cause: error });
}

const sides = (options = {}) => ({
  highWaterMark: options.highWaterMark,
  objectMode: options.objectMode,
  signal: options.signal,
  encoding: options.encoding,
});

/* -------------------------------------------------------------------- *
 * Readable.
 * -------------------------------------------------------------------- */

function readableToWeb(stream, options = {}) {
  if (!status.isReadableNodeStream(stream, true)) throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', stream);
  if (status.isDestroyed(stream) || !status.isReadable(stream)) {
    const closed = new global.ReadableStream();
    closed.cancel();
    return closed;
  }
  const objectMode = stream.readableObjectMode;
  const highWaterMark = stream.readableHighWaterMark;
  const strategy =
    options.strategy ?? (objectMode ? new global.CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
  let controller;
  stream.pause();
  const cleanUp = eos(stream, {}, (failure) => {
    cleanUp();
    stream.on('error', () => {}); // no one else will take it
    if (failure) controller.error(webError(failure));
    else controller.close();
  });
  stream.on('data', (chunk) => {
    // Bytes are copied: the Web's may be transferred.
    controller.enqueue(chunk instanceof Buffer && !objectMode ? new Uint8Array(chunk) : chunk);
    if (controller.desiredSize <= 0) stream.pause();
  });
  return new global.ReadableStream(
    {
      start(given) {
        controller = given;
      },
      pull() {
        stream.resume();
      },
      cancel(reason) {
        destroyer(stream, reason);
      },
    },
    strategy,
  );
}

function readableFromWeb(webStream, options = {}) {
  if (!status.isReadableStream(webStream)) throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', webStream);
  const { Readable } = require('./readable');
  const reader = webStream.getReader();
  let closed = false;
  const readable = new Readable({
    ...sides(options),
    read() {
      reader.read().then(
        ({ done, value }) => readable.push(done ? null : value),
        (error) => destroyer(readable, error),
      );
    },
    destroy(error, callback) {
      if (closed) {
        callback(error);
        return;
      }
      reader.cancel(error).then(
        () => nextTick(callback, error),
        () => nextTick(callback, error),
      );
    },
  });
  reader.closed.then(
    () => {
      closed = true;
    },
    (error) => {
      closed = true;
      destroyer(readable, error);
    },
  );
  return readable;
}

/* -------------------------------------------------------------------- *
 * Writable.
 * -------------------------------------------------------------------- */

function writableToWeb(stream) {
  if (!status.isWritableNodeStream(stream)) throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', stream);
  if (status.isDestroyed(stream) || !status.isWritable(stream)) {
    const closed = new global.WritableStream();
    closed.close();
    return closed;
  }
  const highWaterMark = stream.writableHighWaterMark;
  const strategy = stream.writableObjectMode
    ? new global.CountQueuingStrategy({ highWaterMark })
    : { highWaterMark, size: (chunk) => chunk.byteLength ?? chunk.length };
  let controller;
  let drained;
  let closing;
  const cleanUp = eos(stream, {}, (failure) => {
    cleanUp();
    stream.on('error', () => {});
    const error = webError(failure);
    if (error) {
      drained?.reject(error);
      closing?.reject(error);
      if (closing === undefined) controller.error(error);
    } else if (closing !== undefined) {
      closing.resolve();
    } else {
      controller.error(new AbortError());
    }
    closing = undefined;
  });
  stream.on('drain', () => drained?.resolve());
  return new global.WritableStream(
    {
      start(given) {
        controller = given;
      },
      write(chunk) {
        if (!stream.writableNeedDrain && stream.write(chunk)) return undefined;
        drained = Promise.withResolvers();
        return drained.promise.finally(() => {
          drained = undefined;
        });
      },
      abort(reason) {
        destroyer(stream, reason);
      },
      close() {
        if (!status.isWritableEnded(stream)) nextTick(() => stream.end());
        closing = Promise.withResolvers();
        return closing.promise;
      },
    },
    strategy,
  );
}

function writableFromWeb(webStream, options = {}) {
  if (!status.isWritableStream(webStream)) throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', webStream);
  const { Writable } = require('./writable');
  const writer = webStream.getWriter();
  let closed = false;
  const writable = new Writable({
    ...sides(options),
    decodeStrings: options.decodeStrings,
    write(chunk, encoding, callback) {
      const value = typeof chunk === 'string' && writable._writableState.decodeStrings && !options.objectMode ? Buffer.from(chunk, encoding) : chunk;
      writer.ready
        .then(() => writer.write(value))
        .then(
          () => nextTick(callback),
          (error) => nextTick(() => destroyer(writable, error)),
        );
    },
    destroy(error, callback) {
      const done = () => nextTick(callback, error);
      if (closed) done();
      else if (error) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
    final(callback) {
      if (closed) {
        callback();
        return;
      }
      writer.close().then(
        () => nextTick(callback),
        (error) => nextTick(callback, error),
      );
    },
  });
  writer.closed.then(
    () => {
      closed = true;
      if (!status.isWritableEnded(writable)) destroyer(writable, new codes.ERR_STREAM_PREMATURE_CLOSE());
    },
    (error) => {
      closed = true;
      destroyer(writable, error);
    },
  );
  return writable;
}

/* -------------------------------------------------------------------- *
 * Duplex.
 * -------------------------------------------------------------------- */

function duplexToWeb(duplex) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  return { readable: readableToWeb(duplex), writable: writableToWeb(duplex) };
}

function duplexFromWeb(pair, options = {}) {
  if (pair === null || typeof pair !== 'object') throw new ERR_INVALID_ARG_TYPE('pair', 'Object', pair);
  const { readable, writable } = pair;
  if (!status.isReadableStream(readable)) throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readable);
  if (!status.isWritableStream(writable)) throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writable);
  if (readable.locked || writable.locked) throw new ERR_INVALID_STATE('the stream is locked');
  return require('./duplexify').duplexify({
    readable: readableFromWeb(readable, options),
    writable: writableFromWeb(writable, options),
  });
}

module.exports = { readableToWeb, readableFromWeb, writableToWeb, writableFromWeb, duplexToWeb, duplexFromWeb };
