// ReadableStream.prototype.tee: https://streams.spec.whatwg.org/#rs-tee
// Go half: none. Missing: none. A byte stream's branches are in teebytes.js.

const { queueMicrotask } = require('internal:webapi/html/microtask');
const { state, deferred, resolvedWith, nothing } = require('./slots');
const { enqueueTick, nativeThen } = require('internal:js/context');
const readable = require('./readable');
const controllers = require('./controller');

function readableStreamTee(stream) {
  const isByteStream = stream[state].controller[state].pendingPullIntos !== undefined;
  return isByteStream ? require('./teebytes').readableByteStreamTee(stream) : readableStreamDefaultTee(stream);
}

/**
 * What two branches share of a cancellation: the stream is cancelled when both
 * are, with both reasons.
 */
function cancellation(stream) {
  const canceled = [false, false];
  const reasons = [undefined, undefined];
  const finished = deferred();
  const cancelBranch = (i) => (reason) => {
    canceled[i] = true;
    reasons[i] = reason;
    if (canceled[1 - i]) finished.resolve(readable.readableStreamCancel(stream, [...reasons]));
    return finished.promise;
  };
  return {
    canceled,
    finished,
    cancel: [cancelBranch(0), cancelBranch(1)],
    /** Ends the wait of a branch that was cancelled alone. */
    settle() {
      if (!canceled[0] || !canceled[1]) finished.resolve(undefined);
    },
  };
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee */
function readableStreamDefaultTee(stream) {
  const reader = new readable.ReadableStreamDefaultReader(stream);
  const shared = cancellation(stream);
  let reading = false;

  function forBoth(apply) {
    branches.forEach((branch, i) => {
      if (!shared.canceled[i]) apply(branch.controller);
    });
  }

  function pull() {
    if (reading) return resolvedWith(undefined);
    reading = true;
    readable.defaultReaderRead(reader, {
      chunk(value) {
        // A branch may be read from within enqueue: that has to wait for this.
        queueMicrotask(() => {
          reading = false;
          forBoth((controller) => controllers.enqueue(controller, value));
        });
      },
      close() {
        // Later than the standard has it, as in Node.js.
        enqueueTick(() => {
          reading = false;
          forBoth((controller) => controllers.close(controller));
          shared.settle();
        }, []);
      },
      error() {
        reading = false;
      },
    });
    return resolvedWith(undefined);
  }

  const branches = shared.cancel.map((cancel) => controllers.createReadableStream({ pull, cancel }));
  nativeThen(reader[state].closed.promise, nothing, (e) => {
    for (const { controller } of branches) controllers.error(controller, e);
    shared.settle();
  });
  return branches.map((branch) => branch.stream);
}

module.exports = { readableStreamTee, cancellation };
