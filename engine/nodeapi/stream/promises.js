// stream/promises: https://nodejs.org/docs/latest-v20.x/api/stream.html#streams-promises-api

module.exports = {
  finished: require('./finished').finished,
  pipeline: require('./pipeline').pipelinePromise,
};
