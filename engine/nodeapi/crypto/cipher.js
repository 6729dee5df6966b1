// Ciphers: https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-cipher

const { op_crypto_cbc, op_crypto_ecb, op_crypto_ctr, op_crypto_gcm_counter, op_crypto_chacha20, op_crypto_seal, op_crypto_open } = ops;
const { codes, toBytes, opensslError } = require('./input');
const { LazyTransform } = require('./lazytransform');
const { Buffer, internals } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const { ERR_CRYPTO_INVALID_AUTH_TAG, ERR_CRYPTO_INVALID_IV, ERR_CRYPTO_INVALID_KEYLEN, ERR_CRYPTO_INVALID_STATE, ERR_CRYPTO_UNKNOWN_CIPHER } = codes;

/** What there is: name, mode, family, lengths of key, IV and block, OpenSSL's number. */
const ciphers = new Map();
const nids = { cbc: [419, 423, 427], ecb: [418, 422, 426], ctr: [904, 905, 906], gcm: [895, 898, 901] };
[128, 192, 256].forEach((bits, i) => {
  for (const mode of ['cbc', 'ecb', 'ctr', 'gcm']) {
    const block = mode === 'ctr' || mode === 'gcm' ? 1 : 16;
    const ivLength = { cbc: 16, ecb: 0, ctr: 16, gcm: 12 }[mode];
    const name = mode === 'gcm' ? `id-aes${bits}-gcm` : `aes-${bits}-${mode}`;
    const info = { name, mode, family: 'aes', keyLength: bits / 8, ivLength, block, nid: nids[mode][i] };
    ciphers.set(`aes-${bits}-${mode}`, info).set(name, info);
    if (mode === 'cbc') ciphers.set(`aes${bits}`, info);
  }
});
const des = { name: 'des-ede3-cbc', mode: 'cbc', family: 'des-ede3', keyLength: 24, ivLength: 8, block: 8, nid: 44 };
ciphers.set('des-ede3-cbc', des).set('des3', des);
ciphers.set('chacha20-poly1305', { name: 'chacha20-poly1305', mode: 'stream', family: 'chacha20', keyLength: 32, ivLength: 12, block: 1, nid: 1018 });

const isAEAD = ({ mode, family }) => mode === 'gcm' || family === 'chacha20';

function findCipher(name) {
  v.validateString(name, 'cipher');
  const info = ciphers.get(name.toLowerCase());
  if (info === undefined) throw new ERR_CRYPTO_UNKNOWN_CIPHER();
  return info;
}

function checkIV(info, iv) {
  if (info.ivLength === 0) {
    if (iv !== null && iv.length > 0) throw new ERR_CRYPTO_INVALID_IV();
  } else if (iv === null || (info.mode === 'gcm' ? iv.length === 0 : iv.length !== info.ivLength)) {
    throw new ERR_CRYPTO_INVALID_IV();
  }
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

// CTR: a stream of key bytes.
class StreamMode {
  constructor(info, encrypt, key, iv) {
    this.key = key;
    this.iv = iv;
    this.offset = 0;
  }

  update(bytes) {
    const out = op_crypto_ctr(this.key, this.iv, 128, this.offset, bytes);
    this.offset += bytes.length;
    return out;
  }

  final() {
    return empty;
  }
}

// GCM and ChaCha20-Poly1305: a stream of key bytes, and a tag over it all, for
// which the text is kept until the end.
class AuthenticatedMode {
  constructor(info, encrypt, key, iv, tagLength) {
    this.gcm = info.mode === 'gcm';
    this.encrypt = encrypt;
    this.key = key;
    this.iv = iv;
    this.tagLength = tagLength;
    this.counter = this.gcm ? op_crypto_gcm_counter(key, iv) : null;
    this.chunks = [];
    this.length = 0;
    this.aad = [];
    this.tag = null;
  }

  update(bytes) {
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
      throw new Error('Unsupported state or unable to authenticate data');
    }
    return empty;
  }
}

function modeOf(info, encrypt, key, iv, tagLength) {
  if (isAEAD(info)) return new AuthenticatedMode(info, encrypt, key, iv, tagLength);
  return info.mode === 'ctr' ? new StreamMode(info, encrypt, key, iv) : new BlockMode(info, encrypt, key, iv);
}

/* -------------------------------------------------------------------- *
 * The classes.
 * -------------------------------------------------------------------- */

const kMode = Symbol('kMode');
const kDecoder = Symbol('kDecoder');
const kDone = Symbol('kDone');

const validTag = (length, gcm) => (gcm ? length === 4 || length === 8 || (length >= 12 && length <= 16) : length >= 1 && length <= 16);

function create(self, encrypt, cipher, key, iv, options) {
  const info = findCipher(cipher);
  const keyBytes = require('./keys').secretBytes(key, undefined);
  const ivBytes = iv === null ? null : toBytes(iv, 'iv').slice();
  checkIV(info, ivBytes);
  if (keyBytes.length !== info.keyLength) throw new ERR_CRYPTO_INVALID_KEYLEN();
  const tagLength = options?.authTagLength;
  if (isAEAD(info) && tagLength !== undefined && !validTag(tagLength, info.mode === 'gcm')) throw new ERR_CRYPTO_INVALID_AUTH_TAG(tagLength);
  self[kMode] = modeOf(info, encrypt, keyBytes.slice(), ivBytes, tagLength);
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
    const bytes = toBytes(data, 'data', inputEncoding, ['string', 'Buffer', 'TypedArray', 'DataView']);
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
    if (this[kMode].aad === undefined || this[kDone]) throw new ERR_CRYPTO_INVALID_STATE('setAAD');
    this[kMode].aad.push(bytes.slice());
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
  if (mode.tag === undefined || this[kDone]) throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
  const wrong = mode.tagLength !== undefined ? bytes.length !== mode.tagLength : !validTag(bytes.length, mode.gcm);
  if (wrong) throw new ERR_CRYPTO_INVALID_AUTH_TAG(bytes.length);
  mode.tag = bytes.slice();
  return this;
};

function getCipherInfo(nameOrNid, options = {}) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  const info = typeof nameOrNid === 'number' ? [...ciphers.values()].find(({ nid }) => nid === nameOrNid) : ciphers.get(nameOrNid.toLowerCase());
  if (info === undefined) return undefined;
  if (options.keyLength !== undefined && options.keyLength !== info.keyLength) return undefined;
  if (options.ivLength !== undefined && options.ivLength !== info.ivLength && !isAEAD(info)) return undefined;
  const { mode, name, nid, block, keyLength } = info;
  const result = { mode, name, nid };
  if (mode !== 'stream') result.blockSize = block;
  if (info.ivLength > 0) result.ivLength = options.ivLength ?? info.ivLength;
  return { ...result, keyLength };
}

module.exports = {
  Cipheriv,
  Decipheriv,
  createCipheriv: (cipher, key, iv, options) => new Cipheriv(cipher, key, iv, options),
  createDecipheriv: (cipher, key, iv, options) => new Decipheriv(cipher, key, iv, options),
  getCiphers: () => [...ciphers.keys()].sort(),
  getCipherInfo,
};
