// What the project's async functions call to keep their async context: the
// compiler puts the calls around each await; see engine/compile/asynccontext.go.

const { Promise, PromiseResolve, String, Symbol, TypeError } = primordials;
const { now, root, adopt, nativeThen } = require('./context');

/**
 * Sets the frame that a function kept, if the job that goes on has none yet: an
 * await failed, or a generator was resumed by a promise and not by its caller.
 */
function restore(frame) {
  if (frame !== undefined && now.frame === root) now.frame = frame;
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * esbuild's __forAwait: the iterator that a for await loop steps through. written
 * is how the code has the iterable, if that is a name.
 * @see https://tc39.es/ecma262/#sec-getiterator
 */
function forAwait(iterable, written = isObject(iterable) ? '{}' : String(iterable)) {
  if (iterable === undefined || iterable === null) {
    throw new TypeError(`Cannot read properties of ${iterable} (reading 'Symbol(Symbol.asyncIterator)')`);
  }
  const method = iterable[Symbol.asyncIterator];
  if (method === undefined || method === null) {
    if (typeof iterable[Symbol.iterator] !== 'function') throw new TypeError(`${written} is not async iterable`);
    return fromSync(iterable[Symbol.iterator]());
  }
  if (typeof method !== 'function') throw new TypeError(`${typeof method} ${String(method)} is not a function`);
  const iterator = method.call(iterable);
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
  return iterator;
}

/** What the iterator of such a loop answered, which has to be an object. */
function iteratorResult(result) {
  if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
  return result;
}

/** @see https://tc39.es/ecma262/#sec-createasyncfromsynciterator */
function fromSync(iterator) {
  const step = (method, value) => {
    try {
      const { value: pending, done } = method.call(iterator, value);
      return nativeThen(PromiseResolve(pending), (settled) => ({ value: settled, done: Boolean(done) }));
    } catch (error) {
      return new Promise((_, reject) => reject(error));
    }
  };
  return {
    next: (value) => step(iterator.next, value),
    return: (value) => (iterator.return ? step(iterator.return, value) : PromiseResolve({ value, done: true })),
  };
}

module.exports = { now, adopt, restore, forAwait, iteratorResult };
