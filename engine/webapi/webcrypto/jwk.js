// Checks that all kinds of keys share: their usages, and what a JSON Web Key says
// of itself. https://w3c.github.io/webcrypto/#JsonWebKey-dictionary

const { domException, dataError } = require('./algorithms');

const syntaxError = (message) => domException(message, 'SyntaxError');

/** Only these usages, and some if the key is not a public one. */
function checkUsages(usages, allowed) {
  if (usages.some((usage) => !allowed.includes(usage))) throw syntaxError('Unsupported key usage for this algorithm');
}

/** The members of a JWK that say what it is for must allow what is asked of it. */
function checkJWK(jwk, { kty, use, extractable, usages }) {
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw dataError('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined) {
    if (!Array.isArray(jwk.key_ops) || new Set(jwk.key_ops).size !== jwk.key_ops.length) throw dataError('Invalid JWK "key_ops" Parameter');
    if (usages.some((usage) => !jwk.key_ops.includes(usage))) throw dataError('Key operations and usage mismatch');
  }
  if (jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

module.exports = { checkUsages, checkJWK, syntaxError };
