// stream.pipeline: https://nodejs.org/docs/latest-v20.x/api/stream.html#streampipelinesource-transforms-destination-callback

const { Promise } = primordials;
const { getFrame, run } = require('internal:js/context');
const { AbortError, aggregateTwoErrors } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const { destroyer, nextTick } = require('./destroy');
const { eos } = require('./finished');
const status = require('./status');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS, ERR_STREAM_DESTROYED, ERR_STREAM_PREMATURE_CLOSE,
} = require('./codes');

const { isNodeStream, isReadableNodeStream, isIterable, isReadable, isReadableFinished } = status;

function pipeline(...streams) {
  const callback = streams.pop();
  v.validateFunction(callback, 'streams[stream.length - 1]');
  return new Pipeline(callback, {}).run(streams);
}

/** pipeline() as a promise, with options as the last argument. */
function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    const last = streams[streams.length - 1];
    let options = {};
    if (last !== null && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !status.isWebStream(last)) {
      options = streams.pop();
      v.validateAbortSignal(options.signal, 'options.signal');
    }
    const done = (error, value) => {
      if (error) reject(error);
      else resolve(value);
    };
    new Pipeline(done, options).run(streams);
  });
}

// Web streams take part as the Node.js streams around them.
function adapt(stream) {
  if (!status.isWebStream(stream)) return stream;
  const adapters = require('./webadapters');
  if (status.isTransformStream(stream)) return adapters.duplexFromWeb(stream);
  return status.isReadableStream(stream)
    ? adapters.readableFromWeb(stream, { objectMode: true })
    : adapters.writableFromWeb(stream);
}

class Pipeline {
  constructor(callback, options) {
    this.callback = callback;
    this.options = options;
    this.error = undefined;
    this.value = undefined;
    this.destroys = [];
    this.cleanUps = []; // for a last stream that others go on reading
    this.pending = 0; // parts that are not done
    this.controller = new primordials.global.AbortController();
  }

  get signal() {
    return this.controller.signal;
  }

  run(given) {
    const list = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
    if (list.length < 2) throw new ERR_MISSING_ARGS('streams');
    const streams = list.map(adapt);
    const { signal } = this.options;
    const abort = () => this.finish(new AbortError(undefined, { cause: signal.reason }), false);
    if (signal && !signal.aborted) {
      signal.addEventListener('abort', abort, { once: true });
      this.unwatch = () => signal.removeEventListener('abort', abort);
    }
    let result;
    streams.forEach((stream, i) => {
      result = this.link(stream, result, i, streams.length);
    });
    if (signal?.aborted) nextTick(abort);
    return result;
  }

  /** Connects one stream to the result of those before it. */
  link(stream, previous, index, count) {
    const reading = index < count - 1;
    const last = !reading;
    const end = reading || this.options.end !== false;
    if (end && isNodeStream(stream)) this.watch(stream, reading, index > 0, last);
    if (index === 0) return this.start(stream);
    if (typeof stream === 'function') return this.apply(stream, previous, index, { reading, end });
    if (!isNodeStream(stream)) return require('./duplexify').duplexify(stream);
    if (isReadableNodeStream(previous)) {
      this.pending += 2;
      const cleanUp = this.pipe(previous, stream, end);
      if (isReadable(stream) && last) this.cleanUps.push(cleanUp);
    } else if (isIterable(previous)) {
      this.pending++;
      this.pump(previous, stream, end);
    } else {
      throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream'], previous);
    }
    return stream;
  }

  // Destroys a stream when another fails, and notices when it fails itself.
  watch(stream, reading, writing, last) {
    let finished = false;
    stream.on('close', () => {
      finished = true;
    });
    const cleanUp = eos(stream, { readable: reading, writable: writing }, (error) => {
      finished = !error;
    });
    this.destroys.push((error) => {
      if (finished) return;
      finished = true;
      destroyer(stream, error || new ERR_STREAM_DESTROYED('pipe'));
    });
    const onError = (error) => {
      if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.finish(error, false);
    };
    stream.on('error', onError);
    if (isReadable(stream) && last) this.cleanUps.push(cleanUp, () => stream.removeListener('error', onError));
  }

  start(source) {
    if (typeof source !== 'function') {
      return isIterable(source) || isReadableNodeStream(source) ? source : require('./duplexify').duplexify(source);
    }
    const result = source({ signal: this.signal });
    if (!isIterable(result)) throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
    return result;
  }

  // A function turns what comes before it into something iterable; the last
  // one may consume it and give a value.
  apply(transform, previous, index, { reading, end }) {
    const input = isReadableNodeStream(previous) && !isIterable(previous, true)
      ? require('./iterate').createAsyncIterator(previous)
      : previous;
    const result = transform(asyncIterable(input), { signal: this.signal });
    if (reading) {
      if (!isIterable(result, true)) throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${index - 1}]`, result);
      return result;
    }
    const { PassThrough } = require('./duplex');
    const output = new PassThrough({ objectMode: true });
    if (typeof result?.then === 'function') this.settle(result, output, end);
    else if (isIterable(result, true)) {
      this.pending++;
      this.pump(result, output, end);
    } else throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
    this.watch(output, false, true, true);
    return output;
  }

  settle(promise, output, end) {
    this.pending++;
    promise.then(
      (value) => {
        this.value = value;
        if (value !== null && value !== undefined) output.write(value);
        if (end) output.end();
        nextTick(() => this.partDone());
      },
      (error) => {
        output.destroy(error);
        nextTick(() => this.partDone(error));
      },
    );
  }

  pipe(source, dest, end) {
    let ended = false;
    dest.on('close', () => {
      if (!ended) this.finish(new ERR_STREAM_PREMATURE_CLOSE(), false);
    });
    source.pipe(dest, { end: false });
    const done = (error) => this.partDone(error);
    if (end) {
      const endDest = () => {
        ended = true;
        dest.end();
      };
      if (isReadableFinished(source)) nextTick(endDest);
      else source.once('end', endDest);
    } else {
      this.partDone();
    }
    eos(source, { readable: true, writable: false }, (error) => {
      const state = source._readableState;
      // Closed after its last chunk, before anyone read that: not premature.
      if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
        source.once('end', done).once('error', done);
      } else {
        done(error);
      }
    });
    return eos(dest, { readable: false, writable: true }, done);
  }

  /** Writes what an iterable gives. */
  async pump(iterable, writable, end) {
    const frame = getFrame();
    let error;
    let wake = null;
    const resume = (failure) => {
      if (failure) error = failure;
      const call = wake;
      wake = null;
      call?.();
    };
    const room = () =>
      new Promise((resolve, reject) => {
        const settle = () => (error ? reject(error) : resolve());
        if (error) settle();
        else wake = settle;
      });
    writable.on('drain', resume);
    const cleanUp = eos(writable, { readable: false }, resume);
    try {
      if (writable.writableNeedDrain) await room();
      for await (const chunk of iterable) {
        if (!run(frame, writable.write, writable, chunk)) await room();
      }
      if (end) {
        run(frame, writable.end, writable);
        await room();
      }
      run(frame, this.partDone, this);
    } catch (failure) {
      run(frame, this.partDone, this, error === failure ? failure : aggregateTwoErrors(error, failure));
    } finally {
      cleanUp();
      writable.off('drain', resume);
    }
  }

  partDone(error) {
    this.finish(error, --this.pending === 0);
  }

  finish(error, final) {
    if (error && (!this.error || this.error.code === 'ERR_STREAM_PREMATURE_CLOSE')) this.error = error;
    if (!this.error && !final) return;
    for (const destroy of this.destroys.splice(0)) destroy(this.error);
    this.unwatch?.();
    this.controller.abort();
    if (!final) return;
    if (!this.error) for (const cleanUp of this.cleanUps) cleanUp();
    nextTick(() => this.callback(this.error, this.value));
  }
}

async function* yieldAll(iterable) {
  yield* iterable;
}

const asyncIterable = (value) => (isIterable(value, true) ? value : yieldAll(value));

module.exports = { pipeline, pipelinePromise };
