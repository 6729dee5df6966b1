// ECDH: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-ecdh

const { op_crypto_key_from_raw, op_crypto_key_to_raw, op_crypto_key_generate, op_crypto_agree } = ops;
const { codes, toBytes, fromBytes } = require('./input');
const { KeyObject, fromOp, prepareKey } = require('./keys');
const v = require('internal:nodeapi/errors/validators');

const curves = ['prime256v1', 'secp224r1', 'secp384r1', 'secp521r1'];
const aliases = { 'P-256': 'prime256v1', 'P-224': 'secp224r1', 'P-384': 'secp384r1', 'P-521': 'secp521r1', secp256r1: 'prime256v1' };

function isCompressed(format) {
  if (format === undefined || format === null || format === 'uncompressed') return false;
  if (format === 'compressed') return true;
  throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

class ECDH {
  #curve;

  #private;

  #public;

  constructor(curve) {
    v.validateString(curve, 'curve');
    this.#curve = aliases[curve] ?? curve;
    if (!curves.includes(this.#curve)) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  }

  static convertKey(key, curve, inputEncoding, outputEncoding, format) {
    const parts = op_crypto_key_from_raw('ec', aliases[curve] ?? curve, toBytes(key, 'key', inputEncoding), false);
    return fromBytes(op_crypto_key_to_raw('public', fromOp(parts).material.der, isCompressed(format)), outputEncoding);
  }

  generateKeys(encoding, format) {
    const [publicParts, privateParts] = op_crypto_key_generate('ec', this.#curve);
    this.#public = fromOp(publicParts).material.der;
    this.#private = fromOp(privateParts).material.der;
    return this.getPublicKey(encoding, format);
  }

  computeSecret(otherKey, inputEncoding, outputEncoding) {
    let other;
    try {
      other = op_crypto_key_from_raw('ec', this.#curve, toBytes(otherKey, 'key', inputEncoding), false);
    } catch (error) {
      if (error.name !== 'DataError') throw error;
      throw new codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
    }
    return fromBytes(op_crypto_agree(this.#private, fromOp(other).material.der), outputEncoding);
  }

  getPublicKey(encoding, format) {
    if (this.#public === undefined) throw new Error('Failed to get ECDH public key');
    return fromBytes(op_crypto_key_to_raw('public', this.#public, isCompressed(format)), encoding);
  }

  getPrivateKey(encoding) {
    if (this.#private === undefined) throw new Error('Failed to get ECDH private key');
    return fromBytes(op_crypto_key_to_raw('private', this.#private, false), encoding);
  }

  setPrivateKey(key, encoding) {
    const parts = op_crypto_key_from_raw('ec', this.#curve, toBytes(key, 'key', encoding), true);
    this.#private = fromOp(parts).material.der;
    this.#public = fromOp(ops.op_crypto_key_public(this.#private)).material.der;
    return this;
  }

  setPublicKey(key, encoding) {
    this.#public = fromOp(op_crypto_key_from_raw('ec', this.#curve, toBytes(key, 'key', encoding), false)).material.der;
    return this;
  }
}

/** The secret that two key objects share. */
function diffieHellman(options) {
  v.validateObject(options, 'options');
  const { privateKey, publicKey } = options;
  if (!(privateKey instanceof KeyObject)) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!(publicKey instanceof KeyObject)) throw new codes.ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  if (privateKey.type !== 'private') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  const mine = privateKey.asymmetricKeyType;
  const theirs = publicKey.asymmetricKeyType;
  if (mine !== theirs) throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${mine} and ${theirs}`);
  return fromBytes(op_crypto_agree(prepareKey('private', privateKey).material.der, prepareKey('public', publicKey).material.der));
}

module.exports = { ECDH, createECDH: (curve) => new ECDH(curve), diffieHellman, getCurves: () => [...curves] };
