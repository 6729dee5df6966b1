// Checks that all kinds of keys share: their usages, and what a JSON Web Key says
// of itself. https://w3c.github.io/webcrypto/#JsonWebKey-dictionary

const { domException, dataError } = require('./algorithms');

const syntaxError = (message) => domException(message, 'SyntaxError');

/** Only these usages; a key is named as messages do: "an AES key". */
function checkUsages(usages, allowed, keyName) {
  if (usages.some((usage) => !allowed.includes(usage))) throw syntaxError(`Unsupported key usage for ${keyName}`);
}

function checkType(jwk, kty) {
  if (!jwk.kty) throw dataError('Invalid keyData');
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
}

const operations = ['sign', 'verify', 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits'];

/** The members of a JWK that say what it is for must allow what is asked of it. */
function checkPurpose(jwk, { use, extractable, usages }) {
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw dataError('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined) {
    // Operations that nobody knows may be there, and more than once.
    const known = jwk.key_ops.filter((operation) => operations.includes(operation));
    if (new Set(known).size !== known.length) throw dataError('Duplicate key operation');
    if (usages.some((usage) => !jwk.key_ops.includes(usage))) throw dataError('Key operations and usage mismatch');
  }
  if (jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

function checkAlgorithm(jwk, allowed) {
  if (jwk.alg !== undefined && !allowed.includes(jwk.alg)) throw dataError('JWK "alg" does not match the requested algorithm');
}

/** Bytes of base64url, or base64, as Node.js reads it: what does not belong there is skipped. */
function decodeBase64(text) {
  const digits = text.replace(/=.*$/s, '').replaceAll('-', '+').replaceAll('_', '/').replace(/[^A-Za-z0-9+/]/g, '');
  return Uint8Array.fromBase64(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}

module.exports = { checkUsages, checkType, checkPurpose, checkAlgorithm, decodeBase64, syntaxError };
