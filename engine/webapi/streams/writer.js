// WritableStreamDefaultWriter: https://streams.spec.whatwg.org/#default-writer-class
// Go half: none. Missing: none.

const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, check, isBranded, invalidState, customInspect } = slots;
const { deferred, resolvedWith, rejectedWith, resolvedDeferred, rejectedDeferred, markHandled } = slots;
const writable = require('./writable');

class WritableStreamDefaultWriter {
  /** @see https://streams.spec.whatwg.org/#set-up-writable-stream-default-writer */
  constructor(stream) {
    if (!writable.isWritableStream(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    const s = stream[state];
    if (s.writer !== undefined) throw invalidState('WritableStream is locked');
    this[state] = { brand: WritableStreamDefaultWriter, stream, ...initialPromises(stream) };
    s.writer = this;
  }

  get closed() {
    if (!isBranded(this, WritableStreamDefaultWriter)) return rejectedWith(invalidThis());
    return this[state].closed.promise;
  }

  get desiredSize() {
    const { stream } = check(this, WritableStreamDefaultWriter);
    if (stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
    return writerGetDesiredSize(stream);
  }

  get ready() {
    if (!isBranded(this, WritableStreamDefaultWriter)) return rejectedWith(invalidThis());
    return this[state].ready.promise;
  }

  abort(reason = undefined) {
    if (!isBranded(this, WritableStreamDefaultWriter)) return rejectedWith(invalidThis());
    const { stream } = this[state];
    if (stream === undefined) return rejectedWith(invalidState('Writer is not bound to a WritableStream'));
    return writable.writableStreamAbort(stream, reason);
  }

  close() {
    if (!isBranded(this, WritableStreamDefaultWriter)) return rejectedWith(invalidThis());
    const { stream } = this[state];
    if (stream === undefined) return rejectedWith(invalidState('Writer is not bound to a WritableStream'));
    if (writable.closeQueuedOrInFlight(stream)) return rejectedWith(invalidState('Failure to close WritableStream'));
    return writable.writableStreamClose(stream);
  }

  releaseLock() {
    const { stream } = check(this, WritableStreamDefaultWriter);
    if (stream !== undefined) writerRelease(this);
  }

  write(chunk = undefined) {
    if (!isBranded(this, WritableStreamDefaultWriter)) return rejectedWith(invalidThis());
    if (this[state].stream === undefined) return rejectedWith(invalidState('Writer is not bound to a WritableStream'));
    return writerWrite(this, chunk);
  }

  [customInspect](depth, options, inspect) {
    const w = check(this, WritableStreamDefaultWriter);
    const shown = { stream: w.stream, close: w.closed.promise, ready: w.ready.promise, desiredSize: this.desiredSize };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}
defineInterface(WritableStreamDefaultWriter);

function invalidThis() {
  return codes.ERR_INVALID_THIS('WritableStreamDefaultWriter');
}

function initialPromises(stream) {
  const s = stream[state];
  switch (s.state) {
    case 'writable': {
      const waits = !writable.closeQueuedOrInFlight(stream) && s.backpressure;
      return { ready: waits ? deferred() : resolvedDeferred(), closed: deferred() };
    }
    case 'erroring':
      return { ready: rejectedDeferred(s.storedError), closed: deferred() };
    case 'closed':
      return { ready: resolvedDeferred(), closed: resolvedDeferred() };
    default:
      return { ready: rejectedDeferred(s.storedError), closed: rejectedDeferred(s.storedError) };
  }
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-writer-get-desired-size */
function writerGetDesiredSize(stream) {
  const s = stream[state];
  if (s.state === 'errored' || s.state === 'erroring') return null;
  return s.state === 'closed' ? 0 : writable.getDesiredSize(s.controller);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-writer-write */
function writerWrite(writer, chunk) {
  const { stream } = writer[state];
  const s = stream[state];
  const size = writable.getChunkSize(s.controller, chunk);
  if (stream !== writer[state].stream) return rejectedWith(invalidState('Mismatched WritableStreams'));
  if (s.state === 'errored') return rejectedWith(s.storedError);
  if (writable.closeQueuedOrInFlight(stream) || s.state === 'closed') {
    return rejectedWith(invalidState('WritableStream is closed'));
  }
  if (s.state === 'erroring') return rejectedWith(s.storedError);
  const promise = writable.addWriteRequest(stream);
  writable.controllerWrite(s.controller, chunk, size);
  return promise;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-writer-close-with-error-propagation */
function writerCloseWithErrorPropagation(writer) {
  const { stream } = writer[state];
  const s = stream[state];
  if (writable.closeQueuedOrInFlight(stream) || s.state === 'closed') return resolvedWith(undefined);
  if (s.state === 'errored') return rejectedWith(s.storedError);
  return writable.writableStreamClose(stream);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-writer-release */
function writerRelease(writer) {
  const w = writer[state];
  const error = invalidState('Writer has been released');
  writable.ensureReadyRejected(w, error);
  ensureClosedRejected(w, error);
  w.stream[state].writer = undefined;
  w.stream = undefined;
}

function ensureClosedRejected(w, error) {
  if (w.closed.isPending) w.closed.reject(error);
  else w.closed = rejectedDeferred(error);
  markHandled(w.closed.promise);
}

module.exports = {
  WritableStreamDefaultWriter,
  writerGetDesiredSize,
  writerWrite,
  writerCloseWithErrorPropagation,
  writerRelease,
};
