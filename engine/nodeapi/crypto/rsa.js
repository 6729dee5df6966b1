// RSA encryption: https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptopublicencryptkey-buffer

const { op_crypto_rsa_encrypt, op_crypto_rsa_decrypt } = ops;
const { codes, isBytes, toBytes, fromBytes } = require('./input');
const { prepareKey } = require('./keys');
const { constants } = require('./constants');

const optionsOf = (key) => (key !== null && typeof key === 'object' && !isBytes(key) ? key : {});

// DER, padding, hash, label, data: what the ops take.
function operands(kind, key, data, signing) {
  const { padding = signing ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel, encoding } = optionsOf(key);
  const { material } = prepareKey(kind, key);
  const known = { [constants.RSA_PKCS1_PADDING]: 'pkcs1', [constants.RSA_PKCS1_OAEP_PADDING]: 'oaep' }[padding];
  if (known === undefined || (signing && known === 'oaep')) throw new codes.ERR_INVALID_ARG_VALUE('options.padding', padding);
  const label = oaepLabel === undefined ? new Uint8Array(0) : toBytes(oaepLabel, 'key.oaepLabel');
  return [material.der, signing ? 'pkcs1-sign' : known, oaepHash, label, toBytes(data, 'buffer', encoding)];
}

module.exports = {
  publicEncrypt: (key, data) => fromBytes(op_crypto_rsa_encrypt(...operands('public', key, data, false))),
  privateDecrypt: (key, data) => fromBytes(op_crypto_rsa_decrypt(...operands('private', key, data, false))),
  privateEncrypt: (key, data) => fromBytes(op_crypto_rsa_encrypt(...operands('private', key, data, true))),
  publicDecrypt: (key, data) => fromBytes(op_crypto_rsa_decrypt(...operands('public', key, data, true))),
};
