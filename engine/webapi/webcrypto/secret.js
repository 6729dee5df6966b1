// AES and HMAC: https://w3c.github.io/webcrypto/#aes-ctr, #aes-cbc, #aes-gcm, #aes-kw, #hmac

const { op_crypto_random, op_crypto_cbc, op_crypto_ctr, op_crypto_seal, op_crypto_open, op_crypto_keywrap, op_crypto_hmac, op_crypto_equal } = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, blockSizes, domException, notSupported, operationError, operationFailed, dataError, job } = require('./algorithms');
const { checkAlgorithm, checkPurpose, checkType, checkUsages, decodeBase64 } = require('./jwk');
const { nodeError } = require('internal:webapi/webidl/codes');

const bytesOf = (key) => slotsOf(key).material.bytes;

/* -------------------------------------------------------------------- *
 * AES.
 * -------------------------------------------------------------------- */

const blockSize = 16;

// What Node.js gives as the reason that OpenSSL has none for.
const cipherFailed = () => operationFailed(new Error('Cipher job failed'));

function cipher(work) {
  try {
    return work();
  } catch {
    throw cipherFailed();
  }
}

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
  if (!valid) throw cipherFailed();
  return data.subarray(0, data.length - count);
}

function checkIV({ iv }) {
  if (iv.length !== blockSize) throw operationError('algorithm.iv must contain exactly 16 bytes');
}

const cbc = {
  encrypt(algorithm, key, data) {
    checkIV(algorithm);
    return cipher(() => op_crypto_cbc('aes', true, bytesOf(key), algorithm.iv, pad(data)));
  },
  decrypt(algorithm, key, data) {
    checkIV(algorithm);
    if (data.length === 0 || data.length % blockSize !== 0) throw cipherFailed();
    return unpad(op_crypto_cbc('aes', false, bytesOf(key), algorithm.iv, data));
  },
};

function ctr({ counter, length }, key, data) {
  if (counter.length !== blockSize) throw operationError('algorithm.counter must contain exactly 16 bytes');
  if (length === 0 || length > 128) throw operationError('AES-CTR algorithm.length must be between 1 and 128');
  // A counter that comes round would encrypt with the same key stream again.
  if (length < 32 && Math.ceil(data.length / blockSize) > 2 ** length) throw cipherFailed();
  return op_crypto_ctr(bytesOf(key), counter, length, 0, data);
}

const tagLengths = [32, 64, 96, 104, 112, 120, 128];
const noData = new Uint8Array(0);

function tagBytes({ tagLength = 128 }) {
  if (!tagLengths.includes(tagLength)) throw operationError(`${tagLength} is not a valid AES-GCM tag length`);
  return tagLength / 8;
}

// What Node.js and OpenSSL allow an IV to be; the standard has no such limits.
const shortestIV = 12;
const longestIV = 128;

function checkGCMIV({ iv }) {
  if (iv.length < shortestIV || iv.length > longestIV) throw cipherFailed();
}

const gcm = {
  encrypt(algorithm, key, data) {
    const size = tagBytes(algorithm);
    checkGCMIV(algorithm);
    return cipher(() => op_crypto_seal('gcm', bytesOf(key), algorithm.iv, algorithm.additionalData ?? noData, data, size));
  },
  decrypt(algorithm, key, data) {
    const size = tagBytes(algorithm);
    if (data.length < size) throw operationError('The provided data is too small.');
    checkGCMIV(algorithm);
    const end = data.length - size;
    const args = [bytesOf(key), algorithm.iv, algorithm.additionalData ?? noData];
    return cipher(() => op_crypto_open('gcm', ...args, data.subarray(0, end), data.subarray(end)));
  },
};

const kw = {
  wrapKey: (algorithm, key, data) => cipher(() => op_crypto_keywrap(true, bytesOf(key), data)),
  unwrapKey: (algorithm, key, data) => cipher(() => op_crypto_keywrap(false, bytesOf(key), data)),
};

const isAESLength = (bits) => bits === 128 || bits === 192 || bits === 256;

function checkAESLength(bits) {
  if (!isAESLength(bits)) throw dataError('Invalid key length');
}

const aesUsages = (name) => (name === 'AES-KW' ? ['wrapKey', 'unwrapKey'] : ['wrapKey', 'unwrapKey', 'encrypt', 'decrypt']);
const aesJWKName = (name, bits) => `A${bits}${name.slice(4)}`;

const unique = (usages) => [...new Set(usages)];

const aesKeys = {
  generateKey({ name, length }, extractable, usages) {
    if (!isAESLength(length)) throw operationError('AES key length must be 128, 192, or 256 bits');
    checkUsages(usages, aesUsages(name), 'an AES key');
    return createKey('secret', { bytes: op_crypto_random(length / 8) }, { name, length }, extractable, unique(usages));
  },
  importKey(format, data, { name }, extractable, usages) {
    checkUsages(usages, aesUsages(name), 'an AES key');
    let bytes = data;
    if (format === 'jwk') {
      bytes = importJWK(data, { use: 'enc', extractable, usages });
    } else if (format !== 'raw') {
      throw notSupported(`Unable to import AES key with format ${format}`);
    }
    const length = bytes.length * 8;
    checkAESLength(length);
    if (format === 'jwk') checkAlgorithm(data, [aesJWKName(name, length)]);
    return createKey('secret', { bytes }, { name, length }, extractable, usages);
  },
  exportKey: (format, key) => exportSecret(format, key, aesJWKName(key.algorithm.name, key.algorithm.length)),
  getKeyLength({ length }) {
    if (!isAESLength(length)) throw operationError('Invalid key length');
    return length;
  },
};

/* -------------------------------------------------------------------- *
 * HMAC.
 * -------------------------------------------------------------------- */

const hmacUsages = ['sign', 'verify'];
const hmacJWKName = (hash) => `HS${hash.slice(4)}`;

// Node.js has keys of whole bytes only.
function checkWholeBytes(length) {
  if (length % 8 === 0) return;
  throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The property 'algorithm.length' must be a multiple of 8. Received ${length}`);
}

const hmac = {
  sign: (algorithm, key, data) => job(() => op_crypto_hmac(hashes[key.algorithm.hash.name], bytesOf(key), data)),
  verify: (algorithm, key, data, signature) => op_crypto_equal(hmac.sign(algorithm, key, data), signature),
  generateKey({ hash, length = blockSizes[hash.name] }, extractable, usages) {
    checkWholeBytes(length);
    checkUsages(usages, hmacUsages, 'an HMAC key');
    if (length === 0) throw operationFailed(new RangeError('The value of "options.length" is out of range.'));
    return createKey('secret', { bytes: op_crypto_random(length / 8) }, { name: 'HMAC', length, hash }, extractable, unique(usages));
  },
  importKey(format, data, { hash, length }, extractable, usages) {
    checkUsages(usages, hmacUsages, 'an HMAC key');
    let bytes = data;
    if (format === 'jwk') {
      bytes = importJWK(data, { use: 'sig', extractable, usages, alg: hmacJWKName(hash.name) });
    } else if (format === 'raw') {
      if (bytes.length === 0 || length === 0) throw dataError('Zero-length key is not supported');
      if (length !== undefined && length !== bytes.length * 8) throw dataError('Invalid key length');
    } else {
      throw domException(`Unable to import HMAC key with format ${format}`, 'Error');
    }
    return createKey('secret', { bytes }, { name: 'HMAC', hash, length: bytes.length * 8 }, extractable, usages);
  },
  exportKey: (format, key) => exportSecret(format, key, hmacJWKName(key.algorithm.hash.name)),
  getKeyLength({ hash, length }) {
    if (length === 0) throw operationError('Invalid key length');
    return length ?? blockSizes[hash.name];
  },
};

/* -------------------------------------------------------------------- *
 * Formats.
 * -------------------------------------------------------------------- */

function importJWK(jwk, { alg, ...purpose }) {
  checkType(jwk, 'oct');
  checkPurpose(jwk, purpose);
  if (alg !== undefined) checkAlgorithm(jwk, [alg]);
  if (jwk.k === undefined) throw dataError('Invalid keyData');
  return decodeBase64(jwk.k);
}

function exportSecret(format, key, alg) {
  const bytes = bytesOf(key);
  if (format === 'raw') return bytes.slice().buffer;
  if (format !== 'jwk') {
    // Node.js says "raw" for SPKI too.
    const named = format === 'pkcs8' ? 'pkcs8' : 'raw';
    throw domException(`Unable to export a ${named} ${key.algorithm.name} secret key`, 'InvalidAccessError');
  }
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
