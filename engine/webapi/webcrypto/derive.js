// HKDF and PBKDF2: https://w3c.github.io/webcrypto/#hkdf, #pbkdf2

const { op_crypto_derive_async } = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, notSupported, operationError } = require('./algorithms');
const { checkUsages, syntaxError } = require('./jwk');

function checkLength(length) {
  if (length === null || length === undefined) throw operationError('length cannot be null');
  if (length % 8 !== 0) throw operationError('length must be a multiple of 8');
  return length / 8;
}

const keys = {
  importKey(format, bytes, { name }, extractable, usages) {
    if (format !== 'raw') throw notSupported(`Unable to import ${name} key with format ${format}`);
    checkUsages(usages, ['deriveKey', 'deriveBits']);
    if (extractable) throw syntaxError(`${name} keys are not extractable`);
    return createKey('secret', { bytes }, { name }, false, usages);
  },
  getKeyLength: () => null,
};

module.exports = {
  PBKDF2: {
    ...keys,
    async deriveBits({ hash, salt, iterations }, key, length) {
      const size = checkLength(length);
      if (iterations === 0) throw operationError('iterations cannot be zero');
      return op_crypto_derive_async('pbkdf2', hashes[hash.name], slotsOf(key).material.bytes, salt, iterations, size);
    },
  },
  HKDF: {
    ...keys,
    async deriveBits({ hash, salt, info }, key, length) {
      const size = checkLength(length);
      return op_crypto_derive_async('hkdf', hashes[hash.name], slotsOf(key).material.bytes, salt, info, size);
    },
  },
};
