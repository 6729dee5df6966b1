// Crypto: https://w3c.github.io/webcrypto/#crypto-interface
// Go half: webcrypto.go. Missing: none; SubtleCrypto says what it lacks.

const { TypedArray, Uint8Array, uncurryThis } = primordials;
const { op_crypto_random } = ops;
const webidl = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');

const typedArrayTag = uncurryThis(Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get);

const domException = (message, name) => new (require('internal:webapi/dom/exception').DOMException)(message, name);

const integerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array',
]);

const quota = 65536;

let constructing = false;

class Crypto {
  constructor() {
    if (!constructing) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    check(this);
    return require('./subtle').subtle;
  }

  /** @see https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues */
  getRandomValues(array) {
    check(this);
    require('./converters').requireArguments(arguments.length, 1, "Failed to execute 'getRandomValues' on 'Crypto'");
    // 1. Only arrays of integers.
    if (!ArrayBuffer.isView(array) || !integerArrays.has(typedArrayTag(array))) {
      throw domException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    // 2. Not more than 65536 bytes.
    if (array.byteLength > quota) {
      throw domException(`The requested length exceeds ${quota} bytes`, 'QuotaExceededError');
    }
    // 3. Overwrite the array's own bytes.
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(op_crypto_random(array.byteLength));
    return array;
  }

  /** @see https://w3c.github.io/webcrypto/#Crypto-method-randomUUID */
  randomUUID() {
    check(this);
    return randomUUID();
  }
}

function check(self) {
  if (self !== crypto) throw codes.ERR_INVALID_THIS('Crypto');
}

/** A version 4 UUID: https://datatracker.ietf.org/doc/html/rfc9562#section-5.4 */
function randomUUID() {
  const bytes = op_crypto_random(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

webidl.defineInterface(Crypto);
constructing = true;
const crypto = new Crypto();
constructing = false;

module.exports = { Crypto, crypto, randomUUID };
