// Hash and Hmac: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-hash
//
// Data is kept until digest(), which costs one host call; beyond a mebibyte a
// hash folds it into the state of Go's.

const { op_crypto_digest, op_crypto_digest_fold, op_crypto_digest_info, op_crypto_hmac } = ops;
const { codes, views, toBytes, dataBytes, fromBytes, opensslError } = require('./input');
const { LazyTransform } = require('./lazytransform');
const { Buffer, internals } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const kState = Symbol('kState');
const foldAt = 1 << 20;

const outputEncoding = (encoding) => (encoding === undefined || internals.normalizeEncoding(encoding) === undefined ? undefined : encoding);

// Puts the chunks into one piece.
const joined = (chunks) => (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));

function takeIn(state, data, encoding) {
  const bytes = dataBytes(data, encoding);
  // A caller may change its buffer after update().
  state.chunks.push(typeof data === 'string' ? bytes : bytes.slice());
  state.length += bytes.length;
}

function defineStream(Class) {
  Class.prototype._transform = function _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  Class.prototype._flush = function _flush(callback) {
    this.push(this.digest());
    callback();
  };
}

function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  if (algorithm instanceof Hash) {
    const { chunks, ...rest } = algorithm[kState];
    this[kState] = { ...rest, chunks: [...chunks] };
  } else {
    this[kState] = newState(algorithm, options?.outputLength);
  }
  LazyTransform.call(this, options);
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);
defineStream(Hash);

function newState(algorithm, outputLength) {
  v.validateString(algorithm, 'algorithm');
  if (outputLength !== undefined) v.validateUint32(outputLength, 'options.outputLength');
  const info = op_crypto_digest_info(algorithm);
  if (info === null) throw unknownDigest(algorithm);
  const [name, size, variable] = info;
  checkLength(outputLength, size, variable);
  return { name, size: outputLength ?? size, variable, folded: null, chunks: [], length: 0, finalized: false };
}

// Of some, OpenSSL has the names but, by default, not the functions.
const legacy = ['md4', 'mdc2', 'whirlpool', 'rsa-md4', 'rsa-mdc2'];

function unknownDigest(name) {
  if (!legacy.includes(name.toLowerCase())) return new Error('Digest method not supported');
  return Object.assign(opensslError('0308010C', 'digital envelope routines', 'unsupported'), { code: 'ERR_OSSL_EVP_UNSUPPORTED' });
}

// Only an XOF gives as many bytes as one likes.
function checkLength(outputLength, size, variable) {
  if (outputLength === undefined || outputLength === size || variable) return;
  throw Object.assign(opensslError('030000B2', 'digital envelope routines', 'not XOF or invalid length'), {
    code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
  });
}

Hash.prototype.copy = function copy(options) {
  if (this[kState].finalized) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  const hash = new Hash(this, options);
  const { size, variable } = hash[kState];
  const outputLength = options?.outputLength ?? undefined;
  if (outputLength !== undefined) v.validateUint32(outputLength, 'options.outputLength');
  checkLength(outputLength, size, variable);
  hash[kState].size = outputLength ?? size;
  return hash;
};

Hash.prototype.update = function update(data, encoding) {
  const state = this[kState];
  if (state.finalized) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  takeIn(state, data, encoding);
  if (state.length > foldAt) {
    const folded = op_crypto_digest_fold(state.name, state.folded, joined(state.chunks));
    // RIPEMD-160 cannot: it keeps its data.
    if (folded !== null) Object.assign(state, { folded, chunks: [], length: 0 });
  }
  return this;
};

Hash.prototype.digest = function digest(encoding) {
  const state = this[kState];
  if (state.finalized) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  state.finalized = true;
  const bytes = op_crypto_digest(state.name, state.folded, joined(state.chunks), state.size);
  state.chunks = [];
  return fromBytes(bytes, outputEncoding(encoding));
};

function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  v.validateString(algorithm, 'hmac');
  const bytes = require('./keys').secretBytes(key, options?.encoding);
  const info = op_crypto_digest_info(algorithm);
  if (info === null || info[2]) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  this[kState] = { name: info[0], key: bytes.slice(), chunks: [], length: 0, finalized: false };
  LazyTransform.call(this, options);
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);
defineStream(Hmac);

Hmac.prototype.update = function update(data, encoding) {
  if (this[kState].finalized) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  takeIn(this[kState], data, encoding);
  return this;
};

Hmac.prototype.digest = function digest(encoding) {
  const state = this[kState];
  if (state.finalized) return fromBytes(new Uint8Array(0), outputEncoding(encoding));
  state.finalized = true;
  const bytes = op_crypto_hmac(state.name, state.key, joined(state.chunks));
  state.chunks = [];
  return fromBytes(bytes, outputEncoding(encoding));
};

function hash(algorithm, input, encoding = 'hex') {
  v.validateString(algorithm, 'algorithm');
  const bytes = toBytes(input, 'input', undefined, ['string', ...views.slice(1)]);
  return new Hash(algorithm).update(bytes).digest(encoding);
}

const names = [
  'RSA-MD5', 'RSA-RIPEMD160', 'RSA-SHA1', 'RSA-SHA1-2', 'RSA-SHA224', 'RSA-SHA256', 'RSA-SHA3-224', 'RSA-SHA3-256',
  'RSA-SHA3-384', 'RSA-SHA3-512', 'RSA-SHA384', 'RSA-SHA512', 'RSA-SHA512/224', 'RSA-SHA512/256', 'blake2b512',
  'blake2s256', 'id-rsassa-pkcs1-v1_5-with-sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-256',
  'id-rsassa-pkcs1-v1_5-with-sha3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-512', 'md5', 'md5-sha1', 'md5WithRSAEncryption',
  'ripemd', 'ripemd160', 'ripemd160WithRSA', 'rmd160', 'sha1', 'sha1WithRSAEncryption', 'sha224', 'sha224WithRSAEncryption',
  'sha256', 'sha256WithRSAEncryption', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'sha384', 'sha384WithRSAEncryption',
  'sha512', 'sha512-224', 'sha512-224WithRSAEncryption', 'sha512-256', 'sha512-256WithRSAEncryption',
  'sha512WithRSAEncryption', 'shake128', 'shake256', 'ssl3-md5', 'ssl3-sha1',
];

const getHashes = () => [...names];

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

module.exports = { Hash, Hmac, createHash, createHmac, getHashes, hash };
