// Making keys.
// https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptogeneratekeypairtype-options-callback

const { op_crypto_random, op_crypto_key_generate, op_crypto_key_generate_async, op_crypto_digest_info } = ops;
const { notProvided } = require('internal:nodeapi/errors');
const { codes, callBack, openssl } = require('./input');
const { make, fromOp, checkEncoding, checkFamily, exportKey } = require('./keys');
const v = require('internal:nodeapi/errors/validators');

const defaultExponent = 65537;

function rsaParameters(options) {
  v.validateObject(options, 'options');
  const { modulusLength, publicExponent } = options;
  v.validateUint32(modulusLength, 'options.modulusLength');
  if (publicExponent !== undefined && publicExponent !== null) v.validateUint32(publicExponent, 'options.publicExponent');
  return [modulusLength, publicExponent ?? defaultExponent];
}

function pssParameters(options) {
  const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = options;
  if (saltLength !== undefined) v.validateInt32(saltLength, 'options.saltLength', 0);
  if (hashAlgorithm !== undefined) v.validateString(hashAlgorithm, 'options.hashAlgorithm');
  if (mgf1HashAlgorithm !== undefined) v.validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
  if (hashAlgorithm === undefined && mgf1HashAlgorithm === undefined && saltLength === undefined) return ['', '', 0];
  const hash = hashAlgorithm ?? 'sha1';
  for (const name of [hash, mgf1HashAlgorithm ?? hash]) {
    if (op_crypto_digest_info(name) === null) throw new codes.ERR_CRYPTO_INVALID_DIGEST(name);
  }
  return [hash, mgf1HashAlgorithm ?? hash, saltLength ?? op_crypto_digest_info(hash)[1]];
}

// What the op takes, for a kind of key.
function pairParameters(type, options) {
  switch (type) {
    case 'rsa':
      return ['rsa', ...rsaParameters(options)];
    case 'rsa-pss':
      return ['rsa-pss', ...rsaParameters(options), ...pssParameters(options)];
    case 'ec': {
      v.validateObject(options, 'options');
      const { namedCurve, paramEncoding } = options;
      v.validateString(namedCurve, 'options.namedCurve');
      if (paramEncoding === 'explicit') throw notProvided("generateKeyPair with paramEncoding 'explicit'");
      if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named') {
        throw new codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      return ['ec', namedCurve];
    }
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return [type];
    case 'dsa':
    case 'dh':
      throw notProvided(`generateKeyPair('${type}')`);
    default:
      throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
}

// The encodings are checked before the key is made.
function pairArguments(type, options) {
  v.validateString(type, 'type');
  if (options !== undefined) v.validateObject(options, 'options');
  for (const kind of ['public', 'private']) {
    const name = `${kind}KeyEncoding`;
    const encoding = options?.[name];
    if (encoding === undefined || encoding === null) continue;
    if (typeof encoding !== 'object') throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
    checkEncoding(kind, encoding, `options.${name}`);
  }
  const parameters = pairParameters(type, options);
  for (const name of ['publicKeyEncoding', 'privateKeyEncoding']) checkFamily(type, options?.[name] ?? {});
  return parameters;
}

// A key object, or the encoding of it that was asked for.
function present(parts, encoding, name) {
  const { type, material } = fromOp(parts);
  return encoding === undefined || encoding === null ? make(type, material) : exportKey(type, material, encoding, `options.${name}`);
}

const presentBoth = ([publicParts, privateParts], options) => [
  present(publicParts, options?.publicKeyEncoding, 'publicKeyEncoding'),
  present(privateParts, options?.privateKeyEncoding, 'privateKeyEncoding'),
];

function generateKeyPairSync(type, options) {
  const [publicKey, privateKey] = presentBoth(openssl(() => op_crypto_key_generate(...pairArguments(type, options))), options);
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
