// Readable.from: a stream of what an iterable gives.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#streamreadablefromiterable-options

const { getFrame, run } = require('internal:js/context');
const { Buffer } = require('internal:nodeapi/buffer');
const { nextTick } = require('./destroy');
const { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } = require('./codes');

function from(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  let isAsync = true;
  let iterator;
  if (typeof iterable?.[Symbol.asyncIterator] === 'function') {
    iterator = iterable[Symbol.asyncIterator]();
  } else if (typeof iterable?.[Symbol.iterator] === 'function') {
    isAsync = false;
    iterator = iterable[Symbol.iterator]();
  } else {
    throw new ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  }
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  attach(readable, iterator, isAsync);
  return readable;
}

function attach(readable, iterator, isAsync) {
  const frame = getFrame();
  let reading = false;
  readable._read = () => {
    if (reading) return;
    reading = true;
    pull();
  };
  readable._destroy = (error, callback) => {
    close(error).then(
      () => nextTick(callback, error),
      (failure) => nextTick(callback, failure || error),
    );
  };

  // Tells the iterator that no more is read.
  async function close(error) {
    if (error !== undefined && error !== null && typeof iterator.throw === 'function') {
      const { value, done } = await run(frame, iterator.throw, iterator, error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await run(frame, iterator.return, iterator);
      await value;
    }
  }

  async function pull() {
    for (;;) {
      try {
        const step = run(frame, iterator.next, iterator);
        const { value, done } = isAsync ? await step : step;
        if (done) {
          readable.push(null);
          return;
        }
        const chunk = typeof value?.then === 'function' ? await value : value;
        if (chunk === null) {
          reading = false;
          throw new ERR_STREAM_NULL_VALUES();
        }
        if (run(frame, readable.push, readable, chunk)) continue;
        reading = false;
      } catch (error) {
        readable.destroy(error);
      }
      return;
    }
  }
}

module.exports = { from };
