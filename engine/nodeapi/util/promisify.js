// Between callbacks and promises.
// https://nodejs.org/docs/latest-v20.x/api/util.html#utilpromisifyoriginal

const { Promise } = primordials;
const { enqueueTick } = require('internal:js/context');
const { codes } = require('internal:nodeapi/errors');
const { validateFunction } = require('internal:nodeapi/errors/validators');

const custom = Symbol.for('nodejs.util.promisify.custom');

/** Names what the further arguments of a callback become: { bytesRead, buffer }. */
const customArgs = Symbol('customPromisifyArgs');

function promisify(original) {
  validateFunction(original, 'original');
  if (original[custom]) {
    const fn = original[custom];
    validateFunction(fn, 'util.promisify.custom');
    return Object.defineProperty(fn, custom, { value: fn, enumerable: false, writable: false, configurable: true });
  }
  const names = original[customArgs];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [
        ...args,
        (error, ...values) => {
          if (error) reject(error);
          else if (names !== undefined && values.length > 1) {
            resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
          } else resolve(values[0]);
        },
      ]);
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperty(fn, custom, { value: fn, enumerable: false, writable: false, configurable: true });
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(original))) {
    if (key !== 'prototype') Object.defineProperty(fn, key, descriptor);
  }
  return fn;
}
promisify.custom = custom;

function falsyRejection(reason) {
  return reason || new codes.ERR_FALSY_VALUE_REJECTION(reason);
}

const { apply: ReflectApply } = Reflect; // the name Node.js has for it, which errors tell

/** @see https://nodejs.org/docs/latest-v20.x/api/util.html#utilcallbackifyoriginal */
function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const settle = (...results) => enqueueTick(() => Reflect.apply(callback, this, results), []);
    ReflectApply(original, this, args).then(
      (value) => settle(null, value),
      (reason) => settle(falsyRejection(reason)),
    );
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const [key, descriptor] of Object.entries(descriptors)) {
    if (key !== 'prototype') Object.defineProperty(callbackified, key, descriptor);
  }
  return callbackified;
}

Object.defineProperty(promisify, 'customArgs', { value: customArgs, enumerable: false });

module.exports = { promisify, callbackify };
