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
    return rejectedWith(codes.ERR_INVALID_STATE_TYPE('The reader is not bound to a ReadableStream'));
  }
  const result = deferred();
  const settle = () => {
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

async function returnStep(it, value) {
  const { reader, preventCancel } = it;
  if (it.isFinished) return { done: true, value };
  it.isFinished = true;
  if (reader[state].stream === undefined) {
    throw codes.ERR_INVALID_STATE_TYPE('The reader is not bound to a ReadableStream');
  }
  const cancelled = preventCancel ? undefined : readable.readableStreamCancel(reader[state].stream, value);
  readable.defaultReaderRelease(reader);
  if (!preventCancel) await cancelled;
  return { done: true, value };
}

// Steps run one after another, also when they are asked for at once.
function queueStep(it, step) {
  it.current = it.current === undefined ? step() : then(it.current, step, step);
  return it.current;
}

const prototype = Object.setPrototypeOf(
  {
    next() {
      const it = this?.[slot];
      if (it === undefined) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
      // As in Node.js, the first read waits for the source to have started.
      if (!it.isStarted) it.current = resolvedWith(undefined);
      it.isStarted = true;
      return queueStep(it, () => readStep(it));
    },
    return(value = undefined) {
      const it = this?.[slot];
      if (it === undefined) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
      it.isStarted = true;
      return queueStep(it, () => returnStep(it, value));
    },
  },
  AsyncIteratorPrototype,
);

function createAsyncIterator(stream, preventCancel) {
  const reader = new readable.ReadableStreamDefaultReader(stream);
  return Object.create(prototype, {
    [slot]: { value: { reader, preventCancel, isStarted: false, isFinished: false, current: undefined } },
  });
}

module.exports = { createAsyncIterator };
