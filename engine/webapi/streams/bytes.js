// ReadableByteStreamController and ReadableStreamBYOBRequest:
// https://streams.spec.whatwg.org/#rbs-controller-class
// Go half: none. Missing: none. The algorithms on pull-into descriptors are in
// pullinto.js.

const { ArrayBuffer, Symbol, Uint8Array, Number } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, cancelSteps, pullSteps, releaseSteps, check, invalidState, then, promiseOf } = slots;
const readable = require('./readable');
const { hasDefaultReader, getNumReadRequests } = readable;
const pullinto = require('./pullinto');

const construct = Symbol('construct');

class ReadableStreamBYOBRequest {
  constructor(token = undefined) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get view() {
    return check(this, ReadableStreamBYOBRequest).view;
  }

  respond(bytesWritten) {
    const r = check(this, ReadableStreamBYOBRequest);
    if (r.controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (r.view.buffer.detached) throw invalidState('Viewed ArrayBuffer is detached');
    respond(r.controller, Number(bytesWritten));
  }

  respondWithNewView(view) {
    const r = check(this, ReadableStreamBYOBRequest);
    if (r.controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (!ArrayBuffer.isView(view)) throw codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (view.buffer.detached) throw invalidState('Viewed ArrayBuffer is detached');
    respondWithNewView(r.controller, view);
  }
}
defineInterface(ReadableStreamBYOBRequest);

class ReadableByteStreamController {
  constructor(token = undefined) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get byobRequest() {
    check(this, ReadableByteStreamController);
    return getBYOBRequest(this);
  }

  get desiredSize() {
    check(this, ReadableByteStreamController);
    return getDesiredSize(this);
  }

  close() {
    const c = check(this, ReadableByteStreamController);
    if (c.closeRequested) throw invalidState('Controller is already closed');
    if (c.stream[state].state !== 'readable') throw invalidState('ReadableStream is already closed');
    close(this);
  }

  enqueue(chunk) {
    const c = check(this, ReadableByteStreamController);
    if (!ArrayBuffer.isView(chunk)) throw codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw invalidState('chunk ArrayBuffer is zero-length or detached');
    }
    if (c.closeRequested) throw invalidState('Controller is already closed');
    if (c.stream[state].state !== 'readable') throw invalidState('ReadableStream is already closed');
    enqueue(this, chunk);
  }

  error(e = undefined) {
    check(this, ReadableByteStreamController);
    error(this, e);
  }

  [cancelSteps](reason) {
    const c = this[state];
    pullinto.clearPending(c);
    slots.resetQueue(c.queue);
    const { cancelAlgorithm } = c;
    clearAlgorithms(c);
    return cancelAlgorithm(reason);
  }

  /** @see https://streams.spec.whatwg.org/#rbs-controller-private-pull */
  [pullSteps](request) {
    const c = this[state];
    if (c.queue.total > 0) {
      fillReadRequestFromQueue(this, request);
      return;
    }
    if (c.autoAllocateChunkSize !== undefined) {
      const size = c.autoAllocateChunkSize;
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (e) {
        request.error(e);
        return;
      }
      c.pendingPullIntos.push(pullinto.descriptor(buffer, 0, size, 1, 1, Uint8Array, 'default'));
    }
    c.stream[state].reader[state].readRequests.push(request);
    callPullIfNeeded(this);
  }

  /** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontroller-releasesteps */
  [releaseSteps]() {
    const c = this[state];
    if (c.pendingPullIntos.length === 0) return;
    c.pendingPullIntos[0].readerType = 'none';
    c.pendingPullIntos.length = 1;
  }
}
defineInterface(ReadableByteStreamController);

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollergetbyobrequest */
function getBYOBRequest(controller) {
  const c = controller[state];
  if (c.byobRequest === null && c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
    c.byobRequest = new ReadableStreamBYOBRequest(construct);
    c.byobRequest[state] = { brand: ReadableStreamBYOBRequest, controller, view };
  }
  return c.byobRequest;
}

/* -------------------------------------------------------------------- *
 * Pulling, as in controller.js.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-call-pull-if-needed */
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
  if (c.stream[state].state !== 'readable' || c.closeRequested || !c.started) return false;
  if (hasDefaultReader(c.stream) && getNumReadRequests(c.stream) > 0) return true;
  if (pullinto.hasBYOBReader(c.stream) && pullinto.getNumReadIntoRequests(c.stream) > 0) return true;
  return getDesiredSize(controller) > 0;
}

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

function clearAlgorithms(c) {
  c.pullAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-error */
function error(controller, e) {
  const c = controller[state];
  if (c.stream[state].state !== 'readable') return;
  pullinto.clearPending(c);
  slots.resetQueue(c.queue);
  clearAlgorithms(c);
  readable.readableStreamError(c.stream, e);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-close */
function close(controller) {
  const c = controller[state];
  if (c.closeRequested || c.stream[state].state !== 'readable') return;
  if (c.queue.total > 0) {
    c.closeRequested = true;
    return;
  }
  const first = c.pendingPullIntos[0];
  if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
    const e = invalidState('Partial read');
    error(controller, e);
    throw e;
  }
  clearAlgorithms(c);
  readable.readableStreamClose(c.stream);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-enqueue */
function enqueue(controller, chunk) {
  const c = controller[state];
  if (c.closeRequested || c.stream[state].state !== 'readable') return;
  const { byteOffset, byteLength } = chunk;
  const buffer = chunk.buffer.transfer();
  const first = c.pendingPullIntos[0];
  if (first !== undefined) {
    if (first.buffer.detached) throw invalidState('Destination ArrayBuffer is detached');
    pullinto.invalidateBYOBRequest(c);
    first.buffer = first.buffer.transfer();
    if (first.readerType === 'none') pullinto.enqueueDetachedToQueue(c, first);
  }
  if (hasDefaultReader(c.stream)) {
    processReadRequests(controller);
    if (getNumReadRequests(c.stream) === 0) pullinto.enqueueChunk(c, buffer, byteOffset, byteLength);
    else {
      if (c.pendingPullIntos.length > 0) c.pendingPullIntos.shift();
      readable.fulfillReadRequest(c.stream, new Uint8Array(buffer, byteOffset, byteLength), false);
    }
  } else {
    pullinto.enqueueChunk(c, buffer, byteOffset, byteLength);
    if (pullinto.hasBYOBReader(c.stream)) pullinto.processFromQueue(c);
  }
  callPullIfNeeded(controller);
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerprocessreadrequestsusingqueue */
function processReadRequests(controller) {
  const c = controller[state];
  const { readRequests } = c.stream[state].reader[state];
  while (readRequests.length > 0 && c.queue.total > 0) fillReadRequestFromQueue(controller, readRequests.shift());
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerfillreadrequestfromqueue */
function fillReadRequestFromQueue(controller, request) {
  const c = controller[state];
  const { buffer, byteOffset, byteLength } = c.queue.items.shift();
  c.queue.total -= byteLength;
  handleQueueDrain(controller);
  request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-handle-queue-drain */
function handleQueueDrain(controller) {
  const c = controller[state];
  if (c.queue.total === 0 && c.closeRequested) {
    clearAlgorithms(c);
    readable.readableStreamClose(c.stream);
  } else callPullIfNeeded(controller);
}

/* -------------------------------------------------------------------- *
 * Reading into a view, and the source's answers.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-pull-into */
function pullInto(controller, view, min, request) {
  const c = controller[state];
  const Class = pullinto.viewClass(view);
  const elementSize = Class.BYTES_PER_ELEMENT ?? 1;
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = view.buffer.transfer();
  } catch (e) {
    request.error(e);
    return;
  }
  const pending = pullinto.descriptor(buffer, byteOffset, byteLength, min * elementSize, elementSize, Class, 'byob');
  const { readIntoRequests } = c.stream[state].reader[state];
  if (c.pendingPullIntos.length > 0) {
    c.pendingPullIntos.push(pending);
    readIntoRequests.push(request);
    return;
  }
  if (c.stream[state].state === 'closed') {
    request.close(new Class(buffer, byteOffset, 0));
    return;
  }
  if (c.queue.total > 0) {
    if (pullinto.fillFromQueue(c, pending)) {
      const filled = pullinto.convert(pending);
      handleQueueDrain(controller);
      request.chunk(filled);
      return;
    }
    if (c.closeRequested) {
      const e = invalidState('ReadableStream closed');
      error(controller, e);
      request.error(e);
      return;
    }
  }
  c.pendingPullIntos.push(pending);
  readIntoRequests.push(request);
  callPullIfNeeded(controller);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond */
function respond(controller, bytesWritten) {
  const c = controller[state];
  const first = c.pendingPullIntos[0];
  if (!Number.isInteger(bytesWritten) || bytesWritten < 0) {
    throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
  }
  if (c.stream[state].state === 'closed') {
    if (bytesWritten !== 0) throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
  } else {
    if (bytesWritten === 0) throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    if (first.bytesFilled + bytesWritten > first.byteLength) {
      throw codes.ERR_INVALID_ARG_VALUE_RANGE('bytesWritten', bytesWritten);
    }
  }
  first.buffer = first.buffer.transfer();
  respondInternal(controller, bytesWritten);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-with-new-view */
function respondWithNewView(controller, view) {
  const c = controller[state];
  const first = c.pendingPullIntos[0];
  const { byteLength, byteOffset } = view;
  if (c.stream[state].state === 'closed') {
    if (byteLength !== 0) throw invalidState('View is not zero-length');
  } else if (byteLength === 0) throw invalidState('View is zero-length');
  const isElsewhere =
    first.byteOffset + first.bytesFilled !== byteOffset ||
    first.bytesFilled + byteLength > first.byteLength ||
    first.bufferByteLength !== view.buffer.byteLength;
  if (isElsewhere) throw codes.ERR_INVALID_ARG_VALUE_RANGE('view', view);
  first.buffer = view.buffer.transfer();
  respondInternal(controller, byteLength);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-internal */
function respondInternal(controller, bytesWritten) {
  const c = controller[state];
  pullinto.invalidateBYOBRequest(c);
  if (c.stream[state].state === 'closed') pullinto.respondInClosedState(c);
  else pullinto.respondInReadableState(c, bytesWritten);
  callPullIfNeeded(controller);
}

/* -------------------------------------------------------------------- *
 * Setting up.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#set-up-readable-byte-stream-controller */
function setUp(stream, controller, algorithms, highWaterMark, autoAllocateChunkSize) {
  const c = {
    brand: ReadableByteStreamController,
    stream,
    queue: slots.createQueue(), // of { buffer, byteOffset, byteLength }
    started: false,
    closeRequested: false,
    pullAgain: false,
    pulling: false,
    byobRequest: null,
    highWaterMark,
    autoAllocateChunkSize,
    pendingPullIntos: [],
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

/** @see https://streams.spec.whatwg.org/#set-up-readable-byte-stream-controller-from-underlying-source */
function setUpFromSource(stream, source, { size, highWaterMark }) {
  if (size !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('strategy.size', size);
  const { autoAllocateChunkSize } = source;
  if (autoAllocateChunkSize !== undefined && !(Number(autoAllocateChunkSize) > 0)) {
    throw codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
  }
  const controller = new ReadableByteStreamController(construct);
  const algorithms = require('./controller').sourceAlgorithms(source, controller);
  setUp(stream, controller, algorithms, slots.extractHighWaterMark(highWaterMark, 0), autoAllocateChunkSize);
}

/** A byte stream of our own making, and its controller. */
function createReadableByteStream({ start = slots.nothing, pull, cancel }) {
  const stream = readable.createStream();
  const controller = new ReadableByteStreamController(construct);
  setUp(stream, controller, { start, pull, cancel }, 0, undefined);
  return { stream, controller };
}

module.exports = {
  ReadableByteStreamController,
  ReadableStreamBYOBRequest,
  setUpFromSource,
  createReadableByteStream,
  getBYOBRequest,
  pullInto,
  respond,
  respondWithNewView,
  enqueue,
  close,
  error,
};
