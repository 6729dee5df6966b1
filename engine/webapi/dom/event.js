// Event and CustomEvent: https://dom.spec.whatwg.org/#interface-event
// As in Node.js there is no tree: the path of an event is its target. Messages
// and codes are Node's. Go half: none. Missing: none.

const { Symbol, Object, Number } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, validate, define } = require('internal:webapi/webidl/codes');
const { op_performance_now } = ops;

define('ERR_EVENT_RECURSION', (type) => `The event "${type}" is already being dispatched`, primordials.Error);

const customInspect = Symbol.for('nodejs.util.inspect.custom');

// What EventTarget needs of an event's insides; set in Event's static block.
let dispatching;

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #canceled = false;
  #stopped = false;
  #stoppedImmediately = false;
  #target = null;
  #isDispatched = false;
  #trusted = false;
  #timeStamp = op_performance_now();

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    if (options !== undefined && options !== null) validate.object(options, 'options');
    this.#bubbles = Boolean(options?.bubbles);
    this.#cancelable = Boolean(options?.cancelable);
    this.#composed = Boolean(options?.composed);
    this.#type = `${type}`;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#type in value)) throw codes.ERR_INVALID_THIS('Event');
  }

  initEvent(type, bubbles = false, cancelable = false) {
    Event.#check(this);
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    if (this.#isDispatched) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }

  stopImmediatePropagation() {
    Event.#check(this);
    this.#stopped = true;
    this.#stoppedImmediately = true;
  }

  preventDefault() {
    Event.#check(this);
    this.#canceled = true;
  }

  get target() {
    Event.#check(this);
    return this.#target;
  }

  get currentTarget() {
    Event.#check(this);
    return this.#isDispatched ? this.#target : null;
  }

  get srcElement() {
    Event.#check(this);
    return this.#target;
  }

  get type() {
    Event.#check(this);
    return this.#type;
  }

  get cancelable() {
    Event.#check(this);
    return this.#cancelable;
  }

  get defaultPrevented() {
    Event.#check(this);
    return this.#cancelable && this.#canceled;
  }

  get timeStamp() {
    Event.#check(this);
    return this.#timeStamp;
  }

  composedPath() {
    Event.#check(this);
    return this.#isDispatched ? [this.#target] : [];
  }

  get returnValue() {
    Event.#check(this);
    return !this.#cancelable || !this.#canceled;
  }

  get bubbles() {
    Event.#check(this);
    return this.#bubbles;
  }

  get composed() {
    Event.#check(this);
    return this.#composed;
  }

  get eventPhase() {
    Event.#check(this);
    return this.#isDispatched ? Event.AT_TARGET : Event.NONE;
  }

  get cancelBubble() {
    Event.#check(this);
    return this.#stopped;
  }

  set cancelBubble(value) {
    Event.#check(this);
    if (value) this.#stopped = true;
  }

  stopPropagation() {
    Event.#check(this);
    this.#stopped = true;
  }

  get isTrusted() {
    Event.#check(this);
    return this.#trusted;
  }

  [customInspect](depth, options, inspect) {
    Event.#check(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    const shown = {
      type: this.#type,
      defaultPrevented: this.defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timeStamp,
    };
    return `${name} ${inspect(shown, shallower(options))}`;
  }

  static {
    dispatching = {
      /** Starts a dispatch at target; an event can be in one only. */
      begin(event, target) {
        if (event.#isDispatched) throw codes.ERR_EVENT_RECURSION(event.#type);
        event.#target = target;
        event.#isDispatched = true;
      },
      end(event) {
        event.#isDispatched = false;
      },
      isStopped: (event) => event.#stoppedImmediately,
      trust(event) {
        event.#trusted = true;
        return event;
      },
    };
  }
}

/** Options for inspecting what an object shows of itself. */
function shallower(options) {
  return { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
}

defineInterface(Event);
// In Node.js the prototype lacks these.
['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].forEach((name, value) => {
  Object.defineProperty(Event, name, { value, enumerable: true });
});

/** @see https://dom.spec.whatwg.org/#interface-customevent */
class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) throw codes.ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
defineInterface(CustomEvent);

module.exports = { Event, CustomEvent, dispatching, shallower, customInspect };
