// Normalizing an algorithm: https://w3c.github.io/webcrypto/#algorithm-normalization-normalize-an-algorithm

const { Object } = primordials;
const { converters } = require('./converters');

const domException = (message, name) => new (require('internal:webapi/dom/exception').DOMException)(message, name);
const notSupported = (message = 'Unrecognized algorithm name') => domException(message, 'NotSupportedError');
const operationError = (message) => domException(message, 'OperationError');
const dataError = (message, cause) => domException(message, cause === undefined ? 'DataError' : { name: 'DataError', cause });

/** What an operation fails with, whatever the reason; that is its cause. */
const operationFailed = (cause) =>
  domException('The operation failed for an operation-specific reason', { name: 'OperationError', cause });

/** Runs the work of an operation: what goes wrong in it is an OperationError. */
function job(work) {
  try {
    return work();
  } catch (error) {
    throw operationFailed(error);
  }
}

/** Hash functions, by the Web's names, with those of the ops. */
const hashes = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const blockSizes = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

const forAll = (names, type) => Object.fromEntries(names.map((name) => [name, type]));

const rsaNames = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const ecNames = ['ECDSA', 'ECDH'];
const aesNames = ['AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-KW'];
const curve25519And448 = forAll(['Ed25519', 'X25519', 'Ed448', 'X448'], null);
const encryption = { 'RSA-OAEP': 'RsaOaepParams', 'AES-CTR': 'AesCtrParams', 'AES-CBC': 'AesCbcParams', 'AES-GCM': 'AesGcmParams' };
const signing = {
  'RSASSA-PKCS1-v1_5': null,
  'RSA-PSS': 'RsaPssParams',
  ECDSA: 'EcdsaParams',
  HMAC: null,
  Ed25519: null,
  Ed448: 'Ed448Params',
};

/**
 * What each operation takes: the dictionary of an algorithm, or null if its name
 * is all. https://w3c.github.io/webcrypto/#algorithm-overview
 */
const registry = {
  digest: forAll(Object.keys(hashes), null),
  encrypt: encryption,
  decrypt: encryption,
  sign: signing,
  verify: signing,
  deriveBits: {
    PBKDF2: 'Pbkdf2Params',
    HKDF: 'HkdfParams',
    ...forAll(['ECDH', 'X25519', 'X448'], 'EcdhKeyDeriveParams'),
  },
  generateKey: {
    ...forAll(rsaNames, 'RsaHashedKeyGenParams'),
    ...forAll(ecNames, 'EcKeyGenParams'),
    ...forAll(aesNames, 'AesKeyGenParams'),
    HMAC: 'HmacKeyGenParams',
    ...curve25519And448,
  },
  importKey: {
    ...forAll(rsaNames, 'RsaHashedImportParams'),
    ...forAll(ecNames, 'EcKeyImportParams'),
    ...forAll(aesNames, null),
    HMAC: 'HmacImportParams',
    ...curve25519And448,
    PBKDF2: null,
    HKDF: null,
  },
  'get key length': { ...forAll(aesNames, 'AesDerivedKeyParams'), HMAC: 'HmacImportParams', PBKDF2: null, HKDF: null },
  wrapKey: { 'AES-KW': null },
  unwrapKey: { 'AES-KW': null },
};

const place = { prefix: 'Failed to normalize algorithm', context: 'passed algorithm' };

/**
 * @param {string | object} algorithm a name, or a dictionary with one
 * @param {keyof typeof registry} operation
 */
function normalizeAlgorithm(algorithm, operation) {
  const dictionary = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
  // 2. Its name, and with that what else it has.
  const wanted = converters.Algorithm(dictionary, place).name.toUpperCase();
  const name = Object.keys(registry[operation]).find((known) => known.toUpperCase() === wanted);
  if (name === undefined) throw notSupported();
  const type = registry[operation][name];
  if (type === null) return { name };
  const normalized = { ...converters[type](dictionary, place), name };
  // 10. A hash is an algorithm too.
  if (normalized.hash !== undefined) normalized.hash = normalizeAlgorithm(normalized.hash, 'digest');
  return normalized;
}

module.exports = {
  normalizeAlgorithm, hashes, blockSizes, domException, notSupported, operationError, operationFailed, dataError, job,
};
