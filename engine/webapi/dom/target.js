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

class EventTarget {
  // type → listeners, replaced and not changed, so that a dispatch sees those
  // that were there when it began. Most targets never get one.
  #lists;
  #handlers;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#lists in value)) throw codes.ERR_INVALID_THIS('EventTarget');
  }

  addEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    const { once = false, capture = false, signal } = flattenMore(options);
    validate.abortSignal(signal, 'options.signal');
    if (signal?.aborted) return;
    if (!isListener(listener)) return;
    const name = typeName(type);
    this.#lists ??= new Map();
    const list = this.#lists.get(name) ?? [];
    if (list.some((l) => l.callback === listener && l.capture === capture)) return;
    this.#lists.set(name, [...list, { callback: listener, capture, once, removed: false }]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, capture), { once: true });
  }

  removeEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    const name = typeName(type);
    const found = this.#lists?.get(name)?.find((l) => l.callback === listener && l.capture === capture);
    if (found !== undefined) this.#remove(name, found);
  }

  #remove(name, listener) {
    listener.removed = true;
    const rest = this.#lists.get(name).filter((l) => l !== listener);
    if (rest.length === 0) this.#lists.delete(name);
    else this.#lists.set(name, rest);
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
    const name = event.type;
    for (const listener of this.#lists?.get(name) ?? []) {
      if (listener.removed) continue;
      if (dispatching.isStopped(event)) return;
      if (listener.once) this.#remove(name, listener);
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
      count: (target, name) => target.#lists?.get(name)?.length ?? 0,
      list: (target, name) => (target.#lists?.get(name) ?? []).map((l) => l.callback),
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
