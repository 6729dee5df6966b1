// Channel messaging: https://html.spec.whatwg.org/#web-messaging
// A port's messages arrive as turns of their own, in the order they were posted
// in; a BroadcastChannel reaches the channels of its isolate. Go half: the turns
// of timers.go. Missing: worker threads, and with them ports that leave the isolate.

const { Symbol, Object, Map, Set, TypeError } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, nodeError } = require('internal:webapi/webidl/codes');
const { DOMException } = require('internal:webapi/dom/exception');
const { Event } = require('internal:webapi/dom/event');
const { EventTarget, defineEventHandler, listenerCount } = require('internal:webapi/dom/target');
const { setImmediate } = require('./timers');
const { cloneWithTransfer, transfer, clone, notListed } = require('./clone');

/** @see https://html.spec.whatwg.org/#the-messageevent-interface */
class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  constructor(type, options = undefined) {
    super(type, options);
    this.#data = options?.data === undefined ? null : options.data;
    this.#origin = `${options?.origin ?? ''}`;
    this.#lastEventId = `${options?.lastEventId ?? ''}`;
    this.#source = options?.source ?? null;
    if (this.#source !== null && !(this.#source instanceof MessagePort)) {
      throw codes.ERR_INVALID_ARG_TYPE('init.source', 'MessagePort', this.#source);
    }
    this.#ports = Object.freeze([...(options?.ports ?? [])]);
  }

  get data() {
    return this.#data;
  }

  get origin() {
    return this.#origin;
  }

  get lastEventId() {
    return this.#lastEventId;
  }

  get source() {
    return this.#source;
  }

  get ports() {
    return this.#ports;
  }
}
defineInterface(MessageEvent, { tag: null }); // Node's have that of their parents

function toTransferList(options) {
  if (options === undefined || options === null) return [];
  const list = typeof options[Symbol.iterator] === 'function' ? options : options.transfer;
  if (list === undefined && typeof options === 'object') return [];
  if (typeof list?.[Symbol.iterator] !== 'function' || typeof list !== 'object') {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
  }
  return [...list];
}

const construct = Symbol('construct');
let entangle;
/** Takes the next message off a port's queue: { data }, or undefined. */
let takeMessage;

/** @see https://html.spec.whatwg.org/#message-ports */
class MessagePort extends EventTarget {
  #other = null;
  #queue = [];
  #isEnabled = false;
  #isClosed = false;

  constructor(token) {
    if (token !== construct) throw nodeError(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
    super();
  }

  postMessage(message, options = undefined) {
    if (arguments.length === 0) throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    const list = toTransferList(options);
    if (list.includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    const { value, transferred } = cloneWithTransfer(message, list);
    this.#other?.#receive({ data: value, ports: transferred.filter((item) => item instanceof MessagePort) });
  }

  #receive(init) {
    this.#queue.push(init);
    if (this.#isEnabled) this.#schedule();
  }

  #schedule() {
    setImmediate(() => {
      const init = this.#queue.shift();
      if (init !== undefined && !this.#isClosed) this.dispatchEvent(new MessageEvent('message', init));
    });
  }

  start() {
    if (this.#isEnabled) return;
    this.#isEnabled = true;
    for (let i = 0; i < this.#queue.length; i++) this.#schedule();
  }

  close() {
    if (this.#isClosed) return;
    const other = this.#other;
    for (const port of other === null ? [this] : [this, other]) port.#end();
  }

  #end() {
    this.#other = null;
    setImmediate(() => {
      this.#isClosed = true;
      this.dispatchEvent(new Event('close'));
    });
  }

  // What Node.js adds to a port.

  ref() {}

  unref() {}

  hasRef() {
    return this.#isEnabled && !this.#isClosed;
  }

  // Its listeners in Node's style get the message itself.
  #nodeListeners = new Map();

  #listen(type, listener, once) {
    const wrapped = (event) => listener.call(this, event instanceof MessageEvent ? event.data : event);
    this.#nodeListeners.set(listener, wrapped);
    this.addEventListener(type, wrapped, { once });
    if (type === 'message') this.start();
    return this;
  }

  on(type, listener) {
    return this.#listen(type, listener, false);
  }

  addListener(type, listener) {
    return this.#listen(type, listener, false);
  }

  once(type, listener) {
    return this.#listen(type, listener, true);
  }

  off(type, listener) {
    this.removeEventListener(type, this.#nodeListeners.get(listener) ?? listener);
    this.#nodeListeners.delete(listener);
    return this;
  }

  removeListener(type, listener) {
    return this.off(type, listener);
  }

  listenerCount(type) {
    return listenerCount(this, type);
  }

  addEventListener(type, ...rest) {
    super.addEventListener(type, ...rest);
    if (`${type}` === 'message') this.start(); // as in Node.js
  }

  [clone]() {
    return notListed();
  }

  /** The port that takes this one's place at the other end. */
  [transfer]() {
    const successor = new MessagePort(construct);
    const other = this.#other;
    this.#other = null;
    successor.#queue = this.#queue;
    this.#queue = [];
    if (other !== null) entangle(successor, other);
    return successor;
  }

  static {
    takeMessage = (port) => port.#queue.shift();
    entangle = (a, b) => {
      a.#other = b;
      b.#other = a;
    };
  }
}
defineInterface(MessagePort, { tag: null });
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
defineEventHandler(MessagePort.prototype, 'close');

// Setting onmessage starts a port.
const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
Object.defineProperty(MessagePort.prototype, 'onmessage', {
  get,
  set(handler) {
    set.call(this, handler);
    this.start();
  },
  enumerable: true,
  configurable: true,
});

/** @see https://html.spec.whatwg.org/#message-channels */
class MessageChannel {
  #port1 = new MessagePort(construct);
  #port2 = new MessagePort(construct);

  constructor() {
    entangle(this.#port1, this.#port2);
  }

  get port1() {
    return this.#port1;
  }

  get port2() {
    return this.#port2;
  }
}
defineInterface(MessageChannel);

const channels = new Map();

/** @see https://html.spec.whatwg.org/#broadcasting-to-other-browsing-contexts */
class BroadcastChannel extends EventTarget {
  #name;
  #isClosed = false;

  constructor(name) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
  }

  get name() {
    return this.#name;
  }

  postMessage(message) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('message');
    if (this.#isClosed) {
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    const { value } = cloneWithTransfer(message, []);
    for (const channel of channels.get(this.#name)) {
      if (channel === this) continue;
      const { value: copy } = cloneWithTransfer(value, []);
      setImmediate(() => {
        if (!channel.#isClosed) channel.dispatchEvent(new MessageEvent('message', { data: copy }));
      });
    }
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const peers = channels.get(this.#name);
    peers.delete(this);
    if (peers.size === 0) channels.delete(this.#name);
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }
}
defineInterface(BroadcastChannel, { tag: null });
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { MessageChannel, MessagePort, MessageEvent, BroadcastChannel, takeMessage };
