// Piping: https://streams.spec.whatwg.org/#rs-pipe-to
// Go half: none. Missing: none.

const { Promise } = primordials;
const { codes, validate } = require('internal:webapi/webidl/codes');
const { getFrame, nativeThen, run } = require('internal:js/context');
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

/** Another promise for the same: Node.js makes one for each that it waits for. */
const following = (promise) => new Promise((resolve, reject) => nativeThen(promise, resolve, reject));

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
    this.frame = getFrame();
    if (signal !== undefined && this.follow(signal)) return;
    markHandled(this.run());
    this.watch();
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
    const { source, dest } = this;
    const actions = [];
    if (!this.preventAbort) {
      actions.push(() => (dest[state].state === 'writable' ? writable.writableStreamAbort(dest, error) : resolvedWith(undefined)));
    }
    if (!this.preventCancel) {
      actions.push(() => (source[state].state === 'readable' ? readable.readableStreamCancel(source, error) : resolvedWith(undefined)));
    }
    this.shutDown(() => following(Promise.all(actions.map((action) => following(action())))), true, error);
  }

  /* Errors and closing in both directions. */

  watch() {
    const { source, dest, reader, writer } = this;
    const s = source[state];
    const d = dest[state];
    const whenSettled = (current, promise, wanted, action) => {
      if (current.state === wanted) action(current.storedError);
      else if (wanted === 'closed') then(promise, () => action(), slots.nothing);
      else then(promise, slots.nothing, action);
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

  async run() {
    while (!(await this.step()));
  }

  /** Moves a chunk; true if there is none any more. */
  async step() {
    if (this.isShuttingDown) return true;
    await this.writer[state].ready.promise;
    const moved = deferred();
    run(this.frame, readable.defaultReaderRead, undefined, this.reader, {
      chunk: (chunk) => {
        this.currentWrite = writers.writerWrite(this.writer, chunk);
        markHandled(this.currentWrite);
        moved.resolve(false);
      },
      close: () => moved.resolve(true),
      error: moved.reject,
    });
    return moved.promise;
  }

  /** Waits for what was read to be written. */
  async waitForWrites() {
    const current = this.currentWrite;
    await current;
    if (current !== this.currentWrite) await this.waitForWrites();
  }

  /* Shutting down. */

  shutDown(action, isError, error) {
    if (this.isShuttingDown) return;
    this.isShuttingDown = true;
    const fail = (newError) => this.finalize(true, newError);
    const act = () => {
      if (action === undefined) this.finalize(isError, error);
      else then(action(), () => this.finalize(isError, error), fail);
    };
    if (this.dest[state].state === 'writable' && !writable.closeQueuedOrInFlight(this.dest)) {
      then(this.waitForWrites(), act, fail);
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
