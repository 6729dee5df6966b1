// The iterable members of Headers and FormData, as undici has them: forEach
// calls back with globalThis unless told otherwise.

const { Object } = primordials;
const { defineIterable } = require('internal:webapi/webidl');

function defineFetchIterable(Class, name, pairs) {
  defineIterable(Class, name, pairs);
  const standard = Class.prototype.forEach;
  const { forEach } = {
    forEach(callbackfn, thisArg = globalThis) {
      if (arguments.length === 0) return standard.call(this);
      return standard.call(this, callbackfn, thisArg);
    },
  };
  Object.defineProperty(forEach, 'length', { value: 1, configurable: true });
  Object.defineProperty(Class.prototype, 'forEach', { value: forEach, enumerable: true, writable: true, configurable: true });
}

module.exports = { defineFetchIterable };
