// Duplex.from and compose: other things as a Duplex.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#streamduplexfromsrc

const { Promise } = primordials;
const { AbortError } = require('internal:nodeapi/errors');
const { Buffer } = require('internal:nodeapi/buffer');
const { Duplex } = require('./duplex');
const { destroyer, nextTick } = require('./destroy');
const { eos } = require('./finished');
const status = require('./status');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS } = require('./codes');

const from = (iterable, options) => require('./from').from(Duplex, iterable, options);

function duplexify(body, name = 'body') {
  if (status.isDuplexNodeStream(body)) return body;
  if (status.isReadableNodeStream(body)) return join(body, undefined);
  if (status.isWritableNodeStream(body)) return join(undefined, body);
  if (status.isWebStream(body)) return fromWeb(body);
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer());
  if (body instanceof ArrayBuffer) return from([Buffer.from(body)], { objectMode: true, writable: false });
  if (status.isIterable(body)) return from(body, { objectMode: true, writable: false });
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') return fromPair(body);
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new ERR_INVALID_ARG_TYPE(
    name,
    ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise'],
    body,
  );
}

const isBlob = (value) => value !== null && typeof value === 'object' && typeof value.arrayBuffer === 'function' && typeof value.size === 'number';

function fromWeb(body) {
  const adapters = require('./webadapters');
  if (status.isTransformStream(body)) return adapters.duplexFromWeb(body, { objectMode: true });
  return status.isReadableStream(body)
    ? duplexify(adapters.readableFromWeb(body, { objectMode: true }))
    : duplexify(adapters.writableFromWeb(body, { objectMode: true }));
}

function fromPair({ readable, writable }) {
  const side = (stream, is) => (stream === undefined ? undefined : is(stream) ? stream : duplexify(stream));
  return join(side(readable, status.isReadableNodeStream), side(writable, status.isWritableNodeStream));
}

function fromPromise(promise) {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  promise.then(
    (value) => {
      if (value !== null && value !== undefined) duplex.push(value);
      duplex.push(null);
    },
    (error) => destroyer(duplex, error),
  );
  return duplex;
}

// The writing side of a function: what is written, as an async generator.
function writtenChunks() {
  let deliver;
  let next = new Promise((resolve) => {
    deliver = resolve;
  });
  const controller = new primordials.global.AbortController();
  async function* chunks() {
    for (;;) {
      const { chunk, done, callback } = await next;
      next = new Promise((resolve) => {
        deliver = resolve;
      });
      nextTick(callback);
      if (done) return;
      if (controller.signal.aborted) throw new AbortError(undefined, { cause: controller.signal.reason });
      yield chunk;
    }
  }
  return {
    value: chunks(),
    signal: controller.signal,
    methods: {
      write(chunk, encoding, callback) {
        deliver({ chunk, done: false, callback });
      },
      final(callback) {
        deliver({ done: true, callback });
      },
      destroy(error, callback) {
        controller.abort();
        callback(error);
      },
    },
  };
}

function fromFunction(body, name) {
  const { value, signal, methods } = writtenChunks();
  const result = body(value, { signal });
  if (status.isIterable(result)) return from(result, { objectMode: true, ...methods, autoDestroy: true });
  if (typeof result?.then !== 'function') throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, result);
  let duplex;
  const done = result.then(
    (got) => {
      if (got !== null && got !== undefined) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', got);
    },
    (error) => destroyer(duplex, error),
  );
  const { final } = methods;
  duplex = new Duplex({
    objectMode: true,
    readable: false,
    ...methods,
    final(callback) {
      final(async () => {
        try {
          await done;
          nextTick(callback, null);
        } catch (error) {
          nextTick(callback, error);
        }
      });
    },
  });
  return duplex;
}

/** One Duplex over a Readable and a Writable, either of which may be missing. */
function join(readable, writable) {
  const source = readable && typeof readable.read !== 'function' ? require('./readable').Readable.wrap(readable) : readable;
  let onDrain = null;
  let onFinish = null;
  let onReadable = null;
  let onClose = null;
  const take = (callback, ...args) => callback?.(...args);
  const duplex = new Duplex({
    readableObjectMode: Boolean(source?.readableObjectMode),
    writableObjectMode: Boolean(writable?.writableObjectMode),
    readable: source !== undefined && Boolean(source.readable),
    writable: writable !== undefined && Boolean(writable.writable),
  });
  const finished = (error) => {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  };
  if (writable !== undefined) {
    eos(writable, { readable: false }, (error) => {
      if (error) destroyer(source, error);
      finished(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (writable.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    duplex._final = (callback) => {
      writable.end();
      onFinish = callback;
    };
    writable.on('drain', () => {
      const callback = onDrain;
      onDrain = null;
      take(callback);
    });
    writable.on('finish', () => {
      const callback = onFinish;
      onFinish = null;
      take(callback);
    });
  }
  if (source !== undefined) {
    eos(source, { writable: false }, (error) => {
      if (error) destroyer(writable, error);
      finished(error);
    });
    source.on('readable', () => {
      const callback = onReadable;
      onReadable = null;
      take(callback);
    });
    source.on('end', () => duplex.push(null));
    duplex._read = () => {
      for (;;) {
        const chunk = source.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (error, callback) => {
    const reason = !error && onClose !== null ? new AbortError() : error;
    onReadable = null;
    onDrain = null;
    onFinish = null;
    callback(reason);
    destroyer(writable, reason);
    destroyer(source, reason);
  };
  return duplex;
}

/** stream.compose: several streams as one. */
function compose(...streams) {
  if (streams.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return duplexify(streams[0]);
  const last = streams.length - 1;
  const all = streams.map((stream, i) => (typeof stream === 'function' || i === 0 || i === last ? duplexify(stream, `streams[${i}]`) : stream));
  all.forEach((stream, i) => {
    if (!status.isNodeStream(stream) && !status.isWebStream(stream)) return;
    if (i < last && !status.isReadable(stream)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, streams[i], 'must be readable');
    if (i > 0 && !status.isWritable(stream)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, streams[i], 'must be writable');
  });
  const [head] = all;
  const tail = all[last];
  let duplex;
  require('./pipeline').pipeline(...all, (error) => {
    if (error) duplex.destroy(error);
  });
  duplex = join(status.isReadable(tail) ? tail : undefined, status.isWritable(head) ? head : undefined);
  return duplex;
}

module.exports = { duplexify, compose };
