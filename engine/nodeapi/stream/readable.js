// Readable: https://nodejs.org/docs/latest-v20.x/api/stream.html#readable-streams
//
// This file is the class; ./flow moves the data.

const { Stream } = require('./legacy');
const { validateObject } = require('internal:nodeapi/errors/validators');
const { destroy, construct, errorOrDestroy, nextTick } = require('./destroy');
const { StreamState, getHighWaterMark } = require('./state');
const flow = require('./flow');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('./codes');

const kPaused = flow.kPaused;

class ReadableState extends StreamState {
  constructor(options, stream, isDuplex) {
    super(options);
    this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.readableObjectMode));
    this.highWaterMark = getHighWaterMark(this.objectMode, options, 'readableHighWaterMark', isDuplex);
    this.buffer = [];
    this.pipes = [];
    this.flowing = null;
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this[kPaused] = null;
    this.awaitDrainWriters = new Set();
    this.readingMore = false;
    this.dataEmitted = false;
    this.decoder = null;
    this.encoding = null;
    if (options?.encoding) {
      const { StringDecoder } = require('internal:nodeapi/string_decoder');
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  const isDuplex = this instanceof require('./duplex').Duplex;
  this._readableState = new ReadableState(options, this, isDuplex);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal && !isDuplex) require('./abort').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  construct(this, () => {
    if (this._readableState.needReadable) flow.maybeReadMore(this, this._readableState);
  });
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);
Readable.ReadableState = ReadableState;

/* -------------------------------------------------------------------- *
 * For those who make the data.
 * -------------------------------------------------------------------- */

Readable.prototype._read = function _read() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

Readable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

Readable.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error) {
  this.destroy(error);
};

Readable.prototype.push = function push(chunk, encoding) {
  return flow.addChunk(this, chunk, encoding, false);
};

Readable.prototype.unshift = function unshift(chunk, encoding) {
  return flow.addChunk(this, chunk, encoding, true);
};

/* -------------------------------------------------------------------- *
 * For those who read.
 * -------------------------------------------------------------------- */

Readable.prototype.read = function read(n) {
  return flow.read(this, n);
};

Readable.prototype.destroy = destroy;

Readable.prototype.isPaused = function isPaused() {
  return this._readableState[kPaused] === true || this._readableState.flowing === false;
};

Readable.prototype.setEncoding = function setEncoding(encoding) {
  const { StringDecoder } = require('internal:nodeapi/string_decoder');
  const state = this._readableState;
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
  // What waits already is decoded now.
  const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join('');
  state.buffer = text === '' ? [] : [text];
  state.length = text.length;
  return this;
};

Readable.prototype.on = function on(name, listener) {
  const result = Stream.prototype.on.call(this, name, listener);
  if (name === 'data') flow.onDataListener(this);
  else if (name === 'readable') flow.onReadableListener(this);
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

Readable.prototype.removeListener = function removeListener(name, listener) {
  const result = Stream.prototype.removeListener.call(this, name, listener);
  if (name === 'readable') nextTick(flow.updateReadableListening, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function removeAllListeners(...names) {
  const result = Stream.prototype.removeAllListeners.apply(this, names);
  if (names.length === 0 || names[0] === 'readable') nextTick(flow.updateReadableListening, this);
  return result;
};

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if (!state.flowing) {
    // With a 'readable' listener, the data does not flow by itself.
    state.flowing = !state.readableListening;
    flow.resume(this, state);
  }
  state[kPaused] = false;
  return this;
};

Readable.prototype.pause = function pause() {
  if (this._readableState.flowing !== false) {
    this._readableState.flowing = false;
    this.emit('pause');
  }
  this._readableState[kPaused] = true;
  return this;
};

Readable.prototype.pipe = function pipe(dest, options) {
  return require('./pipe').pipe(this, dest, options);
};

Readable.prototype.unpipe = function unpipe(dest) {
  return require('./pipe').unpipe(this, dest);
};

/** Reads an old stream, which has only 'data' and 'end' events. */
Readable.prototype.wrap = function wrap(stream) {
  let paused = false;
  stream.on('data', (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => this.push(null));
  stream.on('error', (error) => errorOrDestroy(this, error));
  stream.on('close', () => this.destroy());
  stream.on('destroy', () => this.destroy());
  this._read = () => {
    if (!paused || !stream.resume) return;
    paused = false;
    stream.resume();
  };
  for (const name of Object.keys(stream)) {
    if (this[name] === undefined && typeof stream[name] === 'function') this[name] = stream[name].bind(stream);
  }
  return this;
};

Readable.prototype[Symbol.asyncIterator] = function asyncIterator() {
  return require('./iterate').createAsyncIterator(this);
};

Readable.prototype.iterator = function iterator(options) {
  if (options !== undefined) validateObject(options, 'options');
  return require('./iterate').createAsyncIterator(this, options);
};

/* -------------------------------------------------------------------- *
 * State, as properties.
 * -------------------------------------------------------------------- */

const stateGetter = (read) => ({
  configurable: true,
  enumerable: false,
  get() {
    return this._readableState === undefined ? undefined : read(this._readableState, this);
  },
});

Object.defineProperties(Readable.prototype, {
  readable: {
    configurable: true,
    enumerable: true,
    get() {
      const state = this._readableState;
      return Boolean(state) && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = Boolean(value);
    },
  },
  readableDidRead: stateGetter((state) => state.dataEmitted),
  readableAborted: stateGetter(
    (state) => Boolean(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted),
  ),
  readableHighWaterMark: stateGetter((state) => state.highWaterMark),
  readableBuffer: stateGetter((state) => state.buffer),
  readableFlowing: {
    ...stateGetter((state) => state.flowing),
    set(value) {
      if (this._readableState) this._readableState.flowing = value;
    },
  },
  readableLength: stateGetter((state) => state.length),
  readableObjectMode: stateGetter((state) => state.objectMode),
  readableEncoding: stateGetter((state) => state.encoding),
  readableEnded: stateGetter((state) => state.endEmitted),
  errored: stateGetter((state) => state.errored),
  closed: stateGetter((state) => state.closed),
  destroyed: {
    ...stateGetter((state) => state.destroyed),
    set(value) {
      if (this._readableState) this._readableState.destroyed = value;
    },
  },
});

Readable.from = (iterable, options) => require('./from').from(Readable, iterable, options);
Readable.fromWeb = (stream, options) => require('./webadapters').readableFromWeb(stream, options);
Readable.toWeb = (stream, options) => require('./webadapters').readableToWeb(stream, options);
Readable.wrap = (source, options) => new Readable({ objectMode: source.readableObjectMode ?? source.objectMode ?? true, ...options }).wrap(source);
Readable._fromList = flow.fromList;

module.exports = { Readable };
require('./operators').install(Readable.prototype);
