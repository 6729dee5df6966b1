// SubtleCrypto: https://w3c.github.io/webcrypto/#subtlecrypto-interface
//
// The algorithms are in ./secret, ./pairs and ./derive; this file has what their
// operations share. Missing: what newer drafts than Node.js 20's add.

const { op_crypto_digest } = ops;
const webidl = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const { isCryptoKey } = require('./key');
const { converters, requireArguments } = require('./converters');
const { normalizeAlgorithm, hashes, domException, dataError } = require('./algorithms');
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

const ordinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

/** Converts the arguments of a method, in their order, to the types. */
function convert(self, method, args, types, min = types.length) {
  if (self !== subtle) throw codes.ERR_INVALID_THIS('SubtleCrypto');
  const prefix = `Failed to execute '${method}' on 'SubtleCrypto'`;
  requireArguments(args.length, min, prefix);
  return types.map((type, i) => converters[type](args[i], { prefix, context: `${ordinals[i]} argument` }));
}

const invalidAccess = (message) => domException(message, 'InvalidAccessError');

// encrypt, decrypt, wrapKey and unwrapKey.
function checkCipherUse(key, algorithm, usage) {
  if (key.algorithm.name !== algorithm.name || !key.usages.includes(usage)) {
    throw invalidAccess('The requested operation is not valid for the provided key');
  }
}

function checkSignatureUse(key, algorithm, usage) {
  if (!key.usages.includes(usage) || key.algorithm.name !== algorithm.name) {
    throw invalidAccess(`Unable to use this key to ${usage}`);
  }
}

function checkDeriveUse(key, algorithm, usage) {
  if (!key.usages.includes(usage)) throw invalidAccess(`baseKey does not have ${usage} usage`);
  if (key.algorithm.name !== algorithm.name) throw invalidAccess('Key algorithm mismatch');
}

const toArrayBuffer = (bytes) =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/* -------------------------------------------------------------------- *
 * Steps that several methods take.
 * -------------------------------------------------------------------- */

// The data is bytes, or what there is as a JsonWebKey.
async function importKey(format, keyData, algorithm, extractable, usages) {
  const key = await implementationOf(algorithm.name).importKey(format, keyData, algorithm, extractable, usages);
  if ((key.type === 'secret' || key.type === 'private') && key.usages.length === 0) {
    throw syntaxError(`Usages cannot be empty when importing a ${key.type} key.`);
  }
  return key;
}

async function exportKey(format, key) {
  // Node.js 20 calls the error so; the standard says InvalidAccessError.
  if (!key.extractable) throw domException('key is not extractable', 'InvalidAccessException');
  return implementationOf(key.algorithm.name).exportKey(format, key);
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
    if (!constructing) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  async encrypt(algorithm, key, data) {
    return crypt(this, 'encrypt', arguments);
  }

  async decrypt(algorithm, key, data) {
    return crypt(this, 'decrypt', arguments);
  }

  async sign(algorithm, key, data) {
    const [identifier, signingKey, bytes] = convert(this, 'sign', arguments, ['AlgorithmIdentifier', 'CryptoKey', 'BufferSource']);
    const normalized = normalizeAlgorithm(identifier, 'sign');
    checkSignatureUse(signingKey, normalized, 'sign');
    return toArrayBuffer(await implementationOf(normalized.name).sign(normalized, signingKey, bytes));
  }

  async verify(algorithm, key, signature, data) {
    const types = ['AlgorithmIdentifier', 'CryptoKey', 'BufferSource', 'BufferSource'];
    const [identifier, verifyingKey, sig, bytes] = convert(this, 'verify', arguments, types);
    const normalized = normalizeAlgorithm(identifier, 'verify');
    checkSignatureUse(verifyingKey, normalized, 'verify');
    return implementationOf(normalized.name).verify(normalized, verifyingKey, bytes, sig);
  }

  async digest(algorithm, data) {
    const [identifier, bytes] = convert(this, 'digest', arguments, ['AlgorithmIdentifier', 'BufferSource']);
    const { name } = normalizeAlgorithm(identifier, 'digest');
    return op_crypto_digest(hashes[name], null, bytes, 0).buffer;
  }

  async generateKey(algorithm, extractable, keyUsages) {
    const types = ['AlgorithmIdentifier', 'boolean', 'sequence<KeyUsage>'];
    const [identifier, canExtract, usages] = convert(this, 'generateKey', arguments, types);
    const normalized = normalizeAlgorithm(identifier, 'generateKey');
    const result = await implementationOf(normalized.name).generateKey(normalized, canExtract, usages);
    if ((isCryptoKey(result) ? result : result.privateKey).usages.length === 0) {
      throw syntaxError('Usages cannot be empty when creating a key.');
    }
    return result;
  }

  async deriveBits(algorithm, baseKey, length = null) {
    const [identifier, key] = convert(this, 'deriveBits', arguments, ['AlgorithmIdentifier', 'CryptoKey']);
    const place = { prefix: "Failed to execute 'deriveBits' on 'SubtleCrypto'", context: '3rd argument' };
    const bits = length === null ? null : converters['unsigned long'](length, place);
    const normalized = normalizeAlgorithm(identifier, 'deriveBits');
    checkDeriveUse(key, normalized, 'deriveBits');
    return toArrayBuffer(await implementationOf(normalized.name).deriveBits(normalized, key, bits));
  }

  async deriveKey(algorithm, baseKey, derivedKeyAlgorithm, extractable, keyUsages) {
    const types = ['AlgorithmIdentifier', 'CryptoKey', 'AlgorithmIdentifier', 'boolean', 'sequence<KeyUsage>'];
    const [identifier, key, derivedIdentifier, canExtract, usages] = convert(this, 'deriveKey', arguments, types);
    const normalized = normalizeAlgorithm(identifier, 'deriveBits');
    const derived = normalizeAlgorithm(derivedIdentifier, 'importKey');
    checkDeriveUse(key, normalized, 'deriveKey');
    const lengthOf = normalizeAlgorithm(derivedIdentifier, 'get key length');
    const bits = implementationOf(lengthOf.name).getKeyLength(lengthOf);
    const secret = await implementationOf(normalized.name).deriveBits(normalized, key, bits);
    return importKey('raw', secret, derived, canExtract, usages);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    const dataType = String(format) === 'jwk' ? 'JsonWebKey' : 'BufferSource';
    const types = ['KeyFormat', dataType, 'AlgorithmIdentifier', 'boolean', 'sequence<KeyUsage>'];
    const [form, data, identifier, canExtract, usages] = convert(this, 'importKey', arguments, types, 4);
    return importKey(form, data, normalizeAlgorithm(identifier, 'importKey'), canExtract, usages);
  }

  async exportKey(format, key) {
    const [form, exportedKey] = convert(this, 'exportKey', arguments, ['KeyFormat', 'CryptoKey']);
    return exportKey(form, exportedKey);
  }

  async wrapKey(format, key, wrappingKey, algorithm) {
    const types = ['KeyFormat', 'CryptoKey', 'CryptoKey', 'AlgorithmIdentifier'];
    const [form, wrappedKey, wrapper, identifier] = convert(this, 'wrapKey', arguments, types);
    const [normalized, operation] = normalizeWrap(identifier, 'wrapKey', 'encrypt');
    const exported = await exportKey(form, wrappedKey);
    const bytes = form === 'jwk' ? encodeJWK(exported, normalized.name) : new Uint8Array(exported);
    checkCipherUse(wrapper, normalized, 'wrapKey');
    return toArrayBuffer(await implementationOf(normalized.name)[operation](normalized, wrapper, bytes));
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    const types = [
      'KeyFormat', 'BufferSource', 'CryptoKey', 'AlgorithmIdentifier', 'AlgorithmIdentifier', 'boolean', 'sequence<KeyUsage>',
    ];
    const [form, bytes, unwrapper, identifier, keyIdentifier, canExtract, usages] = convert(this, 'unwrapKey', arguments, types);
    const [normalized, operation] = normalizeWrap(identifier, 'unwrapKey', 'decrypt');
    checkCipherUse(unwrapper, normalized, 'unwrapKey');
    const data = await implementationOf(normalized.name)[operation](normalized, unwrapper, bytes);
    // The rest is what importKey does with its arguments.
    return subtle.importKey(form, form === 'jwk' ? parseJWK(data) : data, keyIdentifier, canExtract, usages);
  }
}

// AES-KW wraps multiples of 8 bytes: spaces do no harm to JSON.
function encodeJWK(jwk, name) {
  const text = JSON.stringify(jwk);
  const missing = name === 'AES-KW' ? (8 - (text.length % 8)) % 8 : 0;
  return new primordials.global.TextEncoder().encode(text + ' '.repeat(missing));
}

function parseJWK(bytes) {
  try {
    return JSON.parse(new primordials.global.TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw dataError('Invalid wrapped JWK key');
  }
}

// encrypt and decrypt.
async function crypt(self, method, args) {
  const [identifier, key, bytes] = convert(self, method, args, ['AlgorithmIdentifier', 'CryptoKey', 'BufferSource']);
  const normalized = normalizeAlgorithm(identifier, method);
  checkCipherUse(key, normalized, method);
  return toArrayBuffer(await implementationOf(normalized.name)[method](normalized, key, bytes));
}

let constructing = false;
webidl.defineInterface(SubtleCrypto);
constructing = true;
const subtle = new SubtleCrypto();
constructing = false;

module.exports = { SubtleCrypto, subtle };
