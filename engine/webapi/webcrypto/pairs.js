// Keys that come in pairs: RSA, elliptic curves, Ed25519 and X25519.
// https://w3c.github.io/webcrypto/#rsassa-pkcs1, #ecdsa, #ecdh, #ed25519, #x25519

const {
  op_crypto_key_read, op_crypto_key_write, op_crypto_key_from_jwk, op_crypto_key_to_jwk, op_crypto_key_from_raw,
  op_crypto_key_to_raw, op_crypto_key_generate_async, op_crypto_sign, op_crypto_verify, op_crypto_rsa_encrypt,
  op_crypto_rsa_decrypt, op_crypto_agree,
} = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, domException, notSupported, operationError, dataError } = require('./algorithms');
const { checkJWK, checkUsages, syntaxError } = require('./jwk');

const derOf = (key) => slotsOf(key).material.der;

// What an op says of a key: [kind, type, DER, details].
const materialOf = ([type, asymmetricType, der, details]) => ({ type, asymmetricType, der, details });

// An op's complaint about a key's data, as the standard names it.
function orDataError(read) {
  try {
    return materialOf(read());
  } catch (error) {
    throw dataError(error.name === 'DataError' ? error.message : 'Invalid keyData');
  }
}

const curves = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const rsaJWKNames = { 'RSASSA-PKCS1-v1_5': 'RS', 'RSA-PSS': 'PS', 'RSA-OAEP': 'RSA-OAEP' };

function rsaJWKName(name, hash) {
  const digits = hash.slice(4);
  if (name === 'RSA-OAEP') return digits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${digits}`;
  return `${rsaJWKNames[name]}${digits}`;
}

// A number as bytes, without zeros in front.
function exponentBytes(number) {
  const hex = number.toString(16);
  return Uint8Array.fromHex(hex.length % 2 ? `0${hex}` : hex);
}

/**
 * The families. Each has the usages of its public and of its private keys, what
 * JWKs call it, and the key's algorithm.
 */
const rsa = (usages) => ({
  asymmetricType: 'rsa',
  kty: 'RSA',
  usages,
  generate({ modulusLength, publicExponent }) {
    const exponent = publicExponent.reduce((value, byte) => value * 256 + byte, 0);
    return ['rsa', modulusLength, exponent];
  },
  algorithm: ({ name, hash }, [modulusLength, exponent]) => ({
    name,
    modulusLength,
    publicExponent: exponentBytes(exponent),
    hash,
  }),
  checkJWK(jwk, { name, hash }) {
    if (jwk.alg !== undefined && jwk.alg !== rsaJWKName(name, hash.name)) {
      throw dataError('JWK "alg" does not match the requested algorithm');
    }
  },
  jwkName: ({ name, hash }) => rsaJWKName(name, hash.name),
});

const ec = (usages) => ({
  asymmetricType: 'ec',
  kty: 'EC',
  usages,
  raw: ({ namedCurve }) => ['ec', namedCurve],
  check({ namedCurve }) {
    if (curves[namedCurve] === undefined) throw notSupported('Unrecognized namedCurve');
  },
  generate: ({ namedCurve }) => ['ec', namedCurve],
  algorithm({ name, namedCurve }, [curve]) {
    if (curve !== curves[namedCurve]) throw dataError('Named curve mismatch');
    return { name, namedCurve };
  },
  checkJWK(jwk, { namedCurve }) {
    if (jwk.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
  },
});

const okp = (curve, usages) => ({
  asymmetricType: curve.toLowerCase(),
  kty: 'OKP',
  usages,
  raw: () => [curve.toLowerCase(), ''],
  generate: () => [curve.toLowerCase()],
  algorithm: ({ name }) => ({ name }),
  checkJWK(jwk) {
    if (jwk.crv !== curve) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
  },
});

const signature = { public: ['verify'], private: ['sign'] };
const agreement = { public: [], private: ['deriveKey', 'deriveBits'] };
const families = {
  'RSASSA-PKCS1-v1_5': rsa(signature),
  'RSA-PSS': rsa(signature),
  'RSA-OAEP': rsa({ public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] }),
  ECDSA: ec(signature),
  ECDH: ec(agreement),
  Ed25519: okp('Ed25519', signature),
  X25519: okp('X25519', agreement),
};

/* -------------------------------------------------------------------- *
 * Making, reading and writing keys.
 * -------------------------------------------------------------------- */

function keyOf(family, material, algorithm, extractable, usages) {
  if (material.asymmetricType !== family.asymmetricType) throw dataError('Invalid key type');
  return createKey(material.type, material, family.algorithm(algorithm, material.details), extractable, usages);
}

async function generateKey(family, algorithm, extractable, usages) {
  checkUsages(usages, [...family.usages.public, ...family.usages.private]);
  family.check?.(algorithm);
  const privateUsages = usages.filter((usage) => family.usages.private.includes(usage));
  const publicUsages = usages.filter((usage) => family.usages.public.includes(usage));
  if (privateUsages.length === 0) throw syntaxError('Usages cannot be empty when creating a key.');
  const [publicParts, privateParts] = await op_crypto_key_generate_async(...family.generate(algorithm));
  return {
    publicKey: keyOf(family, materialOf(publicParts), algorithm, true, publicUsages),
    privateKey: keyOf(family, materialOf(privateParts), algorithm, extractable, privateUsages),
  };
}

function importJWK(family, jwk, algorithm, extractable, usages) {
  const isPrivate = jwk.d !== undefined;
  if (jwk.kty !== family.kty) throw dataError('Invalid JWK "kty" Parameter');
  family.checkJWK(jwk, algorithm);
  checkUsages(usages, isPrivate ? family.usages.private : family.usages.public);
  const use = family.usages === agreement || algorithm.name === 'RSA-OAEP' ? 'enc' : 'sig';
  checkJWK(jwk, { kty: family.kty, use, extractable, usages });
  return orDataError(() => op_crypto_key_from_jwk(isPrivate ? 'private' : 'public', JSON.stringify(jwk)));
}

function importKey(family, format, data, algorithm, extractable, usages) {
  family.check?.(algorithm);
  let material;
  if (format === 'jwk') {
    material = importJWK(family, data, algorithm, extractable, usages);
  } else if (format === 'pkcs8') {
    checkUsages(usages, family.usages.private);
    material = orDataError(() => op_crypto_key_read('private', data, 'der', 'pkcs8', null));
  } else if (format === 'spki') {
    checkUsages(usages, family.usages.public);
    material = orDataError(() => op_crypto_key_read('public', data, 'der', 'spki', null));
  } else {
    if (family.raw === undefined) throw notSupported(`Unable to import a key with format ${format}`);
    checkUsages(usages, family.usages.public);
    material = orDataError(() => op_crypto_key_from_raw(...family.raw(algorithm), data, false));
  }
  return keyOf(family, material, algorithm, extractable, usages);
}

function exportKey(family, format, key) {
  const wanted = { pkcs8: 'private', spki: 'public', raw: 'public' }[format];
  if (wanted !== undefined && key.type !== wanted) {
    throw domException(`Unable to export a ${key.type} key with format ${format}`, 'InvalidAccessError');
  }
  if (format === 'jwk') {
    const jwk = JSON.parse(op_crypto_key_to_jwk(key.type, derOf(key)));
    const named = family.jwkName === undefined ? jwk : { ...jwk, alg: family.jwkName(key.algorithm) };
    return { key_ops: key.usages, ext: key.extractable, ...named };
  }
  if (format !== 'raw') return op_crypto_key_write(key.type, derOf(key), format, 'der').buffer;
  if (family.raw === undefined) throw notSupported(`Unable to export a key with format ${format}`);
  return op_crypto_key_to_raw('public', derOf(key), false).buffer;
}

/* -------------------------------------------------------------------- *
 * Using keys.
 * -------------------------------------------------------------------- */

function checkType(key, type) {
  if (key.type !== type) throw domException(`Key must be a ${type} key`, 'InvalidAccessError');
}

// The key's hash, padding, salt and form of signature, as the ops want them.
function signatureArguments({ name, hash, saltLength }, key, data) {
  const digest = hashes[(hash ?? key.algorithm.hash)?.name] ?? '';
  return [derOf(key), digest, data, name === 'RSA-PSS' ? 'pss' : 'pkcs1', saltLength ?? 0, 'ieee-p1363'];
}

const signer = {
  sign(algorithm, key, data) {
    checkType(key, 'private');
    return op_crypto_sign(...signatureArguments(algorithm, key, data));
  },
  verify(algorithm, key, data, sig) {
    checkType(key, 'public');
    return op_crypto_verify(...signatureArguments(algorithm, key, data), sig);
  },
};

const oaepArguments = ({ label }, key, data) => [
  derOf(key), 'oaep', hashes[key.algorithm.hash.name], label ?? new Uint8Array(0), data,
];

const oaep = {
  encrypt(algorithm, key, data) {
    checkType(key, 'public');
    return op_crypto_rsa_encrypt(...oaepArguments(algorithm, key, data));
  },
  decrypt(algorithm, key, data) {
    checkType(key, 'private');
    return op_crypto_rsa_decrypt(...oaepArguments(algorithm, key, data));
  },
};

const agree = {
  deriveBits({ name, public: publicKey }, key, length) {
    const invalid = (message) => domException(message, 'InvalidAccessError');
    if (key.type !== 'private') throw invalid('baseKey must be a private key');
    if (publicKey.type !== 'public') throw invalid('algorithm.public must be a public key');
    if (publicKey.algorithm.name !== name) throw invalid('The public and private keys must be of the same type');
    if (publicKey.algorithm.namedCurve !== key.algorithm.namedCurve) throw invalid('Named curve mismatch');
    const secret = op_crypto_agree(derOf(key), derOf(publicKey));
    if (length === null) return secret;
    if (secret.length * 8 < length) throw operationError('derived bit length is too small');
    return secret.slice(0, Math.ceil(length / 8));
  },
};

const withKeys = (name, methods) => ({
  generateKey: (...args) => generateKey(families[name], ...args),
  importKey: (...args) => importKey(families[name], ...args),
  exportKey: (...args) => exportKey(families[name], ...args),
  ...methods,
});

module.exports = {
  'RSASSA-PKCS1-v1_5': withKeys('RSASSA-PKCS1-v1_5', signer),
  'RSA-PSS': withKeys('RSA-PSS', signer),
  'RSA-OAEP': withKeys('RSA-OAEP', oaep),
  ECDSA: withKeys('ECDSA', signer),
  ECDH: withKeys('ECDH', agree),
  Ed25519: withKeys('Ed25519', signer),
  X25519: withKeys('X25519', agree),
};
