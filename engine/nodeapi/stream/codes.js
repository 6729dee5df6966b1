// The error codes of streams.
// https://nodejs.org/docs/latest-v20.x/api/errors.html#err_stream_already_finished

const { codes, defineError } = require('internal:nodeapi/errors');

for (const [code, message, base] of [
  ['ERR_STREAM_ALREADY_FINISHED', (name) => `Cannot call ${name} after a stream was finished`],
  ['ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'],
  ['ERR_STREAM_DESTROYED', (name) => `Cannot call ${name} after a stream was destroyed`],
  ['ERR_STREAM_NULL_VALUES', 'May not write null values to stream', 'TypeError'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'Premature close'],
  ['ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'],
  ['ERR_STREAM_UNABLE_TO_PIPE', 'Cannot pipe to a closed or destroyed stream'],
  ['ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event'],
  ['ERR_STREAM_WRITE_AFTER_END', 'write after end'],
]) {
  if (codes[code] === undefined) defineError(code, message, base);
}

module.exports = codes;
