// A Transform that becomes one only when it is used as a stream: most hashes and
// ciphers never are.

const { Transform } = require('internal:nodeapi/stream');

function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

const state = (name) => ({
  configurable: true,
  enumerable: true,
  get() {
    Transform.call(this, this._options);
    this._writableState.decodeStrings = false;
    return this[name];
  },
  set(value) {
    Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
  },
});

Object.defineProperties(LazyTransform.prototype, {
  _readableState: state('_readableState'),
  _writableState: state('_writableState'),
});

module.exports = { LazyTransform };
