// What can be said of a stream from outside: is it readable, finished, closed?
// https://nodejs.org/docs/latest-v20.x/api/stream.html#streamisreadablestream

const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');

const isObject = (value) => value !== null && typeof value === 'object';

function isReadableNodeStream(stream, strict = false) {
  return Boolean(
    stream &&
      typeof stream.pipe === 'function' &&
      typeof stream.on === 'function' &&
      (!strict || (typeof stream.pause === 'function' && typeof stream.resume === 'function')) &&
      (!stream._writableState || stream._readableState?.readable !== false) &&
      (!stream._writableState || stream._readableState),
  );
}

function isWritableNodeStream(stream) {
  return Boolean(
    stream &&
      typeof stream.write === 'function' &&
      typeof stream.on === 'function' &&
      (!stream._readableState || stream._writableState?.writable !== false),
  );
}

function isDuplexNodeStream(stream) {
  return Boolean(stream && typeof stream.pipe === 'function' && stream._readableState && typeof stream.on === 'function' && typeof stream.write === 'function');
}

function isNodeStream(stream) {
  return Boolean(
    stream &&
      (stream._readableState ||
        stream._writableState ||
        (typeof stream.write === 'function' && typeof stream.on === 'function') ||
        (typeof stream.pipe === 'function' && typeof stream.on === 'function')),
  );
}

const has = (...methods) => (value) =>
  isObject(value) && !isNodeStream(value) && methods.every((name) => typeof value[name] === 'function');

const isReadableStream = has('pipeThrough', 'getReader', 'cancel');
const isWritableStream = has('getWriter', 'abort');
const isTransformStream = (value) =>
  isObject(value) && !isNodeStream(value) && isReadableStream(value.readable) && isWritableStream(value.writable);
const isWebStream = (value) => isReadableStream(value) || isWritableStream(value) || isTransformStream(value);

function isIterable(value, isAsync) {
  if (value === null || value === undefined) return false;
  if (isAsync === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (isAsync === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
}

function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  return Boolean(stream.destroyed || (stream._writableState ?? stream._readableState)?.destroyed);
}

function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

function isWritableFinished(stream, strict) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return Boolean(state.finished || (strict === false && state.ended === true && state.length === 0));
}

function isReadableFinished(stream, strict) {
  if (!isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return Boolean(state.endEmitted || (strict === false && state.ended === true && state.length === 0));
}

function isReadable(stream) {
  if (stream && stream[kIsReadable] !== undefined && stream[kIsReadable] !== null) return stream[kIsReadable];
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

function isWritable(stream) {
  if (stream && stream[kIsWritable] !== undefined && stream[kIsWritable] !== null) return stream[kIsWritable];
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

function isFinished(stream, { readable = true, writable = true } = {}) {
  if (!isNodeStream(stream)) return null;
  if (isDestroyed(stream)) return true;
  if (readable && isReadable(stream)) return false;
  return !(writable && isWritable(stream));
}

function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const { _writableState: w, _readableState: r } = stream;
  if (typeof w?.closed === 'boolean' || typeof r?.closed === 'boolean') return w?.closed || r?.closed;
  return typeof stream._closed === 'boolean' ? stream._closed : null;
}

const isErrored = (stream) =>
  Boolean(stream && (stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored ?? stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted ?? stream._readableState?.errored ?? stream._writableState?.errored));

const isDisturbed = (stream) => Boolean(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));

function willEmitClose(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState ?? stream._readableState;
  return Boolean(state && state.autoDestroy && state.emitClose && state.closed === false);
}

module.exports = {
  kIsDisturbed, kIsErrored, kIsReadable, kIsWritable,
  isReadableNodeStream, isWritableNodeStream, isDuplexNodeStream, isNodeStream,
  isReadableStream, isWritableStream, isTransformStream, isWebStream,
  isIterable, isDestroyed, isWritableEnded, isWritableFinished, isReadableFinished,
  isReadable, isWritable, isFinished, isClosed, isErrored, isDisturbed, willEmitClose,
};
