// Signatures: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-sign

const { op_crypto_digest_info, op_crypto_sign, op_crypto_verify } = ops;
const { codes, views, isBytes, toBytes, dataBytes, fromBytes, callBack, openssl } = require('./input');
const { prepareKey } = require('./keys');
const { constants } = require('./constants');
const { Writable } = require('internal:nodeapi/stream');
const { Buffer } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const { ERR_CRYPTO_INVALID_DIGEST, ERR_CRYPTO_INVALID_STATE, ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_VALUE } = codes;

function digestName(algorithm, oneShot) {
  const info = op_crypto_digest_info(algorithm);
  if (info === null) throw new ERR_CRYPTO_INVALID_DIGEST(oneShot ? algorithm : undefined);
  return info[0];
}

const paddings = {
  [constants.RSA_PKCS1_PADDING]: 'pkcs1',
  [constants.RSA_NO_PADDING]: 'none',
  [constants.RSA_PKCS1_PSS_PADDING]: 'pss',
};

function integerOption(options, name, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  if (value !== value >> 0) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value;
}

// What the options beside a key say; the padding is "" if it is up to the key.
function signatureOptions(key) {
  const options = key !== null && typeof key === 'object' && !isBytes(key) ? key : {};
  const padding = integerOption(options, 'padding', undefined);
  const saltLength = integerOption(options, 'saltLength', constants.RSA_PSS_SALTLEN_AUTO);
  const { dsaEncoding = 'der' } = options;
  if (dsaEncoding !== 'der' && dsaEncoding !== 'ieee-p1363') throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', dsaEncoding);
  return [padding === undefined ? '' : (paddings[padding] ?? 'unknown'), saltLength, dsaEncoding];
}

// Keys of EdDSA have a hash of their own; the others need one.
const ownHash = (material) => material.asymmetricType.startsWith('ed');
const digestFor = (digest, material) => digest ?? (ownHash(material) ? '' : 'sha256');

function signBytes(digest, data, key) {
  const { material } = prepareKey('private', key);
  const options = signatureOptions(key);
  return openssl(() => op_crypto_sign(material.der, digestFor(digest, material), data, ...options));
}

function verifyBytes(digest, data, key, signature) {
  const { material } = prepareKey('public', key);
  const options = signatureOptions(key);
  return openssl(() => op_crypto_verify(material.der, digestFor(digest, material), data, ...options, signature));
}

/* -------------------------------------------------------------------- *
 * Step by step.
 * -------------------------------------------------------------------- */

const kState = Symbol('kState');

function init(self, algorithm, options) {
  v.validateString(algorithm, 'algorithm');
  self[kState] = { digest: digestName(algorithm, false), chunks: [] };
  Writable.call(self, options);
}

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  init(this, algorithm, options);
}
function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  init(this, algorithm, options);
}
for (const Class of [Sign, Verify]) {
  Object.setPrototypeOf(Class.prototype, Writable.prototype);
  Object.setPrototypeOf(Class, Writable);
  Class.prototype._write = function _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  Class.prototype.update = function update(data, encoding) {
    const bytes = dataBytes(data, encoding).slice();
    stateOf(this).chunks.push(bytes);
    return this;
  };
}

function stateOf(self) {
  if (self[kState] === null) throw Object.assign(new ERR_CRYPTO_INVALID_STATE(), { message: 'Not initialised' });
  return self[kState];
}

// What was taken in, once.
function takeState(self) {
  const { digest, chunks } = stateOf(self);
  self[kState] = null;
  return [digest, Buffer.concat(chunks)];
}

Sign.prototype.sign = function sign(options, encoding) {
  if (!options) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const { material } = prepareKey('private', options);
  signatureOptions(options);
  const [digest, data] = takeState(this);
  if (ownHash(material)) throw Object.assign(new Error('Unsupported crypto operation'), { code: 'ERR_CRYPTO_UNSUPPORTED_OPERATION' });
  return fromBytes(signBytes(digest, data, options), encoding);
};

Verify.prototype.verify = function verify(options, signature, sigEncoding) {
  const { material } = prepareKey('public', options);
  signatureOptions(options);
  const sig = toBytes(signature, 'signature', sigEncoding);
  const [digest, data] = takeState(this);
  if (ownHash(material)) throw Object.assign(new Error('Unsupported crypto operation'), { code: 'ERR_CRYPTO_UNSUPPORTED_OPERATION' });
  return verifyBytes(digest, data, options, sig);
};

/* -------------------------------------------------------------------- *
 * At once.
 * -------------------------------------------------------------------- */

// null leaves the hash to the kind of key.
function oneShotDigest(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  return digestName(algorithm, true);
}

// Runs at once or, with a callback, soon.
function finish(make, callback) {
  if (callback === undefined) return make();
  v.validateFunction(callback, 'callback');
  callBack(new Promise((resolve) => resolve(make())), callback);
  return undefined;
}

function signOneShot(algorithm, data, key, callback) {
  if (algorithm !== null && algorithm !== undefined) v.validateString(algorithm, 'algorithm');
  if (callback !== undefined) v.validateFunction(callback, 'callback');
  const bytes = toBytes(data, 'data').slice();
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  prepareKey('private', key);
  const digest = oneShotDigest(algorithm);
  return finish(() => fromBytes(signBytes(digest, bytes, key)), callback);
}

function verifyOneShot(algorithm, data, key, signature, callback) {
  if (algorithm !== null && algorithm !== undefined) v.validateString(algorithm, 'algorithm');
  if (callback !== undefined) v.validateFunction(callback, 'callback');
  const bytes = toBytes(data, 'data').slice();
  const sig = dataView(signature, 'signature').slice();
  prepareKey('public', key);
  const digest = oneShotDigest(algorithm);
  return finish(() => verifyBytes(digest, bytes, key, sig), callback);
}

function dataView(value, name) {
  if (!isBytes(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, views.slice(1), value);
  return toBytes(value, name);
}

function createSign(algorithm, options) {
  return new Sign(algorithm, options);
}

function createVerify(algorithm, options) {
  return new Verify(algorithm, options);
}

module.exports = {
  Sign,
  Verify,
  createSign,
  createVerify,
  sign: signOneShot,
  verify: verifyOneShot,
};
