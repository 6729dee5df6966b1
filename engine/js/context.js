// Async context: which request, and which AsyncLocalStorage stores, the running
// JavaScript belongs to.
// Proposal: https://github.com/tc39/proposal-async-context
//
// QuickJS has no promise hooks, so the context follows code in three ways:
// promise reactions and thenables are wrapped here; the project's async functions
// are compiled so that they set it again after each await (internal:js/async); and
// timers, events and streams wrap their callbacks with wrap(). Async functions of
// internal modules do not keep the context across an await: they take the frame
// when they start and run() what belongs to the project in it.

const { Object, Promise, PromiseThen, uncurryThis } = primordials;
const { op_ticks_schedule } = ops;

const { getPrototypeOf } = Object;
const promisePrototype = Promise.prototype;

const nativeThen = uncurryThis(PromiseThen);

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

// A reaction is a job of its own.
function wrapReaction(fn, frame) {
  return (value) => {
    now.frame = frame;
    return adopt(fn(value));
  };
}

const { then } = {
  then(onFulfilled, onRejected) {
    const frame = now.frame;
    return nativeThen(
      this,
      typeof onFulfilled === 'function' ? wrapReaction(onFulfilled, frame) : onFulfilled,
      typeof onRejected === 'function' ? wrapReaction(onRejected, frame) : onRejected,
    );
  },
};
Object.defineProperty(promisePrototype, 'then', { value: then, writable: true, configurable: true });

/**
 * What to await, or to resolve a promise with, in place of a value: the then of
 * a thenable is called in the frame of now.
 * @see https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob
 */
function adopt(value) {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  let method;
  try {
    method = value.then;
  } catch (error) {
    return throwingThenable(error);
  }
  if (method === then || typeof method !== 'function' || getPrototypeOf(value) === promisePrototype) return value;
  const { frame } = now;
  return {
    then(resolve, rejectPromise) {
      now.frame = frame;
      return method.call(value, resolve, rejectPromise);
    },
  };
}

const throwingThenable = (error) => ({
  get then() {
    throw error;
  },
});

// Promise.all and the like call it, too.
const nativeResolve = uncurryThis(Promise.resolve);
const { resolve } = {
  resolve(value) {
    const adopted = adopt(value);
    return nativeResolve(this, adopted === value || value.constructor === this ? value : adopted);
  },
};
Object.defineProperty(Promise, 'resolve', { value: resolve, writable: true, configurable: true });

const nativeFinally = uncurryThis(promisePrototype.finally);
const { finally: wrappedFinally } = {
  finally(onFinally) {
    return nativeFinally(this, typeof onFinally === 'function' ? () => adopt(onFinally()) : onFinally);
  },
};
Object.defineProperty(promisePrototype, 'finally', { value: wrappedFinally, writable: true, configurable: true });

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
  /** What to resolve a promise with, so that thenables keep the frame of now. */
  adopt,
  /** Promise.prototype.then without the wrapping. */
  nativeThen,
};
