// TransformStream: https://streams.spec.whatwg.org/#ts
// Go half: none. Missing: transferring a stream.

const { Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, check, invalidState, customInspect, deferred, resolvedWith, then, promiseOf, promiseCall } = slots;
const { toObject, methodOf } = slots;
const controllers = require('./controller');
const writable = require('./writable');

class TransformStream {
  /** @see https://streams.spec.whatwg.org/#ts-constructor */
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer === null) throw codes.ERR_INVALID_ARG_TYPE('transformer', 'Object', transformer);
    const t = toObject(transformer, 'transformer');
    const writing = toObject(writableStrategy, 'writableStrategy');
    const reading = toObject(readableStrategy, 'readableStrategy');
    const { readableType, writableType } = t;
    const start = methodOf(t, 'start', 'transformer');
    if (readableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.readableType', readableType);
    if (writableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.writableType', writableType);
    const readableHighWaterMark = slots.extractHighWaterMark(reading.highWaterMark, 0);
    const readableSize = slots.extractSizeAlgorithm(reading.size);
    const writableHighWaterMark = slots.extractHighWaterMark(writing.highWaterMark, 1);
    const writableSize = slots.extractSizeAlgorithm(writing.size);
    const started = deferred();
    initialize(this, started.promise, [writableHighWaterMark, writableSize], [readableHighWaterMark, readableSize]);
    const controller = setUpFromTransformer(this, t);
    started.resolve(start === undefined ? undefined : start.call(t, controller));
  }

  get readable() {
    return check(this, TransformStream).readable;
  }

  get writable() {
    return check(this, TransformStream).writable;
  }

  [customInspect](depth, options, inspect) {
    const s = check(this, TransformStream);
    const shown = { readable: s.readable, writable: s.writable, backpressure: s.backpressure };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}
defineInterface(TransformStream);

/** @see https://streams.spec.whatwg.org/#initialize-transform-stream */
function initialize(stream, started, writing, reading) {
  const s = {
    brand: TransformStream,
    readable: undefined,
    readableController: undefined,
    writable: undefined,
    controller: undefined,
    backpressure: undefined,
    backpressureChange: undefined,
  };
  stream[state] = s;
  s.writable = writable.createWritableStream(
    {
      start: () => started,
      write: (chunk) => sinkWrite(stream, chunk),
      abort: (reason) => promiseOf(sinkAbort(stream, reason)),
      close: () => sinkClose(stream),
    },
    ...writing,
  );
  const { stream: readable, controller } = controllers.createReadableStream(
    { start: () => started, pull: () => sourcePull(stream), cancel: (reason) => sourceCancel(stream, reason) },
    ...reading,
  );
  s.readable = readable;
  s.readableController = controller;
  setBackpressure(stream, true);
}

/** @see https://streams.spec.whatwg.org/#transform-stream-error */
function transformStreamError(stream, e) {
  controllers.error(stream[state].readableController, e);
  errorWritableAndUnblockWrite(stream, e);
}

function errorWritableAndUnblockWrite(stream, e) {
  const s = stream[state];
  clearAlgorithms(s.controller[state]);
  writable.controllerErrorIfNeeded(s.writable[state].controller, e);
  unblockWrite(stream);
}

function unblockWrite(stream) {
  if (stream[state].backpressure) setBackpressure(stream, false);
}

function setBackpressure(stream, backpressure) {
  const s = stream[state];
  s.backpressureChange?.resolve(undefined);
  s.backpressureChange = deferred();
  s.backpressure = backpressure;
}

/* -------------------------------------------------------------------- *
 * TransformStreamDefaultController.
 * -------------------------------------------------------------------- */

const construct = Symbol('construct');

class TransformStreamDefaultController {
  constructor(token = undefined) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    const { stream } = check(this, TransformStreamDefaultController);
    return controllers.getDesiredSize(stream[state].readableController);
  }

  enqueue(chunk = undefined) {
    check(this, TransformStreamDefaultController);
    controllerEnqueue(this, chunk);
  }

  error(reason = undefined) {
    const { stream } = check(this, TransformStreamDefaultController);
    transformStreamError(stream, reason);
  }

  terminate() {
    const { stream } = check(this, TransformStreamDefaultController);
    controllers.close(stream[state].readableController);
    errorWritableAndUnblockWrite(stream, invalidState('TransformStream has been terminated'));
  }
}
defineInterface(TransformStreamDefaultController);

function clearAlgorithms(c) {
  c.transformAlgorithm = undefined;
  c.flushAlgorithm = undefined;
  c.cancelAlgorithm = undefined;
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-controller-enqueue */
function controllerEnqueue(controller, chunk) {
  const { stream } = controller[state];
  const s = stream[state];
  if (!controllers.canCloseOrEnqueue(s.readableController)) {
    throw invalidState('Unable to enqueue');
  }
  try {
    controllers.enqueue(s.readableController, chunk);
  } catch (e) {
    errorWritableAndUnblockWrite(stream, e);
    throw s.readable[state].storedError;
  }
  const backpressure = controllers.hasBackpressure(s.readableController);
  if (backpressure !== s.backpressure) setBackpressure(stream, true);
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-controller-perform-transform */
function performTransform(controller, chunk) {
  const c = controller[state];
  return then(c.transformAlgorithm(chunk), undefined, (e) => {
    transformStreamError(c.stream, e);
    throw e;
  });
}

/** @see https://streams.spec.whatwg.org/#set-up-transform-stream-default-controller-from-transformer */
function setUpFromTransformer(stream, transformer) {
  const controller = new TransformStreamDefaultController(construct);
  const transform = methodOf(transformer, 'transform', 'transformer');
  const flush = methodOf(transformer, 'flush', 'transformer');
  const cancel = methodOf(transformer, 'cancel', 'transformer');
  controller[state] = {
    brand: TransformStreamDefaultController,
    stream,
    transformAlgorithm:
      transform === undefined
        ? (chunk) => promiseCall(controllerEnqueue, undefined, controller, chunk)
        : (chunk) => promiseCall(transform, transformer, chunk, controller),
    flushAlgorithm:
      flush === undefined ? () => resolvedWith(undefined) : () => promiseCall(flush, transformer, controller),
    cancelAlgorithm:
      cancel === undefined ? () => resolvedWith(undefined) : (reason) => promiseCall(cancel, transformer, reason),
    finish: undefined, // of the one call of flush or cancel
  };
  stream[state].controller = controller;
  return controller;
}

/* -------------------------------------------------------------------- *
 * The sink and the source.
 * -------------------------------------------------------------------- */

/** @see https://streams.spec.whatwg.org/#transform-stream-default-sink-write-algorithm */
function sinkWrite(stream, chunk) {
  const s = stream[state];
  if (!s.backpressure) return performTransform(s.controller, chunk);
  return then(s.backpressureChange.promise, () => {
    const w = s.writable[state];
    if (w.state === 'erroring') throw w.storedError;
    return performTransform(s.controller, chunk);
  });
}

/**
 * Calls flush or cancel, unless one was called already, and gives a promise of
 * what both sides end with.
 */
function finishOnce(stream, call, succeed, fail) {
  const c = stream[state].controller[state];
  if (c.finish !== undefined) return c.finish.promise;
  const finish = deferred();
  c.finish = finish;
  const called = call(c);
  clearAlgorithms(c);
  then(
    called,
    () => {
      try {
        succeed();
        finish.resolve(undefined);
      } catch (e) {
        finish.reject(e);
      }
    },
    (e) => {
      fail(e);
      finish.reject(e);
    },
  );
  return finish.promise;
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-sink-abort-algorithm */
function sinkAbort(stream, reason) {
  const { readable, readableController } = stream[state];
  return finishOnce(
    stream,
    (c) => c.cancelAlgorithm(reason),
    () => {
      throwIfErrored(readable);
      controllers.error(readableController, reason);
    },
    (e) => controllers.error(readableController, e),
  );
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-sink-close-algorithm */
function sinkClose(stream) {
  const { readable, readableController } = stream[state];
  return finishOnce(
    stream,
    (c) => c.flushAlgorithm(),
    () => {
      throwIfErrored(readable);
      controllers.close(readableController);
    },
    (e) => controllers.error(readableController, e),
  );
}

function throwIfErrored(side) {
  if (side[state].state === 'errored') throw side[state].storedError;
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-source-pull-algorithm */
function sourcePull(stream) {
  setBackpressure(stream, false);
  return stream[state].backpressureChange.promise;
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-source-cancel-algorithm */
function sourceCancel(stream, reason) {
  const errorWritable = (e) => {
    writable.controllerErrorIfNeeded(stream[state].writable[state].controller, e);
    unblockWrite(stream);
  };
  return finishOnce(
    stream,
    (c) => c.cancelAlgorithm(reason),
    () => {
      throwIfErrored(stream[state].writable);
      errorWritable(reason);
    },
    errorWritable,
  );
}

module.exports = { TransformStream, TransformStreamDefaultController };
