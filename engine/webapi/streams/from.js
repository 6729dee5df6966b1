// ReadableStream.from: https://streams.spec.whatwg.org/#rs-from
// Go half: none. Missing: none.

const { Symbol, TypeError } = primordials;
const { codes, define, inspect } = require('internal:webapi/webidl/codes');
const { resolvedWith, rejectedWith, then, promiseCall } = require('./slots');
const controllers = require('./controller');

define('ERR_ARG_NOT_ITERABLE', (value) => `${inspect(value)} must be iterable`, TypeError);

function getIterator(iterable) {
  if (iterable === undefined || iterable === null) throw codes.ERR_ARG_NOT_ITERABLE(iterable);
  const asyncMethod = iterable[Symbol.asyncIterator];
  const method = asyncMethod ?? iterable[Symbol.iterator];
  if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = method.call(iterable);
  if (typeof iterator !== 'object' || iterator === null) {
    throw codes.ERR_INVALID_STATE_TYPE('The iterator method must return an object');
  }
  return { iterator, isAsync: asyncMethod !== undefined && asyncMethod !== null };
}

/** @see https://streams.spec.whatwg.org/#readable-stream-from-iterable */
function readableStreamFromIterable(iterable) {
  const { iterator, isAsync } = getIterator(iterable);
  const { next } = iterator;
  const { stream, controller } = controllers.createReadableStream({ pull, cancel }, 0);

  function pull() {
    return then(promiseCall(next, iterator), (step) => {
      if (typeof step !== 'object' || step === null) {
        throw codes.ERR_INVALID_STATE_TYPE('The promise returned by the iterator.next() method must fulfill with an object');
      }
      if (step.done) {
        controllers.close(controller);
        return undefined;
      }
      if (isAsync) {
        controllers.enqueue(controller, step.value);
        return undefined;
      }
      return then(resolvedWith(step.value), (value) => controllers.enqueue(controller, value));
    });
  }

  function cancel(reason) {
    let method;
    try {
      method = iterator.return;
    } catch (error) {
      return rejectedWith(error);
    }
    if (method === undefined || method === null) return resolvedWith(undefined);
    return then(promiseCall(method, iterator, reason), (result) => {
      if (typeof result !== 'object' || result === null) {
        throw codes.ERR_INVALID_STATE_TYPE('The promise returned by the iterator.return() method must fulfill with an object');
      }
      return undefined;
    });
  }

  return stream;
}

module.exports = { readableStreamFromIterable };
