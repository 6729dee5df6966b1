// ReadableStreamDefaultController: https://streams.spec.whatwg.org/#rs-default-controller-class
// Go half: none. Missing: none.

const { Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, cancelSteps, pullSteps, releaseSteps, check, invalidState, nothing, then, promiseOf, promiseCall } = slots;
const { resolvedWith, createQueue, isEmpty, enqueueValueWithSize, dequeueValue, resetQueue, methodOf } = slots;
const readable = require('./readable');
const { getNumReadRequests, isReadableStreamLocked } = readable;

const construct = Symbol('construct');

class ReadableStreamDefaultController {
  constructor(token = undefined) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    check(this, ReadableStreamDefaultController);
    return getDesiredSize(this);
  }

  close() {
    check(this, ReadableStreamDefaultController);
    if (!canCloseOrEnqueue(this)) throw invalidState('Controller is already closed');
    close(this);
  }

  enqueue(chunk = undefined) {
    check(this, ReadableStreamDefaultController);
    if (!canCloseOrEnqueue(this)) throw invalidState('Controller is already closed');
    enqueue(this, chunk);
  }

  error(e = undefined) {
    check(this, ReadableStreamDefaultController);
    error(this, e);
  }

  [cancelSteps](reason) {
    const c = this[state];
    resetQueue(c.queue);
    const { cancelAlgorithm } = c;
    clearAlgorithms(c);
    return cancelAlgorithm(reason);
  }

  [pullSteps](request) {
    const c = this[state];
    if (isEmpty(c.queue)) {
      c.stream[state].reader[state].readRequests.push(request);
      callPullIfNeeded(this);
      return;
    }
    const chunk = dequeueValue(c.queue);
    if (c.closeRequested && isEmpty(c.queue)) {
      clearAlgorithms(c);
      readable.readableStreamClose(c.stream);
    } else callPullIfNeeded(this);
    request.chunk(chunk);
  }

  [releaseSteps]() {}
}
defineInterface(ReadableStreamDefaultController);

/** @see https://streams.spec.whatwg.org/#readable-stream-default-controller-call-pull-if-needed */
function callPullIfNeeded(controller) {
  const c = controller[state];
  if (!shouldCallPull(controller)) return;
  if (c.pulling) {
    c.pullAgain = true;
    return;
  }
  c.pulling = true;
  then(
    c.pullAlgorithm(),
    () => {
      c.pulling = false;
      if (!c.pullAgain) return;
      c.pullAgain = false;
      callPullIfNeeded(controller);
    },
    (e) => error(controller, e),
  );
}

function shouldCallPull(controller) {
  const c = controller[state];
  if (!canCloseOrEnqueue(controller) || !c.started) return false;
  if (isReadableStreamLocked(c.stream) && getNumReadRequests(c.stream) > 0) return true;
  return getDesiredSize(controller) > 0;
}

function clearAlgorithms(c) {
  c.pullAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
  c.sizeAlgorithm = undefined;
}

/** @see https://streams.spec.whatwg.org/#readable-stream-default-controller-close */
function close(controller) {
  const c = controller[state];
  if (!canCloseOrEnqueue(controller)) return;
  c.closeRequested = true;
  if (!isEmpty(c.queue)) return;
  clearAlgorithms(c);
  readable.readableStreamClose(c.stream);
}

/** @see https://streams.spec.whatwg.org/#readable-stream-default-controller-enqueue */
function enqueue(controller, chunk) {
  const c = controller[state];
  if (!canCloseOrEnqueue(controller)) return;
  if (isReadableStreamLocked(c.stream) && getNumReadRequests(c.stream) > 0) {
    readable.fulfillReadRequest(c.stream, chunk, false);
  } else {
    try {
      enqueueValueWithSize(c.queue, chunk, c.sizeAlgorithm(chunk));
    } catch (e) {
      error(controller, e);
      throw e;
    }
  }
  callPullIfNeeded(controller);
}

/** @see https://streams.spec.whatwg.org/#readable-stream-default-controller-error */
function error(controller, e) {
  const c = controller[state];
  if (c.stream[state].state !== 'readable') return;
  resetQueue(c.queue);
  clearAlgorithms(c);
  readable.readableStreamError(c.stream, e);
}

/** @see https://streams.spec.whatwg.org/#readable-stream-default-controller-get-desired-size */
function getDesiredSize(controller) {
  const c = controller[state];
  switch (c.stream[state].state) {
    case 'errored':
      return null;
    case 'closed':
      return 0;
    default:
      return c.highWaterMark - c.queue.total;
  }
}

function canCloseOrEnqueue(controller) {
  const c = controller[state];
  return !c.closeRequested && c.stream[state].state === 'readable';
}

/* -------------------------------------------------------------------- *
 * Setting up.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#set-up-readable-stream-default-controller */
function setUp(stream, controller, algorithms, highWaterMark, sizeAlgorithm) {
  const c = {
    brand: ReadableStreamDefaultController,
    stream,
    queue: createQueue(),
    started: false,
    closeRequested: false,
    pullAgain: false,
    pulling: false,
    sizeAlgorithm,
    highWaterMark,
    pullAlgorithm: algorithms.pull,
    cancelAlgorithm: algorithms.cancel,
  };
  controller[state] = c;
  stream[state].controller = controller;
  then(
    promiseOf(algorithms.start()),
    () => {
      c.started = true;
      callPullIfNeeded(controller);
    },
    (e) => error(controller, e),
  );
}

/** @see https://streams.spec.whatwg.org/#set-up-readable-stream-default-controller-from-underlying-source */
function setUpFromSource(stream, source, { size, highWaterMark }) {
  const h = slots.extractHighWaterMark(highWaterMark, 1);
  const sizeAlgorithm = slots.extractSizeAlgorithm(size);
  const controller = new ReadableStreamDefaultController(construct);
  setUp(stream, controller, sourceAlgorithms(source, controller), h, sizeAlgorithm);
}

/** The start, pull and cancel of a source, each looked up once. */
function sourceAlgorithms(source, controller) {
  const start = methodOf(source, 'start', 'source');
  const pull = methodOf(source, 'pull', 'source');
  const cancel = methodOf(source, 'cancel', 'source');
  return {
    start: start === undefined ? nothing : () => start.call(source, controller),
    pull: pull === undefined ? () => resolvedWith(undefined) : () => promiseCall(pull, source, controller),
    cancel: cancel === undefined ? () => resolvedWith(undefined) : (reason) => promiseCall(cancel, source, reason),
  };
}

const resolved = () => resolvedWith(undefined);

/**
 * A stream of our own making, and its controller.
 * @see https://streams.spec.whatwg.org/#create-readable-stream
 */
function createReadableStream({ start = nothing, pull = resolved, cancel = resolved }, highWaterMark = 1, size = () => 1) {
  const stream = readable.createStream();
  const controller = new ReadableStreamDefaultController(construct);
  setUp(stream, controller, { start, pull, cancel }, highWaterMark, size);
  return { stream, controller };
}

module.exports = {
  ReadableStreamDefaultController,
  setUpFromSource,
  sourceAlgorithms,
  createReadableStream,
  close,
  enqueue,
  error,
  getDesiredSize,
  canCloseOrEnqueue,
  /** @see https://streams.spec.whatwg.org/#rs-default-controller-has-backpressure */
  hasBackpressure: (controller) => !shouldCallPull(controller),
};
