// Queuing strategies: https://streams.spec.whatwg.org/#qs
// Go half: none. Missing: none.

const { Object } = primordials;
const { defineInterface } = require('internal:webapi/webidl');
const { codes, define } = require('internal:webapi/webidl/codes');
const { customInspect } = require('./slots');

define('ERR_MISSING_OPTION', (name) => `${name} is required`, primordials.TypeError);

// One function each for all instances, as the standard asks.
const byteLengthSize = Object.defineProperty((chunk) => chunk.byteLength, 'name', { value: 'size' });
const countSize = Object.defineProperty(() => 1, 'name', { value: 'size' });

function highWaterMarkOf(init) {
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
    throw codes.ERR_INVALID_ARG_TYPE('init', 'Object', init);
  }
  if (init.highWaterMark === undefined) throw codes.ERR_MISSING_OPTION('init.highWaterMark');
  return +init.highWaterMark;
}

class ByteLengthQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark() {
    if (!(#highWaterMark in this)) throw codes.ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return this.#highWaterMark;
  }

  get size() {
    if (!(#highWaterMark in this)) throw codes.ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteLengthSize;
  }

  [customInspect](depth, options, inspect) {
    return `${this.constructor.name} ${inspect({ highWaterMark: this.highWaterMark }, options)}`;
  }
}
defineInterface(ByteLengthQueuingStrategy);

class CountQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark() {
    if (!(#highWaterMark in this)) throw codes.ERR_INVALID_THIS('CountQueuingStrategy');
    return this.#highWaterMark;
  }

  get size() {
    if (!(#highWaterMark in this)) throw codes.ERR_INVALID_THIS('CountQueuingStrategy');
    return countSize;
  }

  [customInspect](depth, options, inspect) {
    return `${this.constructor.name} ${inspect({ highWaterMark: this.highWaterMark }, options)}`;
  }
}
defineInterface(CountQueuingStrategy);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
