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

function pbkdf2Sync(...args) {
  return internals.wrap(op_crypto_derive(...pbkdf2Arguments(...args)));
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
  if (options[short] !== undefined && options[long] !== undefined) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
  }
  const value = options[short] ?? options[long];
  if (value !== undefined) v.validateUint32(value, short);
  return value || fallback;
}

function scryptArguments(password, salt, keylen, options = {}) {
  const secret = toBytes(password, 'password');
  const bytes = toBytes(salt, 'salt');
  v.validateInteger(keylen, 'keylen', 0, maxInt);
  const N = scryptOption(options, 'N', 'cost', 16384);
  const r = scryptOption(options, 'r', 'blockSize', 8);
  const p = scryptOption(options, 'p', 'parallelization', 1);
  const maxmem = options.maxmem ?? 32 * 1024 * 1024;
  v.validateInteger(maxmem, 'maxmem', 0);
  if (N < 2 || (N & (N - 1)) !== 0) throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  // What OpenSSL counts: 128 bytes for each of N·r, p·r and r.
  if (128 * r * (N + p + 2) > maxmem) {
    throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS('error:030000AC:digital envelope routines::memory limit exceeded');
  }
  return ['scrypt', '', secret, bytes, N, r, p, keylen];
}

function scryptSync(...args) {
  return internals.wrap(op_crypto_derive(...scryptArguments(...args)));
}

function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const args = scryptArguments(password, salt, keylen, options);
  v.validateFunction(callback, 'callback');
  callBack(op_crypto_derive_async(...args), callback, (key) => [internals.wrap(key)]);
}

function hkdfArguments(digest, ikm, salt, info, length) {
  v.validateString(digest, 'digest');
  const key = require('./keys').secretBytes(ikm, undefined, 'ikm');
  const saltBytes = toBytes(salt, 'salt');
  const infoBytes = toBytes(info, 'info');
  v.validateInteger(length, 'length', 0, maxInt);
  if (infoBytes.length > 1024) {
    throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', infoBytes.length);
  }
  const [name, size] = digestName(digest);
  if (length > 255 * size) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return ['hkdf', name, key, saltBytes, infoBytes, length];
}

function hkdfSync(...args) {
  return op_crypto_derive(...hkdfArguments(...args)).buffer;
}

function hkdf(digest, ikm, salt, info, length, callback) {
  const args = hkdfArguments(digest, ikm, salt, info, length);
  v.validateFunction(callback, 'callback');
  callBack(op_crypto_derive_async(...args), callback, (key) => [key.buffer]);
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync };
