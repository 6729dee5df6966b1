// ReadableStream.from: https://streams.spec.whatwg.org/#rs-from
// Go half: none. Missing: none.

const { PromiseResolve, Symbol, TypeError } = primordials;
const { codes, define, inspect } = require('internal:webapi/webidl/codes');
const { then, promiseCall } = require('./slots');
const controllers = require('./controller');

define('ERR_ARG_NOT_ITERABLE', (value) => `${inspect(value)} must be iterable`, TypeError);

// As in Node.js, an async generator steps through a synchronous iterator.
async function* fromSync(iterator) {
  return yield* { [Symbol.iterator]: () => iterator };
}

function getIterator(iterable) {
  if (iterable === undefined || iterable === null) {
    throw new TypeError(`Cannot read properties of ${iterable} (reading 'Symbol(Symbol.asyncIterator)')`);
  }
  const asyncMethod = iterable[Symbol.asyncIterator];
  const method = asyncMethod ?? iterable[Symbol.iterator];
  if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = method.call(iterable);
  if (!isObject(iterator)) throw codes.ERR_INVALID_STATE_TYPE('The iterator method must return an object');
  return asyncMethod === undefined || asyncMethod === null ? fromSync(iterator) : iterator;
}

const isObject = (value) => typeof value === 'object' && value !== null;

function checkResult(method, result) {
  if (isObject(result)) return result;
  throw codes.ERR_INVALID_STATE_TYPE(`The promise returned by the iterator.${method}() method must fulfill with an object`);
}

/** @see https://streams.spec.whatwg.org/#readable-stream-from-iterable */
function readableStreamFromIterable(iterable) {
  const iterator = getIterator(iterable);
  const { next } = iterator;
  const { stream, controller } = controllers.createReadableStream(
    { pull: () => promiseCall(pull), cancel: (reason) => promiseCall(cancel, undefined, reason) },
    0,
  );

  function pull() {
    const result = next.call(iterator);
    if (!isObject(result)) throw codes.ERR_INVALID_STATE_TYPE('The iterator.next() method must return an object');
    return then(PromiseResolve(result), (step) => {
      if (checkResult('next', step).done) controllers.close(controller);
      else controllers.enqueue(controller, step.value);
    });
  }

  function cancel(reason) {
    const method = iterator.return;
    if (method === undefined) return undefined;
    return then(PromiseResolve(method.call(iterator, reason)), (result) => {
      checkResult('return', result);
    });
  }

  return stream;
}

module.exports = { readableStreamFromIterable };
