// How data moves through a Writable: one chunk at a time in _write, the others
// waiting in a buffer.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#buffering

const { Uint8Array } = primordials;
const { Buffer } = require('internal:nodeapi/buffer');
const { errorOrDestroy, nextTick } = require('./destroy');
const {
  ERR_INVALID_ARG_TYPE, ERR_MULTIPLE_CALLBACK, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
  ERR_UNKNOWN_ENCODING,
} = require('./codes');

const nop = () => {};

function resetBuffer(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.allBuffers = true;
  state.allNoop = true;
}

// A chunk in the form _write gets it.
function convertChunk(state, chunk, encoding) {
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (state.objectMode) return [chunk, encoding];
  if (typeof chunk === 'string') return state.decodeStrings ? [Buffer.from(chunk, encoding), 'buffer'] : [chunk, encoding];
  if (chunk instanceof Buffer) return [chunk, 'buffer'];
  if (ArrayBuffer.isView(chunk)) return [Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), 'buffer'];
  throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
}

/** Gives true, false if the caller had better wait for 'drain', or an Error. */
function write(stream, value, givenEncoding, givenCallback) {
  const state = stream._writableState;
  let callback = givenCallback;
  let givenName = givenEncoding;
  if (typeof givenName === 'function') {
    callback = givenName;
    givenName = undefined;
  }
  if (typeof callback !== 'function') callback = nop;
  if (givenName && givenName !== 'buffer' && !Buffer.isEncoding(givenName)) throw new ERR_UNKNOWN_ENCODING(givenName);
  const [chunk, encoding] = convertChunk(state, value, givenName || state.defaultEncoding);
  let error;
  if (state.ending) error = new ERR_STREAM_WRITE_AFTER_END();
  else if (state.destroyed) error = new ERR_STREAM_DESTROYED('write');
  if (error !== undefined) {
    nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, callback);
}

const lengthOf = (state, chunk) => (state.objectMode ? 1 : chunk.length);

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const length = lengthOf(state, chunk);
  state.length += length;
  const room = state.length < state.highWaterMark;
  if (!room) state.needDrain = true;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (encoding !== 'buffer') state.allBuffers = false;
    if (callback !== nop) state.allNoop = false;
  } else {
    callWrite(stream, state, false, length, chunk, encoding, callback);
  }
  return room && !state.errored && !state.destroyed;
}

function callWrite(stream, state, many, length, chunk, encoding, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(new ERR_STREAM_DESTROYED('write'));
  else if (many) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}

/** What _write calls when it is done with a chunk. */
function onWrite(stream, error) {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    state.errored ??= error;
    if (stream._readableState) stream._readableState.errored ??= error;
    if (sync) nextTick(onWriteError, stream, state, error, callback);
    else onWriteError(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);
  if (sync) afterWriteLater(stream, state, callback);
  else afterWrite(stream, state, 1, callback);
}

// Many writes in one turn share a tick if they share a callback.
function afterWriteLater(stream, state, callback) {
  if (state.afterWriteTickInfo?.callback === callback) {
    state.afterWriteTickInfo.count++;
    return;
  }
  const info = { count: 1, callback };
  state.afterWriteTickInfo = info;
  nextTick(() => {
    state.afterWriteTickInfo = null;
    afterWrite(stream, state, info.count, callback);
  });
}

function onWriteError(stream, state, error, callback) {
  --state.pendingcb;
  callback(error);
  errorBuffer(state);
  errorOrDestroy(stream, error);
}

function afterWrite(stream, state, count, callback) {
  if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  for (let i = 0; i < count; i++) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) errorBuffer(state);
  finishMaybe(stream, state);
}

/** Fails what waits: it will never be written. */
function errorBuffer(state) {
  if (state.writing) return;
  for (const { chunk, callback } of state.buffered.slice(state.bufferedIndex)) {
    state.length -= lengthOf(state, chunk);
    callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
  }
  for (const callback of state.finishCallbacks.splice(0)) callback(state.errored ?? new ERR_STREAM_DESTROYED('end'));
  resetBuffer(state);
}

/** Writes what waits: all at once with _writev, or one after the other. */
function clearBuffer(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const waiting = state.buffered.length - state.bufferedIndex;
  if (waiting === 0) return;
  state.bufferProcessing = true;
  if (waiting > 1 && stream._writev) {
    writeAll(stream, state);
  } else {
    do {
      const { chunk, encoding, callback } = state.buffered[state.bufferedIndex++];
      callWrite(stream, state, false, lengthOf(state, chunk), chunk, encoding, callback);
    } while (state.bufferedIndex < state.buffered.length && !state.writing);
    if (state.bufferedIndex === state.buffered.length) resetBuffer(state);
    else if (state.bufferedIndex > 256) {
      state.buffered.splice(0, state.bufferedIndex);
      state.bufferedIndex = 0;
    }
  }
  state.bufferProcessing = false;
}

function writeAll(stream, state) {
  const chunks = state.buffered.slice(state.bufferedIndex);
  state.pendingcb -= chunks.length - 1;
  const callback = state.allNoop
    ? nop
    : (error) => {
        for (const one of chunks) one.callback(error);
      };
  chunks.allBuffers = state.allBuffers;
  callWrite(stream, state, true, state.length, chunks, '', callback);
  resetBuffer(state);
}

/* -------------------------------------------------------------------- *
 * Finishing.
 * -------------------------------------------------------------------- */

function needFinish(state) {
  return (
    state.ending && !state.destroyed && state.constructed && state.length === 0 && !state.errored &&
    state.buffered.length === 0 && !state.finished && !state.writing && !state.errorEmitted && !state.closeEmitted
  );
}

function callFinal(stream, state) {
  let called = false;
  const onFinish = (error) => {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      for (const callback of state.finishCallbacks.splice(0)) callback(error);
      errorOrDestroy(stream, error, state.sync);
    } else if (needFinish(state)) {
      state.prefinished = true;
      stream.emit('prefinish');
      // Others may still be in front of this tick.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final(onFinish);
  } catch (error) {
    onFinish(error);
  }
  state.sync = false;
}

function prefinish(stream, state) {
  if (state.prefinished || state.finalCalled) return;
  if (typeof stream._final === 'function' && !state.destroyed) {
    state.finalCalled = true;
    callFinal(stream, state);
  } else {
    state.prefinished = true;
    stream.emit('prefinish');
  }
}

/** Ends the stream if everything is written. */
function finishMaybe(stream, state, sync = false) {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    nextTick(() => {
      if (needFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finish(stream, state) {
  state.pendingcb--;
  state.finished = true;
  for (const callback of state.finishCallbacks.splice(0)) callback();
  stream.emit('finish');
  if (!state.autoDestroy) return;
  // A Duplex waits for its other side.
  const reading = stream._readableState;
  if (!reading || (reading.autoDestroy && (reading.endEmitted || reading.readable === false))) stream.destroy();
}

module.exports = { resetBuffer, write, onWrite, clearBuffer, errorBuffer, finishMaybe };
