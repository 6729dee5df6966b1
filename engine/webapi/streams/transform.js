// TransformStream: https://streams.spec.whatwg.org/#ts
// Go half: none. Missing: transferring a stream. As in Node.js 20, a transformer
// has no cancel().

const { Symbol } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const slots = require('./slots');
const { state, check, invalidState, customInspect, deferred, resolvedWith, then, promiseCall } = slots;
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
    if (t.readableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.readableType', t.readableType);
    if (t.writableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.writableType', t.writableType);
    const readableHighWaterMark = slots.extractHighWaterMark(reading, 0);
    const readableSize = slots.extractSizeAlgorithm(reading);
    const writableHighWaterMark = slots.extractHighWaterMark(writing, 1);
    const writableSize = slots.extractSizeAlgorithm(writing);
    const started = deferred();
    initialize(this, started.promise, [writableHighWaterMark, writableSize], [readableHighWaterMark, readableSize]);
    const controller = setUpFromTransformer(this, t);
    const start = methodOf(t, 'start', 'transformer');
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
      abort: (reason) => sinkAbort(stream, reason),
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
  if (s.backpressure) setBackpressure(stream, false);
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
  constructor(token) {
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
  controller[state] = {
    brand: TransformStreamDefaultController,
    stream,
    transformAlgorithm:
      transform === undefined
        ? (chunk) => promiseCall(controllerEnqueue, undefined, controller, chunk)
        : (chunk) => promiseCall(transform, transformer, chunk, controller),
    flushAlgorithm:
      flush === undefined ? () => resolvedWith(undefined) : () => promiseCall(flush, transformer, controller),
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

function sinkAbort(stream, reason) {
  transformStreamError(stream, reason);
  return resolvedWith(undefined);
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-sink-close-algorithm */
function sinkClose(stream) {
  const s = stream[state];
  const c = s.controller[state];
  const flushed = c.flushAlgorithm();
  clearAlgorithms(c);
  return then(
    flushed,
    () => {
      const r = s.readable[state];
      if (r.state === 'errored') throw r.storedError;
      controllers.close(s.readableController);
    },
    (e) => {
      transformStreamError(stream, e);
      throw s.readable[state].storedError;
    },
  );
}

/** @see https://streams.spec.whatwg.org/#transform-stream-default-source-pull-algorithm */
function sourcePull(stream) {
  setBackpressure(stream, false);
  return stream[state].backpressureChange.promise;
}

function sourceCancel(stream, reason) {
  errorWritableAndUnblockWrite(stream, reason);
  return resolvedWith(undefined);
}

module.exports = { TransformStream, TransformStreamDefaultController };
