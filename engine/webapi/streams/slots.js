// What the files of the Streams standard share: the symbol of internal slots,
// promises that belong to a slot, and the queue with sizes.
// https://streams.spec.whatwg.org/#queue-with-sizes

const { Promise, PromiseResolve, RangeError, Symbol, Number } = primordials;
const { call, getFrame, nativeThen } = require('internal:js/context');
const { codes, nodeError } = require('internal:webapi/webidl/codes');

/** A stream's, reader's or controller's slots: object[state]. */
const state = Symbol('state');
/** A readable controller's internal methods. */
const cancelSteps = Symbol('[[CancelSteps]]');
const pullSteps = Symbol('[[PullSteps]]');
const releaseSteps = Symbol('[[ReleaseSteps]]');
/** A writable controller's internal methods. */
const abortSteps = Symbol('[[AbortSteps]]');
const errorSteps = Symbol('[[ErrorSteps]]');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Calls fn when a stream has closed, or with the error it failed with. node:stream's
 * finished() is told so; the standard has no such thing.
 */
function onSettled(stream, fn) {
  const s = stream[state];
  if (s.state === 'closed') fn();
  else if (s.state === 'errored') fn(s.storedError);
  else (s.settled ??= []).push(fn);
}

/** Tells those who wait for a stream's end. */
function settle(s, ...error) {
  const waiting = s.settled ?? [];
  s.settled = undefined;
  for (const fn of waiting) fn(...error);
}

/* -------------------------------------------------------------------- *
 * Promises.
 * -------------------------------------------------------------------- */

const nothing = () => {};

/** A promise with its functions, which know whether it waits for them. */
function deferred() {
  const d = { promise: undefined, resolve: undefined, reject: undefined, isPending: true };
  d.promise = new Promise((resolve, reject) => {
    d.resolve = (value) => {
      d.isPending = false;
      resolve(value);
    };
    d.reject = (error) => {
      d.isPending = false;
      reject(error);
    };
  });
  return d;
}

function resolvedWith(value) {
  return PromiseResolve(value);
}

function rejectedWith(error) {
  return new Promise((_, reject) => reject(error));
}

/** Sets a promise's [[PromiseIsHandled]]. */
function markHandled(promise) {
  nativeThen(promise, undefined, nothing);
}

/** A deferred that is rejected already, without anyone having to handle it. */
function rejectedDeferred(error) {
  const promise = rejectedWith(error);
  markHandled(promise);
  return { promise, resolve: nothing, reject: nothing, isPending: false };
}

function resolvedDeferred() {
  return { promise: PromiseResolve(undefined), resolve: nothing, reject: nothing, isPending: false };
}

/** Promise.prototype.then that keeps the async context and cannot be patched. */
function then(promise, onFulfilled, onRejected) {
  const frame = getFrame();
  return nativeThen(
    promise,
    onFulfilled && ((value) => call(frame, onFulfilled, value)),
    onRejected && ((error) => call(frame, onRejected, error)),
  );
}

/** Calls a method of the project's and gives a promise of what it returns. */
function promiseCall(method, self, ...args) {
  try {
    return PromiseResolve(method.apply(self, args));
  } catch (error) {
    return rejectedWith(error);
  }
}

/* -------------------------------------------------------------------- *
 * Brands and errors.
 * -------------------------------------------------------------------- */

/** Throws unless value is an instance of Class with its slots. */
function check(value, Class) {
  if (typeof value !== 'object' || value === null || value[state]?.brand !== Class) {
    throw codes.ERR_INVALID_THIS(Class.name);
  }
  return value[state];
}

function isBranded(value, Class) {
  return typeof value === 'object' && value !== null && value[state]?.brand === Class;
}

/** The TypeErrors of the standard, in Node's words. */
const invalidState = (reason) => codes.ERR_INVALID_STATE_TYPE(reason);

/* -------------------------------------------------------------------- *
 * Queues with sizes: { items: [{ value, size }], head, total }.
 * -------------------------------------------------------------------- */

function createQueue() {
  return { items: [], head: 0, total: 0 };
}

function isEmpty(queue) {
  return queue.head === queue.items.length;
}

/** @see https://streams.spec.whatwg.org/#enqueue-value-with-size */
function enqueueValueWithSize(queue, value, size) {
  if (typeof size !== 'number' || Number.isNaN(size) || size < 0 || size === Infinity) {
    throw nodeError(RangeError, 'ERR_INVALID_ARG_VALUE', `The argument 'size' is invalid. Received ${size}`);
  }
  queue.items.push({ value, size });
  queue.total += size;
}

/** @see https://streams.spec.whatwg.org/#dequeue-value */
function dequeueValue(queue) {
  const { value, size } = queue.items[queue.head];
  queue.items[queue.head++] = undefined;
  if (queue.head === queue.items.length || queue.head > 1024) {
    queue.items.splice(0, queue.head);
    queue.head = 0;
  }
  queue.total = Math.max(queue.total - size, 0);
  return value;
}

function peekQueueValue(queue) {
  return queue.items[queue.head].value;
}

function resetQueue(queue) {
  queue.items = [];
  queue.head = 0;
  queue.total = 0;
}

/* -------------------------------------------------------------------- *
 * Strategies and the methods of sources and sinks.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#validate-and-normalize-high-water-mark */
function extractHighWaterMark(strategy, defaultHWM) {
  const { highWaterMark } = strategy;
  if (highWaterMark === undefined) return defaultHWM;
  const h = Number(highWaterMark);
  if (Number.isNaN(h) || h < 0) throw codes.ERR_INVALID_ARG_VALUE_RANGE('strategy.highWaterMark', highWaterMark);
  return h;
}

const one = () => 1;

function extractSizeAlgorithm(strategy) {
  const { size } = strategy;
  if (size === undefined) return one;
  if (typeof size !== 'function') throw codes.ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => Number(size(chunk));
}

/** A source's or sink's method, or undefined. */
function methodOf(object, name, owner) {
  const method = object[name];
  if (method === undefined) return undefined;
  if (typeof method !== 'function') throw codes.ERR_INVALID_ARG_TYPE(`${owner}.${name}`, 'Function', method);
  return method;
}

function toObject(value, name) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') throw codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
  return value;
}

module.exports = {
  state,
  cancelSteps,
  pullSteps,
  releaseSteps,
  abortSteps,
  errorSteps,
  customInspect,
  onSettled,
  settle,
  nothing,
  deferred,
  resolvedWith,
  rejectedWith,
  resolvedDeferred,
  rejectedDeferred,
  markHandled,
  then,
  promiseCall,
  check,
  isBranded,
  invalidState,
  createQueue,
  isEmpty,
  enqueueValueWithSize,
  dequeueValue,
  peekQueueValue,
  resetQueue,
  extractHighWaterMark,
  extractSizeAlgorithm,
  methodOf,
  toObject,
};
