// What the project's async functions call to keep their async context: the
// compiler puts the calls around each await; see engine/compile/asynccontext.go.

const { Promise, PromiseResolve, Symbol, TypeError } = primordials;
const { adopt, now, root, nativeThen } = require('./context');

/**
 * Sets the frame that a function kept, if the job that goes on has none yet: an
 * await failed, or a generator was resumed by a promise and not by its caller.
 */
function restore(frame) {
  if (frame !== undefined && now.frame === root) now.frame = frame;
}

/**
 * esbuild's __forAwait: the iterator that a for await loop steps through.
 * Missing: the loop takes what is no object for a result.
 */
function forAwait(iterable) {
  const method = iterable[Symbol.asyncIterator];
  if (method !== undefined && method !== null) return method.call(iterable);
  if (typeof iterable[Symbol.iterator] !== 'function') throw new TypeError('object is not async iterable');
  return fromSync(iterable[Symbol.iterator]());
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

module.exports = { now, adopt, restore, forAwait };
