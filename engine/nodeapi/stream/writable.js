// Writable: https://nodejs.org/docs/latest-v20.x/api/stream.html#writable-streams
//
// This file is the class; ./writing moves the data.

const { Stream } = require('./legacy');
const { Buffer } = require('internal:nodeapi/buffer');
const { destroy, construct, errorOrDestroy, nextTick } = require('./destroy');
const { StreamState, getHighWaterMark } = require('./state');
const writing = require('./writing');
const { ERR_METHOD_NOT_IMPLEMENTED, ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED, ERR_UNKNOWN_ENCODING } =
  require('./codes');

class WritableState extends StreamState {
  constructor(options, stream, isDuplex) {
    super(options);
    this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.writableObjectMode));
    this.highWaterMark = getHighWaterMark(this.objectMode, options, 'writableHighWaterMark', isDuplex);
    this.decodeStrings = options?.decodeStrings !== false;
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.writing = false;
    this.corked = 0;
    this.bufferProcessing = false;
    this.onwrite = (error) => writing.onWrite(stream, error);
    this.writecb = null;
    this.writelen = 0;
    this.afterWriteTickInfo = null;
    this.pendingcb = 0;
    this.prefinished = false;
    this.finishCallbacks = [];
    writing.resetBuffer(this);
  }

  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  }

  get bufferedRequestCount() {
    return this.buffered.length - this.bufferedIndex;
  }
}

function Writable(options) {
  const isDuplex = this instanceof require('./duplex').Duplex;
  if (!isDuplex && !Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
  this._writableState = new WritableState(options, this, isDuplex);
  if (options) {
    for (const name of ['write', 'writev', 'destroy', 'final', 'construct']) {
      if (typeof options[name] === 'function') this[`_${name}`] = options[name];
    }
    if (options.signal) require('./abort').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  construct(this, () => {
    const state = this._writableState;
    if (!state.writing) writing.clearBuffer(this, state);
    writing.finishMaybe(this, state);
  });
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Writable.WritableState = WritableState;

// A Duplex is a Writable too, though it does not inherit from it.
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && Boolean(object) && object._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

Writable.prototype.write = function write(chunk, encoding, callback) {
  return writing.write(this, chunk, encoding, callback) === true;
};

Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};
Writable.prototype._writev = null;

Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (!state.corked) return;
  state.corked--;
  if (!state.writing) writing.clearBuffer(this, state);
};

Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  const name = typeof encoding === 'string' ? encoding.toLowerCase() : encoding;
  if (!Buffer.isEncoding(name)) throw new ERR_UNKNOWN_ENCODING(name);
  this._writableState.defaultEncoding = name;
  return this;
};

// Why end() came too late, if it did.
function endError(state, written) {
  if (written instanceof Error) return written;
  if (!state.errored && !state.ending) return undefined;
  if (state.finished) return new ERR_STREAM_ALREADY_FINISHED('end');
  return state.destroyed ? new ERR_STREAM_DESTROYED('end') : undefined;
}

Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let written;
  if (chunk !== null && chunk !== undefined) written = writing.write(this, chunk, encoding);
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  const error = endError(state, written);
  if (error === undefined && !state.errored && !state.ending) {
    state.ending = true;
    writing.finishMaybe(this, state, true);
    state.ended = true;
  }
  if (typeof callback === 'function') {
    if (error) nextTick(callback, error);
    else if (state.finished) nextTick(callback);
    else state.finishCallbacks.push(callback);
  }
  return this;
};

Writable.prototype.destroy = function destroyWritable(error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.finishCallbacks.length)) {
    nextTick(writing.errorBuffer, state);
  }
  destroy.call(this, error, callback);
  return this;
};

Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

Writable.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error) {
  this.destroy(error);
};

/* -------------------------------------------------------------------- *
 * State, as properties.
 * -------------------------------------------------------------------- */

const stateGetter = (read) => ({
  configurable: true,
  enumerable: false,
  get() {
    return this._writableState === undefined ? undefined : read(this._writableState);
  },
});

Object.defineProperties(Writable.prototype, {
  writable: {
    configurable: true,
    enumerable: true,
    get() {
      const state = this._writableState;
      return Boolean(state) && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
    },
    set(value) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    },
  },
  closed: stateGetter((state) => state.closed),
  destroyed: {
    ...stateGetter((state) => state.destroyed),
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  errored: stateGetter((state) => state.errored),
  writableFinished: stateGetter((state) => state.finished),
  writableObjectMode: stateGetter((state) => state.objectMode),
  writableBuffer: stateGetter((state) => state.getBuffer()),
  writableEnded: stateGetter((state) => state.ending),
  writableNeedDrain: stateGetter((state) => !state.destroyed && !state.ending && state.needDrain),
  writableHighWaterMark: stateGetter((state) => state.highWaterMark),
  writableCorked: stateGetter((state) => state.corked),
  writableLength: stateGetter((state) => state.length),
  writableAborted: stateGetter(
    (state) => Boolean(state.writable !== false && (state.destroyed || state.errored) && !state.finished),
  ),
});

Writable.fromWeb = (stream, options) => require('./webadapters').writableFromWeb(stream, options);
Writable.toWeb = (stream) => require('./webadapters').writableToWeb(stream);

module.exports = { Writable };
