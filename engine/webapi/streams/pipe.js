// Piping: https://streams.spec.whatwg.org/#rs-pipe-to
// Go half: none. Missing: none.

const { Promise } = primordials;
const { codes, validate } = require('internal:webapi/webidl/codes');
const { nativeThen } = require('internal:js/context');
const slots = require('./slots');
const { state, invalidState, deferred, resolvedWith, rejectedWith, markHandled, then } = slots;
const readable = require('./readable');
const writable = require('./writable');
const writers = require('./writer');

function pipeOptions(options) {
  if (options !== undefined && options !== null) validate.object(options, 'options');
  const preventAbort = Boolean(options?.preventAbort);
  const preventCancel = Boolean(options?.preventCancel);
  const preventClose = Boolean(options?.preventClose);
  const signal = options?.signal;
  if (signal !== undefined && !(signal instanceof require('internal:webapi/dom/abort').AbortSignal)) {
    throw codes.ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
  }
  return { preventAbort, preventCancel, preventClose, signal };
}

/** @see https://streams.spec.whatwg.org/#rs-pipe-through */
function pipeThrough(source, transform, options) {
  const target = transform?.readable;
  if (!readable.isReadableStream(target)) {
    throw codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', target);
  }
  const destination = transform.writable;
  if (!writable.isWritableStream(destination)) {
    throw codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
  }
  const settings = pipeOptions(options);
  if (readable.isReadableStreamLocked(source)) throw invalidState('The ReadableStream is locked');
  if (destination.locked) throw invalidState('The WritableStream is locked');
  markHandled(new Pipe(source, destination, settings).finished.promise);
  return target;
}

function pipeTo(source, destination, options) {
  try {
    if (!writable.isWritableStream(destination)) {
      throw codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
    }
    const settings = pipeOptions(options);
    if (readable.isReadableStreamLocked(source)) throw invalidState('The ReadableStream is locked');
    if (destination.locked) throw invalidState('The WritableStream is locked');
    return new Pipe(source, destination, settings).finished.promise;
  } catch (error) {
    return rejectedWith(error);
  }
}

/** @see https://streams.spec.whatwg.org/#readable-stream-pipe-to */
class Pipe {
  constructor(source, dest, { preventAbort, preventCancel, preventClose, signal }) {
    this.source = source;
    this.dest = dest;
    this.reader = new readable.ReadableStreamDefaultReader(source);
    this.writer = new writers.WritableStreamDefaultWriter(dest);
    source[state].disturbed = true;
    this.preventAbort = preventAbort;
    this.preventCancel = preventCancel;
    this.preventClose = preventClose;
    this.isShuttingDown = false;
    this.currentWrite = resolvedWith(undefined);
    this.finished = deferred();
    this.stopListening = undefined;
    if (signal !== undefined && this.follow(signal)) return;
    this.watch();
    this.step();
  }

  /** Follows a signal; true if it was aborted already. */
  follow(signal) {
    if (signal.aborted) {
      this.abort(signal.reason);
      return true;
    }
    const { addAbortAlgorithm } = require('internal:webapi/dom/abort');
    this.stopListening = addAbortAlgorithm(signal, (reason) => this.abort(reason));
    return false;
  }

  abort(error) {
    const actions = [];
    if (!this.preventAbort && this.dest[state].state === 'writable') {
      actions.push(() => writable.writableStreamAbort(this.dest, error));
    }
    if (!this.preventCancel && this.source[state].state === 'readable') {
      actions.push(() => readable.readableStreamCancel(this.source, error));
    }
    this.shutDown(() => Promise.all(actions.map((action) => action())), true, error);
  }

  /* Errors and closing in both directions. */

  watch() {
    const { source, dest, reader, writer } = this;
    const s = source[state];
    const d = dest[state];
    const whenSettled = (current, promise, wanted, action) => {
      if (current.state === wanted) action(current.storedError);
      else if (wanted === 'closed') nativeThen(promise, () => action(), slots.nothing);
      else nativeThen(promise, slots.nothing, action);
    };
    whenSettled(s, reader[state].closed.promise, 'errored', (e) => {
      const abort = this.preventAbort ? undefined : () => writable.writableStreamAbort(dest, e);
      this.shutDown(abort, true, e);
    });
    whenSettled(d, writer[state].closed.promise, 'errored', (e) => {
      const cancel = this.preventCancel ? undefined : () => readable.readableStreamCancel(source, e);
      this.shutDown(cancel, true, e);
    });
    whenSettled(s, reader[state].closed.promise, 'closed', () => {
      this.shutDown(this.preventClose ? undefined : () => writers.writerCloseWithErrorPropagation(writer), false);
    });
    if (writable.closeQueuedOrInFlight(dest) || d.state === 'closed') {
      const error = invalidState('Destination WritableStream is closed');
      this.shutDown(this.preventCancel ? undefined : () => readable.readableStreamCancel(source, error), true, error);
    }
  }

  /* Moving chunks. */

  step() {
    if (this.isShuttingDown) return;
    then(this.writer[state].ready.promise, () => this.readAndWrite(), slots.nothing);
  }

  readAndWrite() {
    if (this.isShuttingDown) return;
    readable.defaultReaderRead(this.reader, {
      chunk: (chunk) => {
        // Not within enqueue, whose caller goes on before the write begins.
        then(resolvedWith(undefined), () => {
          this.currentWrite = then(writers.writerWrite(this.writer, chunk), undefined, slots.nothing);
          this.step();
        });
      },
      close: slots.nothing,
      error: slots.nothing,
    });
  }

  /** Waits for what was read to be written. */
  waitForWrites() {
    const current = this.currentWrite;
    return then(current, () => (current === this.currentWrite ? undefined : this.waitForWrites()));
  }

  /* Shutting down. */

  shutDown(action, isError, error) {
    if (this.isShuttingDown) return;
    this.isShuttingDown = true;
    const act = () => {
      if (action === undefined) {
        this.finalize(isError, error);
        return;
      }
      then(
        action(),
        () => this.finalize(isError, error),
        (newError) => this.finalize(true, newError),
      );
    };
    if (this.dest[state].state === 'writable' && !writable.closeQueuedOrInFlight(this.dest)) {
      then(this.waitForWrites(), act);
    } else act();
  }

  finalize(isError, error) {
    writers.writerRelease(this.writer);
    readable.defaultReaderRelease(this.reader);
    this.stopListening?.();
    if (isError) this.finished.reject(error);
    else this.finished.resolve(undefined);
  }
}

module.exports = { pipeTo, pipeThrough };
