// Signatures: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-sign

const { op_crypto_digest_info, op_crypto_sign, op_crypto_verify } = ops;
const { codes, views, isBytes, toBytes, fromBytes, callBack } = require('./input');
const { prepareKey } = require('./keys');
const { constants } = require('./constants');
const { Writable } = require('internal:nodeapi/stream');
const { Buffer } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const { ERR_CRYPTO_INVALID_DIGEST, ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = codes;

function digestName(algorithm) {
  const info = op_crypto_digest_info(algorithm);
  if (info === null || info[2]) throw new ERR_CRYPTO_INVALID_DIGEST();
  return info[0];
}

// The arguments of the ops, from the options beside a key.
function operands(material, digest, data, options) {
  const { padding = constants.RSA_PKCS1_PADDING, saltLength = constants.RSA_PSS_SALTLEN_AUTO, dsaEncoding = 'der' } = options;
  v.validateOneOf(dsaEncoding, 'options.dsaEncoding', ['der', 'ieee-p1363']);
  if (!Number.isInteger(padding)) throw new ERR_INVALID_ARG_VALUE('options.padding', padding);
  if (!Number.isInteger(saltLength)) throw new ERR_INVALID_ARG_VALUE('options.saltLength', saltLength);
  const name = padding === constants.RSA_PKCS1_PSS_PADDING ? 'pss' : 'pkcs1';
  return [material.der, digest ?? 'sha256', data, name, saltLength, dsaEncoding];
}

const optionsOf = (key) => (key !== null && typeof key === 'object' && !isBytes(key) ? key : {});

function signBytes(digest, data, key) {
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const { material } = prepareKey('private', key);
  return op_crypto_sign(...operands(material, digest, data, optionsOf(key)));
}

function verifyBytes(digest, data, key, signature) {
  const { material } = prepareKey('public', key);
  return op_crypto_verify(...operands(material, digest, data, optionsOf(key)), signature);
}

/* -------------------------------------------------------------------- *
 * Step by step.
 * -------------------------------------------------------------------- */

const kState = Symbol('kState');

function init(self, algorithm, options) {
  v.validateString(algorithm, 'algorithm');
  self[kState] = { digest: digestName(algorithm), chunks: [] };
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
    this[kState].chunks.push(toBytes(data, 'data', encoding, ['string', 'Buffer', 'TypedArray', 'DataView']).slice());
    return this;
  };
}

Sign.prototype.sign = function sign(key, encoding) {
  const { digest, chunks } = this[kState];
  return fromBytes(signBytes(digest, Buffer.concat(chunks), key), encoding);
};

Verify.prototype.verify = function verify(key, signature, encoding) {
  const { digest, chunks } = this[kState];
  return verifyBytes(digest, Buffer.concat(chunks), key, toBytes(signature, 'signature', encoding));
};

/* -------------------------------------------------------------------- *
 * At once.
 * -------------------------------------------------------------------- */

// null leaves the hash to the kind of key.
function oneShotDigest(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  v.validateString(algorithm, 'algorithm');
  return digestName(algorithm);
}

function checkBytes(value, name) {
  if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE(name, views, value);
  return toBytes(value, name);
}

// Runs at once or, with a callback, soon.
function finish(make, callback) {
  if (callback === undefined) return make();
  v.validateFunction(callback, 'callback');
  callBack(new Promise((resolve) => resolve(make())), callback);
  return undefined;
}

function sign(algorithm, data, key, callback) {
  const digest = oneShotDigest(algorithm);
  const bytes = checkBytes(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  return finish(() => fromBytes(signBytes(digest, bytes, key)), callback);
}

function verify(algorithm, data, key, signature, callback) {
  const digest = oneShotDigest(algorithm);
  const bytes = checkBytes(data, 'data');
  const sig = checkBytes(signature, 'signature');
  return finish(() => verifyBytes(digest, bytes, key, sig), callback);
}

module.exports = {
  Sign,
  Verify,
  createSign: (algorithm, options) => new Sign(algorithm, options),
  createVerify: (algorithm, options) => new Verify(algorithm, options),
  sign,
  verify,
};
