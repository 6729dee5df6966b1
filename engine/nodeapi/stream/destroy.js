// How streams end early: destroy(), errors, and construction, for both sides.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#readabledestroyerror

const { enqueueTick } = require('internal:js/context');
const { AbortError, aggregateTwoErrors } = require('internal:nodeapi/errors');
const { ERR_MULTIPLE_CALLBACK } = require('./codes');
const { isDestroyed, isFinished } = require('./status');

const kDestroy = Symbol('kDestroy');
const kConstruct = Symbol('kConstruct');

const nextTick = (fn, ...args) => enqueueTick(fn, args);

// Both sides of a stream that has them.
const statesOf = (stream) => [stream._writableState, stream._readableState].filter(Boolean);

function noteError(error, states) {
  if (!error) return;
  for (const state of states) if (!state.errored) state.errored = error;
}

function destroy(error, callback) {
  const states = statesOf(this);
  if (states.some((state) => state.destroyed)) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(error, states);
  for (const state of states) state.destroyed = true;
  if (states[0].constructed) runDestroy(this, error, callback);
  else this.once(kDestroy, (failure) => runDestroy(this, aggregateTwoErrors(failure, error), callback));
  return this;
}

function runDestroy(stream, error, callback) {
  let called = false;
  const onDestroy = (failure) => {
    if (called) return;
    called = true;
    const states = statesOf(stream);
    noteError(failure, states);
    for (const state of states) state.closed = true;
    if (typeof callback === 'function') callback(failure);
    nextTick(() => {
      if (failure) emitError(stream, failure);
      emitClose(stream);
    });
  };
  try {
    stream._destroy(error || null, onDestroy);
  } catch (failure) {
    onDestroy(failure);
  }
}

function emitClose(stream) {
  const states = statesOf(stream);
  for (const state of states) state.closeEmitted = true;
  if (states.some((state) => state.emitClose)) stream.emit('close');
}

function emitError(stream, error) {
  const states = statesOf(stream);
  if (states.some((state) => state.errorEmitted)) return;
  for (const state of states) state.errorEmitted = true;
  stream.emit('error', error);
}

/** Reports an error of the stream itself, as its options say. */
function errorOrDestroy(stream, error, sync = false) {
  const states = statesOf(stream);
  if (states.some((state) => state.destroyed)) return;
  if (states.some((state) => state.autoDestroy)) {
    stream.destroy(error);
    return;
  }
  noteError(error, states);
  if (sync) nextTick(emitError, stream, error);
  else emitError(stream, error);
}

/** Runs a stream's _construct before anything else of it. */
function construct(stream, callback) {
  if (typeof stream._construct !== 'function') return;
  for (const state of statesOf(stream)) state.constructed = false;
  stream.once(kConstruct, callback);
  // A Duplex calls this once for each side.
  if (stream.listenerCount(kConstruct) > 1) return;
  nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  const onConstruct = (error) => {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const states = statesOf(stream);
    for (const state of states) state.constructed = true;
    if (states.some((state) => state.destroyed)) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    else nextTick(() => stream.emit(kConstruct));
  };
  try {
    stream._construct((error) => nextTick(onConstruct, error));
  } catch (error) {
    nextTick(onConstruct, error);
  }
}

/** Destroys any kind of stream; without an error, as if its reader went away. */
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();
  if (typeof stream.destroy === 'function') stream.destroy(error);
  else if (typeof stream.close === 'function') stream.close();
}

module.exports = { destroy, destroyer, construct, errorOrDestroy, nextTick };
