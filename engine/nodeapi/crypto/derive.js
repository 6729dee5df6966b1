// pbkdf2, scrypt and hkdf.
// https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback

const { op_crypto_derive, op_crypto_derive_async, op_crypto_digest_info } = ops;
const { codes, toBytes, callBack } = require('./input');
const { internals } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const maxInt = 2 ** 31 - 1;

function digestName(name) {
  const info = op_crypto_digest_info(name);
  if (info === null || info[2]) throw new codes.ERR_CRYPTO_INVALID_DIGEST(name);
  return info;
}

function pbkdf2Arguments(password, salt, iterations, keylen, digest) {
  v.validateString(digest, 'digest');
  const secret = toBytes(password, 'password');
  const bytes = toBytes(salt, 'salt');
  v.validateInteger(iterations, 'iterations', 1, maxInt);
  v.validateInteger(keylen, 'keylen', 0, maxInt);
  return ['pbkdf2', digestName(digest)[0], secret, bytes, iterations, keylen];
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return internals.wrap(op_crypto_derive(...pbkdf2Arguments(password, salt, iterations, keylen, digest)));
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  v.validateFunction(callback, 'callback');
  callBack(op_crypto_derive_async(...args), callback, (key) => [internals.wrap(key)]);
}

// Each option has a long name too: N is cost.
function scryptOption(options, short, long, fallback) {
  const given = options[short];
  const value = options[long];
  if (given !== undefined) v.validateUint32(given, short);
  if (value !== undefined) {
    if (given !== undefined) throw new codes.ERR_CRYPTO_SCRYPT_INVALID_PARAMETER();
    v.validateUint32(value, long);
  }
  return (given ?? value) || fallback;
}

const defaultMemory = 32 * 1024 * 1024;

function scryptArguments(password, salt, keylen, options) {
  const given = options || {};
  const secret = toBytes(password, 'password');
  const bytes = toBytes(salt, 'salt');
  v.validateInt32(keylen, 'keylen', 0);
  const N = scryptOption(given, 'N', 'cost', 16384);
  const r = scryptOption(given, 'r', 'blockSize', 8);
  const p = scryptOption(given, 'p', 'parallelization', 1);
  if (given.maxmem !== undefined) v.validateInteger(given.maxmem, 'maxmem', 0);
  const maxmem = given.maxmem || defaultMemory;
  if (N < 2 || (N & (N - 1)) !== 0) throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  // What OpenSSL counts: 128 bytes for each of N·r, p·r and r.
  if (128 * r * (N + p + 2) > maxmem) {
    throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS('error:030000AC:digital envelope routines::memory limit exceeded');
  }
  return ['scrypt', '', secret, bytes, N, r, p, keylen];
}

function scryptSync(password, salt, keylen, options = undefined) {
  return internals.wrap(op_crypto_derive(...scryptArguments(password, salt, keylen, options)));
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = scryptArguments(password, salt, keylen, options);
  v.validateFunction(callback, 'callback');
  callBack(op_crypto_derive_async(...args), callback, (key) => [internals.wrap(key)]);
}

const byteTypes = ['ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];
const maxLength = 2 ** 32;

function ikmBytes(ikm) {
  const { KeyObject, secretBytes } = require('./keys');
  return ikm instanceof KeyObject ? secretBytes(ikm) : toBytes(ikm, 'ikm', undefined, ['string', 'SecretKeyObject', ...byteTypes]);
}

function hkdfArguments(digest, ikm, salt, info, length) {
  v.validateString(digest, 'digest');
  const key = ikmBytes(ikm);
  const saltBytes = toBytes(salt, 'salt', undefined, ['string', ...byteTypes]);
  const infoBytes = toBytes(info, 'info', undefined, ['string', ...byteTypes]);
  v.validateInteger(length, 'length', 0, maxLength);
  if (infoBytes.length > 1024) {
    throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', infoBytes.length);
  }
  const [name, size] = digestName(digest);
  if (length > 255 * size) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return ['hkdf', name, key, saltBytes, infoBytes, length];
}

function hkdfSync(hash, key, salt, info, length) {
  return op_crypto_derive(...hkdfArguments(hash, key, salt, info, length)).buffer;
}

function hkdf(digest, ikm, salt, info, length, callback) {
  const args = hkdfArguments(digest, ikm, salt, info, length);
  v.validateFunction(callback, 'callback');
  callBack(op_crypto_derive_async(...args), callback, (key) => [key.buffer]);
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync };
