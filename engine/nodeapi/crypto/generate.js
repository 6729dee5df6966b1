// Making keys.
// https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptogeneratekeypairtype-options-callback

const { op_crypto_random, op_crypto_key_generate, op_crypto_key_generate_async } = ops;
const { codes, callBack } = require('./input');
const { make, fromOp, exportKey } = require('./keys');
const v = require('internal:nodeapi/errors/validators');

function pairArguments(type, options) {
  v.validateString(type, 'type');
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
      v.validateObject(options, 'options');
      v.validateUint32(options.modulusLength, 'options.modulusLength');
      return ['rsa', options.modulusLength, options.publicExponent ?? 65537];
    case 'ec':
      v.validateObject(options, 'options');
      v.validateString(options.namedCurve, 'options.namedCurve');
      return ['ec', options.namedCurve];
    case 'ed25519':
    case 'x25519':
      return [type];
    default:
      throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
}

// A key object, or the encoding of it that was asked for.
function present(parts, encoding, name) {
  const { type, material } = fromOp(parts);
  return encoding === undefined || encoding === null ? make(type, material) : exportKey(type, material, encoding, `options.${name}`);
}

const presentBoth = ([publicParts, privateParts], options = {}) => [
  present(publicParts, options?.publicKeyEncoding, 'publicKeyEncoding'),
  present(privateParts, options?.privateKeyEncoding, 'privateKeyEncoding'),
];

function generateKeyPairSync(type, options) {
  const [publicKey, privateKey] = presentBoth(op_crypto_key_generate(...pairArguments(type, options)), options);
  return { publicKey, privateKey };
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  v.validateFunction(callback, 'callback');
  const args = pairArguments(type, options);
  callBack(op_crypto_key_generate_async(...args), callback, (parts) => presentBoth(parts, options));
}

Object.defineProperty(generateKeyPair, Symbol.for('nodejs.util.promisify.custom'), {
  value: (type, options) =>
    new Promise((resolve, reject) => {
      generateKeyPair(type, options, (error, publicKey, privateKey) => (error ? reject(error) : resolve({ publicKey, privateKey })));
    }),
});

function generateKeySync(type, options) {
  v.validateString(type, 'type');
  v.validateObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') v.validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') v.validateOneOf(length, 'options.length', [128, 192, 256]);
  else throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return make('secret', { bytes: op_crypto_random(Math.floor(length / 8)) });
}

function generateKey(type, options, callback) {
  v.validateFunction(callback, 'callback');
  callBack(Promise.resolve(generateKeySync(type, options)), callback);
}

module.exports = { generateKeyPair, generateKeyPairSync, generateKey, generateKeySync };
