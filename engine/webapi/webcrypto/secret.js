// AES and HMAC: https://w3c.github.io/webcrypto/#aes-ctr, #aes-cbc, #aes-gcm, #aes-kw, #hmac

const { op_crypto_random, op_crypto_cbc, op_crypto_ctr, op_crypto_seal, op_crypto_open, op_crypto_keywrap, op_crypto_hmac, op_crypto_equal } = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, blockSizes, domException, notSupported, operationError, dataError } = require('./algorithms');
const { checkJWK, checkUsages } = require('./jwk');

const bytesOf = (key) => slotsOf(key).material.bytes;

/* -------------------------------------------------------------------- *
 * AES.
 * -------------------------------------------------------------------- */

const blockSize = 16;

// PKCS #7: as many bytes as are missing, each of that value.
function pad(data) {
  const count = blockSize - (data.length % blockSize);
  const out = new Uint8Array(data.length + count).fill(count, data.length);
  out.set(data);
  return out;
}

function unpad(data) {
  const count = data[data.length - 1];
  const valid = count >= 1 && count <= blockSize && data.subarray(-count).every((byte) => byte === count);
  if (!valid) throw operationError('The operation failed for an operation-specific reason');
  return data.subarray(0, data.length - count);
}

function checkIV({ iv }) {
  if (iv.length !== blockSize) throw operationError('algorithm.iv must contain exactly 16 bytes');
}

const cbc = {
  encrypt(algorithm, key, data) {
    checkIV(algorithm);
    return op_crypto_cbc('aes', true, bytesOf(key), algorithm.iv, pad(data));
  },
  decrypt(algorithm, key, data) {
    checkIV(algorithm);
    if (data.length === 0 || data.length % blockSize !== 0) {
      throw operationError('The operation failed for an operation-specific reason');
    }
    return unpad(op_crypto_cbc('aes', false, bytesOf(key), algorithm.iv, data));
  },
};

function ctr({ counter, length }, key, data) {
  if (counter.length !== blockSize) throw operationError('algorithm.counter must contain exactly 16 bytes');
  if (length === 0 || length > 128) throw operationError('algorithm.length must be between 1 and 128');
  return op_crypto_ctr(bytesOf(key), counter, length, 0, data);
}

const tagLengths = [32, 64, 96, 104, 112, 120, 128];
const noData = new Uint8Array(0);

function tagBytes({ tagLength = 128 }) {
  if (!tagLengths.includes(tagLength)) throw operationError(`${tagLength} is not a valid AES-GCM tag length`);
  return tagLength / 8;
}

const gcm = {
  encrypt(algorithm, key, data) {
    const size = tagBytes(algorithm);
    return op_crypto_seal('gcm', bytesOf(key), algorithm.iv, algorithm.additionalData ?? noData, data, size);
  },
  decrypt(algorithm, key, data) {
    const size = tagBytes(algorithm);
    if (data.length < size) throw operationError('The provided data is too small.');
    const end = data.length - size;
    const args = [bytesOf(key), algorithm.iv, algorithm.additionalData ?? noData];
    return op_crypto_open('gcm', ...args, data.subarray(0, end), data.subarray(end));
  },
};

const kw = {
  wrapKey: (algorithm, key, data) => op_crypto_keywrap(true, bytesOf(key), data),
  unwrapKey: (algorithm, key, data) => op_crypto_keywrap(false, bytesOf(key), data),
};

function checkAESLength(bits, error) {
  if (![128, 192, 256].includes(bits)) throw error('Invalid key length');
}

const aesUsages = (name) => (name === 'AES-KW' ? ['wrapKey', 'unwrapKey'] : ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
const aesJWKName = (name, bits) => `A${bits}${name.slice(4)}`;

const aesKeys = {
  generateKey({ name, length }, extractable, usages) {
    checkUsages(usages, aesUsages(name));
    checkAESLength(length, operationError);
    return createKey('secret', { bytes: op_crypto_random(length / 8) }, { name, length }, extractable, usages);
  },
  importKey(format, data, { name }, extractable, usages) {
    checkUsages(usages, aesUsages(name));
    const bytes = secretBytes(format, data, extractable, usages, 'enc', (size) => aesJWKName(name, size * 8));
    checkAESLength(bytes.length * 8, dataError);
    return createKey('secret', { bytes }, { name, length: bytes.length * 8 }, extractable, usages);
  },
  exportKey: (format, key) => exportSecret(format, key, aesJWKName(key.algorithm.name, key.algorithm.length)),
  getKeyLength({ length }) {
    checkAESLength(length, operationError);
    return length;
  },
};

/* -------------------------------------------------------------------- *
 * HMAC.
 * -------------------------------------------------------------------- */

const hmacUsages = ['sign', 'verify'];
const hmacJWKName = (hash) => `HS${hash.slice(4)}`;

const hmac = {
  sign: (algorithm, key, data) => op_crypto_hmac(hashes[key.algorithm.hash.name], bytesOf(key), data),
  verify: (algorithm, key, data, signature) => op_crypto_equal(hmac.sign(algorithm, key, data), signature),
  generateKey(algorithm, extractable, usages) {
    checkUsages(usages, hmacUsages);
    const length = hmac.getKeyLength(algorithm);
    const bytes = op_crypto_random(Math.ceil(length / 8));
    return createKey('secret', { bytes }, { name: 'HMAC', length, hash: algorithm.hash }, extractable, usages);
  },
  importKey(format, data, { hash, length }, extractable, usages) {
    checkUsages(usages, hmacUsages);
    const bytes = secretBytes(format, data, extractable, usages, 'sig', () => hmacJWKName(hash.name));
    if (bytes.length === 0) throw dataError('Zero-length key is not supported');
    const bits = bytes.length * 8;
    if (length !== undefined && (length > bits || length <= bits - 8)) throw dataError('Invalid key length');
    return createKey('secret', { bytes }, { name: 'HMAC', length: length ?? bits, hash }, extractable, usages);
  },
  exportKey: (format, key) => exportSecret(format, key, hmacJWKName(key.algorithm.hash.name)),
  getKeyLength({ hash, length }) {
    if (length === 0) throw operationError('Zero-length key is not supported');
    return length ?? blockSizes[hash.name];
  },
};

/* -------------------------------------------------------------------- *
 * Formats.
 * -------------------------------------------------------------------- */

function secretBytes(format, data, extractable, usages, use, nameOf) {
  if (format === 'raw') return data;
  if (format !== 'jwk') throw notSupported(`Unable to import a secret key with format ${format}`);
  checkJWK(data, { kty: 'oct', use, extractable, usages });
  if (typeof data.k !== 'string') throw dataError('Invalid keyData');
  let bytes;
  try {
    bytes = Uint8Array.fromBase64(data.k, { alphabet: 'base64url' });
  } catch {
    throw dataError('Invalid keyData');
  }
  if (data.alg !== undefined && data.alg !== nameOf(bytes.length)) throw dataError('JWK "alg" does not match the requested algorithm');
  return bytes;
}

function exportSecret(format, key, alg) {
  const bytes = bytesOf(key);
  if (format === 'raw') return bytes.slice().buffer;
  if (format !== 'jwk') throw domException(`Unable to export a secret key with format ${format}`, 'NotSupportedError');
  return {
    key_ops: key.usages,
    ext: key.extractable,
    kty: 'oct',
    k: bytes.toBase64({ alphabet: 'base64url', omitPadding: true }),
    alg,
  };
}

module.exports = {
  'AES-CBC': { ...aesKeys, ...cbc },
  'AES-CTR': { ...aesKeys, encrypt: ctr, decrypt: ctr },
  'AES-GCM': { ...aesKeys, ...gcm },
  'AES-KW': { ...aesKeys, ...kw },
  HMAC: hmac,
};
