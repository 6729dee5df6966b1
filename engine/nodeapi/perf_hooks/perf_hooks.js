// perf_hooks: https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html
//
// performance and its classes are the globals. Missing, and throwing an error
// that says so: histograms.

const { global } = primordials;
const { notProvided } = require('internal:nodeapi/errors');

for (const name of [
  'performance', 'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
  'PerformanceObserverEntryList', 'PerformanceResourceTiming',
]) {
  Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => global[name] });
}

for (const name of ['monitorEventLoopDelay', 'createHistogram']) {
  exports[name] = {
    [name]() {
      throw notProvided(`perf_hooks.${name}()`);
    },
  }[name];
}

exports.constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};
