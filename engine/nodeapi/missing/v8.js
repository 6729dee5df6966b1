// v8: https://nodejs.org/docs/latest-v20.x/api/v8.html
//
// The engine is not V8. How much memory is used can be said all the same.

const { missing } = require('internal:nodeapi/missing');

const functions = [
  'cachedDataVersionTag', 'deserialize', 'getHeapCodeStatistics', 'getHeapSnapshot', 'getHeapSpaceStatistics',
  'queryObjects', 'serialize', 'setHeapSnapshotNearHeapLimit', 'stopCoverage', 'takeCoverage', 'writeHeapSnapshot',
];

function getHeapStatistics() {
  const { heapTotal, heapUsed } = require('internal:nodeapi/process').process.memoryUsage();
  return {
    total_heap_size: heapTotal, total_heap_size_executable: 0, total_physical_size: heapTotal, total_available_size: 0,
    used_heap_size: heapUsed, heap_size_limit: 0, malloced_memory: 0, peak_malloced_memory: 0, does_zap_garbage: 0,
    number_of_native_contexts: 1, number_of_detached_contexts: 0, total_global_handles_size: 0,
    used_global_handles_size: 0, external_memory: 0,
  };
}

module.exports = missing(
  'v8',
  'the engine is not V8',
  { functions, classes: ['Serializer', 'Deserializer', 'DefaultSerializer', 'DefaultDeserializer', 'GCProfiler'] },
  // Flags are V8's own: there is nothing to set.
  { getHeapStatistics, setFlagsFromString() {}, startupSnapshot: { isBuildingSnapshot: () => false } },
);
