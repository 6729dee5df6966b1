// Duplex, Transform and PassThrough.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#duplex-and-transform-streams

const kCallback = Symbol('kCallback');

// Readable and Writable ask for Duplex when an instance is made: it must be
// there before they load.
module.exports = { Duplex };

const { Readable } = require('./readable');
const { Writable } = require('./writable');
const { getHighWaterMark } = require('./state');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('./codes');

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  Readable.call(this, options);
  Writable.call(this, options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options?.readable === false) {
    this._readableState.readable = false;
    this._readableState.ended = true;
    this._readableState.endEmitted = true;
  }
  if (options?.writable === false) {
    this._writableState.writable = false;
    this._writableState.ending = true;
    this._writableState.ended = true;
    this._writableState.finished = true;
  }
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

// The writing side is copied, as there is one prototype chain only.
for (const name of Reflect.ownKeys(Writable.prototype)) {
  if (Object.hasOwn(Duplex.prototype, name) || name in Readable.prototype) continue;
  Object.defineProperty(Duplex.prototype, name, Object.getOwnPropertyDescriptor(Writable.prototype, name));
}
Duplex.prototype.destroy = Writable.prototype.destroy;
Object.defineProperties(Duplex.prototype, {
  destroyed: {
    configurable: true,
    get() {
      return Boolean(this._readableState?.destroyed && this._writableState?.destroyed);
    },
    set(value) {
      if (!this._readableState || !this._writableState) return;
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    },
  },
});

Duplex.from = (body) => require('./duplexify').duplexify(body, 'body');
Duplex.fromWeb = (pair, options) => require('./webadapters').duplexFromWeb(pair, options);
Duplex.toWeb = (duplex) => require('./webadapters').duplexToWeb(duplex);

/* -------------------------------------------------------------------- *
 * Transform: what is written comes out changed.
 * -------------------------------------------------------------------- */

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  const readableMark = options ? getHighWaterMark(Boolean(options.readableObjectMode || options.objectMode), options, 'readableHighWaterMark', true) : null;
  // Without room to read ahead, the writing side must hold nothing back either.
  const settings =
    readableMark === 0
      ? { ...options, highWaterMark: null, readableHighWaterMark: 0, writableHighWaterMark: options.writableHighWaterMark || 0 }
      : options;
  Duplex.call(this, settings);
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', prefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function flushed(stream, error, data, callback) {
  if (error) {
    if (callback) callback(error);
    else stream.destroy(error);
    return;
  }
  if (data !== null && data !== undefined) stream.push(data);
  stream.push(null);
  if (callback) callback();
}

function final(callback) {
  if (typeof this._flush === 'function' && !this.destroyed) {
    this._flush((error, data) => flushed(this, error, data, callback));
  } else {
    this.push(null);
    if (callback) callback();
  }
}

// A class with a _final of its own still flushes.
function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

Transform.prototype._transform = function _transform() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function _write(chunk, encoding, callback) {
  const reading = this._readableState;
  const writing = this._writableState;
  const { length } = reading;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value !== null && value !== undefined) this.push(value);
    if (writing.ended || length === reading.length || reading.length < reading.highWaterMark) callback();
    else this[kCallback] = callback;
  });
};

Transform.prototype._read = function _read() {
  if (!this[kCallback]) return;
  const callback = this[kCallback];
  this[kCallback] = null;
  callback();
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

Object.assign(module.exports, { Transform, PassThrough });
