// Pull-into descriptors of byte streams: https://streams.spec.whatwg.org/#rbs-controller-abstract-ops
// Go half: none. Functions here take a byte controller's slots.

const { DataView, Math, Uint8Array, TypedArray, Symbol, Object, ArrayBuffer, uncurryThis, global } = primordials;
const { state } = require('./slots');
const readable = require('./readable');

const typedArrayTag = uncurryThis(Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get);

/** The intrinsic class of a view. */
function viewClass(view) {
  const tag = typedArrayTag(view);
  return tag === undefined ? DataView : tag === 'Uint8Array' ? Uint8Array : global[tag];
}

function descriptor(buffer, byteOffset, byteLength, minimumFill, elementSize, Class, readerType) {
  return {
    buffer,
    bufferByteLength: buffer.byteLength, // also while another has the buffer
    byteOffset,
    byteLength,
    bytesFilled: 0,
    minimumFill,
    elementSize,
    Class,
    readerType,
  };
}

function hasBYOBReader(stream) {
  return stream[state].reader?.[state].readIntoRequests !== undefined;
}

function getNumReadIntoRequests(stream) {
  return stream[state].reader[state].readIntoRequests.length;
}

function clearPending(c) {
  invalidateBYOBRequest(c);
  c.pendingPullIntos = [];
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-invalidate-byob-request */
function invalidateBYOBRequest(c) {
  if (c.byobRequest === null) return;
  const r = c.byobRequest[state];
  r.controller = undefined;
  r.view = null;
  c.byobRequest = null;
}

function enqueueChunk(c, buffer, byteOffset, byteLength) {
  c.queue.items.push({ buffer, byteOffset, byteLength });
  c.queue.total += byteLength;
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueueclonedchunktoqueue */
function enqueueClonedChunk(c, buffer, byteOffset, byteLength) {
  enqueueChunk(c, ArrayBuffer.prototype.slice.call(buffer, byteOffset, byteOffset + byteLength), 0, byteLength);
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueuedetachedpullintotoqueue */
function enqueueDetachedToQueue(c, pending) {
  if (pending.bytesFilled > 0) enqueueClonedChunk(c, pending.buffer, pending.byteOffset, pending.bytesFilled);
  c.pendingPullIntos.shift();
}

/** The view a descriptor was filled for. */
function convert(pending) {
  const { buffer, byteOffset, bytesFilled, elementSize, Class } = pending;
  return new Class(buffer.transfer(), byteOffset, bytesFilled / elementSize);
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-commit-pull-into-descriptor */
function commit(c, pending) {
  const s = c.stream[state];
  const done = s.state === 'closed';
  const filled = convert(pending);
  const { readRequests, readIntoRequests } = s.reader[state];
  const request = (pending.readerType === 'default' ? readRequests : readIntoRequests).shift();
  if (done) request.close(filled);
  else request.chunk(filled);
}

/**
 * Copies what is queued and reports whether the descriptor is filled.
 * @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-fill-pull-into-descriptor-from-queue
 */
function fillFromQueue(c, pending) {
  const maxBytesToCopy = Math.min(c.queue.total, pending.byteLength - pending.bytesFilled);
  const maxBytesFilled = pending.bytesFilled + maxBytesToCopy;
  const maxAlignedBytes = maxBytesFilled - (maxBytesFilled % pending.elementSize);
  const ready = maxAlignedBytes >= pending.minimumFill;
  let remaining = ready ? maxAlignedBytes - pending.bytesFilled : maxBytesToCopy;
  while (remaining > 0) {
    const head = c.queue.items[0];
    const n = Math.min(remaining, head.byteLength);
    const target = new Uint8Array(pending.buffer, pending.byteOffset + pending.bytesFilled, n);
    target.set(new Uint8Array(head.buffer, head.byteOffset, n));
    if (head.byteLength === n) c.queue.items.shift();
    else {
      head.byteOffset += n;
      head.byteLength -= n;
    }
    c.queue.total -= n;
    pending.bytesFilled += n;
    remaining -= n;
  }
  return ready;
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-process-pull-into-descriptors-using-queue */
function processFromQueue(c) {
  while (c.pendingPullIntos.length > 0 && c.queue.total > 0) {
    const first = c.pendingPullIntos[0];
    if (!fillFromQueue(c, first)) continue;
    c.pendingPullIntos.shift();
    commit(c, first);
  }
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-closed-state */
function respondInClosedState(c) {
  if (c.pendingPullIntos[0].readerType === 'none') c.pendingPullIntos.shift();
  if (!hasBYOBReader(c.stream)) return;
  while (getNumReadIntoRequests(c.stream) > 0) commit(c, c.pendingPullIntos.shift());
}

/** @see https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-readable-state */
function respondInReadableState(c, bytesWritten) {
  const first = c.pendingPullIntos[0];
  first.bytesFilled += bytesWritten;
  if (first.readerType === 'none') {
    enqueueDetachedToQueue(c, first);
    processFromQueue(c);
    return;
  }
  if (first.bytesFilled < first.minimumFill) return;
  c.pendingPullIntos.shift();
  const remainder = first.bytesFilled % first.elementSize;
  if (remainder > 0) {
    const end = first.byteOffset + first.bytesFilled;
    enqueueClonedChunk(c, first.buffer, end - remainder, remainder);
  }
  first.bytesFilled -= remainder;
  commit(c, first);
  processFromQueue(c);
}

module.exports = {
  viewClass,
  descriptor,
  hasBYOBReader,
  getNumReadIntoRequests,
  clearPending,
  invalidateBYOBRequest,
  enqueueChunk,
  enqueueDetachedToQueue,
  convert,
  fillFromQueue,
  processFromQueue,
  respondInClosedState,
  respondInReadableState,
};
