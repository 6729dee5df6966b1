// Stream, the base class of old, which is an EventEmitter with pipe().
// https://nodejs.org/docs/latest-v20.x/api/stream.html

const EventEmitter = require('internal:nodeapi/events');

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

Stream.prototype.pipe = function pipe(dest, options) {
  const onData = (chunk) => {
    if (dest.writable && dest.write(chunk) === false && this.pause) this.pause();
  };
  const onDrain = () => {
    if (this.readable && this.resume) this.resume();
  };
  let ended = false;
  const finish = (method) => () => {
    if (ended) return;
    ended = true;
    if (typeof dest[method] === 'function') dest[method]();
  };
  const onEnd = finish('end');
  const onClose = finish('destroy');
  const onError = function onError(error) {
    cleanUp();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  };
  const links = [
    [this, 'data', onData], [dest, 'drain', onDrain], [this, 'error', onError], [dest, 'error', onError],
  ];
  if (!dest._isStdio && options?.end !== false) links.push([this, 'end', onEnd], [this, 'close', onClose]);
  const cleanUp = () => {
    for (const [emitter, name, listener] of links) emitter.removeListener(name, listener);
  };
  links.push([this, 'end', cleanUp], [this, 'close', cleanUp], [dest, 'close', cleanUp]);
  for (const [emitter, name, listener] of links) {
    if (name === 'error') emitter.prependListener(name, listener);
    else emitter.on(name, listener);
  }
  dest.emit('pipe', this);
  return dest;
};

Stream.prototype.eventNames = function eventNames() {
  return EventEmitter.prototype.eventNames.call(this).filter((name) => this._events[name] !== undefined);
};

module.exports = { Stream };
