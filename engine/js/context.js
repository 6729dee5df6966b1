// Async context: which request, and which AsyncLocalStorage stores, the running
// JavaScript belongs to.
// Proposal: https://github.com/tc39/proposal-async-context
//
// QuickJS has no promise hooks, so the context follows code in three ways:
// promise reactions are wrapped here; the project's async functions are compiled
// to generators that the helpers below drive; and timers, events and streams
// wrap their callbacks with wrap(). Native async functions of internal modules
// do not keep the context across an await: they take the frame when they start
// and run() what belongs to the project in it.

const { Promise, PromiseThen, uncurryThis } = primordials;
const { op_ticks_schedule } = ops;

const nativeThen = uncurryThis(PromiseThen);

/**
 * A frame is immutable: request is the number of the request, 0 outside of one;
 * stores maps an AsyncLocalStorage to its store.
 * @typedef {{ request: number, stores: Map<object, unknown> | null }} Frame
 */

/** @type {Frame} */
const root = Object.freeze({ request: 0, stores: null });

/** @type {Frame} */
let current = root;

/** Runs fn with a frame and gives back what it returns. */
function run(frame, fn, self, ...args) {
  const before = current;
  current = frame;
  try {
    return fn.apply(self, args);
  } finally {
    current = before;
  }
}

/** Returns a function that runs fn in the frame of now. */
function wrap(fn) {
  const frame = current;
  return function (...args) {
    const before = current;
    current = frame;
    try {
      return fn.apply(this, args);
    } finally {
      current = before;
    }
  };
}

// A reaction has one argument: the plain call is half the cost of wrap().
function wrapReaction(fn, frame) {
  return (value) => {
    const before = current;
    current = frame;
    try {
      return fn(value);
    } finally {
      current = before;
    }
  };
}

const { then } = {
  then(onFulfilled, onRejected) {
    const frame = current;
    return nativeThen(
      this,
      typeof onFulfilled === 'function' ? wrapReaction(onFulfilled, frame) : onFulfilled,
      typeof onRejected === 'function' ? wrapReaction(onRejected, frame) : onRejected,
    );
  },
};
Object.defineProperty(Promise.prototype, 'then', { value: then, writable: true, configurable: true });

/* -------------------------------------------------------------------- *
 * What esbuild lowers async functions to.
 * -------------------------------------------------------------------- */

// The driver is a native async function, so that an await takes as many
// microtasks as in the source.
async function drive(generator) {
  let step = generator.next();
  while (!step.done) {
    const frame = current;
    let value;
    let failed = false;
    try {
      value = await step.value;
    } catch (error) {
      failed = true;
      value = error;
    }
    current = frame;
    step = failed ? generator.throw(value) : generator.next(value);
  }
  return step.value;
}

/** esbuild's __async. */
function async(self, args, body) {
  return drive(body.apply(self, args ?? []));
}

/** esbuild's __await: marks a value that an async generator awaits. */
function Await(value, isYieldStar) {
  this[0] = value;
  this[1] = isYieldStar;
}

/** esbuild's __asyncGenerator. */
function asyncGenerator(self, args, body) {
  const generator = body.apply(self, args ?? []);
  const iterator = driveAsync(generator);
  // Every step runs in the frame of whoever asks for it; the frame a step is
  // suspended with comes back inside driveAsync.
  return Object.setPrototypeOf(iterator, asyncGeneratorPrototype(body));
}

// Objects that async generators return share this prototype, as native ones do.
const nativeAsyncGeneratorPrototype = Object.getPrototypeOf(async function* () {}.prototype);

function asyncGeneratorPrototype() {
  return nativeAsyncGeneratorPrototype;
}

async function* driveAsync(generator) {
  let step = generator.next();
  for (;;) {
    if (step.done) return step.value;
    const marked = step.value;
    const frame = current;
    if (marked instanceof Await && !marked[1]) {
      let value;
      let failed = false;
      try {
        value = await marked[0];
      } catch (error) {
        failed = true;
        value = error;
      }
      current = frame;
      step = failed ? generator.throw(value) : generator.next(value);
      continue;
    }
    let sent;
    let how = 'return';
    try {
      sent = marked instanceof Await ? yield* marked[0] : yield marked;
      how = 'next';
    } catch (error) {
      sent = error;
      how = 'throw';
    } finally {
      // return() arrives here as a completion that skips the code below.
      if (how === 'return') generator.return();
    }
    step = how === 'next' ? generator.next(sent) : generator.throw(sent);
  }
}

/** esbuild's __yieldStar. */
function yieldStar(value) {
  const iterate = value[Symbol.asyncIterator] ?? value[Symbol.iterator];
  return { [Symbol.asyncIterator]: () => iterate.call(value) };
}

/** esbuild's __forAwait: the iterator a for await loop steps through. */
function forAwait(object) {
  const method = object[Symbol.asyncIterator];
  if (method !== undefined && method !== null) return method.call(object);
  const iterator = object[Symbol.iterator]();
  const settle = (step) => {
    const { done } = step;
    return Promise.resolve(step.value).then((value) => ({ value, done }));
  };
  return {
    next: (value) => settle(iterator.next(value)),
    return: (value) => (iterator.return ? settle(iterator.return(value)) : Promise.resolve({ value, done: true })),
    throw: (error) => (iterator.throw ? settle(iterator.throw(error)) : Promise.reject(error)),
  };
}

/* -------------------------------------------------------------------- *
 * process.nextTick's queue, which runs before promise jobs.
 * -------------------------------------------------------------------- */

let ticks = [];

function enqueueTick(fn, args) {
  ticks.push({ fn, args, frame: current });
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
  root,
  run,
  wrap,
  enqueueTick,
  runTicks,
  /** Returns the frame of now. */
  getFrame: () => current,
  /** Replaces the frame of now, as AsyncLocalStorage's enterWith does. */
  setFrame: (frame) => {
    current = frame;
  },
  /** Returns the number of the running request, 0 outside of one. */
  currentRequest: () => current.request,
  /** Promise.prototype.then without the wrapping. */
  nativeThen,
  // Helpers of compiled code.
  async,
  asyncGenerator,
  Await,
  yieldStar,
  forAwait,
};
