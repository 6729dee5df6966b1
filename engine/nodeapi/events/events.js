// events: https://nodejs.org/docs/latest-v20.x/api/events.html
//
// Listeners run in the async context of emit(), as in Node.js. once() and on()
// for promises and iterators are in ./waiting. Missing: domains.

const { codes } = require('internal:nodeapi/errors');
const { validateFunction, validateNumber, validateBoolean } = require('internal:nodeapi/errors/validators');
const { enqueueTick } = require('internal:js/context');

const { ERR_INVALID_ARG_TYPE, ERR_UNHANDLED_ERROR } = codes;

// Node.js shows both when an emitter is inspected.
const kShapeMode = Symbol('shapeMode');
const kCapture = Symbol('kCapture');
const kRejection = Symbol.for('nodejs.rejection');
const kErrorMonitor = Symbol('events.errorMonitor');

let defaultMaxListeners = 10;
let captureByDefault = false;

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

EventEmitter.init = function init(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[kShapeMode] = false;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = captureByDefault;
  }
};

const checkListener = (listener) => validateFunction(listener, 'listener');
const limitOf = (emitter) => emitter._maxListeners ?? defaultMaxListeners;

/* -------------------------------------------------------------------- *
 * Emitting.
 * -------------------------------------------------------------------- */

// An error nobody listens for is thrown where it was emitted.
function throwUnhandled(value) {
  if (value instanceof Error) throw value;
  let text = value;
  try {
    text = require('internal:nodeapi/util/inspect').inspect(value);
  } catch {
    // The value as it is must do.
  }
  const error = new ERR_UNHANDLED_ERROR(text);
  error.context = value;
  throw error;
}

// With captureRejections, a listener's rejected promise becomes an error event.
function captureRejection(emitter, promise, type, args) {
  const { then } = promise;
  if (typeof then !== 'function') return;
  then.call(promise, undefined, (error) => {
    enqueueTick(() => {
      if (typeof emitter[kRejection] === 'function') {
        emitter[kRejection](error, type, ...args);
        return;
      }
      // The error event itself must not be captured again.
      const captured = emitter[kCapture];
      try {
        emitter[kCapture] = false;
        emitter.emit('error', error);
      } finally {
        emitter[kCapture] = captured;
      }
    }, []);
  });
}

function callListener(emitter, listener, type, args) {
  const result = Reflect.apply(listener, emitter, args);
  if (result !== undefined && result !== null && emitter[kCapture]) captureRejection(emitter, result, type, args);
}

EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events?.[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events?.error === undefined) throwUnhandled(args[0]);
  }
  const handler = events?.[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    callListener(this, handler, type, args);
  } else {
    for (const listener of handler.slice()) callListener(this, listener, type, args);
  }
  return true;
};

/* -------------------------------------------------------------------- *
 * Adding and removing.
 * -------------------------------------------------------------------- */

function warnOfLeak(emitter, type, list) {
  const max = limitOf(emitter);
  if (!(max > 0) || list.length <= max || list.warned) return;
  list.warned = true;
  const { inspect } = require('internal:nodeapi/util/inspect');
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ${inspect(emitter, { depth: -1 })}. ` +
      `MaxListeners is ${max}. Use emitter.setMaxListeners() to increase limit`,
  );
  Object.assign(warning, { name: 'MaxListenersExceededWarning', emitter, type, count: list.length });
  require('internal:nodeapi/process/warning').emitWarning(warning);
}

function addListener(emitter, type, listener, prepend) {
  checkListener(listener);
  if (emitter._events === undefined) {
    emitter._events = Object.create(null);
    emitter._eventsCount = 0;
  } else if (emitter._events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener ?? listener);
  }
  const events = emitter._events;
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  const list = typeof existing === 'function' ? [existing] : existing;
  if (prepend) list.unshift(listener);
  else list.push(listener);
  events[type] = list;
  warnOfLeak(emitter, type, list);
  return emitter;
}

EventEmitter.prototype.addListener = function addListenerMethod(type, listener) {
  return addListener(this, type, listener, false);
};
EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return addListener(this, type, listener, true);
};

function onceWrapper(emitter, type, listener) {
  const state = { fired: false };
  function wrapped(...args) {
    if (state.fired) return undefined;
    emitter.removeListener(type, wrapped);
    state.fired = true;
    return Reflect.apply(listener, emitter, args);
  }
  wrapped.listener = listener;
  return wrapped;
}

EventEmitter.prototype.once = function once(type, listener) {
  checkListener(listener);
  return this.on(type, onceWrapper(this, type, listener));
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkListener(listener);
  return this.prependListener(type, onceWrapper(this, type, listener));
};

function forget(emitter, type) {
  emitter._eventsCount--;
  if (emitter._eventsCount === 0) emitter._events = Object.create(null);
  else delete emitter._events[type];
}

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const list = this._events?.[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    forget(this, type);
    if (this._events.removeListener) this.emit('removeListener', type, list.listener ?? listener);
    return this;
  }
  if (typeof list === 'function') return this;
  const index = list.findLastIndex((item) => item === listener || item.listener === listener);
  if (index === -1) return this;
  const [removed] = list.splice(index, 1);
  if (list.length === 1) [this._events[type]] = list;
  if (this._events.removeListener !== undefined) this.emit('removeListener', type, removed.listener ?? listener);
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(...types) {
  const events = this._events;
  if (events === undefined) return this;
  const [type] = types;
  if (events.removeListener === undefined) {
    if (types.length === 0) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      forget(this, type);
    }
    return this;
  }
  if (types.length === 0) {
    for (const key of Reflect.ownKeys(events)) if (key !== 'removeListener') this.removeAllListeners(key);
    this.removeAllListeners('removeListener');
    this._events = Object.create(null);
    this._eventsCount = 0;
    return this;
  }
  const listeners = events[type];
  if (typeof listeners === 'function') this.removeListener(type, listeners);
  else for (const listener of (listeners ?? []).toReversed()) this.removeListener(type, listener);
  return this;
};

/* -------------------------------------------------------------------- *
 * Asking.
 * -------------------------------------------------------------------- */

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return limitOf(this);
};

function listenersOf(emitter, type) {
  const handler = emitter._events?.[type];
  if (handler === undefined) return [];
  return typeof handler === 'function' ? [handler] : handler.slice();
}

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type).map((listener) => listener.listener ?? listener);
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type);
};

EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const list = listenersOf(this, type);
  if (listener === undefined || listener === null) return list.length;
  return list.filter((item) => item === listener || item.listener === listener).length;
};

EventEmitter.prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

// Methods have the names Node.js gives them.
Object.defineProperty(EventEmitter.prototype.addListener, 'name', { value: 'addListener', configurable: true });

/* -------------------------------------------------------------------- *
 * The module, which is the class.
 * -------------------------------------------------------------------- */

const isEventTarget = (value) => value !== null && typeof value === 'object' && typeof value.addEventListener === 'function';

function getEventListeners(target, type) {
  if (typeof target?.listeners === 'function') return target.listeners(type);
  if (isEventTarget(target)) return [...require('internal:webapi/dom/target').listeners(target, type)];
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], target);
}

const targetLimits = new WeakMap();

function getMaxListeners(target) {
  if (typeof target?.getMaxListeners === 'function') return limitOf(target);
  if (isEventTarget(target)) return targetLimits.get(target) ?? defaultMaxListeners;
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], target);
}

function setMaxListeners(n = defaultMaxListeners, ...targets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) {
    if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
    else if (isEventTarget(target)) targetLimits.set(target, n);
    else throw new ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
  }
}

function addAbortListener(signal, listener) {
  require('internal:nodeapi/errors/validators').validateAbortSignal(signal ?? null, 'signal');
  validateFunction(listener, 'listener');
  let remove;
  if (signal.aborted) {
    primordials.global.queueMicrotask(() => listener());
  } else {
    signal.addEventListener('abort', listener, { once: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return { [Symbol.dispose ?? Symbol.for('nodejs.dispose')]: () => remove?.() };
}

Object.assign(EventEmitter, {
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: kRejection,
  errorMonitor: kErrorMonitor,
  getEventListeners,
  getMaxListeners,
  setMaxListeners,
  addAbortListener,
  listenerCount: (emitter, type) =>
    typeof emitter.listenerCount === 'function' ? emitter.listenerCount(type) : listenersOf(emitter, type).length,
  once: (emitter, name, options) => require('./waiting').once(emitter, name, options),
  on: (emitter, name, options) => require('./waiting').on(emitter, name, options),
});

Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(n) {
      validateNumber(n, 'defaultMaxListeners', 0);
      defaultMaxListeners = n;
    },
  },
  captureRejections: {
    enumerable: true,
    get: () => captureByDefault,
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      captureByDefault = value;
    },
  },
  EventEmitterAsyncResource: {
    enumerable: true,
    get: () => require('./asyncresource').EventEmitterAsyncResource,
  },
});

module.exports = EventEmitter;
