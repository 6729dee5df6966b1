// http.ClientRequest: https://nodejs.org/docs/latest-v20.x/api/http.html#class-httpclientrequest
//
// A request goes the way of fetch: its events and a golden's cassette know it. The
// body of one that is ended at once goes in one piece, any other as it is written.
//
// Missing, and throwing an error that says so: agents with connections of their
// own, sockets of the file system, CONNECT and upgrades, options of TLS. Names are
// always looked up by the engine, and connections kept as it keeps them.

const { Buffer } = require('internal:nodeapi/buffer');
const { AbortError } = require('internal:nodeapi/errors');
const { refused } = require('internal:nodeapi/missing');
const { nextTick } = require('internal:nodeapi/stream/destroy');
const timers = require('internal:webapi/html/timers');
const { Agent } = require('./agent');
const { IncomingMessage } = require('./incoming');
const { OutgoingMessage, kHeaders } = require('./outgoing');
const { Socket } = require('./socket');
const target = require('./target');

const kUpload = Symbol('kUpload');
const kParts = Symbol('kParts');
const kExchange = Symbol('kExchange');
const kTimer = Symbol('kTimer');

function ClientRequest(input, options, callback) {
  if (!(this instanceof ClientRequest)) return new ClientRequest(input, options, callback);
  const [given, listener] = target.merged(input, options, callback);
  refuseMissing(given);
  OutgoingMessage.call(this, given);
  this._writableState.autoDestroy = false; // it closes when its response has ended
  Object.assign(this, target.of(given));
  this.agent = given.agent === false ? new Agent() : given.agent;
  this.res = null;
  this.aborted = false;
  this.reusedSocket = false;
  this.timeout = given.timeout;
  this[kUpload] = null; // { controller, pulled } of a body that is streamed
  this[kParts] = []; // of a body that goes in one piece
  this[kExchange] = null;
  this[kTimer] = undefined;
  target.addHeaders(this, given);
  if (listener) this.once('response', listener);
  if (given.timeout) this.setTimeout(given.timeout);
  if (given.signal) listenTo(given.signal, this);
  this.socket = new Socket({ remoteAddress: this.host, encrypted: this.protocol === 'https:' });
  nextTick(() => {
    if (!this.destroyed) this.emit('socket', this.socket);
  });
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

function refuseMissing({ agent, socketPath, createConnection, method, headers, ...tls }) {
  const own = agent && (agent.createConnection !== Agent.prototype.createConnection || agent.addRequest);
  if (own || createConnection) throw refused('an agent with connections of its own', 'there are no raw sockets');
  if (socketPath) throw refused('http.request() with socketPath', 'there are no raw sockets');
  if (/^connect$/i.test(method)) throw refused('the method CONNECT', 'there are no raw sockets');
  if (Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'upgrade')) {
    throw refused('upgrading a request', 'there are no raw sockets');
  }
  for (const option of ['ca', 'cert', 'key', 'pfx']) {
    if (tls[option] ?? agent?.options?.[option]) throw refused(`the option ${option} of https.request()`);
  }
  if ((tls.rejectUnauthorized ?? agent?.options?.rejectUnauthorized) === false) {
    throw refused('the option rejectUnauthorized of https.request()', 'certificates are always verified');
  }
}

function listenTo(signal, request) {
  const abort = () => request.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) nextTick(abort);
  else signal.addEventListener('abort', abort, { once: true });
}

/* -------------------------------------------------------------------- *
 * The request.
 * -------------------------------------------------------------------- */

function flatHeaders(request) {
  const flat = [];
  for (const [name, value] of request[kHeaders]?.values() ?? []) {
    const values = Array.isArray(value) && name.toLowerCase() === 'cookie' ? [value.join('; ')] : [].concat(value);
    for (const one of values) flat.push(name, String(one));
  }
  return flat;
}

// Sends the request with a body: null, bytes, or a ReadableStream.
function send(request, body) {
  const { Exchange } = require('internal:webapi/fetch/upstream');
  const exchange = new Exchange(request.method, request.url, flatHeaders(request), body, true);
  request[kExchange] = exchange;
  startTimer(request);
  exchange.response().then(
    (answer) => receive(request, exchange, answer),
    (error) => request.destroy(error),
  );
}

function stream(request) {
  if (request[kUpload] !== null) return;
  const upload = { controller: null, pulled: null };
  request[kUpload] = upload;
  const { ReadableStream } = require('internal:webapi/streams');
  const body = new ReadableStream(
    {
      start(controller) {
        upload.controller = controller;
      },
      pull() {
        const { pulled } = upload;
        upload.pulled = null; // what is called may write on
        pulled?.();
      },
    },
    { highWaterMark: 0 },
  );
  send(request, body);
}

ClientRequest.prototype._write = function _write(chunk, encoding, callback) {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
  if (this[kUpload] !== null) {
    writeOn(this, bytes, callback);
    return;
  }
  this[kParts].push(bytes);
  // Whoever writes and ends at once knows the length of the body.
  nextTick(() => {
    if (this.destroyed || this.writableEnded) {
      callback();
      return;
    }
    stream(this);
    writeOn(this, Buffer.concat(this[kParts].splice(0)), callback);
  });
};

function writeOn(request, bytes, callback) {
  if (bytes.length === 0) {
    callback();
    return;
  }
  request[kUpload].pulled = callback;
  request[kUpload].controller.enqueue(new Uint8Array(bytes));
}

ClientRequest.prototype._final = function _final(callback) {
  if (this[kUpload] !== null) this[kUpload].controller.close();
  else send(this, this[kParts].length === 0 ? null : new Uint8Array(Buffer.concat(this[kParts])));
  callback();
};

ClientRequest.prototype.flushHeaders = function flushHeaders() {
  const hasBody = !/^(GET|HEAD|DELETE|OPTIONS|TRACE)$/.test(this.method);
  if (hasBody && this[kExchange] === null && !this.writableEnded) stream(this);
};

/* -------------------------------------------------------------------- *
 * The response.
 * -------------------------------------------------------------------- */

function receive(request, exchange, [status, message, headers]) {
  if (request.destroyed) return;
  const hasBody = request.method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
  const reader = hasBody ? exchange.stream().getReader() : undefined;
  if (reader === undefined) exchange.discard();
  const response = new IncomingMessage({
    method: '',
    headers,
    socket: request.socket,
    read: reader && (() => reader.read().then(
      ({ done, value }) => (done ? null : chunkOf(request, value)),
      () => {
        throw reset('aborted');
      },
    )),
  });
  Object.assign(response, { method: null, statusCode: status, statusMessage: message, req: request });
  request.res = response;
  response.once('end', () => close(request));
  response.once('close', () => {
    if (!response.complete) exchange.discard();
    close(request);
  });
  if (!request.emit('response', response)) response.resume();
}

const reset = (message) => Object.assign(new Error(message), { code: 'ECONNRESET' });

function chunkOf(request, value) {
  startTimer(request);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function close(request) {
  timers.clearTimeout(request[kTimer]);
  if (!request.destroyed) request.destroy();
}

/** @see https://nodejs.org/docs/latest-v20.x/api/http.html#requestdestroyerror */
ClientRequest.prototype._destroy = function _destroy(error, callback) {
  timers.clearTimeout(this[kTimer]);
  const { res } = this;
  if (res === null) {
    const reason = error ?? reset('socket hang up');
    this[kUpload]?.controller.error(reason);
    this[kExchange]?.discard();
    callback(reason);
    return;
  }
  if (!res.complete) res.destroy(error ?? reset('aborted'));
  callback(null);
};

ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  nextTick(() => this.emit('abort'));
  this.destroy();
};

/* -------------------------------------------------------------------- *
 * Settings of the connection.
 * -------------------------------------------------------------------- */

function startTimer(request) {
  timers.clearTimeout(request[kTimer]);
  if (!request.timeout || request.destroyed) return;
  request[kTimer] = timers.setTimeout(() => {
    request.emit('timeout');
    request.res?.emit('timeout');
  }, request.timeout);
}

ClientRequest.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  this.timeout = Number(milliseconds);
  if (callback) this.once('timeout', callback);
  startTimer(this);
  return this;
};

ClientRequest.prototype.setNoDelay = function setNoDelay() {};
ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive() {};
ClientRequest.prototype.onSocket = function onSocket() {
  throw refused('request.onSocket()', 'there are no raw sockets');
};

Object.defineProperty(ClientRequest.prototype, 'headersSent', {
  configurable: true,
  enumerable: true,
  get() {
    return this[kExchange] !== null;
  },
});

module.exports = {
  ClientRequest,
  request: (input, options, callback) => new ClientRequest(input, options, callback),
  get(input, options, callback) {
    const request = new ClientRequest(input, options, callback);
    request.end();
    return request;
  },
};
