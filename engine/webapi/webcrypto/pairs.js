// Keys that come in pairs: RSA, elliptic curves, Ed25519 and X25519.
// https://w3c.github.io/webcrypto/#rsassa-pkcs1, #ecdsa, #ecdh, #ed25519, #x25519

const {
  op_crypto_key_read, op_crypto_key_write, op_crypto_key_from_jwk, op_crypto_key_to_jwk, op_crypto_key_from_raw,
  op_crypto_key_to_raw, op_crypto_key_generate_async, op_crypto_sign, op_crypto_verify, op_crypto_rsa_encrypt,
  op_crypto_rsa_decrypt, op_crypto_agree,
} = ops;
const { createKey, slotsOf } = require('./key');
const { hashes, domException, notSupported, operationError, operationFailed, dataError, job } = require('./algorithms');
const { checkAlgorithm, checkPurpose, checkType, checkUsages } = require('./jwk');

const derOf = (key) => slotsOf(key).material.der;

// What an op says of a key: [kind, type, DER, details].
const materialOf = ([type, asymmetricType, der, details]) => ({ type, asymmetricType, der, details });

// An op's complaint about a key's data, as the standard names it.
function orDataError(read) {
  try {
    return materialOf(read());
  } catch (error) {
    throw dataError('Invalid keyData', error);
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

// The exponent's bytes as a number; Node.js makes keys of 32 bits at most.
function exponentOf(bytes) {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  if (value > 2 ** 32 - 1) throw operationError('The publicExponent must be equivalent to an unsigned 32-bit value');
  return value;
}

const ecdsaCurves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/**
 * The families. Each has the usages of its public and of its private keys, what
 * JWKs call it, and the key's algorithm.
 */
const rsa = (usages) => ({
  asymmetricType: 'rsa',
  kty: 'RSA',
  usages,
  keyName: (name) => `an ${name} key`,
  pairName: () => 'a RSA key',
  generate: ({ modulusLength, publicExponent }) => ['rsa', modulusLength, exponentOf(publicExponent)],
  algorithm: ({ name, hash, publicExponent }, [modulusLength, exponent]) => ({
    name,
    modulusLength,
    publicExponent: publicExponent ?? exponentBytes(exponent),
    hash,
  }),
  // Any name that has the hash will do, in any case, as in Node.js.
  checkJWK({ alg }, { hash }) {
    const names = [...Object.keys(rsaJWKNames).map((name) => rsaJWKName(name, hash.name)), `HS${hash.name.slice(4)}`, hash.name];
    checkAlgorithm({ alg: alg?.toUpperCase() }, names);
  },
  jwkName: ({ name, hash }) => rsaJWKName(name, hash.name),
});

const ec = (usages) => ({
  asymmetricType: 'ec',
  kty: 'EC',
  usages,
  keyName: (name) => `a ${name} key`,
  pairName: (name) => `an ${name} key`,
  raw: ({ namedCurve }) => ['ec', namedCurve],
  check({ namedCurve }) {
    if (curves[namedCurve] === undefined) throw notSupported('Unrecognized namedCurve');
  },
  generate: ({ namedCurve }) => ['ec', namedCurve],
  algorithm({ name, namedCurve }, [curve]) {
    if (curve !== curves[namedCurve]) throw dataError('Named curve mismatch');
    return { name, namedCurve };
  },
  checkCurve(jwk, { namedCurve }) {
    if (jwk.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
  },
  checkJWK(jwk, { name, namedCurve }) {
    if (name === 'ECDSA') checkAlgorithm(jwk, Object.keys(ecdsaCurves).filter((alg) => ecdsaCurves[alg] === namedCurve));
  },
});

const okp = (curve, size, usages) => ({
  asymmetricType: curve.toLowerCase(),
  kty: 'OKP',
  usages,
  keyName: (name) => `a ${name} key`,
  pairName: (name) => `an ${name} key`,
  raw: () => [curve.toLowerCase(), ''],
  checkRaw(bytes) {
    if (bytes.length !== size) throw dataError(`${curve} raw keys must be exactly ${size}-bytes`);
  },
  generate: () => [curve.toLowerCase()],
  algorithm: ({ name }) => ({ name }),
  checkCurve(jwk) {
    if (jwk.crv !== curve) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
  },
  checkJWK(jwk) {
    if (usages === signature) checkAlgorithm(jwk, [curve, 'EdDSA']);
    if (jwk.d !== undefined && jwk.x === undefined) throw dataError('Invalid JWK');
  },
  jwkName: usages === signature ? () => curve : undefined,
});

const signature = { public: ['verify'], private: ['sign'] };
const agreement = { public: [], private: ['deriveKey', 'deriveBits'] };
const families = {
  'RSASSA-PKCS1-v1_5': rsa(signature),
  'RSA-PSS': rsa(signature),
  'RSA-OAEP': rsa({ public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] }),
  ECDSA: ec(signature),
  ECDH: ec(agreement),
  Ed25519: okp('Ed25519', 32, signature),
  X25519: okp('X25519', 32, agreement),
  Ed448: okp('Ed448', 57, signature),
  X448: okp('X448', 56, agreement),
};

/* -------------------------------------------------------------------- *
 * Making, reading and writing keys.
 * -------------------------------------------------------------------- */

function keyOf(family, material, algorithm, extractable, usages) {
  if (material.asymmetricType !== family.asymmetricType) throw dataError('Invalid key type');
  return createKey(material.type, material, family.algorithm(algorithm, material.details), extractable, usages);
}

async function generateKey(family, algorithm, extractable, usages) {
  family.check?.(algorithm);
  const parameters = family.generate(algorithm);
  checkUsages(usages, [...family.usages.public, ...family.usages.private], family.pairName(algorithm.name));
  const asked = (allowed) => allowed.filter((usage) => usages.includes(usage));
  let parts;
  try {
    parts = await op_crypto_key_generate_async(...parameters);
  } catch (error) {
    throw operationFailed(error);
  }
  return {
    publicKey: keyOf(family, materialOf(parts[0]), algorithm, true, asked(family.usages.public)),
    privateKey: keyOf(family, materialOf(parts[1]), algorithm, extractable, asked(family.usages.private)),
  };
}

function importJWK(family, jwk, algorithm, extractable, usages) {
  const kind = jwk.d === undefined ? 'public' : 'private';
  checkType(jwk, family.kty);
  family.checkCurve?.(jwk, algorithm);
  // The usages of OKP keys come last.
  const check = () => checkUsages(usages, family.usages[kind], family.keyName(algorithm.name));
  if (family.kty !== 'OKP') check();
  const encrypts = family.usages === agreement || algorithm.name === 'RSA-OAEP';
  checkPurpose(jwk, { use: encrypts ? 'enc' : 'sig', extractable, usages });
  family.checkJWK(jwk, algorithm);
  if (family.kty === 'OKP') check();
  return orDataError(() => op_crypto_key_from_jwk(kind, JSON.stringify(jwk)));
}

const formats = { pkcs8: 'private', spki: 'public', raw: 'public' };

function importKey(family, format, data, algorithm, extractable, usages) {
  family.check?.(algorithm);
  if (format === 'raw' && family.raw === undefined) throw notSupported(`Unable to import ${family.kty} key with format ${format}`);
  let material;
  if (format === 'jwk') {
    material = importJWK(family, data, algorithm, extractable, usages);
  } else {
    const kind = formats[format];
    checkUsages(usages, family.usages[kind], family.keyName(algorithm.name));
    if (format === 'raw') family.checkRaw?.(data);
    material = orDataError(() =>
      format === 'raw' ? op_crypto_key_from_raw(...family.raw(algorithm), data, false) : op_crypto_key_read(kind, data, 'der', format, null),
    );
  }
  return keyOf(family, material, algorithm, extractable, usages);
}

function exportKey(family, format, key) {
  if (format === 'jwk') {
    const jwk = JSON.parse(op_crypto_key_to_jwk(key.type, derOf(key)));
    const named = family.jwkName === undefined ? jwk : { ...jwk, alg: family.jwkName(key.algorithm) };
    return { key_ops: key.usages, ext: key.extractable, ...named };
  }
  if (key.type !== formats[format] || (format === 'raw' && family.raw === undefined)) {
    // Node.js says "raw" for SPKI too.
    const named = format === 'pkcs8' ? 'pkcs8' : 'raw';
    throw domException(`Unable to export a ${named} ${key.algorithm.name} ${key.type} key`, 'InvalidAccessError');
  }
  if (format !== 'raw') return op_crypto_key_write(key.type, derOf(key), format, 'der').buffer;
  return op_crypto_key_to_raw('public', derOf(key), false).buffer;
}

/* -------------------------------------------------------------------- *
 * Using keys.
 * -------------------------------------------------------------------- */

function checkKeyType(key, type) {
  if (key.type !== type) throw domException(`Key must be a ${type} key`, 'InvalidAccessError');
}

// The key's hash, padding, salt and form of signature, as the ops want them.
function signatureArguments({ name, hash, saltLength }, key, data) {
  const digest = hashes[(hash ?? key.algorithm.hash)?.name] ?? '';
  return [derOf(key), digest, data, name === 'RSA-PSS' ? 'pss' : 'pkcs1', saltLength ?? 0, 'ieee-p1363'];
}

const digestBytes = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

// https://datatracker.ietf.org/doc/html/rfc8017#section-9.1.1: what a salt leaves room for.
function checkSalt({ name, saltLength }, key) {
  if (name !== 'RSA-PSS') return;
  const max = Math.ceil((key.algorithm.modulusLength - 1) / 8) - digestBytes[key.algorithm.hash.name] - 2;
  if (saltLength > max) throw new RangeError(`The value of "algorithm.saltLength" is out of range. It must be >= 0 && <= ${max}. Received ${saltLength}`);
}

function checkContext({ context }) {
  if (context?.length > 0) throw notSupported('Non zero-length context is not yet supported.');
}

const signer = {
  sign(algorithm, key, data) {
    checkKeyType(key, 'private');
    checkContext(algorithm);
    return job(() => {
      checkSalt(algorithm, key);
      return op_crypto_sign(...signatureArguments(algorithm, key, data));
    });
  },
  verify(algorithm, key, data, sig) {
    checkKeyType(key, 'public');
    checkContext(algorithm);
    return job(() => {
      checkSalt(algorithm, key);
      return op_crypto_verify(...signatureArguments(algorithm, key, data), sig);
    });
  },
};

const oaepArguments = ({ label }, key, data) => [
  derOf(key), 'oaep', hashes[key.algorithm.hash.name], label ?? new Uint8Array(0), data,
];

function checkCipherKey(key, type) {
  if (key.type !== type) throw domException('The requested operation is not valid for the provided key', 'InvalidAccessError');
}

const oaep = {
  encrypt(algorithm, key, data) {
    checkCipherKey(key, 'public');
    return job(() => op_crypto_rsa_encrypt(...oaepArguments(algorithm, key, data)));
  },
  decrypt(algorithm, key, data) {
    checkCipherKey(key, 'private');
    return job(() => op_crypto_rsa_decrypt(...oaepArguments(algorithm, key, data)));
  },
};

const agreements = ['ECDH', 'X25519', 'X448'];

const agree = {
  deriveBits({ public: publicKey }, key, length) {
    const invalid = (message) => domException(message, 'InvalidAccessError');
    if (publicKey.type !== 'public') throw invalid('algorithm.public must be a public key');
    if (key.type !== 'private') throw invalid('baseKey must be a private key');
    const { name, namedCurve } = publicKey.algorithm;
    if (!agreements.includes(name)) throw invalid('Keys must be ECDH, X25519, or X448 keys');
    if (name !== key.algorithm.name) throw invalid('The public and private keys must be of the same type');
    if (namedCurve !== key.algorithm.namedCurve) throw invalid('Named curve mismatch');
    const secret = job(() => op_crypto_agree(derOf(key), derOf(publicKey)));
    return length === null ? secret : firstBits(secret, length);
  },
};

// The bits of the last byte that are not asked for are 0.
function firstBits(secret, length) {
  const size = Math.ceil(length / 8);
  if (secret.length < size) throw operationError('derived bit length is too small');
  const out = secret.slice(0, size);
  if (length % 8 !== 0) out[size - 1] &= 0xff << (8 - (length % 8));
  return out;
}

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
  Ed448: withKeys('Ed448', signer),
  X448: withKeys('X448', agree),
};
