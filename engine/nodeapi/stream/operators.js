// The helpers of Readable: map, filter, toArray, …
// https://nodejs.org/docs/latest-v20.x/api/stream.html#readablemapfn-options

const { AbortError } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const { wrap } = require('internal:js/context');
const { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE } = require('./codes');

function checkOptions(options) {
  if (options === undefined || options === null) return {};
  v.validateObject(options, 'options');
  v.validateAbortSignal(options.signal, 'options.signal');
  return options;
}

function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

function checkFunction(fn, name = 'fn') {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE(name, ['Function', 'AsyncFunction'], fn);
}

// A signal that follows another, for the functions that are called.
function childSignal(signal) {
  const controller = new primordials.global.AbortController();
  if (signal?.aborted) controller.abort(signal.reason);
  else signal?.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller;
}

const none = Symbol('none');

function checkConcurrency(options) {
  const checked = checkOptions(options);
  if (checked.concurrency !== undefined && checked.concurrency !== null) {
    v.validateInteger(Math.floor(checked.concurrency), 'options.concurrency', 1);
  }
  return checked;
}

// Chunks are read in async functions of ours, which do not keep the context.
const inContext = (args) => args.map((arg) => (typeof arg === 'function' ? wrap(arg) : arg));

/** Calls fn for up to concurrency chunks at a time; results keep their order. */
async function* map(fn, options) {
  checkFunction(fn);
  const { signal, concurrency = 1 } = checkConcurrency(options);
  const controller = childSignal(signal);
  const iterator = this[Symbol.asyncIterator]();
  const queue = [];
  let ended = false;
  const readAhead = async () => {
    checkAborted(signal);
    const { value, done } = await iterator.next();
    if (done) {
      ended = true;
      return none;
    }
    return fn(value, { signal: controller.signal });
  };
  try {
    for (;;) {
      while (!ended && queue.length < concurrency) queue.push(readAhead());
      if (queue.length === 0) return;
      const value = await queue.shift();
      checkAborted(signal);
      if (value !== none) yield value;
    }
  } finally {
    controller.abort();
    for (const promise of queue) promise.catch(() => {});
    await iterator.return?.();
  }
}

async function* filter(fn, options) {
  checkFunction(fn);
  const tested = async (value, context) => ((await fn(value, context)) ? { value } : none);
  for await (const found of map.call(this, tested, options)) if (found !== none) yield found.value;
}

async function* flatMap(fn, options) {
  for await (const values of map.call(this, fn, options)) yield* values;
}

function toCount(value) {
  const n = Number(value);
  if (Number.isNaN(n)) return 0;
  if (n < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', n);
  return n;
}

async function* drop(stream, count, signal) {
  let left = count;
  for await (const value of stream) {
    checkAborted(signal);
    if (left-- <= 0) yield value;
  }
}

async function* take(stream, count, signal) {
  let left = count;
  if (left <= 0) return;
  for await (const value of stream) {
    checkAborted(signal);
    yield value;
    if (--left <= 0) return;
  }
}

async function* asIndexedPairs(options) {
  const { signal } = checkOptions(options);
  let index = 0;
  for await (const value of this) {
    checkAborted(signal);
    yield [index++, value];
  }
}

// These give a stream.
const streams = {
  map,
  filter,
  flatMap,
  asIndexedPairs,
  drop(count, options) {
    const { signal } = checkOptions(options);
    return drop(this, toCount(count), signal);
  },
  take(count, options) {
    const { signal } = checkOptions(options);
    return take(this, toCount(count), signal);
  },
  compose(stream, options) {
    const { signal } = checkOptions(options);
    const result = require('./duplexify').compose(this, stream);
    if (signal) require('./abort').addAbortSignal(signal, result);
    return result;
  },
};

// These give a promise.
const promises = {
  async forEach(fn, options) {
    checkFunction(fn);
    for await (const ignored of map.call(this, fn, options)) void ignored;
  },

  async toArray(options) {
    const { signal } = checkOptions(options);
    const values = [];
    for await (const value of this) {
      checkAborted(signal);
      values.push(value);
    }
    return values;
  },

  async some(fn, options) {
    checkFunction(fn);
    for await (const ignored of filter.call(this, fn, options)) {
      void ignored;
      return true;
    }
    return false;
  },

  async every(fn, options) {
    checkFunction(fn);
    return !(await promises.some.call(this, async (...args) => !(await fn(...args)), options));
  },

  async find(fn, options) {
    for await (const value of filter.call(this, fn, options)) return value;
    return undefined;
  },

  async reduce(fn, initial, options) {
    checkFunction(fn, 'reducer');
    const { signal } = checkOptions(options);
    checkAborted(signal);
    const controller = childSignal(signal);
    let hasValue = arguments.length > 1;
    let result = initial;
    for await (const value of this) {
      checkAborted(signal);
      result = hasValue ? await fn(result, value, { signal: controller.signal }) : value;
      hasValue = true;
    }
    if (!hasValue) {
      const error = new ERR_MISSING_ARGS('reduce');
      error.message = 'Reduce of an empty stream requires an initial value';
      throw error;
    }
    return result;
  },
};

function install(prototype) {
  const define = (name, value) => Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  for (const [name, operator] of Object.entries(streams)) {
    const method = function operate(...args) {
      // Wrong arguments are refused at once, not when the result is read.
      if (['map', 'filter', 'flatMap'].includes(name)) {
        checkFunction(args[0]);
        checkConcurrency(args[1]);
      }
      if (name === 'compose') return operator.apply(this, args);
      return require('./readable').Readable.from(operator.apply(this, inContext(args)));
    };
    define(name, Object.defineProperty(method, 'name', { value: name }));
  }
  for (const [name, operator] of Object.entries(promises)) {
    const method = (self, args) => operator.apply(self, inContext(args));
    define(name, {
      [name](...args) {
        return method(this, args);
      },
    }[name]);
  }
}

module.exports = { install };
