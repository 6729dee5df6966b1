// One round trip with a server, for fetch.js.
// Go half: exchange.go (op_fetch_*).
//
// An Exchange's response body is a source (see body.js): text() and bytes() read
// it whole in Go; stream() reads a chunk whenever the stream asks for one, so that
// a slow reader slows the server down.

const { TypeError, Error, Object, Array, Uint8Array, global } = primordials;
const { FinalizationRegistry } = global;
const { op_fetch_open, op_fetch_response, op_fetch_read, op_fetch_read_all, op_fetch_write, op_fetch_end, op_fetch_cancel } = ops;
const { currentRequest } = require('internal:js/context');

/** Makes the error that Go describes: what Node.js would put in a cause. */
function causeOf({ name, message, ...rest }) {
  if (name === 'Error') return Object.assign(new Error(message), rest);
  return undiciError(name, message, rest);
}

// undici's errors have classes of their own, and show their names.
const classes = { __proto__: null };

function undiciError(name, message, rest) {
  classes[name] ??= { [name]: class extends Error {} }[name];
  return Object.assign(new classes[name](message), { name, ...rest });
}

// A body that nobody read must not keep its connection.
const abandoned = new FinalizationRegistry((id) => op_fetch_cancel(id));

// Ends a request's body whose server has answered or gone.
const nobodyListens = new Error('the upstream takes no more of the body');

class Exchange {
  /** Why the exchange was aborted: [reason], or null. */
  #aborted = null;
  #id;
  /** The controller of the response's stream, once there is one. */
  #controller = null;
  #onEnd = null;

  /**
   * body: null, a string, a Uint8Array, or a ReadableStream. raw leaves the
   * response's body as it is coded.
   */
  constructor(method, url, headers, body, raw = false) {
    const streaming = body !== null && typeof body === 'object' && !(body instanceof Uint8Array);
    this.#id = op_fetch_open(currentRequest(), method, url, headers, streaming ? true : body, raw);
    if (streaming) this.sent = this.#send(body);
    abandoned.register(this, this.#id, this);
  }

  /** Settles with an error if the request's body failed. @type {Promise<Error | undefined>} */
  sent = undefined;

  // The stream is read in the frame of the fetch, a chunk when the one before is
  // on its way.
  async #send(stream) {
    const { pump } = require('internal:webapi/streams');
    try {
      await pump(stream, async (chunk) => {
        // As in undici, text passes.
        if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
        if (!(await op_fetch_write(this.#id, chunk))) throw nobodyListens;
      }).done;
      op_fetch_end(this.#id, false);
      return undefined;
    } catch (error) {
      op_fetch_end(this.#id, true);
      return error === nobodyListens ? undefined : error;
    }
  }

  /** Waits for [status, status text, flat headers]; throws the cause of a failure. */
  async response() {
    const answer = await op_fetch_response(this.#id);
    this.#throwIfAborted();
    if (!Array.isArray(answer)) {
      this.#end();
      throw (await this.sent) ?? causeOf(answer);
    }
    return answer;
  }

  /** Aborts the exchange: whoever reads its body gets the reason. */
  abort(reason) {
    this.#aborted = [reason];
    op_fetch_cancel(this.#id);
    this.#controller?.error(reason);
    this.#end();
  }

  /** fn is called when the exchange needs no signal any more. */
  onEnd(fn) {
    this.#onEnd = fn;
  }

  /** Gives the response's body up. */
  discard() {
    op_fetch_cancel(this.#id);
    this.#end();
  }

  #end() {
    abandoned.unregister(this);
    this.#onEnd?.();
    this.#onEnd = null;
  }

  #throwIfAborted() {
    if (this.#aborted !== null) throw this.#aborted[0];
  }

  // A failure in the middle of a body.
  #checked(result) {
    this.#throwIfAborted();
    if (result === null || typeof result === 'string' || result instanceof Uint8Array) return result;
    this.#end();
    throw new TypeError('terminated', { cause: causeOf(result) });
  }

  async #readAll(asText) {
    if (this.#aborted !== null) {
      const { DOMException } = require('internal:webapi/dom/exception');
      throw new DOMException('The operation was aborted.', 'AbortError');
    }
    const result = this.#checked(await op_fetch_read_all(this.#id, asText));
    this.#end();
    return result;
  }

  text() {
    return this.#readAll(true);
  }

  bytes() {
    return this.#readAll(false);
  }

  stream() {
    const { ReadableStream } = require('internal:webapi/streams');
    return new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        this.#controller = controller;
        if (this.#aborted !== null) controller.error(this.#aborted[0]);
      },
      pull: async (controller) => {
        const chunk = this.#checked(await op_fetch_read(this.#id));
        if (chunk !== null) {
          controller.enqueue(chunk);
          return;
        }
        this.#end();
        controller.close();
        controller.byobRequest?.respond(0);
      },
      cancel: () => this.discard(),
    });
  }
}

module.exports = { Exchange, undiciError };
