// KeyObject: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-keyobject
//
// Asymmetric keys are DER: PKCS #8 of private ones, SPKI of public ones.

const {
  op_crypto_key_read, op_crypto_key_write, op_crypto_key_public, op_crypto_key_from_jwk, op_crypto_key_to_jwk, op_crypto_equal,
} = ops;
const { codes, views, isBytes, toBytes, openssl } = require('./input');
const { clone } = require('internal:webapi/html/clone');
const { internals } = require('internal:nodeapi/buffer');
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
// Both share the material.
Object.defineProperty(KeyObject.prototype, clone, {
  value() {
    return make(this.type, materialOf(this));
  },
  configurable: true,
});
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
    if (asymmetricType.startsWith('rsa')) {
      const [modulusLength, exponent, hashAlgorithm, mgf1HashAlgorithm, saltLength] = details;
      const limits = hashAlgorithm === undefined ? {} : { hashAlgorithm, mgf1HashAlgorithm, saltLength };
      return { modulusLength, publicExponent: BigInt(exponent), ...limits };
    }
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

/** What an encoding asks for, checked: { format, type, cipher, passphrase }. */
function checkEncoding(kind, options, name) {
  const { format, type } = options;
  if (format === 'jwk') return { format };
  if (format !== 'pem' && format !== 'der') throw new ERR_INVALID_ARG_VALUE(`${name}.format`, format);
  const allowed = kind === 'public' ? ['spki', 'pkcs1'] : ['pkcs8', 'pkcs1', 'sec1'];
  if (!allowed.includes(type)) throw new ERR_INVALID_ARG_VALUE(`${name}.type`, type);
  if (kind === 'public') return { format, type };
  const { cipher, passphrase, encoding } = options;
  if (cipher === undefined || cipher === null) {
    if (passphrase !== undefined) throw new ERR_INVALID_ARG_VALUE(`${name}.cipher`, cipher);
    return { format, type };
  }
  if (typeof cipher !== 'string') throw new ERR_INVALID_ARG_VALUE(`${name}.cipher`, cipher);
  if (format === 'der' && type !== 'pkcs8') throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
  if (typeof passphrase !== 'string' && !isBytes(passphrase)) throw new ERR_INVALID_ARG_VALUE(`${name}.passphrase`, passphrase);
  return { format, type, cipher, passphrase: toBytes(passphrase, 'key.passphrase', encoding) };
}

/** Whether a kind of key has an encoding of its own: PKCS #1 is RSA's, SEC 1 that of curves. */
function checkFamily(asymmetricType, { type }) {
  if (type === 'pkcs1' && asymmetricType !== 'rsa') {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for RSA keys');
  }
  if (type === 'sec1' && asymmetricType !== 'ec') {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for EC keys');
  }
}

/** A key in the encoding that options ask for. */
function exportKey(kind, material, options, name) {
  const { format, type, cipher, passphrase } = checkEncoding(kind, options, name);
  checkFamily(material.asymmetricType, { type });
  if (format === 'jwk') return JSON.parse(op_crypto_key_to_jwk(kind, material.der));
  const written = op_crypto_key_write(kind, material.der, type, format, cipher ?? '', passphrase ?? null);
  return format === 'der' ? internals.wrap(written) : written;
}

/* -------------------------------------------------------------------- *
 * Reading.
 * -------------------------------------------------------------------- */

const fromOp = ([type, asymmetricType, der, details]) => ({ type, material: { asymmetricType, der, details } });

const inputTypes = ['pkcs1', 'spki', 'pkcs8', 'sec1'];

function readKey(kind, data, options) {
  const { format = 'pem', type, passphrase, encoding } = options;
  if (format !== 'pem' && format !== 'der') throw new ERR_INVALID_ARG_VALUE('options.format', format);
  if (type === undefined ? format === 'der' : !inputTypes.includes(type)) throw new ERR_INVALID_ARG_VALUE('options.type', type);
  if (passphrase !== undefined && typeof passphrase !== 'string' && !isBytes(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE('options.passphrase', passphrase);
  }
  const secret = passphrase === undefined ? null : toBytes(passphrase, 'key.passphrase', encoding);
  return fromOp(openssl(() => op_crypto_key_read(kind, toBytes(data, 'key', encoding), format, type ?? '', secret)));
}

const jwkMembers = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
const jwkPrivateMembers = { RSA: ['d', 'p', 'q', 'dp', 'dq', 'qi'], EC: ['d'], OKP: ['d'] };
const jwkCurves = { EC: ['P-256', 'secp256k1', 'P-384', 'P-521'], OKP: ['Ed25519', 'Ed448', 'X25519', 'X448'] };

function readJWK(kind, jwk) {
  v.validateObject(jwk, 'key.key');
  v.validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  const members = jwkMembers[jwk.kty].concat(kind === 'private' ? jwkPrivateMembers[jwk.kty] : []);
  const known = { kty: jwk.kty };
  for (const name of members) {
    v.validateString(jwk[name], `key.${name}`);
    if (name === 'crv') v.validateOneOf(jwk.crv, 'key.crv', jwkCurves[jwk.kty]);
    known[name] = jwk[name];
  }
  return fromOp(op_crypto_key_from_jwk(kind, JSON.stringify(known)));
}

/**
 * A key of a kind from everything that Node.js takes for one: { type, material }.
 * What creates a private key takes no key object.
 */
function prepareKey(kind, key, creates = false) {
  const { isCryptoKey, slotsOf } = require('internal:webapi/webcrypto/key');
  const types = creates && kind === 'private' ? ['string', ...views] : keyTypes;
  const refuse = (name, value) => {
    throw new ERR_INVALID_ARG_TYPE(name, types, value);
  };
  const fromObject = (object) => {
    if (creates && kind === 'private') refuse('key', object);
    return fromKeyObject(kind, object instanceof KeyObject ? object : slotsOf(object), creates);
  };
  if (key instanceof KeyObject || isCryptoKey(key)) return fromObject(key);
  if (typeof key === 'string' || isBytes(key)) return readKey(kind, key, {});
  if (typeof key !== 'object') refuse('key', key);
  if (key === null) throw new TypeError("Cannot destructure property 'key' of 'key' as it is null.");
  const { key: data, format } = key;
  if (data instanceof KeyObject || isCryptoKey(data)) return fromObject(data);
  if (format === 'jwk') return readJWK(kind, data);
  if (typeof data !== 'string' && !isBytes(data)) refuse('key.key', data);
  return readKey(kind, data, key);
}

function fromKeyObject(kind, key, creates) {
  const { type } = key;
  const material = key instanceof KeyObject ? materialOf(key) : key.material;
  if (type !== 'private') {
    if (kind === 'private' || creates) throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(type, 'private');
    if (type !== 'public') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(type, 'private or public');
  }
  if (kind === 'public' && type === 'private') return fromOp(op_crypto_key_public(material.der));
  return { type, material };
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
  const { material } = prepareKey('public', key, true);
  return make('public', material);
}

function createPrivateKey(key) {
  const { material } = prepareKey('private', key, true);
  return make('private', material);
}

module.exports = { KeyObject, make, checkEncoding, checkFamily, fromOp, prepareKey, secretBytes, exportKey, createSecretKey, createPublicKey, createPrivateKey };
