// What async functions and async generators of the project are compiled to:
// esbuild makes generators of them, and the drivers here run those in the async
// context of their function.
// @see https://tc39.es/ecma262/#sec-async-function-objects
// @see https://tc39.es/ecma262/#sec-asyncgenerator-objects
//
// Promise jobs come in the order in which the code as it was written would have
// them. Missing: an async generator function has no prototype that its
// generators inherit from; `return` of a rejected promise in an async generator
// passes a try around it; for await takes what is no object for a result.

const { AsyncGeneratorFunction, Object, Promise, PromiseResolve, Symbol, TypeError } = primordials;
const { now, root, nativeThen, then: wrappedThen } = require('./context');

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

const ready = PromiseResolve(undefined);

/**
 * What to await in place of a value: the then of a thenable is called in the
 * frame of now, in a job of its own as the standard has it.
 * @see https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob
 */
function adopt(value) {
  const { then } = value;
  if (then === wrappedThen || typeof then !== 'function' || value instanceof Promise) return value;
  const { frame } = now;
  return new Promise((resolve, reject) => {
    nativeThen(ready, () => {
      now.frame = frame;
      try {
        then.call(value, resolve, reject);
      } catch (error) {
        reject(error);
      }
      now.frame = root;
    });
  });
}

/**
 * esbuild's __async. The driver is a native async function: an await takes as
 * many jobs as in the source, and what body's parameters throw is a rejection.
 *
 * Every resumption is a job of its own, before which no frame was set: so the
 * frame is taken back to root, and left alone when an error leaves, which lets
 * the tracker of rejections see whose it is.
 */
async function async(self, args, body) {
  const generator = args === null ? body.call(self) : body.apply(self, args);
  let step = generator.next();
  let { frame } = now;
  while (!step.done) {
    let value;
    let failed = false;
    try {
      value = isObject(step.value) ? await adopt(step.value) : await step.value;
    } catch (error) {
      failed = true;
      value = error;
    }
    now.frame = frame;
    step = failed ? generator.throw(value) : generator.next(value);
    frame = now.frame;
    now.frame = root;
  }
  return step.value;
}

/* -------------------------------------------------------------------- *
 * Async generators.
 * -------------------------------------------------------------------- */

/** esbuild's __await: a value that an async generator awaits. */
class Await {
  constructor(value, resumeWith = 'next') {
    this.value = value;
    this.resumeWith = resumeWith;
  }
}

/** A value that yield* passes on as it is. */
class Delegated {
  constructor(value) {
    this.value = value;
  }
}

// A generator is resumed with the rejection of a value that it yielded.
let rejecting = false;

// States of a generator; while it is running, requests queue up.
const START = 0;
const YIELDED = 1;
const RUNNING = 2;
const COMPLETED = 3;

// Promises without a closure for each: the executor runs at once.
let given;
const refuse = (_, reject) => reject(given);
const capture = (resolve, reject) => {
  given.resolve = resolve;
  given.reject = reject;
};

function promiseOf(executor, value) {
  given = value;
  return new Promise(executor);
}

class AsyncGenerator {
  #generator;
  #state = START;
  #queue = [];
  // One value at a time is awaited: in which frame, and what comes then.
  #frame;
  #continue;
  #primitive;
  #onValue = (value) => this.#settled(this.#continue, value);
  #onReady = () => this.#settled(this.#continue, this.#primitive);
  #onError = (error) => this.#refused(error);

  constructor(generator) {
    this.#generator = generator;
  }

  next(value) {
    return AsyncGenerator.#request(this, 'next', value);
  }

  return(value) {
    return AsyncGenerator.#request(this, 'return', value);
  }

  throw(error) {
    return AsyncGenerator.#request(this, 'throw', error);
  }

  static #request(self, kind, value) {
    if (!isObject(self) || !(#queue in self)) {
      return promiseOf(refuse, new TypeError(`${kind} method called on incompatible receiver ${self}`));
    }
    const request = { kind, value, resolve: undefined, reject: undefined };
    const promise = promiseOf(capture, request);
    self.#queue.push(request);
    if (self.#state !== RUNNING) self.#drain();
    return promise;
  }

  /** @see https://tc39.es/ecma262/#sec-asyncgeneratordrainqueue */
  #drain() {
    while (this.#queue.length > 0 && this.#state !== RUNNING) {
      const { kind, value } = this.#queue[0];
      if (this.#state === START && kind !== 'next') this.#state = COMPLETED;
      if (this.#state === COMPLETED) {
        this.#answerCompleted(kind, value);
        continue;
      }
      this.#state = RUNNING;
      // return() waits for its value before the generator hears of it.
      if (kind === 'return') this.#await(value, 'return');
      else this.#step(kind, value);
    }
  }

  #answerCompleted(kind, value) {
    if (kind === 'next') this.#answer(undefined, true);
    else if (kind === 'throw') this.#fail(value);
    else {
      this.#state = RUNNING;
      this.#await(value, 'complete');
    }
  }

  #step(kind, value) {
    let step;
    try {
      step = this.#generator[kind](value);
    } catch (error) {
      rejecting = false;
      this.#fail(error);
      return;
    }
    rejecting = false;
    const marked = step.value;
    if (step.done) {
      // What return() gave was awaited before.
      if (marked === undefined || (kind === 'return' && marked === value)) this.#complete(marked);
      else this.#await(marked, 'complete');
    } else if (marked instanceof Await) {
      this.#await(marked.value, marked.resumeWith);
    } else if (marked instanceof Delegated) {
      this.#yield(marked.value);
    } else {
      this.#await(marked, 'yield');
    }
  }

  #await(value, then) {
    this.#continue = then;
    this.#frame = now.frame;
    if (!isObject(value)) {
      // To await it is to wait for one job, which needs no promise of it.
      this.#primitive = value;
      nativeThen(ready, this.#onReady);
      return;
    }
    let promise;
    try {
      promise = PromiseResolve(adopt(value));
    } catch (error) {
      // A getter of then or of constructor threw.
      if (then === 'complete') this.#fail(error);
      else this.#step('throw', error);
      return;
    }
    nativeThen(promise, this.#onValue, this.#onError);
  }

  /** Goes on after a value was awaited; a job of its own. */
  #settled(how, value) {
    now.frame = this.#frame;
    if (how === 'yield') this.#yield(value);
    else if (how === 'complete') this.#complete(value);
    else if (how === 'fail') this.#fail(value);
    else this.#step(how, value);
    this.#drain();
    now.frame = root;
  }

  #refused(error) {
    rejecting = this.#continue === 'yield';
    this.#settled(this.#continue === 'complete' ? 'fail' : 'throw', error);
  }

  #yield(value) {
    this.#state = YIELDED;
    this.#answer(value, false);
  }

  #complete(value) {
    this.#state = COMPLETED;
    this.#answer(value, true);
  }

  #fail(error) {
    this.#state = COMPLETED;
    this.#queue.shift().reject(error);
  }

  #answer(value, done) {
    this.#queue.shift().resolve({ value, done });
  }
}

const nativePrototype = AsyncGeneratorFunction.prototype.prototype;
delete AsyncGenerator.prototype.constructor;
Object.setPrototypeOf(AsyncGenerator.prototype, nativePrototype);

/** esbuild's __asyncGenerator. */
function asyncGenerator(self, args, body) {
  return new AsyncGenerator(args === null ? body.call(self) : body.apply(self, args));
}

const noThrow = "The iterator does not provide a 'throw' method";

/**
 * esbuild's __yieldStar: what a lowered generator delegates to in place of an
 * async iterable. Each step gives the iterator's promise to the driver and comes
 * back with its result.
 * @see https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation
 */
function yieldStar(iterable) {
  const method = iterable[Symbol.asyncIterator];
  if (method === undefined || method === null) return passOn(iterable[Symbol.iterator]());
  const iterator = method.call(iterable);
  let waiting = '';

  function wait(what, value) {
    waiting = what;
    return { value: new Await(value, what === 'return' ? 'return' : 'next'), done: false };
  }

  function take(result) {
    const what = waiting;
    waiting = '';
    if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
    if (what === 'close') throw new TypeError(noThrow);
    return result.done ? { value: result.value, done: true } : { value: new Delegated(result.value), done: false };
  }

  return {
    [Symbol.iterator]() {
      return this;
    },
    next(value) {
      return waiting ? take(value) : wait('next', iterator.next(value));
    },
    return(value) {
      if (waiting) return take(value);
      const method = iterator.return;
      if (method === undefined || method === null) return { value, done: true };
      return wait('return', method.call(iterator, value));
    },
    throw(error) {
      if (waiting) {
        waiting = '';
        throw error;
      }
      const method = iterator.throw;
      if (method !== undefined && method !== null) return wait('throw', method.call(iterator, error));
      // The iterator does not know the protocol: close it, then complain.
      if (iterator.return === undefined || iterator.return === null) throw new TypeError(noThrow);
      return wait('close', iterator.return());
    },
  };
}

/**
 * Delegation to a sync iterator, whose values the driver awaits as they come.
 * esbuild writes it in sync generators, too, if an async function surrounds them.
 */
function passOn(iterator) {
  return {
    [Symbol.iterator]() {
      return this;
    },
    next: (value) => iterator.next(value),
    return: (value) => (iterator.return ? iterator.return(value) : { value, done: true }),
    throw(error) {
      // A value that was rejected leaves yield*; it does not reach the iterator.
      if (rejecting) {
        rejecting = false;
        throw error;
      }
      if (iterator.throw) return iterator.throw(error);
      iterator.return?.();
      throw new TypeError(noThrow);
    },
  };
}

/** esbuild's __forAwait: the iterator that a for await loop steps through. */
function forAwait(iterable) {
  const method = iterable[Symbol.asyncIterator];
  if (method !== undefined && method !== null) return method.call(iterable);
  if (typeof iterable[Symbol.iterator] !== 'function') throw new TypeError('object is not async iterable');
  return fromSync(iterable[Symbol.iterator]());
}

/** @see https://tc39.es/ecma262/#sec-createasyncfromsynciterator */
function fromSync(iterator) {
  const step = (method, value) => {
    try {
      const { value: pending, done } = method.call(iterator, value);
      return nativeThen(PromiseResolve(pending), (settled) => ({ value: settled, done: Boolean(done) }));
    } catch (error) {
      return promiseOf(refuse, error);
    }
  };
  return {
    next: (value) => step(iterator.next, value),
    return: (value) => (iterator.return ? step(iterator.return, value) : PromiseResolve({ value, done: true })),
  };
}

module.exports = { async, asyncGenerator, Await, yieldStar, forAwait };
