// Ciphers: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-cipher

const {
  op_crypto_cbc, op_crypto_ecb, op_crypto_ctr, op_crypto_feedback, op_crypto_chacha20_stream, op_crypto_gcm_counter,
  op_crypto_chacha20, op_crypto_seal, op_crypto_open, op_crypto_ccm,
} = ops;
const { codes, toBytes, dataBytes, opensslError } = require('./input');
const { LazyTransform } = require('./lazytransform');
const { Buffer, internals } = require('internal:nodeapi/buffer');
const { nodeError } = require('internal:webapi/webidl/codes');
const v = require('internal:nodeapi/errors/validators');

const { ERR_CRYPTO_INVALID_AUTH_TAG, ERR_CRYPTO_INVALID_IV, ERR_CRYPTO_INVALID_KEYLEN, ERR_CRYPTO_INVALID_STATE, ERR_CRYPTO_UNKNOWN_CIPHER } = codes;

/** What there is: name, mode, family, lengths of key, IV and block, OpenSSL's number. */
const ciphers = new Map();

// Of AES: block, IV, and the numbers for keys of 128, 192 and 256 bits.
const aesModes = {
  cbc: [16, 16, [419, 423, 427]],
  ecb: [16, 0, [418, 422, 426]],
  ctr: [1, 16, [904, 905, 906]],
  cfb: [1, 16, [421, 425, 429]],
  cfb1: [1, 16, [650, 651, 652]],
  cfb8: [1, 16, [653, 654, 655]],
  ofb: [1, 16, [420, 424, 428]],
  gcm: [1, 12, [895, 898, 901]],
  ccm: [1, 12, [896, 899, 902]],
};
[128, 192, 256].forEach((bits, i) => {
  for (const [mode, [block, ivLength, nids]] of Object.entries(aesModes)) {
    const short = `aes-${bits}-${mode}`;
    const name = mode === 'gcm' || mode === 'ccm' ? `id-aes${bits}-${mode}` : short;
    const info = { name, short, mode, family: 'aes', keyLength: bits / 8, ivLength, block, nid: nids[i] };
    ciphers.set(short, info).set(name, info);
    if (mode === 'cbc') ciphers.set(`aes${bits}`, info);
  }
});

const others = [
  ['des-ede-cbc', 'cbc', 'des-ede', 16, 8, 8, 43],
  ['des-ede3', 'ecb', 'des-ede3', 24, 0, 8, 33, 'des-ede3-ecb'],
  ['des-ede3-cbc', 'cbc', 'des-ede3', 24, 8, 8, 44, 'des3'],
  ['des-ede3-cfb', 'cfb', 'des-ede3', 24, 8, 1, 61],
  ['des-ede3-cfb1', 'cfb1', 'des-ede3', 24, 8, 1, 658],
  ['des-ede3-cfb8', 'cfb8', 'des-ede3', 24, 8, 1, 659],
  ['des-ede3-ofb', 'ofb', 'des-ede3', 24, 8, 1, 63],
  ['chacha20', 'stream', 'chacha20', 32, 16, 1, 1019],
  ['chacha20-poly1305', 'stream', 'chacha20-poly1305', 32, 12, 1, 1018],
];
for (const [name, mode, family, keyLength, ivLength, block, nid, alias] of others) {
  const info = { name, short: name, mode, family, keyLength, ivLength, block, nid };
  ciphers.set(name, info);
  if (alias !== undefined) ciphers.set(alias, info);
}

// OpenSSL knows these, but not by default.
const legacy = ['des', 'des-cbc', 'des-ecb', 'des-cfb', 'des-ofb', 'rc4', 'rc4-40', 'rc2', 'rc2-cbc', 'bf', 'bf-cbc', 'bf-ecb', 'cast', 'cast5-cbc', 'seed', 'seed-cbc', 'idea', 'idea-cbc'];

const isPoly1305 = ({ family }) => family === 'chacha20-poly1305';
const isAEAD = (info) => info.mode === 'gcm' || info.mode === 'ccm' || isPoly1305(info);

function findCipher(name) {
  const info = ciphers.get(name.toLowerCase());
  if (info !== undefined) return info;
  if (!legacy.includes(name.toLowerCase())) throw new ERR_CRYPTO_UNKNOWN_CIPHER();
  throw Object.assign(opensslError('0308010C', 'digital envelope routines', 'unsupported'), { code: 'ERR_OSSL_EVP_UNSUPPORTED' });
}

const longestGCM = 128;

// Lengths that OpenSSL takes for the IV of a mode.
function validIV(info, length) {
  if (info.mode === 'gcm') return length >= 1 && length <= longestGCM;
  if (info.mode === 'ccm') return length >= 7 && length <= 13;
  return length === info.ivLength;
}

function checkIV(info, iv) {
  if (info.ivLength === 0 ? iv !== null && iv.length > 0 : iv === null || !validIV(info, iv.length)) throw new ERR_CRYPTO_INVALID_IV();
}

// Null if the tag's length is left open.
function checkTagLength(info, length) {
  if (!isAEAD(info)) return null;
  if (length === undefined) {
    if (info.mode === 'ccm') {
      throw Object.assign(new ERR_CRYPTO_INVALID_AUTH_TAG(), { message: `authTagLength required for ${info.short}` });
    }
    return isPoly1305(info) ? 16 : null;
  }
  if (!validTag(length, info.mode)) throw new ERR_CRYPTO_INVALID_AUTH_TAG(length);
  return length;
}

function validTag(length, mode) {
  if (mode === 'gcm') return length === 4 || length === 8 || (length >= 12 && length <= 16);
  if (mode === 'ccm') return length >= 4 && length <= 16 && length % 2 === 0;
  return length >= 1 && length <= 16;
}

/* -------------------------------------------------------------------- *
 * Modes: update(bytes) and final() → bytes.
 * -------------------------------------------------------------------- */

const empty = new Uint8Array(0);

// CBC and ECB: whole blocks, the last one padded.
class BlockMode {
  constructor(info, encrypt, key, iv) {
    this.info = info;
    this.encrypt = encrypt;
    this.key = key;
    this.iv = iv;
    this.rest = empty;
    this.padding = true;
  }

  crypt(bytes) {
    const { family, mode } = this.info;
    if (bytes.length === 0) return empty;
    if (mode === 'ecb') return op_crypto_ecb(family, this.encrypt, this.key, bytes);
    const out = op_crypto_cbc(family, this.encrypt, this.key, this.iv, bytes);
    this.iv = (this.encrypt ? out : bytes).slice(-this.info.block);
    return out;
  }

  update(bytes) {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const { block } = this.info;
    let whole = all.length - (all.length % block);
    // The last block may hold the padding.
    if (!this.encrypt && this.padding && whole === all.length && whole > 0) whole -= block;
    this.rest = all.slice(whole);
    return this.crypt(all.subarray(0, whole));
  }

  final() {
    const { block } = this.info;
    if (!this.padding || !this.encrypt) {
      const wrong = this.padding ? this.rest.length !== block : this.rest.length !== 0;
      if (wrong) throw opensslError('1C80006B', 'Provider routines', 'wrong final block length');
      return this.padding ? this.unpad(this.crypt(this.rest)) : empty;
    }
    const count = block - this.rest.length;
    const padded = new Uint8Array(block).fill(count);
    padded.set(this.rest);
    return this.crypt(padded);
  }

  unpad(bytes) {
    const count = bytes[bytes.length - 1];
    const valid = count >= 1 && count <= bytes.length && bytes.subarray(-count).every((byte) => byte === count);
    if (!valid) throw opensslError('1C800064', 'Provider routines', 'bad decrypt');
    return bytes.subarray(0, bytes.length - count);
  }
}

// CTR and ChaCha20: a stream of key bytes.
class StreamMode {
  constructor(info, encrypt, key, iv) {
    this.info = info;
    this.key = key;
    this.iv = iv;
    this.offset = 0;
  }

  update(bytes) {
    const out =
      this.info.mode === 'ctr'
        ? op_crypto_ctr(this.key, this.iv, 128, this.offset, bytes)
        : op_crypto_chacha20_stream(this.key, this.iv, this.offset, bytes);
    this.offset += bytes.length;
    return out;
  }

  final() {
    return empty;
  }
}

// CFB and OFB: what comes out goes in again.
class FeedbackMode {
  constructor(info, encrypt, key, iv) {
    this.args = [info.family, info.mode, encrypt, key];
    this.state = [iv, 0];
  }

  update(bytes) {
    const [out, ...state] = op_crypto_feedback(...this.args, ...this.state, bytes);
    this.state = state;
    return out;
  }

  final() {
    return empty;
  }
}

// What the modes with a tag share: setAAD before, the tag before or after.
class TaggedMode {
  constructor(info, encrypt, key, iv, tagLength) {
    this.info = info;
    this.encrypt = encrypt;
    this.key = key;
    this.iv = iv;
    this.tagLength = tagLength;
    this.aad = [];
    this.tag = null;
    this.started = false;
  }
}

const notAuthentic = () => new Error('Unsupported state or unable to authenticate data');

// GCM and ChaCha20-Poly1305: a stream of key bytes, and a tag over it all, for
// which the text is kept until the end.
class AuthenticatedMode extends TaggedMode {
  constructor(info, encrypt, key, iv, tagLength) {
    super(info, encrypt, key, iv, tagLength);
    this.gcm = info.mode === 'gcm';
    this.counter = this.gcm ? op_crypto_gcm_counter(key, iv) : null;
    this.chunks = [];
    this.length = 0;
  }

  update(bytes) {
    this.started = true;
    const out = this.gcm
      ? op_crypto_ctr(this.key, this.counter, 32, this.length, bytes)
      : op_crypto_chacha20(this.key, this.iv, this.length, bytes);
    this.chunks.push(bytes.slice());
    this.length += bytes.length;
    return out;
  }

  final() {
    const args = [this.gcm ? 'gcm' : 'chacha20-poly1305', this.key, this.iv, Buffer.concat(this.aad), Buffer.concat(this.chunks)];
    if (this.encrypt) {
      const size = this.tagLength ?? 16;
      this.tag = op_crypto_seal(...args, size).slice(-size);
      return empty;
    }
    try {
      if (this.tag === null) throw new Error('no tag');
      op_crypto_open(...args, this.tag);
    } catch {
      throw notAuthentic();
    }
    return empty;
  }
}

// CCM: the text comes in one piece, and is not given before it is found authentic.
class CCMMode extends TaggedMode {
  update(bytes) {
    if (this.started) throw new Error('Trying to add data in unsupported state');
    this.started = true;
    if (!this.encrypt && this.tag === null) return empty;
    const args = [this.encrypt, this.key, this.iv, Buffer.concat(this.aad), bytes, this.tagLength];
    try {
      const [out, tag] = op_crypto_ccm(...args, this.tag);
      if (this.encrypt) this.pending = tag;
      return out;
    } catch {
      this.failed = true;
      return empty;
    }
  }

  final() {
    if (!this.started && this.encrypt) this.update(empty);
    if (this.failed || (!this.encrypt && this.tag === null)) throw notAuthentic();
    if (this.encrypt) this.tag = this.pending;
    return empty;
  }
}

function modeOf(info, encrypt, key, iv, tagLength) {
  const { mode } = info;
  if (mode === 'ccm') return new CCMMode(info, encrypt, key, iv, tagLength);
  if (isAEAD(info)) return new AuthenticatedMode(info, encrypt, key, iv, tagLength);
  if (mode === 'ctr' || mode === 'stream') return new StreamMode(info, encrypt, key, iv);
  return mode === 'cbc' || mode === 'ecb' ? new BlockMode(info, encrypt, key, iv) : new FeedbackMode(info, encrypt, key, iv);
}

/* -------------------------------------------------------------------- *
 * The classes.
 * -------------------------------------------------------------------- */

const kMode = Symbol('kMode');
const kDecoder = Symbol('kDecoder');
const kDone = Symbol('kDone');

function uintOption(options, name) {
  const value = options?.[name];
  if (value === undefined || value === null) return undefined;
  if (value >>> 0 !== value) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value;
}

// Triple DES with two keys uses the first one twice.
const blockKey = ({ family }, key) => (family === 'des-ede' ? Buffer.concat([key, key.subarray(0, 8)]) : key.slice());
const blockInfo = (info) => (info.family === 'des-ede' ? { ...info, family: 'des-ede3' } : info);

function create(self, encrypt, cipher, key, iv, options) {
  v.validateString(cipher, 'cipher');
  const encoding = options?.encoding;
  if (encoding !== undefined && encoding !== null) v.validateString(encoding, 'options.encoding');
  const keyBytes = require('./keys').secretBytes(key, encoding);
  const ivBytes = iv === null ? null : toBytes(iv, 'iv').slice();
  const length = uintOption(options, 'authTagLength');
  const info = findCipher(cipher);
  if (keyBytes.length !== info.keyLength) throw new ERR_CRYPTO_INVALID_KEYLEN();
  checkIV(info, ivBytes);
  const tagLength = checkTagLength(info, length);
  self[kMode] = modeOf(blockInfo(info), encrypt, blockKey(info, keyBytes), ivBytes, tagLength);
  self[kDecoder] = null;
  self[kDone] = false;
  LazyTransform.call(self, options);
}

// Text in base64 is of whole groups of bytes, whatever the chunks are.
function output(self, bytes, encoding, last) {
  if (!encoding || encoding === 'buffer') return internals.wrap(bytes.slice());
  const { StringDecoder } = require('internal:nodeapi/string_decoder');
  self[kDecoder] ??= new StringDecoder(encoding);
  if (self[kDecoder].encoding !== internals.normalizeEncoding(encoding)) {
    throw new codes.ERR_INTERNAL_ASSERTION('Cannot change encoding');
  }
  return last ? self[kDecoder].end(internals.wrap(bytes)) : self[kDecoder].write(internals.wrap(bytes));
}

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(this.update(chunk, encoding));
    callback();
  },
  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },
  update(data, inputEncoding, outputEncoding) {
    const bytes = dataBytes(data, inputEncoding);
    if (this[kDone]) throw new Error('Trying to add data in unsupported state');
    return output(this, this[kMode].update(bytes), outputEncoding, false);
  },
  final(outputEncoding) {
    if (this[kDone]) throw new ERR_CRYPTO_INVALID_STATE();
    this[kDone] = true;
    return output(this, this[kMode].final(), outputEncoding, true);
  },
  setAutoPadding(value) {
    if (this[kDone]) throw new ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    this[kMode].padding = value === undefined || Boolean(value);
    return this;
  },
  setAAD(data, options) {
    const bytes = toBytes(data, 'aadbuf', options?.encoding);
    const mode = this[kMode];
    if (mode.aad === undefined || mode.started || this[kDone]) throw new ERR_CRYPTO_INVALID_STATE('setAAD');
    if (mode.info.mode === 'ccm' && uintOption(options, 'plaintextLength') === undefined) {
      throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'options.plaintextLength required for CCM mode with AAD');
    }
    mode.aad.push(bytes.slice());
    return this;
  },
};

function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  create(this, true, cipher, key, iv, options);
}
function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  create(this, false, cipher, key, iv, options);
}
for (const Class of [Cipheriv, Decipheriv]) {
  Object.setPrototypeOf(Class.prototype, LazyTransform.prototype);
  Object.setPrototypeOf(Class, LazyTransform);
  Object.assign(Class.prototype, methods);
}

Cipheriv.prototype.getAuthTag = function getAuthTag() {
  const { tag } = this[kMode];
  if (!tag) throw new ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return internals.wrap(tag.slice());
};

Decipheriv.prototype.setAuthTag = function setAuthTag(tag, encoding) {
  const bytes = toBytes(tag, 'buffer', encoding);
  const mode = this[kMode];
  if (mode.tag !== null || this[kDone]) throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
  const wrong = mode.tagLength !== null ? bytes.length !== mode.tagLength : !validTag(bytes.length, mode.info.mode);
  if (wrong) throw new ERR_CRYPTO_INVALID_AUTH_TAG(bytes.length);
  mode.tag = bytes.slice();
  return this;
};

function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') v.validateInt32(nameOrNid, 'nameOrNid');
  if (options !== undefined) v.validateObject(options, 'options');
  const { keyLength, ivLength } = options ?? {};
  if (keyLength !== undefined) v.validateInt32(keyLength, 'options.keyLength');
  if (ivLength !== undefined) v.validateInt32(ivLength, 'options.ivLength');
  const info = typeof nameOrNid === 'number' ? [...ciphers.values()].find(({ nid }) => nid === nameOrNid) : ciphers.get(nameOrNid.toLowerCase());
  if (info === undefined) return undefined;
  if (keyLength !== undefined && keyLength !== info.keyLength) return undefined;
  if (ivLength !== undefined && !validIV(info, ivLength)) return undefined;
  const result = { mode: info.mode.replace(/\d$/, ''), name: info.name, nid: info.nid };
  if (info.mode !== 'stream') result.blockSize = info.block;
  if (info.ivLength > 0) result.ivLength = ivLength ?? info.ivLength;
  return { ...result, keyLength: info.keyLength };
}

function createCipheriv(cipher, key, iv, options) {
  return new Cipheriv(cipher, key, iv, options);
}

function createDecipheriv(cipher, key, iv, options) {
  return new Decipheriv(cipher, key, iv, options);
}

// The key and IV of createCipher, of a password: EVP_BytesToKey with MD5 and no salt.
function fromPassword(info, password) {
  const { createHash } = require('./hash');
  const size = info.keyLength + info.ivLength;
  let bytes = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (bytes.length < size) {
    last = createHash('md5').update(last).update(password).digest();
    bytes = Buffer.concat([bytes, last]);
  }
  return [bytes.subarray(0, info.keyLength), info.ivLength === 0 ? null : bytes.subarray(info.keyLength, size)];
}

function createWithPassword(self, encrypt, cipher, password, options) {
  v.validateString(cipher, 'cipher');
  const [key, iv] = fromPassword(findCipher(cipher), toBytes(password, 'password'));
  create(self, encrypt, cipher, key, iv, options);
}

function Cipher(cipher, password, options) {
  if (!(this instanceof Cipher)) return new Cipher(cipher, password, options);
  createWithPassword(this, true, cipher, password, options);
}
function Decipher(cipher, password, options) {
  if (!(this instanceof Decipher)) return new Decipher(cipher, password, options);
  createWithPassword(this, false, cipher, password, options);
}
for (const [Class, Like] of [[Cipher, Cipheriv], [Decipher, Decipheriv]]) {
  Object.setPrototypeOf(Class.prototype, LazyTransform.prototype);
  Object.setPrototypeOf(Class, LazyTransform);
  const { constructor, ...inherited } = Like.prototype;
  Object.assign(Class.prototype, inherited);
}

function createCipher(cipher, password, options) {
  return new Cipher(cipher, password, options);
}

function createDecipher(cipher, password, options) {
  return new Decipher(cipher, password, options);
}

const getCiphers = () => [...ciphers.keys()].sort();

module.exports = { Cipheriv, Decipheriv, Cipher, Decipher, createCipheriv, createDecipheriv, createCipher, createDecipher, getCiphers, getCipherInfo };
