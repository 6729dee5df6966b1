// Readable.prototype.pipe and unpipe.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#readablepipedestination-options

const { errorOrDestroy, nextTick } = require('./destroy');
const { flow } = require('./flow');

function pipe(source, dest, options) {
  const state = source._readableState;
  state.pipes.push(dest);
  const stdio = dest._isStdio;
  const onEnd = options?.end !== false && !stdio ? () => dest.end() : () => source.unpipe(dest);
  if (state.endEmitted) nextTick(onEnd);
  else source.once('end', onEnd);

  let cleanedUp = false;
  let onDrain;
  const pause = () => {
    if (!cleanedUp) {
      state.awaitDrainWriters.add(dest);
      source.pause();
    }
    if (onDrain === undefined) {
      onDrain = () => drained(source, dest);
      dest.on('drain', onDrain);
    }
  };
  const onData = (chunk) => {
    if (dest.write(chunk) === false) pause();
  };
  const onError = (error) => {
    source.unpipe(dest);
    dest.removeListener('error', onError);
    if (dest.listenerCount('error') > 0) return;
    const other = dest._writableState ?? dest._readableState;
    if (other && !other.errorEmitted) errorOrDestroy(dest, error);
    else dest.emit('error', error);
  };
  const onClose = () => {
    dest.removeListener('finish', onFinish);
    source.unpipe(dest);
  };
  const onFinish = () => {
    dest.removeListener('close', onClose);
    source.unpipe(dest);
  };
  const onUnpipe = (readable, info) => {
    if (readable !== source || !info || info.hasUnpiped) return;
    info.hasUnpiped = true;
    cleanUp();
  };
  const cleanUp = () => {
    for (const [name, listener] of [['close', onClose], ['finish', onFinish], ['error', onError], ['unpipe', onUnpipe]]) {
      dest.removeListener(name, listener);
    }
    if (onDrain) dest.removeListener('drain', onDrain);
    source.removeListener('end', onEnd);
    source.removeListener('data', onData);
    cleanedUp = true;
    // Others that wait for this one's drain would wait for ever.
    if (onDrain && state.awaitDrainWriters.has(dest)) onDrain();
  };

  dest.on('unpipe', onUnpipe);
  source.on('data', onData);
  dest.prependListener('error', onError);
  dest.once('close', onClose);
  dest.once('finish', onFinish);
  dest.emit('pipe', source);
  if (dest.writableNeedDrain === true) pause();
  else if (!state.flowing) source.resume();
  return dest;
}

// The slowest destination sets the pace.
function drained(source, dest) {
  const state = source._readableState;
  state.awaitDrainWriters.delete(dest);
  if (state.awaitDrainWriters.size > 0 || source.listenerCount('data') === 0) return;
  source.resume();
  flow(source);
}

function unpipe(source, dest) {
  const state = source._readableState;
  if (state.pipes.length === 0) return source;
  if (dest === undefined) {
    const all = state.pipes;
    state.pipes = [];
    source.pause();
    for (const one of all) one.emit('unpipe', source, { hasUnpiped: false });
    return source;
  }
  const index = state.pipes.indexOf(dest);
  if (index === -1) return source;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) source.pause();
  dest.emit('unpipe', source, { hasUnpiped: false });
  return source;
}

module.exports = { pipe, unpipe };
