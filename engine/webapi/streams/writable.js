// WritableStream and its controller: https://streams.spec.whatwg.org/#ws
// Go half: none. Missing: transferring a stream. The writer is in writer.js.

const { Object, Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, abortSteps, errorSteps, settle, check, isBranded, invalidState, nothing, customInspect } = slots;
const { deferred, resolvedWith, rejectedWith, rejectedDeferred, markHandled, then, promiseCall, toObject } = slots;

/* -------------------------------------------------------------------- *
 * WritableStream.
 * -------------------------------------------------------------------- */

class WritableStream {
  constructor(underlyingSink = {}, strategy = {}) {
    if (underlyingSink === null) throw codes.ERR_INVALID_ARG_TYPE('sink', 'Object', underlyingSink);
    const sink = toObject(underlyingSink, 'sink');
    const queuing = toObject(strategy, 'strategy');
    if (sink.type !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('type', sink.type);
    this[state] = initialState();
    const size = slots.extractSizeAlgorithm(queuing);
    const highWaterMark = slots.extractHighWaterMark(queuing, 1);
    setUpFromSink(this, sink, highWaterMark, size);
  }

  get locked() {
    return check(this, WritableStream).writer !== undefined;
  }

  abort(reason = undefined) {
    if (!isBranded(this, WritableStream)) return rejectedWith(codes.ERR_INVALID_THIS('WritableStream'));
    if (this[state].writer !== undefined) return rejectedWith(invalidState('WritableStream is locked'));
    return writableStreamAbort(this, reason);
  }

  close() {
    if (!isBranded(this, WritableStream)) return rejectedWith(codes.ERR_INVALID_THIS('WritableStream'));
    if (this[state].writer !== undefined) return rejectedWith(invalidState('WritableStream is locked'));
    if (closeQueuedOrInFlight(this)) return rejectedWith(invalidState('Failure closing WritableStream'));
    return writableStreamClose(this);
  }

  getWriter() {
    check(this, WritableStream);
    const { WritableStreamDefaultWriter } = require('./writer');
    return new WritableStreamDefaultWriter(this);
  }

  [customInspect](depth, options, inspect) {
    const { state: shown } = check(this, WritableStream);
    return `${this.constructor.name} ${inspect({ locked: this.locked, state: shown }, options)}`;
  }
}
defineInterface(WritableStream);

function initialState() {
  return {
    brand: WritableStream,
    state: 'writable',
    storedError: undefined,
    writer: undefined,
    controller: undefined,
    writeRequests: [], // deferreds, one for each chunk in the queue
    inFlightWriteRequest: undefined,
    closeRequest: undefined,
    inFlightCloseRequest: undefined,
    pendingAbortRequest: undefined, // { result, reason, wasAlreadyErroring }
    backpressure: false,
  };
}

const isWritableStream = (value) => isBranded(value, WritableStream);

/** @see https://streams.spec.whatwg.org/#writable-stream-close-queued-or-in-flight */
function closeQueuedOrInFlight(stream) {
  const s = stream[state];
  return s.closeRequest !== undefined || s.inFlightCloseRequest !== undefined;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-abort */
function writableStreamAbort(stream, reason) {
  const s = stream[state];
  if (s.state === 'closed' || s.state === 'errored') return resolvedWith(undefined);
  s.controller[state].signalAbort(reason);
  if (s.state === 'closed' || s.state === 'errored') return resolvedWith(undefined);
  if (s.pendingAbortRequest !== undefined) return s.pendingAbortRequest.result.promise;
  const wasAlreadyErroring = s.state === 'erroring';
  const result = deferred();
  s.pendingAbortRequest = { result, reason: wasAlreadyErroring ? undefined : reason, wasAlreadyErroring };
  if (!wasAlreadyErroring) startErroring(stream, reason);
  return result.promise;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-close */
function writableStreamClose(stream) {
  const s = stream[state];
  if (s.state === 'closed' || s.state === 'errored') {
    return rejectedWith(invalidState('WritableStream is closed'));
  }
  const request = deferred();
  s.closeRequest = request;
  if (s.writer !== undefined && s.backpressure && s.state === 'writable') s.writer[state].ready.resolve(undefined);
  controllerClose(s.controller);
  return request.promise;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-add-write-request */
function addWriteRequest(stream) {
  const request = deferred();
  stream[state].writeRequests.push(request);
  return request.promise;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-update-backpressure */
function updateBackpressure(stream, backpressure) {
  const s = stream[state];
  if (s.writer !== undefined && backpressure !== s.backpressure) {
    if (backpressure) s.writer[state].ready = deferred();
    else s.writer[state].ready.resolve(undefined);
  }
  s.backpressure = backpressure;
}

/* -------------------------------------------------------------------- *
 * Erroring and finishing.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#writable-stream-start-erroring */
function startErroring(stream, reason) {
  const s = stream[state];
  s.state = 'erroring';
  s.storedError = reason;
  if (s.writer !== undefined) ensureReadyRejected(s.writer[state], reason);
  if (!hasOperationInFlight(s) && s.controller[state].started) finishErroring(stream);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-writer-ensure-ready-promise-rejected */
function ensureReadyRejected(writerState, error) {
  if (writerState.ready.isPending) writerState.ready.reject(error);
  else writerState.ready = rejectedDeferred(error);
  markHandled(writerState.ready.promise);
}

function hasOperationInFlight(s) {
  return s.inFlightWriteRequest !== undefined || s.inFlightCloseRequest !== undefined;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-finish-erroring */
function finishErroring(stream) {
  const s = stream[state];
  s.state = 'errored';
  settle(s, s.storedError);
  s.controller[errorSteps]();
  const requests = s.writeRequests;
  s.writeRequests = [];
  for (const request of requests) request.reject(s.storedError);
  const abort = s.pendingAbortRequest;
  if (abort === undefined) {
    rejectCloseAndClosed(stream);
    return;
  }
  s.pendingAbortRequest = undefined;
  if (abort.wasAlreadyErroring) {
    abort.result.reject(s.storedError);
    rejectCloseAndClosed(stream);
    return;
  }
  then(
    s.controller[abortSteps](abort.reason),
    () => {
      abort.result.resolve(undefined);
      rejectCloseAndClosed(stream);
    },
    (e) => {
      abort.result.reject(e);
      rejectCloseAndClosed(stream);
    },
  );
}

/** @see https://streams.spec.whatwg.org/#writable-stream-reject-close-and-closed-promise-if-needed */
function rejectCloseAndClosed(stream) {
  const s = stream[state];
  if (s.closeRequest !== undefined) {
    s.closeRequest.reject(s.storedError);
    s.closeRequest = undefined;
  }
  if (s.writer === undefined) return;
  s.writer[state].closed.reject(s.storedError);
  markHandled(s.writer[state].closed.promise);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-deal-with-rejection */
function dealWithRejection(stream, error) {
  if (stream[state].state === 'writable') startErroring(stream, error);
  else finishErroring(stream);
}

function finishInFlightWrite(stream) {
  const s = stream[state];
  s.inFlightWriteRequest.resolve(undefined);
  s.inFlightWriteRequest = undefined;
}

function finishInFlightWriteWithError(stream, error) {
  const s = stream[state];
  s.inFlightWriteRequest.reject(error);
  s.inFlightWriteRequest = undefined;
  dealWithRejection(stream, error);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close */
function finishInFlightClose(stream) {
  const s = stream[state];
  s.inFlightCloseRequest.resolve(undefined);
  s.inFlightCloseRequest = undefined;
  if (s.state === 'erroring') {
    s.storedError = undefined;
    if (s.pendingAbortRequest !== undefined) {
      s.pendingAbortRequest.result.resolve(undefined);
      s.pendingAbortRequest = undefined;
    }
  }
  s.state = 'closed';
  settle(s);
  if (s.writer !== undefined) s.writer[state].closed.resolve(undefined);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close-with-error */
function finishInFlightCloseWithError(stream, error) {
  const s = stream[state];
  s.inFlightCloseRequest.reject(error);
  s.inFlightCloseRequest = undefined;
  if (s.pendingAbortRequest !== undefined) {
    s.pendingAbortRequest.result.reject(error);
    s.pendingAbortRequest = undefined;
  }
  dealWithRejection(stream, error);
}

/* -------------------------------------------------------------------- *
 * WritableStreamDefaultController.
 * -------------------------------------------------------------------- */

const construct = Symbol('construct');
const closeSentinel = Symbol('close');

class WritableStreamDefaultController {
  constructor(token) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get signal() {
    return check(this, WritableStreamDefaultController).signal();
  }

  error(e = undefined) {
    const c = check(this, WritableStreamDefaultController);
    if (c.stream[state].state === 'writable') controllerError(this, e);
  }

  [abortSteps](reason) {
    const c = this[state];
    const { abortAlgorithm } = c;
    clearAlgorithms(c);
    return abortAlgorithm(reason);
  }

  [errorSteps]() {
    slots.resetQueue(this[state].queue);
  }
}
defineInterface(WritableStreamDefaultController);

function clearAlgorithms(c) {
  c.writeAlgorithm = undefined;
  c.closeAlgorithm = undefined;
  c.abortAlgorithm = undefined;
  c.sizeAlgorithm = undefined;
}

function controllerClose(controller) {
  slots.enqueueValueWithSize(controller[state].queue, closeSentinel, 0);
  advanceQueueIfNeeded(controller);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-error */
function controllerError(controller, error) {
  const c = controller[state];
  clearAlgorithms(c);
  startErroring(c.stream, error);
}

function controllerErrorIfNeeded(controller, error) {
  if (controller[state].stream[state].state === 'writable') controllerError(controller, error);
}

function getDesiredSize(controller) {
  const c = controller[state];
  return c.highWaterMark - c.queue.total;
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-get-chunk-size */
function getChunkSize(controller, chunk) {
  const { sizeAlgorithm } = controller[state];
  if (sizeAlgorithm === undefined) return 1;
  try {
    return sizeAlgorithm(chunk);
  } catch (e) {
    controllerErrorIfNeeded(controller, e);
    return 1;
  }
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-write */
function controllerWrite(controller, chunk, size) {
  const c = controller[state];
  try {
    slots.enqueueValueWithSize(c.queue, chunk, size);
  } catch (e) {
    controllerErrorIfNeeded(controller, e);
    return;
  }
  if (!closeQueuedOrInFlight(c.stream) && c.stream[state].state === 'writable') {
    updateBackpressure(c.stream, getDesiredSize(controller) <= 0);
  }
  advanceQueueIfNeeded(controller);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-advance-queue-if-needed */
function advanceQueueIfNeeded(controller) {
  const c = controller[state];
  const s = c.stream[state];
  if (!c.started || s.inFlightWriteRequest !== undefined) return;
  if (s.state === 'erroring') {
    finishErroring(c.stream);
    return;
  }
  if (slots.isEmpty(c.queue)) return;
  const value = slots.peekQueueValue(c.queue);
  if (value === closeSentinel) processClose(controller);
  else processWrite(controller, value);
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-process-close */
function processClose(controller) {
  const c = controller[state];
  const s = c.stream[state];
  s.inFlightCloseRequest = s.closeRequest;
  s.closeRequest = undefined;
  slots.dequeueValue(c.queue);
  const closing = c.closeAlgorithm();
  clearAlgorithms(c);
  then(
    closing,
    () => finishInFlightClose(c.stream),
    (e) => finishInFlightCloseWithError(c.stream, e),
  );
}

/** @see https://streams.spec.whatwg.org/#writable-stream-default-controller-process-write */
function processWrite(controller, chunk) {
  const c = controller[state];
  const s = c.stream[state];
  s.inFlightWriteRequest = s.writeRequests.shift();
  then(
    c.writeAlgorithm(chunk),
    () => {
      finishInFlightWrite(c.stream);
      slots.dequeueValue(c.queue);
      if (!closeQueuedOrInFlight(c.stream) && s.state === 'writable') {
        updateBackpressure(c.stream, getDesiredSize(controller) <= 0);
      }
      advanceQueueIfNeeded(controller);
    },
    (e) => {
      if (s.state === 'writable') clearAlgorithms(c);
      finishInFlightWriteWithError(c.stream, e);
    },
  );
}

/* -------------------------------------------------------------------- *
 * Setting up.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#set-up-writable-stream-default-controller */
function setUp(stream, controller, algorithms, highWaterMark, sizeAlgorithm) {
  let abortSignal;
  const signal = () => (abortSignal ??= require('internal:webapi/dom/abort').createAbortSignal());
  const c = {
    brand: WritableStreamDefaultController,
    stream,
    queue: slots.createQueue(),
    signal,
    signalAbort: (reason) => require('internal:webapi/dom/abort').signalAbort(signal(), reason),
    started: false,
    sizeAlgorithm,
    highWaterMark,
    writeAlgorithm: algorithms.write,
    closeAlgorithm: algorithms.close,
    abortAlgorithm: algorithms.abort,
  };
  controller[state] = c;
  stream[state].controller = controller;
  updateBackpressure(stream, getDesiredSize(controller) <= 0);
  then(
    resolvedWith(algorithms.start()),
    () => {
      c.started = true;
      advanceQueueIfNeeded(controller);
    },
    (e) => {
      c.started = true;
      dealWithRejection(stream, e);
    },
  );
}

/** @see https://streams.spec.whatwg.org/#set-up-writable-stream-default-controller-from-underlying-sink */
function setUpFromSink(stream, sink, highWaterMark, sizeAlgorithm) {
  const controller = new WritableStreamDefaultController(construct);
  const start = slots.methodOf(sink, 'start', 'sink');
  const write = slots.methodOf(sink, 'write', 'sink');
  const close = slots.methodOf(sink, 'close', 'sink');
  const abort = slots.methodOf(sink, 'abort', 'sink');
  const algorithms = {
    start: start === undefined ? nothing : () => start.call(sink, controller),
    write: write === undefined ? resolved : (chunk) => promiseCall(write, sink, chunk, controller),
    close: close === undefined ? resolved : () => promiseCall(close, sink),
    abort: abort === undefined ? resolved : (reason) => promiseCall(abort, sink, reason),
  };
  setUp(stream, controller, algorithms, highWaterMark, sizeAlgorithm);
}

const resolved = () => resolvedWith(undefined);

/**
 * A stream of our own making.
 * @see https://streams.spec.whatwg.org/#create-writable-stream
 */
function createWritableStream({ start = nothing, write, close = resolved, abort = resolved }, highWaterMark = 1, size = () => 1) {
  const stream = Object.create(WritableStream.prototype);
  stream[state] = initialState();
  const controller = new WritableStreamDefaultController(construct);
  setUp(stream, controller, { start, write, close, abort }, highWaterMark, size);
  return stream;
}

module.exports = {
  WritableStream,
  WritableStreamDefaultController,
  createWritableStream,
  isWritableStream,
  closeQueuedOrInFlight,
  writableStreamAbort,
  writableStreamClose,
  addWriteRequest,
  ensureReadyRejected,
  controllerErrorIfNeeded,
  controllerWrite,
  getChunkSize,
  getDesiredSize,
};
