// assert.CallTracker: https://nodejs.org/docs/latest-v20.x/api/assert.html#class-assertcalltracker

const { Error, Proxy, WeakMap } = primordials;
const { codes } = require('internal:nodeapi/errors');
const { validateUint32 } = require('internal:nodeapi/errors/validators');
const { AssertionError } = require('./error');

const { ERR_INVALID_ARG_VALUE } = codes;

// How often a function should be called, and the calls it got.
class Check {
  calls = [];

  constructor(expected, name) {
    this.expected = expected;
    this.name = name;
    this.stack = new Error();
  }

  report() {
    const { expected, name, stack } = this;
    const actual = this.calls.length;
    if (actual === expected) return undefined;
    const message = `Expected the ${name} function to be executed ${expected} time(s) but was executed ${actual} time(s).`;
    return { message, actual, expected, operator: name, stack };
  }
}

class CallTracker {
  #checks = [];
  #tracked = new WeakMap();

  #checkOf(tracked) {
    const check = this.#tracked.get(tracked);
    if (check === undefined) throw new ERR_INVALID_ARG_VALUE('tracked', tracked, 'is not a tracked function');
    return check;
  }

  reset(tracked) {
    const checks = tracked === undefined ? this.#checks : [this.#checkOf(tracked)];
    for (const check of checks) check.calls = [];
  }

  getCalls(tracked) {
    return Object.freeze([...this.#checkOf(tracked).calls]);
  }

  calls(fn, expected = 1) {
    if (typeof fn === 'number') {
      expected = fn;
      fn = Function.prototype;
    } else if (fn === undefined) {
      fn = Function.prototype;
    }
    validateUint32(expected, 'expected', true);
    const check = new Check(expected, fn.name || 'calls');
    const tracked = new Proxy(fn, {
      __proto__: null,
      apply(target, thisArg, args) {
        check.calls.push(Object.freeze({ thisArg, arguments: Object.freeze([...args]) }));
        return Reflect.apply(target, thisArg, args);
      },
    });
    this.#checks.push(check);
    this.#tracked.set(tracked, check);
    return tracked;
  }

  report() {
    return this.#checks.map((check) => check.report()).filter((report) => report !== undefined);
  }

  verify() {
    const details = this.report();
    if (details.length === 0) return;
    const message = details.length === 1 ? details[0].message : 'Functions were not called the expected number of times';
    throw new AssertionError({ message, details });
  }
}

module.exports = { CallTracker };
