// AbortController and AbortSignal: https://dom.spec.whatwg.org/#aborting-ongoing-activities
// Go half: none; timeouts are timers of html. Missing: none.
//
// For other modules: createAbortSignal(), signalAbort(signal, reason), and
// addAbortAlgorithm(signal, fn), which runs fn before any listener hears of it
// and returns a function that takes it back.

const { Set, Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, validate } = require('internal:webapi/webidl/codes');
const { DOMException } = require('./exception');
const { Event, dispatching, shallower, customInspect } = require('./event');
const { EventTarget, defineEventHandler } = require('./target');

// Only this module can construct a signal.
const construct = Symbol('construct');
let createAbortSignal;
let signalAbort;
let addAbortAlgorithm;

const defaultReason = () => new DOMException('This operation was aborted', 'AbortError');

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #algorithms; // a Set of functions, made with the first
  #isDependent = false;
  #sources; // of a dependent signal: the signals it follows, none dependent
  #dependents; // the signals that follow this one

  constructor(token) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#aborted in value)) throw codes.ERR_INVALID_THIS('AbortSignal');
  }

  get aborted() {
    AbortSignal.#check(this);
    return this.#aborted;
  }

  get reason() {
    AbortSignal.#check(this);
    return this.#reason;
  }

  throwIfAborted() {
    AbortSignal.#check(this);
    if (this.#aborted) throw this.#reason;
  }

  static abort(reason = defaultReason()) {
    const signal = new AbortSignal(construct);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    validate.integer(delay, 'delay', 0, 2 ** 32 - 1);
    const signal = new AbortSignal(construct);
    const { setTimeout } = require('internal:webapi/html/timers');
    const timer = setTimeout(() => {
      signal.#abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    timer.unref();
    return signal;
  }

  /** @see https://dom.spec.whatwg.org/#create-a-dependent-abort-signal */
  static any(signals) {
    const sources = toSignals(signals);
    const result = new AbortSignal(construct);
    result.#isDependent = true;
    result.#sources = new Set();
    for (const signal of sources) {
      if (signal.#aborted) {
        result.#aborted = true;
        result.#reason = signal.#reason;
        return result;
      }
    }
    for (const signal of sources) {
      for (const source of signal.#isDependent ? signal.#sources : [signal]) {
        result.#sources.add(source);
        (source.#dependents ??= new Set()).add(result);
      }
    }
    return result;
  }

  /** @see https://dom.spec.whatwg.org/#abortsignal-signal-abort */
  #abort(reason) {
    // 1-2. Once only.
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    // 3-6. The abort steps; as in Node.js 20, dependent signals come later than
    // the listeners of this one.
    this.#runAbortSteps();
    const dependents = this.#dependents ?? [];
    this.#dependents = undefined;
    for (const dependent of dependents) dependent.#abort(reason);
  }

  #runAbortSteps() {
    for (const algorithm of this.#algorithms ?? []) algorithm(this.#reason);
    this.#algorithms = undefined;
    this.dispatchEvent(dispatching.trust(new Event('abort')));
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return this.constructor.name;
    return `${this.constructor.name} ${inspect({ aborted: this.aborted }, shallower(options))}`;
  }

  static {
    createAbortSignal = () => new AbortSignal(construct);
    signalAbort = (signal, reason = defaultReason()) => signal.#abort(reason);
    addAbortAlgorithm = (signal, algorithm) => {
      if (signal.#aborted) return () => {};
      (signal.#algorithms ??= new Set()).add(algorithm);
      return () => signal.#algorithms?.delete(algorithm);
    };
  }
}

function toSignals(signals) {
  if (!Array.isArray(signals)) throw codes.ERR_INVALID_ARG_TYPE('signals', 'Array', signals);
  signals.forEach((signal, i) => {
    if (!(signal instanceof AbortSignal)) throw codes.ERR_INVALID_ARG_TYPE(`signals[${i}]`, 'AbortSignal', signal);
  });
  return signals;
}

defineInterface(AbortSignal, { hidden: ['reason', 'throwIfAborted', 'abort', 'any', 'timeout'] });
defineEventHandler(AbortSignal.prototype, 'abort');

class AbortController {
  #signal = undefined;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#signal in value)) {
      throw codes.ERR_INVALID_THIS('AbortController');
    }
  }

  get signal() {
    AbortController.#check(this);
    return (this.#signal ??= createAbortSignal());
  }

  abort(reason = defaultReason()) {
    AbortController.#check(this);
    signalAbort((this.#signal ??= createAbortSignal()), reason);
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return this.constructor.name;
    return `${this.constructor.name} ${inspect({ signal: this.signal }, shallower(options))}`;
  }
}
defineInterface(AbortController);

module.exports = { AbortController, AbortSignal, createAbortSignal, signalAbort, addAbortAlgorithm };
