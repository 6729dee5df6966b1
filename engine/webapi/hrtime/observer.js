// PerformanceObserver: https://w3c.github.io/performance-timeline/#the-performanceobserver-interface
// Go half: none. Missing: the entry types Node.js makes itself (gc, http, net, dns).

const { Array, Object, Set, TypeError } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, nodeError, received, validate } = require('internal:webapi/webidl/codes');
const { getFrame, run } = require('internal:js/context');

const supported = Object.freeze(['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);
const observers = new Set();

class PerformanceObserverEntryList {
  #entries;

  constructor(entries) {
    this.#entries = [...entries].sort((a, b) => a.startTime - b.startTime);
  }

  getEntries() {
    return this.#entries.slice();
  }

  getEntriesByType(type) {
    return this.#entries.filter((e) => e.entryType === `${type}`);
  }

  getEntriesByName(name, type = undefined) {
    return this.#entries.filter((e) => e.name === `${name}` && (type === undefined || e.entryType === type));
  }
}
defineInterface(PerformanceObserverEntryList);

class PerformanceObserver {
  #callback;
  #frame = getFrame();
  #types = new Set();
  #buffer = [];
  #isScheduled = false;

  constructor(callback) {
    validate.function(callback, 'callback');
    this.#callback = callback;
  }

  static get supportedEntryTypes() {
    return supported;
  }

  observe(options = {}) {
    validate.object(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes !== undefined && !Array.isArray(entryTypes)) {
      throw nodeError(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        `The "options.entryTypes" property must be string[]. Received ${received(entryTypes)}`,
      );
    }
    if (entryTypes !== undefined) this.#types = new Set(entryTypes.filter((t) => supported.includes(t)));
    else if (supported.includes(type)) this.#types.add(type);
    if (this.#types.size === 0) return;
    observers.add(this);
    if (type !== undefined && buffered) {
      for (const entry of require('internal:webapi/hrtime').buffered(type)) this.#enqueue(entry);
    }
  }

  disconnect() {
    observers.delete(this);
    this.#types.clear();
    this.#buffer = [];
  }

  takeRecords() {
    const records = this.#buffer;
    this.#buffer = [];
    return records;
  }

  #enqueue(entry) {
    this.#buffer.push(entry);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    require('internal:webapi/html/timers').setImmediate(() => this.#deliver());
  }

  #deliver() {
    this.#isScheduled = false;
    const entries = this.takeRecords();
    if (entries.length > 0) run(this.#frame, this.#callback, this, new PerformanceObserverEntryList(entries), this);
  }

  static notify(entry) {
    for (const observer of observers) if (observer.#types.has(entry.entryType)) observer.#enqueue(entry);
  }
}
const { notify } = PerformanceObserver;
delete PerformanceObserver.notify;
defineInterface(PerformanceObserver);

module.exports = { PerformanceObserver, PerformanceObserverEntryList, notify };
