// EventTarget: https://dom.spec.whatwg.org/#interface-eventtarget
// Messages and codes are Node's. What a listener throws does not reach the
// dispatcher; the isolate reports it. Go half: none. Missing: none.

const { Map, Object } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, validate } = require('internal:webapi/webidl/codes');
const { Event, dispatching, shallower, customInspect } = require('./event');

function isListener(listener) {
  if (typeof listener === 'function') return true;
  if (listener === undefined || listener === null) return false;
  if (typeof listener === 'object') return true;
  throw codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

/** @see https://dom.spec.whatwg.org/#event-flatten-more */
function flattenMore(options) {
  if (typeof options === 'boolean') return { capture: options };
  if (options === undefined || options === null) return {};
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  return {
    once: Boolean(options.once),
    capture: Boolean(options.capture),
    passive: Boolean(options.passive),
    signal: options.signal,
  };
}

function typeName(type) {
  if (typeof type === 'symbol') throw codes.ERR_INVALID_ARG_VALUE('value', type);
  return `${type}`;
}

let listenersOf;

/**
 * One of a target's listeners for an event's name. They are a chain, as in Node.js:
 * what is added during a dispatch is called in it, unless the last is running.
 */
class Listener {
  constructor(callback, capture, once, previous) {
    this.callback = callback;
    this.capture = capture;
    this.once = once;
    this.isRemoved = false;
    this.previous = previous;
    this.next = undefined;
    if (previous !== undefined) previous.next = this;
  }

  // A removed listener still knows its next, for the dispatch that is at it.
  remove() {
    this.isRemoved = true;
    if (this.previous !== undefined) this.previous.next = this.next;
    if (this.next !== undefined) this.next.previous = this.previous;
  }
}

class EventTarget {
  // name → { start, size }; start is no listener, the first is its next. Most
  // targets never get one.
  #chains;
  #handlers;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#chains in value)) throw codes.ERR_INVALID_THIS('EventTarget');
  }

  addEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    const { once = false, capture = false, signal } = flattenMore(options);
    validate.abortSignal(signal, 'options.signal');
    if (signal?.aborted) return;
    if (!isListener(listener)) return;
    const name = typeName(type);
    const chain = this.#chainOf(name);
    let last = chain.start;
    while (last.next !== undefined) {
      last = last.next;
      if (last.callback === listener && last.capture === capture) return;
    }
    new Listener(listener, capture, once, last);
    chain.size++;
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, capture), { once: true });
  }

  #chainOf(name) {
    this.#chains ??= new Map();
    let chain = this.#chains.get(name);
    if (chain === undefined) {
      chain = { start: new Listener(), size: 0 };
      this.#chains.set(name, chain);
    }
    return chain;
  }

  removeEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    const chain = this.#chains?.get(typeName(type));
    for (let l = chain?.start.next; l !== undefined; l = l.next) {
      if (l.callback !== listener || l.capture !== capture) continue;
      l.remove();
      chain.size--;
      return;
    }
  }

  dispatchEvent(event) {
    EventTarget.#check(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('event');
    if (!(event instanceof Event)) throw codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
    dispatching.begin(event, this);
    try {
      this.#invoke(event);
    } finally {
      dispatching.end(event);
    }
    return !event.defaultPrevented;
  }

  /** @see https://dom.spec.whatwg.org/#concept-event-listener-inner-invoke */
  #invoke(event) {
    const chain = this.#chains?.get(event.type);
    let next;
    for (let listener = chain?.start.next; listener !== undefined; listener = next) {
      next = listener.next;
      if (listener.isRemoved) continue;
      if (dispatching.isStopped(event)) return;
      if (listener.once) {
        listener.remove();
        chain.size--;
      }
      try {
        callListener(listener.callback, this, event);
      } catch (error) {
        require('internal:webapi/html/report').reportException(error);
      }
    }
  }

  [customInspect](depth, options, inspect) {
    EventTarget.#check(this);
    const { name } = this.constructor;
    return depth < 0 ? name : `${name} ${inspect({}, shallower(options))}`;
  }

  static {
    listenersOf = {
      count: (target, name) => target.#chains?.get(name)?.size ?? 0,
      list(target, name) {
        const callbacks = [];
        for (let l = target.#chains?.get(name)?.start.next; l !== undefined; l = l.next) callbacks.push(l.callback);
        return callbacks;
      },
      handlers: (target) => {
        EventTarget.#check(target);
        return (target.#handlers ??= new Map());
      },
    };
  }
}

function callListener(callback, target, event) {
  const result = typeof callback === 'function' ? callback.call(target, event) : callback.handleEvent?.(event);
  if (result === undefined || result === null || typeof result.then !== 'function') return;
  result.then(undefined, (error) => require('internal:webapi/html/report').reportException(error));
}

defineInterface(EventTarget);

/**
 * Defines an event handler attribute, such as onabort. A handler keeps the
 * place in the order that it was first set at.
 * @see https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
 */
function defineEventHandler(prototype, event) {
  const attribute = {
    get [`on${event}`]() {
      return listenersOf.handlers(this).get(event)?.handler ?? null;
    },
    set [`on${event}`](value) {
      const handlers = listenersOf.handlers(this);
      const entry = handlers.get(event);
      if (entry !== undefined) {
        entry.handler = value;
        return;
      }
      const slot = { handler: value };
      handlers.set(event, slot);
      this.addEventListener(event, function (e) {
        return typeof slot.handler === 'function' ? slot.handler.call(this, e) : undefined;
      });
    },
  };
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(attribute));
}

module.exports = {
  EventTarget,
  defineEventHandler,
  /** How many listeners a target has for an event's name. */
  listenerCount: listenersOf.count,
  /** The callbacks a target has for an event's name. */
  listeners: listenersOf.list,
};
