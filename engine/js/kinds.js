// What lowered functions say they are. Code asks for fn.constructor.name,
// Object.prototype.toString, instanceof, or takes AsyncFunction and the
// prototypes of async iterators from a function's prototype: all of those answer
// as for the function that was written, which its source tells.
// @see https://tc39.es/ecma262/#sec-async-function-objects
//
// Missing: __proto__ and isPrototypeOf see the plain function.

const { AsyncFunction, AsyncGeneratorFunction, Function, Object, Reflect, Symbol, uncurryThis } = primordials;

const sourceOf = uncurryThis(Function.prototype.toString);
const hasInstance = uncurryThis(Function.prototype[Symbol.hasInstance]);
const lowered = /^(?:(?!=>)[^{])*?\(?[\w$,. ]*\)? (?:=> |\{\s+return )__async(Generator)?\d*\(/;

/** The constructor that a function was written for, if it was lowered. */
function writtenFor(fn) {
  const match = typeof fn === 'function' ? lowered.exec(sourceOf(fn)) : null;
  if (match === null) return undefined;
  return match[1] === undefined ? AsyncFunction : AsyncGeneratorFunction;
}

// Native async functions have properties of their own for these two.
Object.defineProperty(Function.prototype, Symbol.toStringTag, {
  get() {
    return writtenFor(this)?.name;
  },
  configurable: true,
});
Object.defineProperty(Function.prototype, 'constructor', {
  get() {
    return writtenFor(this) ?? Function;
  },
  set(value) {
    Object.defineProperty(this, 'constructor', { value, writable: true, enumerable: true, configurable: true });
  },
  configurable: true,
});

for (const constructor of [AsyncFunction, AsyncGeneratorFunction]) {
  Object.defineProperty(constructor, Symbol.hasInstance, {
    value: (fn) => hasInstance(constructor, fn) || writtenFor(fn) === constructor,
    configurable: true,
  });
}

// getPrototypeOf, for Object and for Reflect.
function seenFrom(getPrototypeOf) {
  const { getPrototypeOf: patched } = {
    getPrototypeOf(value) {
      const prototype = getPrototypeOf(value);
      return prototype === Function.prototype ? (writtenFor(value)?.prototype ?? prototype) : prototype;
    },
  };
  return patched;
}

for (const holder of [Object, Reflect]) {
  Object.defineProperty(holder, 'getPrototypeOf', {
    value: seenFrom(holder.getPrototypeOf),
    writable: true,
    configurable: true,
  });
}
