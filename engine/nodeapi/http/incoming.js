// http.IncomingMessage: https://nodejs.org/docs/latest-v20.x/api/http.html#class-httpincomingmessage
//
// The engine makes one with what it knows of the request:
//
//   new IncomingMessage({
//     method, url, httpVersion,     // 'GET', '/api/x?y', '1.1'
//     headers, rawHeaders,          // name, value, name, value, …; rawHeaders as the client sent them
//     remoteAddress, encrypted,     // '127.0.0.1:4000', false
//     read,                         // () → promise of the next bytes, null at the end; absent without a body
//     onGone,                       // (fn) → calls fn when the client has gone
//   })

const { Readable } = require('internal:nodeapi/stream');
const { joinHeaders, groupHeaders } = require('./headers');
const { Socket } = require('./socket');

const kFlat = Symbol('kFlatHeaders');
const kHeaders = Symbol('kHeaders');
const kDistinct = Symbol('kHeadersDistinct');
const kRead = Symbol('kRead');

function IncomingMessage(init) {
  if (!(this instanceof IncomingMessage)) return new IncomingMessage(init);
  init ??= {};
  Readable.call(this, { highWaterMark: init.readableHighWaterMark });
  const given = typeof init.method === 'string' ? init : { socket: init };
  const [major, minor] = String(given.httpVersion ?? '1.1').split('.').map(Number);
  this[kFlat] = given.headers ?? [];
  this[kRead] = given.read;
  this.socket = given.socket ?? new Socket(given);
  this.httpVersionMajor = major;
  this.httpVersionMinor = minor ?? 0;
  this.httpVersion = `${major}.${minor ?? 0}`;
  this.complete = false;
  this.rawHeaders = given.rawHeaders ?? [...this[kFlat]];
  this.rawTrailers = [];
  this.trailers = {};
  this.trailersDistinct = Object.create(null);
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = given.url ?? '';
  this.method = given.method ?? null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = this.socket;
  given.onGone?.(() => abort(this));
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

function resetError() {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

// The client went before its body was complete.
function abort(message, error = resetError()) {
  if (message.complete || message.destroyed) return;
  message.aborted = true;
  message.emit('aborted');
  // As in Node.js: an error only for those who would notice.
  message.destroy(message.listenerCount('error') > 0 ? error : undefined);
}

IncomingMessage.prototype._read = function _read() {
  if (this[kRead] === undefined) {
    this.complete = true;
    this.push(null);
    return;
  }
  this[kRead]().then(
    (bytes) => {
      if (bytes === null) this.complete = true;
      this.push(bytes);
    },
    (error) => {
      this.aborted = true;
      this.emit('aborted');
      this.destroy(error);
    },
  );
};

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.complete) this.aborted = true;
  callback(error);
};

IncomingMessage.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(milliseconds);
  return this;
};

const derived = (key, compute) => ({
  configurable: true,
  enumerable: true,
  get() {
    this[key] ??= compute(this[kFlat]);
    return this[key];
  },
  set(value) {
    this[key] = value;
  },
});

Object.defineProperties(IncomingMessage.prototype, {
  headers: derived(kHeaders, joinHeaders),
  headersDistinct: derived(kDistinct, groupHeaders),
  connection: {
    configurable: true,
    get() {
      return this.socket;
    },
    set(value) {
      this.socket = value;
    },
  },
});

module.exports = { IncomingMessage };
