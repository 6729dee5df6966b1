// KeyObject: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-keyobject
//
// Asymmetric keys are DER: PKCS #8 of private ones, SPKI of public ones.

const {
  op_crypto_key_read, op_crypto_key_write, op_crypto_key_public, op_crypto_key_from_jwk, op_crypto_key_to_jwk, op_crypto_equal,
} = ops;
const { codes, views, isBytes, toBytes } = require('./input');
const { internals } = require('internal:nodeapi/buffer');
const { notProvided } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE } = codes;

const keyTypes = ['string', ...views, 'KeyObject', 'CryptoKey'];
const kType = Symbol('kKeyType');

// The material, which inspection does not show.
const materials = new WeakMap();
const materialOf = (key) => materials.get(key);

class KeyObject {
  constructor(type, material) {
    if (!['secret', 'public', 'private'].includes(type)) throw new ERR_INVALID_ARG_VALUE('type', type);
    if (material === null || typeof material !== 'object') throw new ERR_INVALID_ARG_TYPE('handle', 'object', material);
    this[kType] = type;
    materials.set(this, material);
  }

  get type() {
    return this[kType];
  }

  static from(key) {
    const { isCryptoKey, slotsOf } = require('internal:webapi/webcrypto/key');
    if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    const { type, material } = slotsOf(key);
    return make(type, material);
  }

  equals(other) {
    if (!(other instanceof KeyObject)) throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    const mine = materialOf(this);
    const theirs = materialOf(other);
    return other.type === this.type && op_crypto_equal(mine.bytes ?? mine.der, theirs.bytes ?? theirs.der);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() {
    return materialOf(this).bytes.length;
  }

  export(options) {
    const { bytes } = materialOf(this);
    if (options !== undefined) {
      v.validateObject(options, 'options');
      if (options.format === 'jwk') return { kty: 'oct', k: internals.wrap(bytes).toString('base64url') };
      v.validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
    }
    return internals.wrap(bytes.slice());
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return materialOf(this).asymmetricType;
  }

  get asymmetricKeyDetails() {
    const { asymmetricType, details } = materialOf(this);
    if (asymmetricType === 'rsa') return { modulusLength: details[0], publicExponent: BigInt(details[1]) };
    return asymmetricType === 'ec' ? { namedCurve: details[0] } : {};
  }

  export(options) {
    v.validateObject(options, 'options');
    return exportKey(this.type, materialOf(this), options, 'options');
  }
}

class PublicKeyObject extends AsymmetricKeyObject {}
class PrivateKeyObject extends AsymmetricKeyObject {}

const classes = { secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject };
const make = (type, material) => new classes[type](type, material);

/* -------------------------------------------------------------------- *
 * Writing.
 * -------------------------------------------------------------------- */

/** A key in the encoding that options ask for. */
function exportKey(kind, material, options, name) {
  const { format, type } = options;
  if (format === 'jwk') return JSON.parse(op_crypto_key_to_jwk(kind, material.der));
  if (format !== 'pem' && format !== 'der') throw new ERR_INVALID_ARG_VALUE(`${name}.format`, format);
  if (options.cipher !== undefined && options.cipher !== null) throw notProvided('encrypting private keys');
  const allowed = kind === 'public' ? ['spki', 'pkcs1'] : ['pkcs8', 'pkcs1', 'sec1'];
  if (!allowed.includes(type)) throw new ERR_INVALID_ARG_VALUE(`${name}.type`, type);
  const written = op_crypto_key_write(kind, material.der, type, format);
  return format === 'der' ? internals.wrap(written) : written;
}

/* -------------------------------------------------------------------- *
 * Reading.
 * -------------------------------------------------------------------- */

const fromOp = ([type, asymmetricType, der, details]) => ({ type, material: { asymmetricType, der, details } });

function readKey(kind, data, options, name) {
  const { format = 'pem', type, passphrase, encoding } = options;
  if (typeof data !== 'string' && !isBytes(data)) throw new ERR_INVALID_ARG_TYPE(name, keyTypes, data);
  if (format !== 'pem' && format !== 'der') throw new ERR_INVALID_ARG_VALUE('options.format', format);
  if (format === 'der' && type === undefined) throw new ERR_INVALID_ARG_VALUE('options.type', type);
  return fromOp(op_crypto_key_read(kind, toBytes(data, name, encoding), format, type ?? '', passphrase ? toBytes(passphrase, 'passphrase') : null));
}

/** A key of a kind from everything that Node.js takes for one: { type, material }. */
function prepareKey(kind, key, name = 'key') {
  const { isCryptoKey, slotsOf } = require('internal:webapi/webcrypto/key');
  if (key instanceof KeyObject) return fromKeyObject(kind, key);
  if (isCryptoKey(key)) return fromKeyObject(kind, make(slotsOf(key).type, slotsOf(key).material));
  if (typeof key === 'string' || isBytes(key)) return readKey(kind, key, {}, name);
  if (key === null || typeof key !== 'object') throw new ERR_INVALID_ARG_TYPE(name, keyTypes, key);
  const { key: data, format } = key;
  if (format === 'jwk') {
    v.validateObject(data, 'key.key');
    return fromOp(op_crypto_key_from_jwk(kind, JSON.stringify(data)));
  }
  if (data instanceof KeyObject || isCryptoKey(data)) return prepareKey(kind, data, 'key.key');
  return readKey(kind, data, key, 'key.key');
}

function fromKeyObject(kind, key) {
  const { type } = key;
  if (type === 'secret' || (kind === 'private' && type !== 'private')) {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(type, kind === 'private' ? 'private' : 'private or public');
  }
  if (kind === 'public' && type === 'private') return fromOp(op_crypto_key_public(materialOf(key).der));
  return { type, material: materialOf(key) };
}

/** The bytes of a secret key. */
function secretBytes(key, encoding, name = 'key') {
  const { isCryptoKey, slotsOf } = require('internal:webapi/webcrypto/key');
  if (key instanceof KeyObject || isCryptoKey(key)) {
    if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    return (key instanceof KeyObject ? materialOf(key) : slotsOf(key).material).bytes;
  }
  return toBytes(key, name, encoding, keyTypes);
}

function createSecretKey(key, encoding) {
  if (typeof key !== 'string' && !isBytes(key)) throw new ERR_INVALID_ARG_TYPE('key', views, key);
  return make('secret', { bytes: toBytes(key, 'key', encoding).slice() });
}

function createPublicKey(key) {
  const { material } = prepareKey('public', key);
  return make('public', material);
}

function createPrivateKey(key) {
  const { material } = prepareKey('private', key);
  return make('private', material);
}

module.exports = { KeyObject, make, fromOp, prepareKey, secretBytes, exportKey, createSecretKey, createPublicKey, createPrivateKey };
