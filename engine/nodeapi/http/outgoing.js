// http.OutgoingMessage: the headers of a response.
// https://nodejs.org/docs/latest-v20.x/api/http.html#class-httpoutgoingmessage

const { Writable } = require('internal:nodeapi/stream');
const { validateString } = require('internal:nodeapi/errors/validators');
const { codes, validateHeaderName, validateHeaderValue } = require('./headers');

/** Lower-case name → [name as written, value]; null as long as there are none. */
const kHeaders = Symbol('kOutHeaders');

/** What addTrailers() was given: name, value, name, value, … */
const kTrailer = Symbol('kTrailer');

function OutgoingMessage(options) {
  if (!(this instanceof OutgoingMessage)) return new OutgoingMessage(options);
  Writable.call(this, { decodeStrings: false, highWaterMark: options?.highWaterMark });
  this[kHeaders] = null;
  this[kTrailer] = [];
  this.sendDate = false;
  this.shouldKeepAlive = true;
  this.chunkedEncoding = false;
  this.useChunkedEncodingByDefault = true;
  this.strictContentLength = false;
  this.socket = null;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Writable.prototype);
Object.setPrototypeOf(OutgoingMessage, Writable);

function refuseIfSent(message, verb) {
  if (message.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT(verb);
}

OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
  refuseIfSent(this, 'set');
  validateHeaderName(name);
  validateHeaderValue(name, value);
  this[kHeaders] ??= new Map();
  this[kHeaders].set(name.toLowerCase(), [name, value]);
  return this;
};

OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
  refuseIfSent(this, 'set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  // Headers gives one set-cookie after the other: they belong together.
  const cookies = [];
  for (const [name, value] of headers) {
    if (name === 'set-cookie') cookies.push(...[].concat(value));
    else this.setHeader(name, value);
  }
  if (cookies.length > 0) this.setHeader('set-cookie', cookies);
  return this;
};

OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
  refuseIfSent(this, 'append');
  validateHeaderName(name);
  validateHeaderValue(name, value);
  this[kHeaders] ??= new Map();
  const key = name.toLowerCase();
  const existing = this[kHeaders].get(key);
  if (existing === undefined) this[kHeaders].set(key, [name, value]);
  else existing[1] = [].concat(existing[1], value);
  return this;
};

OutgoingMessage.prototype.getHeader = function getHeader(name) {
  validateString(name, 'name');
  return this[kHeaders]?.get(name.toLowerCase())?.[1];
};

OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() {
  return [...(this[kHeaders]?.keys() ?? [])];
};

OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
  return Array.from(this[kHeaders]?.values() ?? [], ([name]) => name);
};

OutgoingMessage.prototype.getHeaders = function getHeaders() {
  const result = Object.create(null);
  for (const [key, [, value]] of this[kHeaders] ?? []) result[key] = value;
  return result;
};

OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
  validateString(name, 'name');
  return this[kHeaders]?.has(name.toLowerCase()) ?? false;
};

OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
  validateString(name, 'name');
  refuseIfSent(this, 'remove');
  this[kHeaders]?.delete(name.toLowerCase());
};

OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
  for (const [name, value] of pairs) {
    validateHeaderName(name, 'Trailer name');
    for (const one of [].concat(value)) {
      validateHeaderValue(name, one);
      this[kTrailer].push(name, String(one));
    }
  }
};

OutgoingMessage.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  if (callback) this.on('timeout', callback);
  return this;
};

Object.defineProperties(OutgoingMessage.prototype, {
  connection: {
    configurable: true,
    get() {
      return this.socket;
    },
    set(value) {
      this.socket = value;
    },
  },
  headersSent: { configurable: true, enumerable: true, get: () => false },
  finished: {
    configurable: true,
    get() {
      return this.writableEnded;
    },
  },
});

module.exports = { OutgoingMessage, kHeaders, kTrailer };
