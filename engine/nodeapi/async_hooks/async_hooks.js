// async_hooks: https://nodejs.org/docs/latest-v20.x/api/async_context.html
// Go half: none; the context is internal:js/context. Missing: hooks that watch
// every resource (enable() throws), and ids of resources other than AsyncResource.

const { Map, Number, Object, Reflect, TypeError } = primordials;
const { codes, define, validate } = require('internal:webapi/webidl/codes');
const { getFrame, setFrame, run: runInFrame } = require('internal:js/context');

define('ERR_INVALID_ASYNC_ID', (name, value) => `Invalid ${name} value: ${value}`, primordials.RangeError);
define('ERR_ASYNC_TYPE', (type) => `Invalid name for async "type": ${type}`, TypeError);
define('ERR_ASYNC_CALLBACK', (name) => `${name} must be a function`, TypeError);

/** The frame of now with another store for one storage. */
function frameWith(storage, store) {
  const { request, stores } = getFrame();
  const copy = new Map(stores);
  copy.set(storage, store);
  return Object.freeze({ request, stores: copy });
}

function frameWithout(storage) {
  const { request, stores } = getFrame();
  const copy = new Map(stores);
  copy.delete(storage);
  return Object.freeze({ request, stores: copy });
}

class AsyncLocalStorage {
  #isEnabled = false;

  static bind(fn) {
    return AsyncResource.bind(fn);
  }

  static snapshot() {
    return AsyncLocalStorage.bind((fn, ...args) => fn(...args));
  }

  getStore() {
    return this.#isEnabled ? getFrame().stores?.get(this) : undefined;
  }

  run(store, callback, ...args) {
    // As in Node.js, what enterWith() sets in there stays set.
    if (Object.is(store, this.getStore())) return callback.apply(null, args);
    this.#isEnabled = true;
    return runInFrame(frameWith(this, store), callback, null, ...args);
  }

  exit(callback, ...args) {
    return runInFrame(frameWithout(this), callback, null, ...args);
  }

  enterWith(store) {
    this.#isEnabled = true;
    setFrame(frameWith(this, store));
  }

  /** No store is seen any more, until run() or enterWith(). */
  disable() {
    this.#isEnabled = false;
  }
}

/* -------------------------------------------------------------------- *
 * AsyncResource.
 * -------------------------------------------------------------------- */

let lastID = 1; // 1 is the main script's, as in Node.js
let executing = 1;
let trigger = 0;

class AsyncResource {
  #frame = getFrame();
  #id = ++lastID;
  #triggerID;

  constructor(type, options = {}) {
    validate.string(type, 'type');
    if (type === '') throw codes.ERR_ASYNC_TYPE(type);
    const triggerID = typeof options === 'number' ? options : (options.triggerAsyncId ?? executing);
    if (!Number.isSafeInteger(triggerID) || triggerID < -1) throw codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerID);
    this.#triggerID = triggerID;
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const before = [executing, trigger];
    executing = this.#id;
    trigger = this.#triggerID;
    try {
      return runInFrame(this.#frame, () => this.#call(fn, thisArg, args));
    } finally {
      [executing, trigger] = before;
    }
  }

  // What enterWith() sets in there is the resource's, and stays.
  #call(fn, thisArg, args) {
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      this.#frame = getFrame();
    }
  }

  /** There is no hook to tell. */
  emitDestroy() {
    return this;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return this.#triggerID;
  }

  bind(fn, thisArg) {
    validate.function(fn, 'fn');
    const resource = this;
    const bound = function (...args) {
      return resource.runInAsyncScope(fn, thisArg === undefined ? this : thisArg, ...args);
    };
    Object.defineProperties(bound, {
      length: { value: fn.length, configurable: true },
      asyncResource: { value: resource, writable: true, enumerable: true, configurable: true },
    });
    return bound;
  }

  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn?.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

/* -------------------------------------------------------------------- *
 * What is there of the hooks.
 * -------------------------------------------------------------------- */

class AsyncHook {
  enable() {
    throw codes.ERR_METHOD_NOT_IMPLEMENTED('async_hooks.createHook().enable()');
  }

  disable() {
    return this;
  }
}

function createHook(callbacks) {
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    const callback = callbacks[name];
    if (callback !== undefined && typeof callback !== 'function') throw codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return new AsyncHook();
}

const topLevelResource = {};

module.exports = {
  AsyncLocalStorage,
  AsyncResource,
  createHook,
  executionAsyncId: () => executing,
  triggerAsyncId: () => trigger,
  executionAsyncResource: () => topLevelResource,
};
