// Web IDL conversions of the Web Cryptography API. Node.js words their errors in a
// way of its own here, with the place of a value as its context:
//
//   converters.<type>(value, { prefix, context })
//   requireArguments(count, min, prefix)
//
// Dictionaries read their members in the order of their names, as the standard has
// it: https://webidl.spec.whatwg.org/#js-dictionary

const { TypeError, Object, Set, Number, Math, ArrayBuffer, TypedArray, Symbol, uncurryThis } = primordials;
const webidl = require('internal:webapi/webidl');
const { isCryptoKey } = require('./key');

const typedArrayTag = uncurryThis(Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get);

function failure(message, { prefix, context = 'Value' }, code = 'ERR_INVALID_ARG_TYPE') {
  return Object.assign(new TypeError(`${prefix}: ${context === '' ? '' : `${context} `}${message}`), { code });
}

function requireArguments(count, min, prefix) {
  if (count >= min) return;
  const message = `${min} argument${min === 1 ? '' : 's'} required, but only ${count} present.`;
  throw failure(message, { prefix, context: '' }, 'ERR_MISSING_ARGS');
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function toText(value, options) {
  if (typeof value === 'symbol') throw failure('is a Symbol and cannot be converted to a string.', options);
  return String(value);
}

function toNumber(value, options) {
  if (typeof value === 'bigint') throw failure('is a BigInt and cannot be converted to a number.', options);
  if (typeof value === 'symbol') throw failure('is a Symbol and cannot be converted to a number.', options);
  return Number(value);
}

/** An unsigned integer of so many bits, [EnforceRange]. */
const enforced = (bits) => (value, options) => {
  const number = toNumber(value, options);
  if (!Number.isFinite(number)) throw failure('is not a finite number.', options);
  const integer = Math.trunc(number);
  const max = 2 ** bits - 1;
  if (integer < 0 || integer > max) {
    throw failure(`is outside the expected range of 0 to ${max}.`, options, 'ERR_OUT_OF_RANGE');
  }
  return integer + 0;
};

// Without a range, numbers below 0 stay so: Node.js takes the remainder only.
function toUnsignedLong(value, options) {
  const number = toNumber(value, options);
  return Number.isFinite(number) ? (Math.trunc(number) % 2 ** 32) + 0 : 0;
}

const isShared = (buffer) => typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;

function refuseShared(view, options) {
  if (isShared(view.buffer)) throw failure('is a view on a SharedArrayBuffer, which is not allowed.', options);
}

// Bytes are taken at once: they may change while a promise is pending.
function toBytes(value, options) {
  if (ArrayBuffer.isView(value)) refuseShared(value, options);
  else if (isShared(value) || !webidl.isArrayBuffer(value)) {
    throw failure('is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.', options);
  }
  return new Uint8Array(webidl.bytesOf(value));
}

function toBigInteger(value, options) {
  if (!ArrayBuffer.isView(value) || typedArrayTag(value) !== 'Uint8Array') throw failure('is not an Uint8Array object.', options);
  refuseShared(value, options);
  return value;
}

function toKey(value, options) {
  if (!isCryptoKey(value)) throw failure('is not of type CryptoKey.', options);
  return value;
}

const sequence = (convert) => (value, options) => {
  if (!isObject(value) || typeof value[Symbol.iterator] !== 'function') throw failure('can not be converted to sequence.', options);
  const out = [];
  for (const item of value) out.push(convert(item, { ...options, context: `${options.context}, index ${out.length}` }));
  return out;
};

function enumeration(type, values) {
  const known = new Set(values);
  return (value, options) => {
    const text = String(value);
    if (!known.has(text)) throw failure(`value '${text}' is not a valid enum value of type ${type}.`, options, 'ERR_INVALID_ARG_VALUE');
    return text;
  };
}

/** @param {Record<string, Function>} members converters; a name that ends in ! is required */
function dictionary(type, members) {
  const list = Object.entries(members)
    .map(([name, convert]) => ({ name: name.replace('!', ''), needed: name.endsWith('!'), convert }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return (value, options) => {
    if (value !== undefined && value !== null && !isObject(value)) throw failure('can not be converted to a dictionary', options);
    const out = {};
    for (const { name, needed, convert } of list) {
      const member = value === undefined || value === null ? undefined : value[name];
      if (member !== undefined) {
        out[name] = convert(member, { ...options, context: `'${name}' of '${type}'${options.context ? ` (${options.context})` : ''}` });
      } else if (needed) {
        throw failure(`can not be converted to '${type}' because '${name}' is required in '${type}'.`, options, 'ERR_MISSING_OPTION');
      }
    }
    return out;
  };
}

// A dictionary that extends Algorithm.
const params = (type, members) => dictionary(type, { 'name!': toText, ...members });

const toIdentifier = (value, options) => (isObject(value) ? value : toText(value, options));
const texts = (...names) => Object.fromEntries(names.map((name) => [name, toText]));

const octet = enforced(8);
const unsignedShort = enforced(16);
const unsignedLong = enforced(32);

const converters = {
  boolean: Boolean,
  'unsigned long': toUnsignedLong,
  BufferSource: toBytes,
  CryptoKey: toKey,
  AlgorithmIdentifier: toIdentifier,
  KeyFormat: enumeration('KeyFormat', ['raw', 'pkcs8', 'spki', 'jwk']),
  'sequence<KeyUsage>': sequence(
    enumeration('KeyUsage', ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey']),
  ),
  JsonWebKey: dictionary('JsonWebKey', {
    ...texts('kty', 'use', 'alg', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi', 'k'),
    key_ops: sequence(toText),
    ext: Boolean,
    oth: sequence(dictionary('RsaOtherPrimesInfo', texts('r', 'd', 't'))),
  }),

  Algorithm: params('Algorithm', {}),
  RsaHashedKeyGenParams: params('RsaHashedKeyGenParams', {
    'modulusLength!': unsignedLong,
    'publicExponent!': toBigInteger,
    'hash!': toIdentifier,
  }),
  RsaHashedImportParams: params('RsaHashedImportParams', { 'hash!': toIdentifier }),
  RsaPssParams: params('RsaPssParams', { 'saltLength!': unsignedLong }),
  RsaOaepParams: params('RsaOaepParams', { label: toBytes }),
  EcKeyGenParams: params('EcKeyGenParams', { 'namedCurve!': toText }),
  EcKeyImportParams: params('EcKeyImportParams', { 'namedCurve!': toText }),
  EcdsaParams: params('EcdsaParams', { 'hash!': toIdentifier }),
  EcdhKeyDeriveParams: params('EcdhKeyDeriveParams', { 'public!': toKey }),
  Ed448Params: params('Ed448Params', { context: toBytes }),
  AesKeyGenParams: params('AesKeyGenParams', { 'length!': unsignedShort }),
  AesDerivedKeyParams: params('AesDerivedKeyParams', { 'length!': unsignedShort }),
  AesCbcParams: params('AesCbcParams', { 'iv!': toBytes }),
  AesCtrParams: params('AesCtrParams', { 'counter!': toBytes, 'length!': octet }),
  AesGcmParams: params('AesGcmParams', { 'iv!': toBytes, tagLength: octet, additionalData: toBytes }),
  HmacKeyGenParams: params('HmacKeyGenParams', { 'hash!': toIdentifier, length: unsignedLong }),
  HmacImportParams: params('HmacImportParams', { 'hash!': toIdentifier, length: unsignedLong }),
  HkdfParams: params('HkdfParams', { 'hash!': toIdentifier, 'salt!': toBytes, 'info!': toBytes }),
  Pbkdf2Params: params('Pbkdf2Params', { 'hash!': toIdentifier, 'iterations!': unsignedLong, 'salt!': toBytes }),
};

module.exports = { converters, requireArguments };
