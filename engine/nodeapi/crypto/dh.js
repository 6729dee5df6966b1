// Finite-field Diffie-Hellman: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-diffiehellman

const {
  op_crypto_dh_group, op_crypto_dh_power, op_crypto_dh_scalar, op_crypto_dh_prime, op_crypto_dh_check,
} = ops;
const { codes, views, isBytes, toBytes, fromBytes, opensslError } = require('./input');
const { nodeError } = require('internal:webapi/webidl/codes');
const { Buffer } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

/** Bits of the primes, by the groups' names. */
const groups = { modp1: 768, modp2: 1024, modp5: 1536, modp14: 2048, modp15: 3072, modp16: 4096, modp17: 6144, modp18: 8192 };
const defaultGenerator = 2;
const leastBits = 512;

const kState = Symbol('kState');

const encode = (bytes, encoding) => fromBytes(bytes, encoding && encoding !== 'buffer' ? encoding : undefined);

// A number's bytes, without zeros in front.
function trimmed(bytes) {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  return bytes.slice(start);
}

const toBig = (bytes) => BigInt(`0x${bytes.toHex() || '0'}`);

function dhError(number, reason) {
  const error = opensslError(number, 'Diffie-Hellman routines', reason);
  return Object.assign(error, { code: `ERR_OSSL_DH_${reason.replaceAll(' ', '_').toUpperCase()}` });
}

function init(self, prime, generator) {
  self[kState] = { prime, generator, publicKey: null, privateKey: null };
  const verifyError = op_crypto_dh_check(prime, generator);
  Object.defineProperty(self, 'verifyError', { enumerable: true, value: verifyError, writable: false });
}

const numberOrBytes = ['number', 'string', ...views];

function primeOf(sizeOrKey, encoding) {
  if (typeof sizeOrKey !== 'number') return trimmed(toBytes(sizeOrKey, 'sizeOrKey', encoding || undefined));
  v.validateInt32(sizeOrKey, 'sizeOrKey');
  if (sizeOrKey < leastBits) throw dhError('0280007E', 'modulus too small');
  return op_crypto_dh_prime(sizeOrKey);
}

function generatorOf(generator, encoding) {
  if (typeof generator === 'number') {
    v.validateInt32(generator, 'generator');
    if (generator <= 1) throw dhError('02800065', 'bad generator');
    return trimmed(Uint8Array.of(generator >> 24, generator >> 16, generator >> 8, generator));
  }
  if (typeof generator !== 'string' && !isBytes(generator)) throw new codes.ERR_INVALID_ARG_TYPE('generator', numberOrBytes, generator);
  const bytes = trimmed(toBytes(generator, 'generator', encoding));
  if (toBig(bytes) <= 1n) throw dhError('02800065', 'bad generator');
  return bytes;
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBytes(sizeOrKey)) {
    throw new codes.ERR_INVALID_ARG_TYPE('sizeOrKey', numberOrBytes, sizeOrKey);
  }
  // The encoding may be left out.
  const hasEncoding = !keyEncoding || Buffer.isEncoding(keyEncoding) || keyEncoding === 'buffer';
  const [encoding, base, baseEncoding] = hasEncoding ? [keyEncoding, generator, genEncoding] : [undefined, keyEncoding, generator];
  const prime = primeOf(sizeOrKey, encoding);
  init(this, prime, generatorOf(base || defaultGenerator, baseEncoding));
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  if (typeof name !== 'string') throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'Group name must be a string');
  const bits = groups[name.toLowerCase()];
  if (bits === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
  init(this, op_crypto_dh_group(bits), Uint8Array.of(defaultGenerator));
}

function keyOf(self, name, kind) {
  const key = self[kState][name];
  if (key !== null) return key;
  throw Object.assign(new codes.ERR_CRYPTO_INVALID_STATE(), { message: `No ${kind} key - did you forget to generate one?` });
}

const badLength = (how) => Object.assign(new codes.ERR_CRYPTO_INVALID_KEYLEN(), { message: `Supplied key is too ${how}` });

const methods = {
  generateKeys(encoding) {
    const state = this[kState];
    state.privateKey ??= op_crypto_dh_scalar(state.prime);
    state.publicKey = op_crypto_dh_power(state.generator, state.privateKey, state.prime, false);
    return encode(state.publicKey, encoding);
  },
  computeSecret(key, inputEncoding, outputEncoding) {
    const bytes = toBytes(key, 'key', inputEncoding);
    const { prime } = this[kState];
    const secret = keyOf(this, 'privateKey', 'private');
    const other = toBig(bytes);
    if (other <= 1n) throw badLength('small');
    if (other >= toBig(prime) - 1n) throw badLength('large');
    return encode(op_crypto_dh_power(bytes, secret, prime, true), outputEncoding);
  },
  getPrime(encoding) {
    return encode(this[kState].prime.slice(), encoding);
  },
  getGenerator(encoding) {
    return encode(this[kState].generator.slice(), encoding);
  },
  getPublicKey(encoding) {
    return encode(keyOf(this, 'publicKey', 'public').slice(), encoding);
  },
  getPrivateKey(encoding) {
    return encode(keyOf(this, 'privateKey', 'private').slice(), encoding);
  },
};

Object.assign(DiffieHellman.prototype, methods, {
  setPublicKey(key, encoding) {
    this[kState].publicKey = trimmed(toBytes(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    this[kState].privateKey = trimmed(toBytes(key, 'key', encoding));
    return this;
  },
});
Object.assign(DiffieHellmanGroup.prototype, methods);

function createDiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
}

function createDiffieHellmanGroup(name) {
  return new DiffieHellmanGroup(name);
}

module.exports = { DiffieHellman, DiffieHellmanGroup, createDiffieHellman, createDiffieHellmanGroup, getDiffieHellman: createDiffieHellmanGroup };
