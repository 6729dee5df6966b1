// Normalizing an algorithm: https://w3c.github.io/webcrypto/#algorithm-normalization-normalize-an-algorithm

const { TypeError, Uint8Array } = primordials;
const webidl = require('internal:webapi/webidl');
const { isCryptoKey } = require('./key');

const domException = (message, name) => new (require('internal:webapi/dom/exception').DOMException)(message, name);
const notSupported = (message = 'Unrecognized algorithm name') => domException(message, 'NotSupportedError');
const operationError = (message) => domException(message, 'OperationError');
const dataError = (message) => domException(message, 'DataError');

/** Hash functions, by the Web's names, with those of the ops. */
const hashes = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const blockSizes = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

// Conversions of the members of parameter dictionaries.
const types = {
  bytes(value, name) {
    if (!webidl.isBufferSource(value)) throw new TypeError(`${name} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
    return webidl.bytesOf(value);
  },
  integer(value, name) {
    const number = Number(value);
    if (!Number.isFinite(number) || number < 0 || number > 2 ** 32 - 1) throw new TypeError(`${name} is outside the accepted range.`);
    return Math.trunc(number);
  },
  bigInteger(value, name) {
    if (!(value instanceof Uint8Array)) throw new TypeError(`${name} is not of type Uint8Array.`);
    return new Uint8Array(value);
  },
  text: (value) => String(value),
  hash: (value) => ({ name: normalizeHash(value) }),
  key(value, name) {
    if (!isCryptoKey(value)) throw new TypeError(`${name} is not of type CryptoKey.`);
    return value;
  },
};

const required = (type) => ({ type, required: true });
const optional = (type) => ({ type, required: false });

const rsaHashedKey = { modulusLength: required('integer'), publicExponent: required('bigInteger'), hash: required('hash') };
const hashOnly = { hash: required('hash') };
const curve = { namedCurve: required('text') };
const length = { length: required('integer') };
const hmac = { hash: required('hash'), length: optional('integer') };
const agreement = { public: required('key') };

const pbkdf2 = { salt: required('bytes'), iterations: required('integer'), hash: required('hash') };
const hkdf = { hash: required('hash'), salt: required('bytes'), info: required('bytes') };
const encryption = {
  'RSA-OAEP': { label: optional('bytes') },
  'AES-CTR': { counter: required('bytes'), length: required('integer') },
  'AES-CBC': { iv: required('bytes') },
  'AES-GCM': { iv: required('bytes'), additionalData: optional('bytes'), tagLength: optional('integer') },
};
const signing = {
  'RSASSA-PKCS1-v1_5': {},
  'RSA-PSS': { saltLength: required('integer') },
  ECDSA: hashOnly,
  Ed25519: {},
  HMAC: {},
};
const aesNames = ['AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-KW'];
const rsaNames = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const forAll = (names, members) => Object.fromEntries(names.map((name) => [name, members]));

/** What each operation takes: https://w3c.github.io/webcrypto/#algorithm-overview */
const registry = {
  digest: forAll(Object.keys(hashes), {}),
  encrypt: encryption,
  decrypt: encryption,
  sign: signing,
  verify: signing,
  deriveBits: { PBKDF2: pbkdf2, HKDF: hkdf, ECDH: agreement, X25519: agreement },
  generateKey: {
    ...forAll(rsaNames, rsaHashedKey),
    ...forAll(['ECDSA', 'ECDH'], curve),
    ...forAll(aesNames, length),
    HMAC: hmac,
    Ed25519: {},
    X25519: {},
  },
  importKey: {
    ...forAll(rsaNames, hashOnly),
    ...forAll(['ECDSA', 'ECDH'], curve),
    ...forAll(aesNames, {}),
    HMAC: hmac,
    Ed25519: {},
    X25519: {},
    PBKDF2: {},
    HKDF: {},
  },
  'get key length': { ...forAll(aesNames, length), HMAC: hmac, PBKDF2: {}, HKDF: {} },
  wrapKey: { 'AES-KW': {} },
  unwrapKey: { 'AES-KW': {} },
};

function normalizeHash(value) {
  const { name } = normalizeAlgorithm(value, 'digest');
  return name;
}

/**
 * @param {unknown} algorithm a name, or a dictionary with one
 * @param {keyof typeof registry} operation
 */
function normalizeAlgorithm(algorithm, operation) {
  const dictionary = algorithm !== null && (typeof algorithm === 'object' || typeof algorithm === 'function');
  const source = dictionary ? algorithm : { name: String(algorithm) };
  if (dictionary && source.name === undefined) {
    throw new TypeError("Failed to normalize algorithm: 'name' is required in 'Algorithm'.");
  }
  const wanted = String(source.name).toUpperCase();
  const name = Object.keys(registry[operation]).find((known) => known.toUpperCase() === wanted);
  if (name === undefined) throw notSupported();
  const normalized = { name };
  for (const [member, { type, required: needed }] of Object.entries(registry[operation][name])) {
    const value = source[member];
    if (value !== undefined) {
      normalized[member] = types[type](value, `Failed to normalize algorithm: '${member}' of '${name}'`);
    } else if (needed) {
      throw new TypeError(`Failed to normalize algorithm: '${member}' is required in '${name}Params'.`);
    }
  }
  return normalized;
}

module.exports = { normalizeAlgorithm, hashes, blockSizes, domException, notSupported, operationError, dataError };
