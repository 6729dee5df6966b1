// The Client of the package undici, which speaks HTTP over a socket of its own: here
// its requests go the way that fetch has. What stands on it is the package's: fetch(),
// request(), Pool, Agent, interceptors. https://undici.nodejs.org/#/docs/api/Client
//
// Missing, and throwing an error that says so: CONNECT and upgrades, sockets of the
// file system, connectors of the program's own.

const { Buffer } = require('internal:nodeapi/buffer');
const { refused } = require('internal:nodeapi/missing');
const timers = require('internal:webapi/html/timers');

const why = 'there are no raw sockets';

/** The class, made of what the package has beside it. */
function clientOf(load) {
  const DispatcherBase = load('./dispatcher-base');
  const Request = load('../core/request.js');
  const util = load('../core/util.js');
  const errors = load('../core/errors.js');
  const { kUrl, kDispatch, kClose, kDestroy, kNeedDrain, kConnected, kPending, kRunning, kSize, kBusy } = load('../core/symbols.js');

  class Client extends DispatcherBase {
    #options;
    #running = new Set(); // exchanges with their requests, as functions that end them
    #idle = null; // called when none runs

    constructor(url, options = {}) {
      super(options);
      if (options.socketPath) throw refused('Client with socketPath', why);
      this.#options = options;
      this[kUrl] = util.parseOrigin(url);
      this[kNeedDrain] = 0;
    }

    get pipelining() {
      return this.#options.pipelining ?? 1;
    }

    get stats() {
      return { connected: this[kConnected], pending: 0, running: this.#running.size, size: this.#running.size };
    }

    get [kConnected]() {
      return this.#running.size > 0;
    }

    get [kPending]() {
      return 0;
    }

    get [kRunning]() {
      return this.#running.size;
    }

    get [kSize]() {
      return this.#running.size;
    }

    get [kBusy]() {
      return false;
    }

    [kDispatch](options, handler) {
      const request = new Request(this[kUrl].origin, options, handler);
      if (request.upgrade || request.method === 'CONNECT') throw refused('to upgrade a request', why);
      this.#send(request);
      return true;
    }

    async #send(request) {
      const { Exchange } = require('internal:webapi/fetch/upstream');
      let exchange = null;
      const gate = { wake: null }; // of a response that waits for its reader
      const end = (error) => {
        if (!this.#running.delete(end)) return;
        exchange?.discard();
        gate.wake?.();
        if (error && !request.completed) util.errorRequest(this, request, error);
        if (this.#running.size === 0) this.#idle?.();
      };
      this.#running.add(end);
      try {
        await null; // who dispatches gets the answer later, always
        request.onConnect((reason) => end(reason ?? new errors.RequestAbortedError()));
        if (!this.#running.has(end)) return;
        const url = `${request.origin ?? this[kUrl].origin}${request.path}`;
        const [body, headers] = bodyOf(request);
        exchange = new Exchange(request.method, url, headers, body, true);
        await this.#receive(request, exchange, end, gate);
      } catch (error) {
        end(error);
      }
    }

    async #receive(request, exchange, end, gate) {
      const limit = (own, set, Timeout) => {
        const time = own ?? set ?? 300e3;
        return time > 0 ? timers.setTimeout(() => end(new Timeout()), time) : undefined;
      };
      const running = () => this.#running.has(end);
      const flow = async (accepted) => {
        if (accepted === false && running()) await new Promise((wake) => (gate.wake = wake));
      };
      const resume = () => gate.wake?.();
      let timer = limit(request.headersTimeout, this.#options.headersTimeout, errors.HeadersTimeoutError);
      try {
        const [status, message, headers] = await exchange.response();
        timers.clearTimeout(timer);
        if (!running()) return;
        const hasBody = request.method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
        const reader = hasBody ? exchange.stream().getReader() : undefined;
        await flow(request.onHeaders(status, headers.map((text) => Buffer.from(text, 'latin1')), resume, message));
        while (running() && reader !== undefined) {
          timer = limit(request.bodyTimeout, this.#options.bodyTimeout, errors.BodyTimeoutError);
          const { done, value } = await reader.read();
          timers.clearTimeout(timer);
          if (done || !running()) break;
          await flow(request.onData(Buffer.from(value.buffer, value.byteOffset, value.byteLength)));
        }
        if (!running()) return;
        request.onComplete([]);
        end();
      } finally {
        timers.clearTimeout(timer);
      }
    }

    [kClose]() {
      return new Promise((resolve) => {
        if (this.#running.size === 0) resolve(null);
        else this.#idle = () => resolve(null);
      });
    }

    async [kDestroy](error) {
      for (const end of [...this.#running]) end(error ?? new errors.ClientDestroyedError());
    }
  }

  /** What an exchange sends: the body, and flat headers that tell about it. */
  function bodyOf(request) {
    const headers = [];
    for (let i = 0; i < request.headers.length; i += 2) {
      for (const value of [].concat(request.headers[i + 1])) headers.push(request.headers[i], value);
    }
    if (request.host) headers.push('host', request.host);
    let { body, contentLength } = request;
    if (util.isFormDataLike(body)) {
      const [content, type] = load('../web/fetch/body.js').extractBody(body);
      if (request.contentType === null) headers.push('content-type', type);
      body = content.stream;
      contentLength = content.length;
    } else if (util.isBlobLike(body)) {
      if (request.contentType === null && body.type) headers.push('content-type', body.type);
      contentLength = body.size;
      body = body.stream();
    }
    if (body === null || body === undefined) {
      request.onRequestSent();
      return [null, headers];
    }
    if (util.isBuffer(body)) {
      request.onBodySent(body);
      request.onRequestSent();
      return [new Uint8Array(body), headers];
    }
    if (contentLength !== null && contentLength !== undefined) headers.push('content-length', `${contentLength}`);
    return [streamOf(request, body), headers];
  }

  return Client;
}

/** A ReadableStream of what an iterable gives. */
function streamOf(request, iterable) {
  const { ReadableStream } = require('internal:webapi/streams');
  const iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) {
          request.onRequestSent();
          controller.close();
          return;
        }
        const chunk = typeof value === 'string' ? Buffer.from(value) : value;
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        request.onBodySent(chunk);
      },
      cancel: (reason) => iterator.return?.(reason),
    },
    { highWaterMark: 0 },
  );
}

module.exports = clientOf;
