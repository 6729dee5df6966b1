// RSA encryption: https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptopublicencryptkey-buffer

const { op_crypto_rsa_encrypt, op_crypto_rsa_decrypt } = ops;
const { codes, isBytes, toBytes, fromBytes, openssl, opensslError } = require('./input');
const { prepareKey } = require('./keys');
const { constants } = require('./constants');
const { nodeError } = require('internal:webapi/webidl/codes');
const v = require('internal:nodeapi/errors/validators');

const paddings = {
  [constants.RSA_PKCS1_PADDING]: 'pkcs1',
  [constants.RSA_NO_PADDING]: 'none',
  [constants.RSA_PKCS1_OAEP_PADDING]: 'oaep',
};
const optionsOf = (key) => (key !== null && typeof key === 'object' && !isBytes(key) ? key : {});

// The operation's key: a public one has no private half, which only shows later.
function keyFor(kind, key) {
  if (kind === 'public') return prepareKey('public', key).material;
  try {
    return prepareKey('private', key).material;
  } catch (error) {
    if (error.code !== 'ERR_OSSL_UNSUPPORTED') throw error;
    return prepareKey('public', key).material;
  }
}

// With a private key, what is encrypted is a signature.
const rsaFunction = (op, kind, signs) => (key, buffer) => {
  const material = keyFor(kind, key);
  const { oaepHash, oaepLabel, encoding, ...options } = optionsOf(key);
  const padding = options.padding || (signs ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING);
  if (oaepHash !== undefined) v.validateString(oaepHash, 'key.oaepHash');
  const label = oaepLabel === undefined ? new Uint8Array(0) : toBytes(oaepLabel, 'key.oaepLabel', encoding);
  const bytes = toBytes(buffer, 'buffer', encoding);
  if (op === op_crypto_rsa_decrypt && !signs && padding === constants.RSA_PKCS1_PADDING) {
    throw nodeError(
      TypeError,
      'ERR_INVALID_ARG_VALUE',
      'RSA_PKCS1_PADDING is no longer supported for private decryption, this can be reverted with --security-revert=CVE-2023-46809',
    );
  }
  const known = paddings[padding] ?? 'unknown';
  if (signs && known !== 'pkcs1' && known !== 'none') {
    throw opensslError('1C8000A5', 'Provider routines', 'illegal or unsupported padding mode');
  }
  return fromBytes(openssl(() => op(material.der, signs ? `${known}-sign` : known, oaepHash ?? 'sha1', label, bytes)));
};

module.exports = {
  publicEncrypt: rsaFunction(op_crypto_rsa_encrypt, 'public', false),
  publicDecrypt: rsaFunction(op_crypto_rsa_decrypt, 'public', true),
  privateEncrypt: rsaFunction(op_crypto_rsa_encrypt, 'private', true),
  privateDecrypt: rsaFunction(op_crypto_rsa_decrypt, 'private', false),
};
for (const name of Object.keys(module.exports)) Object.defineProperty(module.exports[name], 'name', { value: '' });
