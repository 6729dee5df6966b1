// events.once and events.on: waiting for events with promises.
// https://nodejs.org/docs/latest-v20.x/api/events.html#eventsonceemitter-name-options

const { Promise } = primordials;
const { AbortError, codes } = require('internal:nodeapi/errors');
const { validateAbortSignal, validateObject } = require('internal:nodeapi/errors/validators');

const { ERR_INVALID_ARG_TYPE } = codes;

function attach(emitter, name, listener, options) {
  if (typeof emitter?.on === 'function') {
    if (options?.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter?.addEventListener === 'function') {
    emitter.addEventListener(name, listener, options);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

function detach(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

const abortErrorOf = (signal) => new AbortError(undefined, { cause: signal.reason });

/** Resolves with the arguments of the next event; rejects on an error event. */
async function once(emitter, name, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortErrorOf(signal);
  return new Promise((resolve, reject) => {
    const cleanUp = () => {
      detach(emitter, name, onEvent);
      if (name !== 'error' && typeof emitter.once === 'function') emitter.removeListener('error', onError);
      signal?.removeEventListener('abort', onAbort);
    };
    const onEvent = (...args) => {
      cleanUp();
      resolve(args);
    };
    const onError = (error) => {
      cleanUp();
      reject(error);
    };
    const onAbort = () => {
      cleanUp();
      reject(abortErrorOf(signal));
    };
    attach(emitter, name, onEvent, { once: true });
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

const asyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));

// The iterator on() gives: events wait in a queue, and readers in another.
class EventIterator {
  constructor(emitter, name, { signal, highWaterMark, lowWaterMark }) {
    this.emitter = emitter;
    this.name = name;
    this.signal = signal;
    this.high = highWaterMark;
    this.low = lowWaterMark;
    this.events = [];
    this.readers = [];
    this.error = undefined;
    this.finished = false;
    this.paused = false;
    this.listeners = [];
  }

  listen(name, listener) {
    attach(this.emitter, name, listener);
    this.listeners.push([this.emitter, name, listener]);
  }

  start(closeEvents) {
    this.listen(this.name, (...args) => this.push(args));
    if (this.name !== 'error' && typeof this.emitter.on === 'function') this.listen('error', (error) => this.fail(error));
    for (const name of closeEvents) this.listen(name, () => this.finish());
    if (this.signal) {
      this.onAbort = () => this.fail(abortErrorOf(this.signal));
      this.signal.addEventListener('abort', this.onAbort, { once: true });
    }
  }

  push(args) {
    const reader = this.readers.shift();
    if (reader !== undefined) {
      reader.resolve({ value: args, done: false });
      return;
    }
    this.events.push(args);
    if (!this.paused && this.events.length > this.high) {
      this.paused = true;
      this.emitter.pause?.();
    }
  }

  next() {
    if (this.events.length > 0) {
      const value = this.events.shift();
      if (this.paused && this.events.length < this.low) {
        this.paused = false;
        this.emitter.resume?.();
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.error !== undefined) {
      const { error } = this;
      this.error = undefined;
      return Promise.reject(error);
    }
    if (this.finished) return this.finish();
    return new Promise((resolve, reject) => {
      this.readers.push({ resolve, reject });
    });
  }

  fail(error) {
    const reader = this.readers.shift();
    if (reader === undefined) this.error = error;
    else reader.reject(error);
    this.finish();
  }

  finish() {
    for (const [emitter, name, listener] of this.listeners.splice(0)) detach(emitter, name, listener);
    this.signal?.removeEventListener('abort', this.onAbort);
    this.finished = true;
    for (const reader of this.readers.splice(0)) reader.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  }
}

/** An async iterator over the arguments of events. */
function on(emitter, name, options = {}) {
  validateObject(options, 'options');
  const { signal, close = [] } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortErrorOf(signal);
  const highWaterMark = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  const lowWaterMark = options.lowWaterMark ?? options.lowWatermark ?? 1;
  const iterator = new EventIterator(emitter, name, { signal, highWaterMark, lowWaterMark });
  iterator.start(close);
  return Object.setPrototypeOf(
    {
      next: () => iterator.next(),
      return: () => iterator.finish(),
      throw(error) {
        if (!(error instanceof Error)) throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
        iterator.fail(error);
        return undefined;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    asyncIteratorPrototype,
  );
}

module.exports = { once, on };
