// Async iteration of a ReadableStream: https://streams.spec.whatwg.org/#rs-asynciterator
// Go half: none. Missing: none.

const { Object, Symbol } = primordials;
const { codes } = require('internal:webapi/webidl/codes');
const { state, deferred, resolvedWith, rejectedWith, then } = require('./slots');
const readable = require('./readable');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

const slot = Symbol('iterator');

/** One step; the reader is released with the last. */
function readStep(it) {
  if (it.isFinished) return resolvedWith({ value: undefined, done: true });
  const { reader } = it;
  if (reader[state].stream === undefined) {
    return rejectedWith(codes.ERR_INVALID_STATE_TYPE('The reader is not attached to a stream'));
  }
  const result = deferred();
  const settle = () => {
    it.isReading = false;
    it.current = undefined;
  };
  const finish = () => {
    it.isFinished = true;
    settle();
    readable.defaultReaderRelease(reader);
  };
  readable.defaultReaderRead(reader, {
    chunk: (value) => {
      settle();
      result.resolve({ value, done: false });
    },
    close: () => {
      finish();
      result.resolve({ value: undefined, done: true });
    },
    error: (e) => {
      finish();
      result.reject(e);
    },
  });
  return result.promise;
}

function returnStep(it, value) {
  if (it.isFinished) return resolvedWith({ value, done: true });
  it.isFinished = true;
  const { reader, preventCancel } = it;
  if (preventCancel) {
    readable.defaultReaderRelease(reader);
    return resolvedWith({ value, done: true });
  }
  const cancelled = readable.readableStreamCancel(reader[state].stream, value);
  readable.defaultReaderRelease(reader);
  return then(cancelled, () => ({ value, done: true }));
}

// Steps run one after another, also when they are asked for at once.
function queueStep(it, step) {
  if (it.current !== undefined) {
    it.current = then(it.current, step, step);
    return it.current;
  }
  it.isReading = true;
  const result = step();
  if (it.isReading) it.current = result;
  return result;
}

const prototype = Object.setPrototypeOf(
  {
    next() {
      const it = this?.[slot];
      if (it === undefined) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
      return queueStep(it, () => readStep(it));
    },
    return(value = undefined) {
      const it = this?.[slot];
      if (it === undefined) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
      return queueStep(it, () => returnStep(it, value));
    },
  },
  AsyncIteratorPrototype,
);

function createAsyncIterator(stream, preventCancel) {
  const reader = new readable.ReadableStreamDefaultReader(stream);
  return Object.create(prototype, {
    [slot]: { value: { reader, preventCancel, isFinished: false, isReading: false, current: undefined } },
  });
}

module.exports = { createAsyncIterator };
