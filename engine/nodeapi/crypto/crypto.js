// crypto: https://nodejs.org/docs/latest-v20.x/api/crypto.html
//
// Missing, and throwing an error that says so: X.509 certificates, engines, keys of
// DSA and of finite-field Diffie-Hellman, curves that getCurves() does not list, and
// hashes and ciphers that getHashes() and getCiphers() do not.

const { notProvided } = require('internal:nodeapi/errors');

const webcrypto = () => require('internal:webapi/webcrypto').crypto;

function refuse(name) {
  return {
    [name]() {
      throw notProvided(`crypto.${name}`);
    },
  }[name];
}

const refused = (name) =>
  ({
    [name]: class {
      constructor() {
        throw notProvided(`crypto.${name}`);
      }
    },
  })[name];

// Exports by the file that has them: it loads when one of them is read.
const lazy = {
  './hash': ['createHash', 'createHmac', 'getHashes', 'hash', 'Hash', 'Hmac'],
  './random': [
    'randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'checkPrime', 'checkPrimeSync',
    'generatePrime', 'generatePrimeSync', 'timingSafeEqual',
  ],
  './cipher': ['createCipheriv', 'createDecipheriv', 'getCiphers', 'getCipherInfo', 'Cipheriv', 'Decipheriv', 'Cipher', 'Decipher'],
  './derive': ['pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync', 'hkdf', 'hkdfSync'],
  './keys': ['KeyObject', 'createSecretKey', 'createPublicKey', 'createPrivateKey'],
  './generate': ['generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync'],
  './sign': ['createSign', 'createVerify', 'sign', 'verify', 'Sign', 'Verify'],
  './rsa': ['publicEncrypt', 'publicDecrypt', 'privateEncrypt', 'privateDecrypt'],
  './dh': ['createDiffieHellman', 'createDiffieHellmanGroup', 'getDiffieHellman', 'DiffieHellman', 'DiffieHellmanGroup'],
  './ecdh': ['createECDH', 'diffieHellman', 'getCurves', 'ECDH'],
  './constants': ['constants'],
};

for (const [file, names] of Object.entries(lazy)) {
  for (const name of names) {
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => require(file)[name] });
  }
}

// Deprecated, and so not shown.
for (const name of ['createCipher', 'createDecipher']) {
  Object.defineProperty(exports, name, { enumerable: false, configurable: true, get: () => require('./cipher')[name] });
}

Object.defineProperties(exports, {
  webcrypto: { enumerable: true, configurable: true, get: webcrypto },
  subtle: { enumerable: true, configurable: true, get: () => webcrypto().subtle },
});

Object.assign(exports, {
  getRandomValues: (array) => webcrypto().getRandomValues(array),
  Certificate: refused('Certificate'),
  X509Certificate: refused('X509Certificate'),
  setEngine: refuse('setEngine'),
  getFips: () => 0,
  setFips(value) {
    if (value) throw notProvided('crypto.setFips(true)');
  },
  secureHeapUsed: () => ({ total: 0, used: 0, utilization: 0, min: 0 }),
});
