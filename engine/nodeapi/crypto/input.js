// Arguments of crypto functions as bytes, and the codes its files share.

const { codes, defineError } = require('internal:nodeapi/errors');
const { enqueueTick } = require('internal:js/context');
const { internals } = require('internal:nodeapi/buffer');

for (const [code, message, base] of [
  ['ERR_CRYPTO_HASH_FINALIZED', 'Digest already called'],
  ['ERR_CRYPTO_HASH_UPDATE_FAILED', 'Hash update failed'],
  ['ERR_CRYPTO_INVALID_DIGEST', (name) => `Invalid digest${name === undefined ? '' : `: ${name}`}`, 'TypeError'],
  ['ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length', 'RangeError'],
  ['ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector', 'TypeError'],
  ['ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher'],
  ['ERR_CRYPTO_INVALID_STATE', (operation) => `Invalid state${operation === undefined ? '' : ` for operation ${operation}`}`],
  ['ERR_CRYPTO_INVALID_AUTH_TAG', (length) => `Invalid authentication tag length: ${length}`, 'TypeError'],
  ['ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name', 'TypeError'],
  ['ERR_CRYPTO_INVALID_SCRYPT_PARAMS', (why) => `Invalid scrypt params${why === undefined ? '' : `: ${why}`}`, 'RangeError'],
  ['ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE', (actual, expected) => `Invalid key object type ${actual}, expected ${expected}.`, 'TypeError'],
  ['ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign'],
  ['ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length', 'RangeError'],
  ['ERR_CRYPTO_INCOMPATIBLE_KEY', (name, why) => `Incompatible ${name}: ${why}`],
  ['ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY', 'Public key is not valid for specified curve'],
  ['ERR_CRYPTO_OPERATION_FAILED', (message) => message],
  ['ERR_CRYPTO_INVALID_KEYTYPE', (message) => message, 'RangeError'],
  ['ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair', 'RangeError'],
  ['ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group'],
  ['ERR_CRYPTO_SCRYPT_INVALID_PARAMETER', 'Invalid scrypt parameter'],
  ['ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', (type, why) => `The selected key encoding ${type} ${why}.`],
  ['ERR_CRYPTO_ECDH_INVALID_FORMAT', (format) => `Invalid ECDH format: ${format}`, 'TypeError'],
]) {
  if (codes[code] === undefined) defineError(code, message, base);
}

const views = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

/** A view over what a caller passes as bytes. */
function asBytes(value) {
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

/** Bytes of text in an encoding, or of a buffer. */
function toBytes(value, name, encoding, expected = ['string', ...views]) {
  if (typeof value === 'string') return internals.getEncoding(encoding === 'buffer' ? undefined : encoding).encode(value);
  if (!isBytes(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, expected, value);
  return asBytes(value);
}

/** What update() methods take: an encoding that nobody knows is UTF-8 there. */
function dataBytes(value, encoding) {
  if (typeof value !== 'string') {
    if (ArrayBuffer.isView(value)) return asBytes(value);
    throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  }
  const known = internals.normalizeEncoding(encoding) ?? 'utf8';
  if (known === 'hex' && value.length % 2 !== 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${value.length}`);
  }
  return internals.getEncoding(known).encode(value);
}

/** Bytes as a Buffer, or as text in an encoding. */
function fromBytes(bytes, encoding) {
  const buffer = internals.wrap(bytes);
  return encoding === undefined || encoding === null || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

/** Calls back with what a promise gives, as Node.js's thread pool would. */
function callBack(promise, callback, convert = (value) => [value]) {
  ops.op_fs_turn().then(() => promise).then(
    (value) => enqueueTick(callback, [null, ...convert(value)]),
    (error) => enqueueTick(callback, [error]),
  );
}

/** An error with OpenSSL's text. */
function opensslError(number, library, reason) {
  const error = new Error(`error:${number}:${library}::${reason}`);
  const code = `ERR_OSSL_${reason.replaceAll(' ', '_').toUpperCase()}`;
  return Object.assign(error, { library, reason, code });
}

// error:<number>:<library>::<reason>
const opensslText = /^error:[0-9A-F]{8}:(.*?)::(.*)$/;

/** Runs an op whose errors may be OpenSSL's: they say so by properties. */
function openssl(op) {
  try {
    return op();
  } catch (error) {
    const [, library, reason] = opensslText.exec(error?.message) ?? [];
    if (library !== undefined) {
      const { code } = error;
      delete error.code;
      Object.assign(error, { library, reason, code });
    }
    throw error;
  }
}

module.exports = { codes, views, isBytes, asBytes, toBytes, dataBytes, fromBytes, callBack, openssl, opensslError };
