// addAbortSignal: https://nodejs.org/docs/latest-v20.x/api/stream.html#streamaddabortsignalsignal-stream

const { AbortError, codes } = require('internal:nodeapi/errors');
const { validateAbortSignal } = require('internal:nodeapi/errors/validators');
const { isNodeStream, isWebStream } = require('./status');

function addAbortSignal(signal, stream) {
  validateAbortSignal(signal ?? null, 'signal');
  if (!isNodeStream(stream)) {
    const expected = ['ReadableStream', 'WritableStream', 'Stream'];
    if (isWebStream(stream)) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('addAbortSignal() with a web stream');
    throw new codes.ERR_INVALID_ARG_TYPE('stream', expected, stream);
  }
  const onAbort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    onAbort();
  } else {
    signal.addEventListener('abort', onAbort, { once: true });
    // Not for streams under construction, which have no listeners yet.
    require('./destroy').nextTick(() => require('./finished').eos(stream, {}, () => signal.removeEventListener('abort', onAbort)));
  }
  return stream;
}

module.exports = { addAbortSignal };
