// stream.finished: https://nodejs.org/docs/latest-v20.x/api/stream.html#streamfinishedstream-options-callback

const { AbortError } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const { nextTick } = require('./destroy');
const status = require('./status');
const { ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } = require('./codes');

const { isReadableNodeStream, isWritableNodeStream, isReadableFinished, isWritableFinished, isReadable, isWritable } = status;

function eos(stream, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = {};
  } else if (options === null || options === undefined) {
    options = {};
  } else {
    v.validateObject(options, 'options');
  }
  v.validateFunction(callback, 'callback');
  v.validateAbortSignal(options.signal, 'options.signal');
  if (status.isReadableStream(stream) || status.isWritableStream(stream)) return endOfWebStream(stream, options, once(callback));
  if (!status.isNodeStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  return new End(stream, options, once(callback)).watch();
}

/** Watches a stream of the Web: there is nothing to remove. */
function endOfWebStream(stream, { signal }, callback) {
  let isAborted = false;
  if (signal !== undefined) {
    const onAbort = () => {
      isAborted = true;
      callback.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(onAbort);
    else signal.addEventListener('abort', onAbort, { once: true });
  }
  require('internal:webapi/streams').onSettled(stream, (error) => {
    if (!isAborted) nextTick(() => callback.call(stream, error));
  });
  return () => {};
}

function once(callback) {
  let called = false;
  return function callOnce(...args) {
    if (called) return;
    called = true;
    Reflect.apply(callback, this, args);
  };
}

// Watches one stream until both sides of interest are done.
class End {
  constructor(stream, options, callback) {
    this.stream = stream;
    this.options = options;
    this.callback = callback;
    this.readable = options.readable ?? isReadableNodeStream(stream);
    this.writable = options.writable ?? isWritableNodeStream(stream);
    this.waitsForClose =
      status.willEmitClose(stream) &&
      isReadableNodeStream(stream) === this.readable &&
      isWritableNodeStream(stream) === this.writable;
    this.writableFinished = isWritableFinished(stream, false);
    this.readableFinished = isReadableFinished(stream, false);
  }

  done(...args) {
    this.callback.apply(this.stream, args);
  }

  onFinish() {
    this.writableFinished = true;
    if (this.stream.destroyed) this.waitsForClose = false;
    if (this.waitsForClose && (!this.stream.readable || this.readable)) return;
    if (!this.readable || this.readableFinished) this.done();
  }

  onEnd() {
    this.readableFinished = true;
    if (this.stream.destroyed) this.waitsForClose = false;
    if (this.waitsForClose && (!this.stream.writable || this.writable)) return;
    if (!this.writable || this.writableFinished) this.done();
  }

  errored() {
    const { _writableState: w, _readableState: r } = this.stream;
    return (this.writable && w?.errored) || (this.readable && r?.errored) || w?.errored || r?.errored;
  }

  onClose() {
    const error = this.errored();
    if (error && typeof error !== 'boolean') return this.done(error);
    if (this.readable && !this.readableFinished && isReadableNodeStream(this.stream, true) && !isReadableFinished(this.stream, false)) {
      return this.done(new ERR_STREAM_PREMATURE_CLOSE());
    }
    if (this.writable && !this.writableFinished && !isWritableFinished(this.stream, false)) {
      return this.done(new ERR_STREAM_PREMATURE_CLOSE());
    }
    return this.done();
  }

  // For a stream that was done before anyone watched it.
  onClosed() {
    const error = this.errored();
    if (error && typeof error !== 'boolean') this.done(error);
    else this.done();
  }

  watch() {
    const { stream, options } = this;
    const listeners = [
      ['end', () => this.onEnd()],
      ['finish', () => this.onFinish()],
      ['close', () => this.onClose()],
    ];
    if (options.error !== false) listeners.push(['error', (error) => this.done(error)]);
    for (const [name, listener] of listeners) stream.on(name, listener);
    this.catchUp();
    const cleanUp = () => {
      this.callback = () => {};
      for (const [name, listener] of listeners) stream.removeListener(name, listener);
    };
    if (options.signal) this.watchSignal(options.signal, cleanUp);
    return cleanUp;
  }

  // Says so later if the stream is done already.
  catchUp() {
    const { stream } = this;
    const { _writableState: w, _readableState: r } = stream;
    if (status.isClosed(stream)) {
      nextTick(() => this.onClose());
    } else if (w?.errorEmitted || r?.errorEmitted) {
      if (!this.waitsForClose) nextTick(() => this.onClosed());
    } else if (!this.readable && (!this.waitsForClose || isReadable(stream)) && (this.writableFinished || isWritable(stream) === false)) {
      nextTick(() => this.onClosed());
    } else if (!this.writable && (!this.waitsForClose || isWritable(stream)) && (this.readableFinished || isReadable(stream) === false)) {
      nextTick(() => this.onClosed());
    }
  }

  watchSignal(signal, cleanUp) {
    const { callback } = this;
    const onAbort = () => {
      cleanUp();
      callback.call(this.stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(onAbort);
    else signal.addEventListener('abort', onAbort, { once: true });
    this.callback = function unwatch(...args) {
      signal.removeEventListener('abort', onAbort);
      Reflect.apply(callback, this, args);
    };
  }
}

/** finished() as a promise; cleanup: true removes the listeners afterwards. */
function finished(stream, options) {
  if (options?.cleanup !== undefined) v.validateBoolean(options.cleanup, 'cleanup');
  return new Promise((resolve, reject) => {
    const cleanUp = eos(stream, options ?? {}, (error) => {
      if (options?.cleanup) cleanUp();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { eos, finished };
