// ECDH: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-ecdh

const { op_crypto_key_from_raw, op_crypto_key_to_raw, op_crypto_key_public, op_crypto_key_generate, op_crypto_agree } = ops;
const { codes, toBytes, fromBytes, openssl } = require('./input');
const { KeyObject, fromOp, prepareKey } = require('./keys');
const v = require('internal:nodeapi/errors/validators');

const curves = ['prime256v1', 'secp224r1', 'secp256k1', 'secp384r1', 'secp521r1'];
const aliases = { 'P-256': 'prime256v1', 'P-224': 'secp224r1', 'P-384': 'secp384r1', 'P-521': 'secp521r1', secp256r1: 'prime256v1' };

/** @returns {'uncompressed' | 'compressed' | 'hybrid'} */
function formatOf(format) {
  if (!format) return 'uncompressed';
  if (format !== 'uncompressed' && format !== 'compressed' && format !== 'hybrid') throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  return format;
}

// https://www.secg.org/sec1-v2.pdf, 2.3.3; a hybrid point tells its y twice.
function pointOf(der, format) {
  const point = op_crypto_key_to_raw('public', der, format === 'compressed');
  if (format === 'hybrid') point[0] = 6 | (point[point.length - 1] & 1);
  return point;
}

function curveOf(name) {
  v.validateString(name, 'curve');
  const curve = aliases[name] ?? name;
  if (!curves.includes(curve)) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  return curve;
}

// A key's DER from its raw form; what is none is an error of the caller's.
function fromRaw(curve, bytes, isPrivate, makeError) {
  try {
    return fromOp(op_crypto_key_from_raw('ec', curve, bytes, isPrivate)).material.der;
  } catch {
    throw makeError();
  }
}

const noPoint = () => new codes.ERR_CRYPTO_OPERATION_FAILED('Failed to convert Buffer to EC_POINT');
const encode = (bytes, encoding) => fromBytes(bytes, encoding && encoding !== 'buffer' ? encoding : undefined);

const kState = Symbol('kState');

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  this[kState] = { curve: curveOf(curve), publicKey: null, privateKey: null };
}

ECDH.convertKey = function convertKey(key, curve, inputEncoding, outputEncoding, format) {
  v.validateString(curve, 'curve');
  const bytes = toBytes(key, 'key', inputEncoding);
  const form = formatOf(format);
  return encode(pointOf(fromRaw(curveOf(curve), bytes, false, noPoint), form), outputEncoding);
};

Object.assign(ECDH.prototype, {
  computeSecret(key, inputEncoding, outputEncoding) {
    const bytes = toBytes(key, 'key', inputEncoding);
    const { curve, privateKey } = this[kState];
    if (privateKey === null) throw new codes.ERR_CRYPTO_INVALID_KEYPAIR();
    const other = fromRaw(curve, bytes, false, () => new codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY());
    return encode(op_crypto_agree(privateKey, other), outputEncoding);
  },
  setPrivateKey(key, encoding) {
    const state = this[kState];
    const invalid = () => new codes.ERR_CRYPTO_INVALID_KEYTYPE('Private key is not valid for specified curve.');
    state.privateKey = fromRaw(state.curve, toBytes(key, 'key', encoding), true, invalid);
    state.publicKey = fromOp(op_crypto_key_public(state.privateKey)).material.der;
    return this;
  },
  setPublicKey(key, encoding) {
    const state = this[kState];
    state.publicKey = fromRaw(state.curve, toBytes(key, 'key', encoding), false, noPoint);
    return this;
  },
  getPrivateKey(encoding) {
    const { privateKey } = this[kState];
    if (privateKey === null) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Failed to get ECDH private key');
    return encode(op_crypto_key_to_raw('private', privateKey, false), encoding);
  },
  generateKeys(encoding, format) {
    const state = this[kState];
    const [publicParts, privateParts] = op_crypto_key_generate('ec', state.curve);
    state.publicKey = fromOp(publicParts).material.der;
    state.privateKey = fromOp(privateParts).material.der;
    return this.getPublicKey(encoding, format);
  },
  getPublicKey(encoding, format) {
    const form = formatOf(format);
    const { publicKey } = this[kState];
    if (publicKey === null) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Failed to get ECDH public key');
    return encode(pointOf(publicKey, form), encoding);
  },
});

const agreeing = ['dh', 'ec', 'x448', 'x25519'];

/** The secret that two key objects share. */
function diffieHellman(options) {
  v.validateObject(options, 'options');
  const { privateKey, publicKey } = options;
  if (!(privateKey instanceof KeyObject)) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!(publicKey instanceof KeyObject)) throw new codes.ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  if (privateKey.type !== 'private') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  if (publicKey.type === 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE('secret', 'private or public');
  const mine = privateKey.asymmetricKeyType;
  const theirs = publicKey.asymmetricKeyType;
  if (mine !== theirs || !agreeing.includes(mine)) throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${mine} and ${theirs}`);
  const other = prepareKey('public', publicKey).material.der;
  return fromBytes(openssl(() => op_crypto_agree(prepareKey('private', privateKey).material.der, other)));
}

function createECDH(curve) {
  return new ECDH(curve);
}

module.exports = { ECDH, createECDH, diffieHellman, getCurves: () => [...curves] };
