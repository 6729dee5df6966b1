// http.ServerResponse: https://nodejs.org/docs/latest-v20.x/api/http.html#class-httpserverresponse
//
// The engine makes one with the request and with callbacks that carry it away:
//
//   new ServerResponse(req, {
//     onInterim(status, headers),               // optional: an informational response
//     onHead(status, message, headers),         // once, before the first chunk
//     onChunk(chunk),                           // text or bytes → promise that the client took it, or undefined
//     onEnd(trailer),                           // after the last chunk
//     onWhole(status, message, headers, body),  // optional: instead of the three, if nothing was written before end()
//     onGone(fn),                               // optional: calls fn when the client has gone
//   })
//
// headers and trailer are text: a name, a line feed, its value, a line feed, the next name.

const { Buffer } = require('internal:nodeapi/buffer');
const { validateObject } = require('internal:nodeapi/errors/validators');
const { Writable } = require('internal:nodeapi/stream');
const { OutgoingMessage, kHeaders, kTrailer } = require('./outgoing');
const { codes, hasInvalidChar, validateHeaderName, validateHeaderValue } = require('./headers');
const { STATUS_CODES } = require('./statuscodes');

const kSink = Symbol('kSink');
const kHead = Symbol('kHead'); // what writeHead fixed: { status, message, lines }
const kHeadDelivered = Symbol('kHeadDelivered');
const kWhole = Symbol('kWhole'); // the body, if end() gave all of it at once

const nothing = { onHead() {}, onChunk() {}, onEnd() {} };

function ServerResponse(req, sink) {
  if (!(this instanceof ServerResponse)) return new ServerResponse(req, sink);
  OutgoingMessage.call(this, sink);
  const callbacks = typeof sink?.onHead === 'function' ? sink : nothing;
  this[kSink] = callbacks;
  this[kHead] = null;
  this[kHeadDelivered] = false;
  this[kWhole] = undefined;
  this.req = req;
  this.socket = req.socket ?? null;
  this.statusCode = 200;
  this.statusMessage = undefined;
  this.sendDate = true;
  this._hasBody = req.method !== 'HEAD';
  callbacks.onGone?.(() => {
    // Whoever writes on learns it from 'close', as in Node.js.
    if (!this.writableFinished) this.destroy();
  });
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

/* -------------------------------------------------------------------- *
 * The head.
 * -------------------------------------------------------------------- */

// Lines of headers: several for a value that is an array, except cookies.
function appendLines(lines, name, value) {
  const values = Array.isArray(value) && name.toLowerCase() === 'cookie' ? [value.join('; ')] : [].concat(value);
  for (const one of values) lines.push(name, String(one));
}

function eachGiven(headers, fn) {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) fn(name, headers[name]);
    return;
  }
  if (Array.isArray(headers[0])) {
    for (const [name, value] of headers) fn(name, value);
    return;
  }
  if (headers.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', headers);
  for (let i = 0; i < headers.length; i += 2) fn(headers[i], headers[i + 1]);
}

// Headers that were set before are overridden one by one.
function mergeGiven(response, headers) {
  if (Array.isArray(headers)) eachGiven(headers, (name) => response.removeHeader(name));
  eachGiven(headers, (name, value) => {
    if (!name) return;
    if (Array.isArray(headers)) response.appendHeader(name, value);
    else response.setHeader(name, value);
  });
}

function headerLines(response, headers) {
  const lines = [];
  if (headers && response[kHeaders] === null) {
    eachGiven(headers, (name, value) => {
      validateHeaderName(name);
      for (const one of [].concat(value)) validateHeaderValue(name, one);
      appendLines(lines, name, value);
    });
    return lines;
  }
  if (headers) mergeGiven(response, headers);
  for (const [name, value] of response[kHeaders]?.values() ?? []) appendLines(lines, name, value);
  return lines;
}

ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('write');
  const status = statusCode | 0;
  if (status < 100 || status > 999) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(statusCode);
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[status] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = status;
  const lines = headerLines(this, headers);
  if (hasInvalidChar(this.statusMessage)) throw new codes.ERR_INVALID_CHAR('statusMessage');
  this[kHead] = { status, message: this.statusMessage, lines };
  if (status === 204 || status === 304 || (status >= 100 && status <= 199)) this._hasBody = false;
  return this;
};
ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

ServerResponse.prototype.flushHeaders = function flushHeaders() {
  if (this[kHead] === null) this._implicitHeader();
  deliverHead(this);
};

function deliverHead(response) {
  if (response[kHeadDelivered]) return;
  response[kHeadDelivered] = true;
  const { status, message, lines } = response[kHead];
  response[kSink].onHead(status, message, lines.join('\n'));
}

/* -------------------------------------------------------------------- *
 * The body.
 * -------------------------------------------------------------------- */

// Text in UTF-8 goes as text; everything else as bytes.
function toChunk(chunk, encoding) {
  if (typeof chunk !== 'string') return chunk;
  return /^utf-?8$/i.test(encoding) || encoding === undefined || encoding === null ? chunk : Buffer.from(chunk, encoding);
}

ServerResponse.prototype.write = function write(chunk, encoding, callback) {
  if (this[kHead] === null && !this.writableEnded && !this.destroyed && isChunk(chunk)) this._implicitHeader();
  return Writable.prototype.write.call(this, chunk, encoding, callback);
};

const isChunk = (chunk) => typeof chunk === 'string' || chunk instanceof Uint8Array;

ServerResponse.prototype.end = function end(chunk, encoding, callback) {
  if (this.writableEnded || this.destroyed) return Writable.prototype.end.call(this, chunk, encoding, callback);
  if (typeof chunk === 'function') [chunk, encoding, callback] = [undefined, undefined, chunk];
  else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
  const hasChunk = chunk !== undefined && chunk !== null;
  if (hasChunk && !isChunk(chunk)) throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  const body = hasChunk ? toChunk(chunk, encoding) : '';
  const first = !this[kHeadDelivered];
  if (this[kHead] === null) {
    this._implicitHeader();
    addLength(this, body);
  }
  // In one piece, if nothing went before it.
  if (first && this.writableLength === 0 && this[kTrailer].length === 0) {
    this[kWhole] = body;
    return Writable.prototype.end.call(this, callback);
  }
  return hasChunk && chunk.length > 0
    ? Writable.prototype.end.call(this, chunk, encoding, callback)
    : Writable.prototype.end.call(this, callback);
};

ServerResponse.prototype._write = function _write(chunk, encoding, callback) {
  deliverHead(this);
  if (!this._hasBody || chunk.length === 0) {
    callback();
    return;
  }
  const taken = this[kSink].onChunk(toChunk(chunk, encoding));
  if (typeof taken?.then === 'function') taken.then(() => callback(), callback);
  else callback();
};

// Node.js tells the length of a body that it knows when it makes the head: one
// that writeHead() fixed before has none.
function addLength(response, body) {
  const { lines } = response[kHead];
  const named = (name) => lines.some((line, i) => i % 2 === 0 && line.toLowerCase() === name);
  if (!response._hasBody || named('content-length') || named('transfer-encoding')) return;
  lines.push('Content-Length', String(Buffer.byteLength(body)));
}

ServerResponse.prototype._final = function _final(callback) {
  const sink = this[kSink];
  const body = this[kWhole];
  if (body !== undefined && typeof sink.onWhole === 'function') {
    this[kHeadDelivered] = true;
    const { status, message, lines } = this[kHead];
    sink.onWhole(status, message, lines.join('\n'), this._hasBody ? body : '');
    callback();
    return;
  }
  deliverHead(this);
  if (body && this._hasBody) sink.onChunk(body);
  sink.onEnd(this[kTrailer].join('\n'));
  callback();
};

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  this.socket = socket;
  this.emit('socket', socket);
};

ServerResponse.prototype.detachSocket = function detachSocket() {
  this.socket = null;
};

function sendInterim(response, status, lines, callback) {
  response[kSink].onInterim?.(status, lines.join('\n'));
  if (typeof callback === 'function') process.nextTick(callback);
}

ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  sendInterim(this, 100, [], callback);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  sendInterim(this, 102, [], callback);
};

ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = linkHeader(hints.link);
  if (link.length === 0) return;
  const lines = ['Link', link];
  for (const name of Object.keys(hints)) {
    if (name !== 'link') lines.push(name, String(hints[name]));
  }
  sendInterim(this, 103, lines, callback);
};

// One link, or a list of them: https://www.rfc-editor.org/rfc/rfc8288#section-3
const linkForm = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;

function linkHeader(value) {
  for (const link of [value].flat()) {
    if (typeof link === 'string' && linkForm.test(link)) continue;
    throw new codes.ERR_INVALID_ARG_VALUE('hints', value, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
  }
  return [value].flat().join(', ');
}

Object.defineProperty(ServerResponse.prototype, 'headersSent', {
  configurable: true,
  enumerable: true,
  get() {
    return this[kHead] !== null;
  },
});

module.exports = { ServerResponse };
