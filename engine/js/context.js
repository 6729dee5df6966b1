// Async context: which request, and which AsyncLocalStorage stores, the running
// JavaScript belongs to.
// Proposal: https://github.com/tc39/proposal-async-context
//
// QuickJS has no promise hooks, so the context follows code in three ways:
// promise reactions are wrapped here; the project's async functions are compiled
// so that they set it again after each await (internal:js/async); and timers,
// events and streams wrap their callbacks with wrap(). Async functions of
// internal modules do not keep the context across an await: they take the frame
// when they start and run() what belongs to the project in it.

const { Object, Promise, PromiseThen, uncurryThis } = primordials;
const { op_ticks_schedule } = ops;

const { getPrototypeOf } = Object;
const promisePrototype = Promise.prototype;
const nativeThen = uncurryThis(PromiseThen);
const nativeResolve = uncurryThis(Promise.resolve);

/**
 * A frame is immutable: request is the number of the request, 0 outside of one;
 * stores maps an AsyncLocalStorage to its store.
 * @typedef {{ request: number, stores: Map<object, unknown> | null }} Frame
 */

/** @type {Frame} */
const root = Object.freeze({ request: 0, stores: null });

/**
 * The frame of now. The loop sets it to root before each promise job, so that a
 * job which sets it need not set it back.
 * @type {{ frame: Frame }}
 */
const now = { frame: root };

/** Runs fn with a frame and gives back what it returns. */
function run(frame, fn, self, ...args) {
  const before = now.frame;
  now.frame = frame;
  try {
    return fn.apply(self, args);
  } finally {
    now.frame = before;
  }
}

/** Like run, for a function of two arguments: it is called for every request. */
function call(frame, fn, a, b) {
  const before = now.frame;
  now.frame = frame;
  try {
    return fn(a, b);
  } finally {
    now.frame = before;
  }
}

/** Returns a function that runs fn in the frame of now. */
function wrap(fn) {
  const frame = now.frame;
  return function (...args) {
    const before = now.frame;
    now.frame = frame;
    try {
      return fn.apply(this, args);
    } finally {
      now.frame = before;
    }
  };
}

/**
 * What to give a promise in place of a value: a thenable, or a subclass of Promise
 * with a then of its own, is given as one that is called in the frame of now.
 * Promises take its then in a later job, as they would the other one's.
 * @see https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob
 */
function adopt(value) {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  if (getPrototypeOf(value) === promisePrototype) return value;
  const { then: own } = value;
  if (own === then || typeof own !== 'function') return value;
  const { frame } = now;
  return {
    then(resolve, reject) {
      now.frame = frame;
      return own.call(value, resolve, reject);
    },
  };
}

// A reaction is a job of its own.
function wrapReaction(fn, frame) {
  return (value) => {
    now.frame = frame;
    return adopt(fn(value));
  };
}

const { then, resolve } = {
  then(onFulfilled, onRejected) {
    const frame = now.frame;
    return nativeThen(
      this,
      typeof onFulfilled === 'function' ? wrapReaction(onFulfilled, frame) : onFulfilled,
      typeof onRejected === 'function' ? wrapReaction(onRejected, frame) : onRejected,
    );
  },
  // Promise.all and its like call it for each value.
  resolve(value) {
    return nativeResolve(this, adopt(value));
  },
};
Object.defineProperty(promisePrototype, 'then', { value: then, writable: true, configurable: true });
Object.defineProperty(Promise, 'resolve', { value: resolve, writable: true, configurable: true });

/* -------------------------------------------------------------------- *
 * process.nextTick's queue, which runs before promise jobs.
 * -------------------------------------------------------------------- */

let ticks = [];

function enqueueTick(fn, args) {
  ticks.push({ fn, args, frame: now.frame });
  if (ticks.length === 1) op_ticks_schedule();
}

// What a tick queues runs before promise jobs, too; what one throws is reported
// as a rejection that nobody handles, and the others run.
function runTicks() {
  while (ticks.length > 0) {
    const due = ticks;
    ticks = [];
    for (const { fn, args, frame } of due) {
      try {
        run(frame, fn, undefined, ...args);
      } catch (error) {
        run(frame, reject, undefined, error);
      }
    }
  }
}

function reject(error) {
  new Promise((_, rejectPromise) => rejectPromise(error));
}

module.exports = {
  now,
  root,
  run,
  call,
  wrap,
  enqueueTick,
  runTicks,
  /** Returns the frame of now. */
  getFrame: () => now.frame,
  /** Replaces the frame of now, as AsyncLocalStorage's enterWith does. */
  setFrame: (frame) => {
    now.frame = frame;
  },
  /** Returns the number of the running request, 0 outside of one. */
  currentRequest: () => now.frame.request,
  adopt,
  /** Promise.prototype.then without the wrapping. */
  nativeThen,
};
