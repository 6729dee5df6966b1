// ReadableStreamBYOBReader: https://streams.spec.whatwg.org/#byob-reader-class
// Go half: none. Missing: none. As in Node.js 20, read() takes no `min`.
//
// A read-into request is { chunk(view), close(view), error(e) }.

const { ArrayBuffer } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, check, isBranded, invalidState, customInspect, deferred, rejectedWith } = slots;
const readable = require('./readable');

class ReadableStreamBYOBReader {
  constructor(stream) {
    if (!readable.isReadableStream(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (stream[state].controller[state].pendingPullIntos === undefined) {
      throw codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    readable.readerGenericInitialize(this, ReadableStreamBYOBReader, stream, { readIntoRequests: [] });
  }

  get closed() {
    return readable.readerClosed(this, ReadableStreamBYOBReader);
  }

  cancel(reason = undefined) {
    return readable.readerCancel(this, ReadableStreamBYOBReader, reason);
  }

  /** @see https://streams.spec.whatwg.org/#byob-reader-read */
  read(view) {
    if (!isBranded(this, ReadableStreamBYOBReader)) {
      return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    }
    const problem = checkView(view);
    if (problem !== undefined) return rejectedWith(problem);
    if (this[state].stream === undefined) return rejectedWith(invalidState('The reader is not attached to a stream'));
    const result = deferred();
    byobReaderRead(this, view, {
      chunk: (value) => result.resolve({ value, done: false }),
      close: (value) => result.resolve({ value, done: true }),
      error: result.reject,
    });
    return result.promise;
  }

  releaseLock() {
    const r = check(this, ReadableStreamBYOBReader);
    if (r.stream !== undefined) byobReaderRelease(this);
  }

  [customInspect](depth, options, inspect) {
    const r = check(this, ReadableStreamBYOBReader);
    const shown = { stream: r.stream, requests: r.readIntoRequests.length, close: r.closed.promise };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}
defineInterface(ReadableStreamBYOBReader);

function checkView(view) {
  if (!ArrayBuffer.isView(view)) {
    return codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
  }
  if (view.buffer.detached) return invalidState('View or ArrayBuffer is detached');
  if (view.byteLength === 0 || view.buffer.byteLength === 0) {
    return invalidState('View or Viewed ArrayBuffer is zero-length or detached');
  }
  return undefined;
}

/** @see https://streams.spec.whatwg.org/#readable-stream-byob-reader-read */
function byobReaderRead(reader, view, request) {
  const { stream } = reader[state];
  const s = stream[state];
  s.disturbed = true;
  if (s.state === 'errored') request.error(s.storedError);
  else require('./bytes').pullInto(s.controller, view, request);
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablestreambyobreaderrelease */
function byobReaderRelease(reader) {
  readable.readerGenericRelease(reader);
  const error = invalidState('Releasing reader');
  for (const request of readable.takeRequests(reader[state])) request.error(error);
}

/** Ends a BYOB reader's pending reads when its stream is cancelled. */
function closePendingReads(reader) {
  if (reader?.[state].readIntoRequests === undefined) return;
  for (const request of readable.takeRequests(reader[state])) request.close(undefined);
}

module.exports = { ReadableStreamBYOBReader, byobReaderRead, byobReaderRelease, closePendingReads };
