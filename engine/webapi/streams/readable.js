// ReadableStream and ReadableStreamDefaultReader: https://streams.spec.whatwg.org/#rs
// Go half: none. Missing: transferring a stream, since there are no other realms.
//
// A read request is { chunk(value), close(), error(e) }.

const { Object, Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, validate } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, cancelSteps, pullSteps, releaseSteps, settle, check, isBranded, invalidState, customInspect } = slots;
const { deferred, resolvedWith, rejectedWith, resolvedDeferred, rejectedDeferred, markHandled, then, toObject } = slots;

/* -------------------------------------------------------------------- *
 * ReadableStream.
 * -------------------------------------------------------------------- */

class ReadableStream {
  /** @see https://streams.spec.whatwg.org/#rs-constructor */
  constructor(underlyingSource = {}, strategy = {}) {
    if (underlyingSource === null) throw codes.ERR_INVALID_ARG_TYPE('source', 'Object', underlyingSource);
    const source = toObject(underlyingSource, 'source');
    const queuing = toObject(strategy, 'strategy');
    this[state] = initialState();
    const { type } = source;
    if (`${type}` === 'bytes') require('./bytes').setUpFromSource(this, source, queuing);
    else if (type === undefined) require('./controller').setUpFromSource(this, source, queuing);
    else throw codes.ERR_INVALID_ARG_VALUE('source.type', type);
  }

  static from(iterable) {
    return require('./from').readableStreamFromIterable(iterable);
  }

  get locked() {
    check(this, ReadableStream);
    return isReadableStreamLocked(this);
  }

  cancel(reason = undefined) {
    if (!isBranded(this, ReadableStream)) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStream'));
    if (isReadableStreamLocked(this)) return rejectedWith(invalidState('ReadableStream is locked'));
    return readableStreamCancel(this, reason);
  }

  getReader(options = undefined) {
    check(this, ReadableStream);
    const { mode } = toObject(options, 'options');
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    const { ReadableStreamBYOBReader } = require('./byob');
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = undefined) {
    check(this, ReadableStream);
    return require('./pipe').pipeThrough(this, transform, options);
  }

  pipeTo(destination, options = undefined) {
    if (!isBranded(this, ReadableStream)) return rejectedWith(codes.ERR_INVALID_THIS('ReadableStream'));
    return require('./pipe').pipeTo(this, destination, options);
  }

  tee() {
    check(this, ReadableStream);
    return require('./tee').readableStreamTee(this);
  }

  values(options = undefined) {
    check(this, ReadableStream);
    if (options !== undefined) validate.object(options, 'options');
    return require('./iterator').createAsyncIterator(this, Boolean(options?.preventCancel));
  }

  [customInspect](depth, options, inspect) {
    const { state: shown, controller } = check(this, ReadableStream);
    const supportsBYOB = controller !== undefined && controller[state].pendingPullIntos !== undefined;
    return `${this.constructor.name} ${inspect({ locked: this.locked, state: shown, supportsBYOB }, options)}`;
  }
}
defineInterface(ReadableStream);
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values,
  writable: true,
  configurable: true,
});

function initialState() {
  return {
    brand: ReadableStream,
    state: 'readable',
    reader: undefined,
    storedError: undefined,
    disturbed: false,
    controller: undefined,
  };
}

/** A stream without a controller, for those who make one in another way. */
function createStream() {
  const stream = Object.create(ReadableStream.prototype);
  stream[state] = initialState();
  return stream;
}

const isReadableStream = (value) => isBranded(value, ReadableStream);

/** @see https://streams.spec.whatwg.org/#is-readable-stream-locked */
function isReadableStreamLocked(stream) {
  return stream[state].reader !== undefined;
}

/* -------------------------------------------------------------------- *
 * What controllers and readers ask of a stream.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#readable-stream-cancel */
function readableStreamCancel(stream, reason) {
  const s = stream[state];
  // 1-3. A stream that has ended takes no reason any more.
  s.disturbed = true;
  if (s.state === 'closed') return resolvedWith(undefined);
  if (s.state === 'errored') return rejectedWith(s.storedError);
  // 4-6. Close first, so that pending reads end.
  readableStreamClose(stream);
  require('./byob').closePendingReads(s.reader);
  // 7-8. The source hears of it last.
  return then(s.controller[cancelSteps](reason), () => undefined);
}

/** @see https://streams.spec.whatwg.org/#readable-stream-close */
function readableStreamClose(stream) {
  const s = stream[state];
  s.state = 'closed';
  settle(s);
  if (s.reader === undefined) return;
  const r = s.reader[state];
  r.closed.resolve(undefined);
  if (r.readRequests !== undefined) for (const request of takeRequests(r)) request.close();
}

/** @see https://streams.spec.whatwg.org/#readable-stream-error */
function readableStreamError(stream, e) {
  const s = stream[state];
  s.state = 'errored';
  s.storedError = e;
  settle(s, e);
  if (s.reader === undefined) return;
  const r = s.reader[state];
  r.closed.reject(e);
  markHandled(r.closed.promise);
  for (const request of takeRequests(r)) request.error(e);
}

/** The requests that wait, of either kind of reader, which is left with none. */
function takeRequests(readerState) {
  const name = readerState.readRequests !== undefined ? 'readRequests' : 'readIntoRequests';
  const requests = readerState[name];
  readerState[name] = [];
  return requests;
}

function getNumReadRequests(stream) {
  return stream[state].reader[state].readRequests.length;
}

function hasDefaultReader(stream) {
  return stream[state].reader?.[state].readRequests !== undefined;
}

/** @see https://streams.spec.whatwg.org/#readable-stream-fulfill-read-request */
function fulfillReadRequest(stream, chunk, done) {
  const request = stream[state].reader[state].readRequests.shift();
  if (done) request.close();
  else request.chunk(chunk);
}

/* -------------------------------------------------------------------- *
 * Readers.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#readable-stream-reader-generic-initialize */
function readerGenericInitialize(reader, brand, stream, requests) {
  const s = stream[state];
  if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
  let closed;
  if (s.state === 'readable') closed = deferred();
  else if (s.state === 'closed') closed = resolvedDeferred();
  else closed = rejectedDeferred(s.storedError);
  reader[state] = { brand, stream, closed, ...requests };
  s.reader = reader;
}

/** @see https://streams.spec.whatwg.org/#readable-stream-reader-generic-release */
function readerGenericRelease(reader) {
  const r = reader[state];
  const s = r.stream[state];
  const error = invalidState('Reader released');
  if (s.state === 'readable') r.closed.reject(error);
  else r.closed = rejectedDeferred(error);
  markHandled(r.closed.promise);
  s.controller[releaseSteps]();
  s.reader = undefined;
  r.stream = undefined;
}

/** The members that both readers have. */
function readerClosed(reader, Class) {
  if (!isBranded(reader, Class)) return rejectedWith(codes.ERR_INVALID_THIS(Class.name));
  return reader[state].closed.promise;
}

function readerCancel(reader, Class, reason) {
  if (!isBranded(reader, Class)) return rejectedWith(codes.ERR_INVALID_THIS(Class.name));
  const { stream } = reader[state];
  if (stream === undefined) return rejectedWith(invalidState('The reader is not attached to a stream'));
  return readableStreamCancel(stream, reason);
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    if (!isReadableStream(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    readerGenericInitialize(this, ReadableStreamDefaultReader, stream, { readRequests: [] });
  }

  get closed() {
    return readerClosed(this, ReadableStreamDefaultReader);
  }

  cancel(reason = undefined) {
    return readerCancel(this, ReadableStreamDefaultReader, reason);
  }

  read() {
    if (!isBranded(this, ReadableStreamDefaultReader)) {
      return rejectedWith(codes.ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    }
    if (this[state].stream === undefined) return rejectedWith(invalidState('The reader is not attached to a stream'));
    const result = deferred();
    defaultReaderRead(this, {
      chunk: (value) => result.resolve({ value, done: false }),
      close: () => result.resolve({ value: undefined, done: true }),
      error: result.reject,
    });
    return result.promise;
  }

  releaseLock() {
    const r = check(this, ReadableStreamDefaultReader);
    if (r.stream !== undefined) defaultReaderRelease(this);
  }

  [customInspect](depth, options, inspect) {
    const r = check(this, ReadableStreamDefaultReader);
    const shown = { stream: r.stream, readRequests: r.readRequests.length, close: r.closed.promise };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}
defineInterface(ReadableStreamDefaultReader);

/** @see https://streams.spec.whatwg.org/#readable-stream-default-reader-read */
function defaultReaderRead(reader, request) {
  const { stream } = reader[state];
  const s = stream[state];
  s.disturbed = true;
  if (s.state === 'closed') request.close();
  else if (s.state === 'errored') request.error(s.storedError);
  else s.controller[pullSteps](request);
}

/** @see https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaultreaderrelease */
function defaultReaderRelease(reader) {
  readerGenericRelease(reader);
  const error = invalidState('Releasing reader');
  for (const request of takeRequests(reader[state])) request.error(error);
}

module.exports = {
  ReadableStream,
  ReadableStreamDefaultReader,
  createStream,
  isReadableStream,
  isReadableStreamLocked,
  readableStreamCancel,
  readableStreamClose,
  readableStreamError,
  takeRequests,
  getNumReadRequests,
  hasDefaultReader,
  fulfillReadRequest,
  readerGenericInitialize,
  readerGenericRelease,
  readerClosed,
  readerCancel,
  defaultReaderRead,
  defaultReaderRelease,
};
