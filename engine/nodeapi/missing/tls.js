// tls: https://nodejs.org/docs/latest-v20.x/api/tls.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'tls',
  'there are no raw sockets',
  {
    functions: ['checkServerIdentity', 'connect', 'createSecureContext', 'createSecurePair', 'createServer', 'getCiphers'],
    classes: ['SecureContext', 'Server', 'TLSSocket'],
  },
  { DEFAULT_MIN_VERSION: 'TLSv1.2', DEFAULT_MAX_VERSION: 'TLSv1.3', DEFAULT_ECDH_CURVE: 'auto', rootCertificates: Object.freeze([]) },
);
