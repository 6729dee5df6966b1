// performance: https://w3c.github.io/hr-time/, https://w3c.github.io/performance-timeline/,
// https://w3c.github.io/user-timing/
// Go half: hrtime.go (op_performance_now, op_performance_origin). Missing: entries
// of Node's own making (nodeTiming, eventLoopUtilization, histograms), which throw.

const { Symbol, Object, Number, Reflect, TypeError } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, define, nodeError, validate } = require('internal:webapi/webidl/codes');
const { EventTarget } = require('internal:webapi/dom/target');
const { customInspect, shallower } = require('internal:webapi/dom/event');
const { op_performance_now, op_performance_origin } = ops;

define('ERR_PERFORMANCE_INVALID_TIMESTAMP', (time) => `${time} is not a valid timestamp`, primordials.TypeError);

const construct = Symbol('construct');

/** @see https://w3c.github.io/performance-timeline/#the-performanceentry-interface */
class PerformanceEntry {
  #name;
  #entryType;
  #startTime;
  #duration;

  constructor(token, name, entryType, startTime, duration) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#entryType = entryType;
    this.#startTime = startTime;
    this.#duration = duration;
  }

  get name() {
    return this.#name;
  }

  get entryType() {
    return this.#entryType;
  }

  get startTime() {
    return this.#startTime;
  }

  get duration() {
    return this.#duration;
  }

  toJSON() {
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return this.constructor.name;
    return `${this.constructor.name} ${inspect(this.toJSON(), shallower(options))}`;
  }
}
defineInterface(PerformanceEntry);

/** @see https://w3c.github.io/user-timing/#the-performancemark-constructor */
class PerformanceMark extends PerformanceEntry {
  #detail;

  constructor(name, options = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    if (options !== undefined && options !== null) validate.object(options, 'options');
    const startTime = options?.startTime ?? op_performance_now();
    validate.number(startTime, 'startTime');
    if (startTime < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(construct, `${name}`, 'mark', startTime, 0);
    this.#detail = cloneDetail(options?.detail);
  }

  get detail() {
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}
defineInterface(PerformanceMark);

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(token, name, startTime, duration, detail) {
    super(token, name, 'measure', startTime, duration);
    this.#detail = cloneDetail(detail);
  }

  get detail() {
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}
defineInterface(PerformanceMeasure);

function cloneDetail(detail) {
  if (detail === undefined || detail === null) return null;
  return require('internal:webapi/html/clone').structuredClone(detail);
}

/** @see https://w3c.github.io/resource-timing/#the-performanceresourcetiming-interface */
class PerformanceResourceTiming extends PerformanceEntry {
  #info;
  #initiatorType;
  #cacheMode;

  /** info is a "fetch timing info": https://fetch.spec.whatwg.org/#fetch-timing-info. */
  constructor(token, url, initiatorType, info, cacheMode) {
    super(token, url, 'resource', info?.startTime, info?.endTime - info?.startTime);
    this.#info = info;
    this.#initiatorType = initiatorType;
    this.#cacheMode = cacheMode;
  }

  get initiatorType() {
    return this.#initiatorType;
  }

  get workerStart() {
    return this.#info.finalServiceWorkerStartTime;
  }

  get redirectStart() {
    return this.#info.redirectStartTime;
  }

  get redirectEnd() {
    return this.#info.redirectEndTime;
  }

  get fetchStart() {
    return this.#info.postRedirectStartTime;
  }

  get domainLookupStart() {
    return this.#info.finalConnectionTimingInfo?.domainLookupStartTime;
  }

  get domainLookupEnd() {
    return this.#info.finalConnectionTimingInfo?.domainLookupEndTime;
  }

  get connectStart() {
    return this.#info.finalConnectionTimingInfo?.connectionStartTime;
  }

  get connectEnd() {
    return this.#info.finalConnectionTimingInfo?.connectionEndTime;
  }

  get secureConnectionStart() {
    return this.#info.finalConnectionTimingInfo?.secureConnectionStartTime;
  }

  get nextHopProtocol() {
    return this.#info.finalConnectionTimingInfo?.ALPNNegotiatedProtocol;
  }

  get requestStart() {
    return this.#info.finalNetworkRequestStartTime;
  }

  get responseStart() {
    return this.#info.finalNetworkResponseStartTime;
  }

  get responseEnd() {
    return this.#info.endTime;
  }

  get encodedBodySize() {
    return this.#info.encodedBodySize;
  }

  get decodedBodySize() {
    return this.#info.decodedBodySize;
  }

  get transferSize() {
    if (this.#cacheMode === 'local') return 0;
    if (this.#cacheMode === 'validated') return 300;
    return this.#info.encodedBodySize + 300;
  }

  toJSON() {
    const json = super.toJSON();
    for (const key of Object.getOwnPropertyNames(PerformanceResourceTiming.prototype)) {
      if (key !== 'constructor' && key !== 'toJSON') json[key] = this[key];
    }
    return json;
  }
}
defineInterface(PerformanceResourceTiming);

/* -------------------------------------------------------------------- *
 * The timeline and its observers.
 * -------------------------------------------------------------------- */

/** Entries in the order of their start. */
let timeline = [];

function queueEntry(entry) {
  let i = timeline.length;
  while (i > 0 && timeline[i - 1].startTime > entry.startTime) i--;
  timeline.splice(i, 0, entry);
  require('./observer').notify(entry);
}

function clear(entryType, name) {
  timeline = timeline.filter((e) => e.entryType !== entryType || (name !== undefined && e.name !== `${name}`));
}

/** @see https://w3c.github.io/user-timing/#convert-a-mark-to-a-timestamp */
function toTimestamp(mark) {
  if (typeof mark === 'number') {
    if (mark < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  for (let i = timeline.length - 1; i >= 0; i--) {
    if (timeline[i].entryType === 'mark' && timeline[i].name === name) return timeline[i].startTime;
  }
  const { DOMException } = require('internal:webapi/dom/exception');
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

/** @see https://w3c.github.io/user-timing/#measure-method */
function checkMeasureOptions({ start, end, duration }, endMark) {
  const fail = (message) => nodeError(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', message);
  if (endMark !== undefined) throw fail('endMark must not be specified');
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw fail('Must not have options.start, options.end, and options.duration specified');
  }
}

function measureBounds(options, endMark) {
  const { start, end, duration } = options;
  const hasDuration = duration !== undefined;
  let endTime = op_performance_now();
  if (endMark !== undefined) endTime = toTimestamp(endMark);
  else if (end !== undefined) endTime = toTimestamp(end);
  else if (start !== undefined && hasDuration) endTime = toTimestamp(start) + Number(duration);
  let startTime = 0;
  if (start !== undefined) startTime = toTimestamp(start);
  else if (hasDuration && end !== undefined) startTime = endTime - Number(duration);
  return { startTime, endTime };
}

class Performance extends EventTarget {
  #timeOrigin = op_performance_origin();

  constructor(token) {
    if (token !== construct) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  get timeOrigin() {
    return this.#timeOrigin;
  }

  now() {
    return op_performance_now();
  }

  mark(name, options = undefined) {
    const mark = new PerformanceMark(...(arguments.length === 0 ? [] : [name, options]));
    queueEntry(mark);
    return mark;
  }

  /** @see https://w3c.github.io/user-timing/#dom-performance-measure */
  measure(name, startOrOptions = undefined, endMark = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    validate.string(name, 'name');
    const isOptions = typeof startOrOptions === 'object' && startOrOptions !== null;
    const options = isOptions ? startOrOptions : { start: startOrOptions };
    if (isOptions && (options.start !== undefined || options.end !== undefined)) checkMeasureOptions(options, endMark);
    const { startTime, endTime } = measureBounds(options, endMark);
    const measure = new PerformanceMeasure(construct, name, startTime, endTime - startTime, options.detail);
    queueEntry(measure);
    return measure;
  }

  clearMarks(name = undefined) {
    clear('mark', name);
  }

  clearMeasures(name = undefined) {
    clear('measure', name);
  }

  clearResourceTimings(name = undefined) {
    clear('resource', name);
  }

  getEntries() {
    return timeline.slice();
  }

  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    return timeline.filter((e) => e.name === `${name}` && (type === undefined || e.entryType === type));
  }

  getEntriesByType(type) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    return timeline.filter((e) => e.entryType === `${type}`);
  }

  /** Node's: the package undici tells of its fetches. */
  markResourceTiming(info, url, initiatorType, global, cacheMode) {
    const resource = new PerformanceResourceTiming(construct, url, initiatorType, info, cacheMode);
    queueEntry(resource);
    return resource;
  }

  /** Node's: calls to the function it returns show as entries of type "function". */
  timerify(fn) {
    validate.function(fn, 'fn');
    function timerified(...args) {
      const startTime = op_performance_now();
      const result = new.target ? Reflect.construct(fn, args, new.target) : fn.apply(this, args);
      const entry = new PerformanceEntry(construct, fn.name, 'function', startTime, op_performance_now() - startTime);
      require('./observer').notify(entry);
      return result;
    }
    Object.defineProperty(timerified, 'name', { value: `timerified ${fn.name}`, configurable: true });
    return timerified;
  }

  eventLoopUtilization() {
    throw codes.ERR_METHOD_NOT_IMPLEMENTED('performance.eventLoopUtilization()');
  }

  get nodeTiming() {
    throw codes.ERR_METHOD_NOT_IMPLEMENTED('performance.nodeTiming');
  }

  toJSON() {
    return { timeOrigin: this.timeOrigin };
  }

  [customInspect](depth, options, inspect) {
    if (depth < 0) return 'Performance';
    return `Performance ${inspect({ timeOrigin: this.timeOrigin }, shallower(options))}`;
  }
}
defineInterface(Performance);

module.exports = {
  performance: new Performance(construct),
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceResourceTiming,
  /** The entries there are, for observers that ask for what was before them. */
  buffered: (type) => timeline.filter((e) => e.entryType === type),
};
require('internal:js').defineLazy(module.exports, 'PerformanceObserver', () => require('./observer').PerformanceObserver);
require('internal:js').defineLazy(
  module.exports,
  'PerformanceObserverEntryList',
  () => require('./observer').PerformanceObserverEntryList,
);
