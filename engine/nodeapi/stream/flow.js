// How data moves through a Readable: from push() into the buffer, and from
// there to read() and the 'data' and 'readable' events.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#buffering

const { Uint8Array } = primordials;
const { Buffer } = require('internal:nodeapi/buffer');
const { errorOrDestroy, nextTick } = require('./destroy');
const { ERR_INVALID_ARG_TYPE, ERR_STREAM_PUSH_AFTER_EOF, ERR_STREAM_UNSHIFT_AFTER_END_EVENT } = require('./codes');

const kPaused = Symbol('kPaused');

/* -------------------------------------------------------------------- *
 * In.
 * -------------------------------------------------------------------- */

// A chunk in the form the buffer holds: text if an encoding is set, else bytes.
function convertChunk(state, chunk, encoding, addToFront) {
  if (state.objectMode || chunk === null || chunk === undefined) return { chunk: chunk ?? null, encoding };
  if (typeof chunk === 'string') {
    const source = encoding || state.defaultEncoding;
    if (state.encoding === source) return { chunk, encoding: source };
    const bytes = Buffer.from(chunk, source);
    if (addToFront && state.encoding) return { chunk: bytes.toString(state.encoding), encoding: source };
    return { chunk: bytes, encoding: '' };
  }
  if (chunk instanceof Buffer) return { chunk, encoding: '' };
  if (ArrayBuffer.isView(chunk)) return { chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), encoding: '' };
  return { error: new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk) };
}

/** push() and unshift(): says whether more is wanted. */
function addChunk(stream, value, givenEncoding, addToFront) {
  const state = stream._readableState;
  const { chunk, encoding, error } = state.objectMode && value === undefined
    ? { chunk: undefined, encoding: givenEncoding }
    : convertChunk(state, value, givenEncoding, addToFront);
  if (error !== undefined) {
    errorOrDestroy(stream, error);
  } else if (chunk === null) {
    state.reading = false;
    onEnd(stream, state);
  } else if (state.objectMode || chunk.length > 0) {
    if (!accept(stream, state, chunk, encoding, addToFront)) return false;
  } else if (!addToFront) {
    state.reading = false;
    maybeReadMore(stream, state);
  }
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function accept(stream, state, chunk, encoding, addToFront) {
  if (addToFront && state.endEmitted) {
    errorOrDestroy(stream, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    return true;
  }
  if (!addToFront && state.ended) {
    errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    return true;
  }
  if (state.destroyed || state.errored) return false;
  if (addToFront) {
    store(stream, state, chunk, true);
    return true;
  }
  state.reading = false;
  const decoded = state.decoder && !encoding ? state.decoder.write(chunk) : chunk;
  if (state.objectMode || decoded.length !== 0) store(stream, state, decoded, false);
  else maybeReadMore(stream, state);
  return true;
}

function store(stream, state, chunk, addToFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    // Nobody waits in front of it: hand it over at once.
    state.awaitDrainWriters.clear();
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (addToFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

function onEnd(stream, state) {
  if (state.ended) return;
  if (state.decoder) {
    const rest = state.decoder.end();
    if (rest?.length) {
      state.buffer.push(rest);
      state.length += state.objectMode ? 1 : rest.length;
    }
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

/** Asks for data ahead of readers, up to highWaterMark. */
function maybeReadMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  nextTick(() => {
    const wanted = () => state.length < state.highWaterMark || (state.flowing && state.length === 0);
    while (!state.reading && !state.ended && wanted()) {
      const { length } = state;
      stream.read(0);
      if (length === state.length) break; // it gave nothing yet
    }
    state.readingMore = false;
  });
}

/* -------------------------------------------------------------------- *
 * Out.
 * -------------------------------------------------------------------- */

// The next power of two, up to 1 GiB.
const raiseHighWaterMark = (n) => (n > 0x40000000 ? 0x40000000 : 2 ** Math.ceil(Math.log2(n)));

function howMuchToRead(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) return state.flowing && state.length ? state.buffer[0].length : state.length;
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

/** read(n): a chunk, or null if there is none of that size yet. */
function read(stream, size) {
  const state = stream._readableState;
  const asked = size === undefined ? NaN : Number.isInteger(size) ? size : parseInt(size, 10);
  let n = asked;
  if (n > state.highWaterMark) state.highWaterMark = raiseHighWaterMark(n);
  if (n !== 0) state.emittedReadable = false;
  // read(0) only triggers what is due.
  const enough = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
  if (n === 0 && state.needReadable && (enough || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(stream);
    else emitReadable(stream);
    return null;
  }
  n = howMuchToRead(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(stream);
    return null;
  }
  if (callRead(stream, state, n)) n = howMuchToRead(asked, state);
  return take(stream, state, n, asked);
}

// Calls _read if the buffer runs low; true if that gave data at once.
function callRead(stream, state, n) {
  const low = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
  if (!low || state.ended || state.reading || state.destroyed || state.errored || !state.constructed) return false;
  state.reading = true;
  state.sync = true;
  if (state.length === 0) state.needReadable = true;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.sync = false;
  return !state.reading;
}

function take(stream, state, count, asked) {
  let n = count;
  const chunk = n > 0 ? fromList(n, state) : null;
  if (chunk === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= n;
    state.awaitDrainWriters.clear();
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (asked !== n && state.ended) endReadable(stream);
  }
  if (chunk !== null && !state.errored && !state.closeEmitted) {
    state.dataEmitted = true;
    stream.emit('data', chunk);
  }
  return chunk;
}

/** Takes n bytes (or characters, or one object) out of the buffer. */
function fromList(n, state) {
  const { buffer } = state;
  if (state.length === 0) return null;
  if (state.objectMode) return buffer.shift();
  if (!n || n >= state.length) {
    state.buffer = [];
    return joinChunks(state, buffer);
  }
  const parts = [];
  for (let rest = n; rest > 0; ) {
    const chunk = buffer[0];
    if (chunk.length > rest) {
      parts.push(chunk.slice(0, rest));
      buffer[0] = chunk.slice(rest);
      break;
    }
    parts.push(buffer.shift());
    rest -= chunk.length;
  }
  return joinChunks(state, parts);
}

function joinChunks(state, chunks) {
  if (state.decoder) return chunks.join('');
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/* -------------------------------------------------------------------- *
 * Events.
 * -------------------------------------------------------------------- */

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  nextTick(emitReadableNow, stream);
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function resume(stream, state) {
  if (state.resumeScheduled) return;
  state.resumeScheduled = true;
  nextTick(() => {
    if (!state.reading) stream.read(0);
    state.resumeScheduled = false;
    stream.emit('resume');
    flow(stream);
    if (state.flowing && !state.reading) stream.read(0);
  });
}

function onDataListener(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.flowing !== false) stream.resume();
}

function onReadableListener(stream) {
  const state = stream._readableState;
  if (state.endEmitted || state.readableListening) return;
  state.readableListening = true;
  state.needReadable = true;
  state.flowing = false;
  state.emittedReadable = false;
  if (state.length) emitReadable(stream);
  else if (!state.reading) nextTick(() => stream.read(0));
}

function updateReadableListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state[kPaused] === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  nextTick(emitEnd, state, stream);
}

function emitEnd(state, stream) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    nextTick(() => {
      if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
    });
  } else if (state.autoDestroy) {
    // A Duplex waits for its other side.
    const writing = stream._writableState;
    if (!writing || (writing.autoDestroy && (writing.finished || writing.writable === false))) stream.destroy();
  }
}

module.exports = { kPaused, addChunk, maybeReadMore, read, fromList, flow, resume, onDataListener, onReadableListener, updateReadableListening };
