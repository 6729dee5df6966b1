// ReadableStreamBYOBReader: https://streams.spec.whatwg.org/#byob-reader-class
// Go half: none. Missing: none.
//
// A read-into request is { chunk(view), close(view), error(e) }.

const { ArrayBuffer, Number } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, check, isBranded, invalidState, customInspect, deferred, promiseOf, rejectedWith } = slots;
const readable = require('./readable');

class ReadableStreamBYOBReader {
  constructor(stream) {
    if (!readable.isReadableStream(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (readable.isReadableStreamLocked(stream)) throw invalidState('ReadableStream is locked');
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
  read(view, options = undefined) {
    if (!isBranded(this, ReadableStreamBYOBReader)) {
      return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    }
    let min;
    try {
      min = checkRead(view, options);
    } catch (e) {
      return rejectedWith(e);
    }
    if (this[state].stream === undefined) return rejectedWith(invalidState('The reader is not attached to a stream'));
    const result = deferred();
    byobReaderRead(this, view, min, {
      chunk: (value) => result.resolve({ value, done: false }),
      close: (value) => result.resolve({ value, done: true }),
      error: result.reject,
    });
    return promiseOf(result.promise);
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

/** Returns how many elements the view shall get at least. */
function checkRead(view, options) {
  if (!ArrayBuffer.isView(view)) {
    throw codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
  }
  const min = slots.toObject(options, 'options').min ?? 1;
  if (view.byteLength === 0 || view.buffer.byteLength === 0) {
    throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
  }
  if (typeof min !== 'number') throw codes.ERR_INVALID_ARG_TYPE('options.min', 'number', min);
  if (!Number.isInteger(min)) throw codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be an integer');
  if (min <= 0) throw codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
  const length = view.length ?? view.byteLength;
  if (min > length) {
    throw codes.ERR_OUT_OF_RANGE('options.min', `<= view.${view.length === undefined ? 'byteLength' : 'length'}`, min);
  }
  return min;
}

/** @see https://streams.spec.whatwg.org/#readable-stream-byob-reader-read */
function byobReaderRead(reader, view, min, request) {
  const { stream } = reader[state];
  const s = stream[state];
  s.disturbed = true;
  if (s.state === 'errored') request.error(s.storedError);
  else require('./bytes').pullInto(s.controller, view, min, request);
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
