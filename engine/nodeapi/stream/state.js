// What both sides of a stream keep, and the sizes of their buffers.
// https://nodejs.org/docs/latest-v20.x/api/stream.html#streamgetdefaulthighwatermarkobjectmode

const { validateInteger } = require('internal:nodeapi/errors/validators');
const { codes } = require('internal:nodeapi/errors');

let bytes = 16 * 1024;
let objects = 16;

const getDefaultHighWaterMark = (objectMode) => (objectMode ? objects : bytes);

function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) objects = value;
  else bytes = value;
}

/** The highWaterMark of a state, from its own option or that of its side of a Duplex. */
function getHighWaterMark(objectMode, options, duplexKey, isDuplex) {
  const own = options?.highWaterMark ?? (isDuplex ? options?.[duplexKey] : null) ?? null;
  if (own === null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(own) || own < 0) {
    const name = isDuplex ? `options.${duplexKey}` : 'options.highWaterMark';
    throw new codes.ERR_INVALID_ARG_VALUE(name, own);
  }
  return Math.floor(own);
}

/** The fields that the reading and the writing side share. */
class StreamState {
  constructor(options) {
    this.constructed = true;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.defaultEncoding = options?.defaultEncoding || 'utf8';
    this.length = 0;
    this.sync = true;
  }
}

module.exports = { StreamState, getHighWaterMark, getDefaultHighWaterMark, setDefaultHighWaterMark };
