// Teeing a byte stream: https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee
// Go half: none. Missing: none.

const { Uint8Array } = primordials;
const { queueMicrotask } = require('internal:webapi/html/microtask');
const { nativeThen } = require('internal:js/context');
const { state, resolvedWith, nothing } = require('./slots');
const readable = require('./readable');
const byob = require('./byob');
const bytes = require('./bytes');
const { cancellation } = require('./tee');

class ByteTee {
  constructor(stream) {
    this.stream = stream;
    this.reader = new readable.ReadableStreamDefaultReader(stream);
    this.shared = cancellation(stream);
    this.reading = false;
    this.readAgain = [false, false];
    this.branches = [0, 1].map((i) =>
      bytes.createReadableByteStream({ pull: () => this.pull(i), cancel: this.shared.cancel[i] }),
    );
    this.forwardError(this.reader);
  }

  /** An error of the stream is one of both branches, until another reader took over. */
  forwardError(reader) {
    nativeThen(reader[state].closed.promise, nothing, (e) => {
      if (reader !== this.reader) return;
      for (const { controller } of this.branches) bytes.error(controller, e);
      this.shared.settle();
    });
  }

  useReader(Class, release) {
    if (this.reader instanceof Class) return;
    release(this.reader);
    this.reader = new Class(this.stream);
    this.forwardError(this.reader);
  }

  pull(i) {
    if (this.reading) {
      this.readAgain[i] = true;
      return resolvedWith(undefined);
    }
    this.reading = true;
    const request = bytes.getBYOBRequest(this.branches[i].controller);
    if (request === null) this.pullWithDefaultReader();
    else this.pullWithBYOBReader(request[state].view, i);
    return resolvedWith(undefined);
  }

  pullWithDefaultReader() {
    this.useReader(readable.ReadableStreamDefaultReader, byob.byobReaderRelease);
    readable.defaultReaderRead(this.reader, {
      chunk: (chunk) => {
        queueMicrotask(() => {
          this.readAgain = [false, false];
          const { canceled } = this.shared;
          const second = canceled[0] || canceled[1] ? chunk : this.clone(chunk);
          if (second === undefined) return;
          if (!canceled[0]) bytes.enqueue(this.branches[0].controller, chunk);
          if (!canceled[1]) bytes.enqueue(this.branches[1].controller, second);
          this.continue();
        });
      },
      close: () => {
        this.reading = false;
        this.branches.forEach(({ controller }, i) => {
          if (!this.shared.canceled[i]) bytes.close(controller);
          if (controller[state].pendingPullIntos.length > 0) bytes.respond(controller, 0);
        });
        this.shared.settle();
      },
      error: () => {
        this.reading = false;
      },
    });
  }

  pullWithBYOBReader(view, i) {
    this.useReader(byob.ReadableStreamBYOBReader, readable.defaultReaderRelease);
    const own = this.branches[i].controller;
    const other = this.branches[1 - i].controller;
    byob.byobReaderRead(this.reader, view, 1, {
      chunk: (chunk) => {
        queueMicrotask(() => {
          this.readAgain = [false, false];
          const { canceled } = this.shared;
          const copy = canceled[1 - i] ? chunk : this.clone(chunk);
          if (copy === undefined) return;
          if (!canceled[i]) bytes.respondWithNewView(own, chunk);
          if (!canceled[1 - i]) bytes.enqueue(other, copy);
          this.continue();
        });
      },
      close: (chunk) => {
        this.reading = false;
        const { canceled } = this.shared;
        if (!canceled[i]) bytes.close(own);
        if (!canceled[1 - i]) bytes.close(other);
        if (chunk !== undefined) {
          if (!canceled[i]) bytes.respondWithNewView(own, chunk);
          if (!canceled[1 - i] && other[state].pendingPullIntos.length > 0) bytes.respond(other, 0);
        }
        this.shared.settle();
      },
      error: () => {
        this.reading = false;
      },
    });
  }

  /** A copy of a chunk; undefined, and both branches in error, if there is no memory. */
  clone(chunk) {
    try {
      return new Uint8Array(chunk);
    } catch (e) {
      for (const { controller } of this.branches) bytes.error(controller, e);
      this.shared.finished.resolve(readable.readableStreamCancel(this.stream, e));
      return undefined;
    }
  }

  continue() {
    this.reading = false;
    const next = this.readAgain.indexOf(true);
    if (next !== -1) this.pull(next);
  }
}

function readableByteStreamTee(stream) {
  return new ByteTee(stream).branches.map((branch) => branch.stream);
}

module.exports = { readableByteStreamTee };
