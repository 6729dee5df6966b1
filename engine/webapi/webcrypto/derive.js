// HKDF and PBKDF2: https://w3c.github.io/webcrypto/#hkdf, #pbkdf2

const { op_crypto_derive_async } = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, notSupported, operationError, operationFailed } = require('./algorithms');
const { checkUsages, syntaxError } = require('./jwk');

function bytesFor(length) {
  if (length === null) throw operationError('length cannot be null');
  if (length % 8 !== 0) throw operationError('length must be a multiple of 8');
  return length / 8;
}

// What Node.js lets through to OpenSSL.
const maxBytes = 2 ** 31 - 1;
const maxInfo = 1024;

async function derive(size, ...args) {
  if (size === 0) return new Uint8Array(0);
  try {
    if (size < 0 || size > maxBytes) throw new RangeError('The length is out of range');
    return await op_crypto_derive_async(...args, size);
  } catch (error) {
    throw operationFailed(error);
  }
}

const keys = {
  importKey(format, bytes, { name }, extractable, usages) {
    if (extractable) throw syntaxError(`${name} keys are not extractable`);
    checkUsages(usages, ['deriveKey', 'deriveBits'], `a ${name} key`);
    if (format !== 'raw') throw notSupported(`Unable to import ${name} key with format ${format}`);
    return createKey('secret', { bytes }, { name }, false, usages);
  },
  getKeyLength: () => null,
};

module.exports = {
  PBKDF2: {
    ...keys,
    async deriveBits({ hash, salt, iterations }, key, length) {
      if (iterations === 0) throw operationError('iterations cannot be zero');
      return derive(bytesFor(length), 'pbkdf2', hashes[hash.name], slotsOf(key).material.bytes, salt, iterations);
    },
  },
  HKDF: {
    ...keys,
    async deriveBits({ hash, salt, info }, key, length) {
      const size = bytesFor(length);
      if (info.length > maxInfo) throw operationFailed(new RangeError('info must not contain more than 1024 bytes'));
      return derive(size, 'hkdf', hashes[hash.name], slotsOf(key).material.bytes, salt, info);
    },
  },
};
