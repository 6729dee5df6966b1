// Readable streams as async iterables.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#readablesymbolasynciterator

const { Promise } = primordials;
const { getFrame, run } = require('internal:js/context');
const { aggregateTwoErrors } = require('internal:nodeapi/errors');
const { destroyer } = require('./destroy');

function createAsyncIterator(stream, options) {
  const readable = typeof stream.read === 'function' ? stream : new (require('./readable').Readable)({ objectMode: true }).wrap(stream);
  return iterate(readable, options, getFrame());
}

// frame: a stream's own methods run in the reader's async context.
async function* iterate(stream, options, frame) {
  let wake = () => {};
  const onReadable = () => {
    wake();
    wake = () => {};
  };
  stream.on('readable', onReadable);

  // undefined while it goes on, null at the end, or an error.
  let error;
  const { eos } = require('./finished');
  const cleanUp = eos(stream, { writable: false }, (failure) => {
    error = failure ? aggregateTwoErrors(error, failure) : null;
    onReadable();
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : run(frame, stream.read, stream);
      if (chunk !== null) {
        yield chunk;
      } else if (error) {
        throw error;
      } else if (error === null) {
        return;
      } else {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    }
  } catch (failure) {
    error = aggregateTwoErrors(error, failure);
    throw error;
  } finally {
    const leftEarly = error || options?.destroyOnReturn !== false;
    if (leftEarly && (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', onReadable);
      cleanUp();
    }
  }
}

module.exports = { createAsyncIterator };
