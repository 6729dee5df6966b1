// SubtleCrypto: https://w3c.github.io/webcrypto/#subtlecrypto-interface
//
// The algorithms are in ./secret, ./pairs and ./derive; this file has what their
// operations share. Missing: Ed448, X448, and what newer drafts add.

const { TypeError } = primordials;
const { op_crypto_digest } = ops;
const webidl = require('internal:webapi/webidl');
const { isCryptoKey, slotsOf } = require('./key');
const { normalizeAlgorithm, hashes, domException, dataError, notSupported } = require('./algorithms');
const { syntaxError } = require('./jwk');

let implementations;

/** The operations of an algorithm. */
function implementationOf(name) {
  implementations ??= { ...require('./secret'), ...require('./pairs'), ...require('./derive') };
  return implementations[name];
}

/* -------------------------------------------------------------------- *
 * Arguments.
 * -------------------------------------------------------------------- */

const prefixOf = (method) => `Failed to execute '${method}' on 'SubtleCrypto'`;

function requireKey(key, method, index) {
  if (!isCryptoKey(key)) throw new TypeError(`${prefixOf(method)}: ${index} argument is not of type CryptoKey.`);
}

// Takes the bytes now: they may change while a promise is pending.
function takeBytes(data, method, index) {
  if (!webidl.isBufferSource(data)) {
    throw new TypeError(`${prefixOf(method)}: ${index} argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  }
  return webidl.bytesOf(data).slice();
}

const formats = ['raw', 'pkcs8', 'spki', 'jwk'];
const knownUsages = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];

function enumeration(value, values, type, method) {
  const text = String(value);
  if (!values.includes(text)) throw new TypeError(`${prefixOf(method)}: '${text}' is not a valid enum value of type ${type}.`);
  return text;
}

const toFormat = (value, method) => enumeration(value, formats, 'KeyFormat', method);

function toUsages(value, method) {
  if (value === null || typeof value !== 'object' || typeof value[Symbol.iterator] !== 'function') {
    throw new TypeError(`${prefixOf(method)}: keyUsages can not be converted to sequence.`);
  }
  return [...value].map((usage) => enumeration(usage, knownUsages, 'KeyUsage', method));
}

/** A key may only do what it was made for, with the algorithm it was made for. */
function checkKeyUse(key, algorithm, usage) {
  if (key.algorithm.name !== algorithm.name) throw domException('Key algorithm mismatch', 'InvalidAccessError');
  if (!slotsOf(key).usages.includes(usage)) {
    throw domException(`Unable to use this key to ${usage}`, 'InvalidAccessError');
  }
}

const toArrayBuffer = (bytes) =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/* -------------------------------------------------------------------- *
 * Steps that several methods take.
 * -------------------------------------------------------------------- */

async function importKey(format, keyData, algorithm, extractable, usages) {
  const key = await implementationOf(algorithm.name).importKey(format, keyData, algorithm, extractable, usages);
  if ((key.type === 'secret' || key.type === 'private') && key.usages.length === 0) {
    throw syntaxError(`Usages cannot be empty when importing a ${key.type} key.`);
  }
  return key;
}

async function exportKey(format, key) {
  const { exportKey: write } = implementationOf(key.algorithm.name);
  if (write === undefined) throw notSupported(`Unable to export ${key.algorithm.name} keys`);
  // Node.js 20 calls the error so; the standard says InvalidAccessError.
  if (!key.extractable) throw domException('key is not extractable', 'InvalidAccessException');
  return write(format, key);
}

// wrapKey and unwrapKey use an algorithm of their own, or encryption.
function normalizeWrap(algorithm, operation, fallback) {
  try {
    return [normalizeAlgorithm(algorithm, operation), operation];
  } catch {
    return [normalizeAlgorithm(algorithm, fallback), fallback];
  }
}

class SubtleCrypto {
  constructor() {
    if (!constructing) throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  }

  async encrypt(algorithm, key, data) {
    return crypt(this, 'encrypt', arguments, algorithm, key, data);
  }

  async decrypt(algorithm, key, data) {
    return crypt(this, 'decrypt', arguments, algorithm, key, data);
  }

  async sign(algorithm, key, data) {
    return crypt(this, 'sign', arguments, algorithm, key, data);
  }

  async verify(algorithm, key, signature, data) {
    start(this, 'verify', arguments, 4);
    requireKey(key, 'verify', '2nd');
    const sig = takeBytes(signature, 'verify', '3rd');
    const bytes = takeBytes(data, 'verify', '4th');
    const normalized = normalizeAlgorithm(algorithm, 'verify');
    checkKeyUse(key, normalized, 'verify');
    return implementationOf(normalized.name).verify(normalized, key, bytes, sig);
  }

  async digest(algorithm, data) {
    start(this, 'digest', arguments, 2);
    const bytes = takeBytes(data, 'digest', '2nd');
    const { name } = normalizeAlgorithm(algorithm, 'digest');
    return op_crypto_digest(hashes[name], null, bytes, 0).buffer;
  }

  async generateKey(algorithm, extractable, keyUsages) {
    start(this, 'generateKey', arguments, 3);
    const usages = toUsages(keyUsages, 'generateKey');
    const normalized = normalizeAlgorithm(algorithm, 'generateKey');
    const result = await implementationOf(normalized.name).generateKey(normalized, Boolean(extractable), usages);
    if (isCryptoKey(result) && result.usages.length === 0) {
      throw syntaxError('Usages cannot be empty when creating a key.');
    }
    return result;
  }

  async deriveBits(algorithm, baseKey, length) {
    start(this, 'deriveBits', arguments, 2);
    requireKey(baseKey, 'deriveBits', '2nd');
    const normalized = normalizeAlgorithm(algorithm, 'deriveBits');
    checkKeyUse(baseKey, normalized, 'deriveBits');
    const bits = length === undefined || length === null ? null : Number(length) >>> 0;
    return toArrayBuffer(await implementationOf(normalized.name).deriveBits(normalized, baseKey, bits));
  }

  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    start(this, 'deriveKey', arguments, 5);
    requireKey(baseKey, 'deriveKey', '2nd');
    const usages = toUsages(keyUsages, 'deriveKey');
    const normalized = normalizeAlgorithm(algorithm, 'deriveBits');
    const derived = normalizeAlgorithm(derivedKeyType, 'importKey');
    const lengthOf = normalizeAlgorithm(derivedKeyType, 'get key length');
    checkKeyUse(baseKey, normalized, 'deriveKey');
    const bits = implementationOf(lengthOf.name).getKeyLength(lengthOf);
    const secret = await implementationOf(normalized.name).deriveBits(normalized, baseKey, bits);
    return importKey('raw', secret, derived, Boolean(extractable), usages);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    start(this, 'importKey', arguments, 4);
    const form = toFormat(format, 'importKey');
    const usages = toUsages(keyUsages, 'importKey');
    let data;
    if (form === 'jwk') {
      if (keyData === null || typeof keyData !== 'object') throw new TypeError(`${prefixOf('importKey')}: 2nd argument is not a JsonWebKey.`);
      data = keyData;
    } else {
      data = takeBytes(keyData, 'importKey', '2nd');
    }
    return importKey(form, data, normalizeAlgorithm(algorithm, 'importKey'), Boolean(extractable), usages);
  }

  async exportKey(format, key) {
    start(this, 'exportKey', arguments, 2);
    const form = toFormat(format, 'exportKey');
    requireKey(key, 'exportKey', '2nd');
    return exportKey(form, key);
  }

  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    start(this, 'wrapKey', arguments, 4);
    const form = toFormat(format, 'wrapKey');
    requireKey(key, 'wrapKey', '2nd');
    requireKey(wrappingKey, 'wrapKey', '3rd');
    const [normalized, operation] = normalizeWrap(wrapAlgorithm, 'wrapKey', 'encrypt');
    checkKeyUse(wrappingKey, normalized, 'wrapKey');
    const exported = await exportKey(form, key);
    let bytes = form === 'jwk' ? encode(JSON.stringify(exported)) : new Uint8Array(exported);
    // AES-KW wraps multiples of 8 bytes: spaces do no harm to JSON.
    if (form === 'jwk' && normalized.name === 'AES-KW' && bytes.length % 8 !== 0) {
      bytes = encode(JSON.stringify(exported).padEnd(bytes.length + 8 - (bytes.length % 8)));
    }
    return toArrayBuffer(await implementationOf(normalized.name)[operation](normalized, wrappingKey, bytes));
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    start(this, 'unwrapKey', arguments, 7);
    const form = toFormat(format, 'unwrapKey');
    const bytes = takeBytes(wrappedKey, 'unwrapKey', '2nd');
    requireKey(unwrappingKey, 'unwrapKey', '3rd');
    const usages = toUsages(keyUsages, 'unwrapKey');
    const [normalized, operation] = normalizeWrap(unwrapAlgorithm, 'unwrapKey', 'decrypt');
    const keyAlgorithm = normalizeAlgorithm(unwrappedKeyAlgorithm, 'importKey');
    checkKeyUse(unwrappingKey, normalized, 'unwrapKey');
    const data = await implementationOf(normalized.name)[operation](normalized, unwrappingKey, bytes);
    return importKey(form, form === 'jwk' ? parseJWK(data) : data, keyAlgorithm, Boolean(extractable), usages);
  }
}

const encode = (text) => new primordials.global.TextEncoder().encode(text);

function parseJWK(bytes) {
  try {
    return JSON.parse(new primordials.global.TextDecoder().decode(bytes));
  } catch {
    throw dataError('Invalid wrapped JWK key');
  }
}

function start(self, method, args, min) {
  webidl.brandCheck(self, SubtleCrypto);
  webidl.requireArguments(args.length, min, prefixOf(method));
}

// encrypt, decrypt and sign.
async function crypt(self, method, args, algorithm, key, data) {
  start(self, method, args, 3);
  requireKey(key, method, '2nd');
  const bytes = takeBytes(data, method, '3rd');
  const normalized = normalizeAlgorithm(algorithm, method);
  checkKeyUse(key, normalized, method);
  return toArrayBuffer(await implementationOf(normalized.name)[method](normalized, key, bytes));
}

let constructing = false;
webidl.defineInterface(SubtleCrypto);
constructing = true;
const subtle = new SubtleCrypto();
constructing = false;

module.exports = { SubtleCrypto, subtle };
