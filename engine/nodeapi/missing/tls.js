// tls: https://nodejs.org/docs/latest-v20.x/api/tls.html

const { missing, refused } = require('internal:nodeapi/missing');

const why = 'there are no raw sockets';

class JSStreamSocket {
  constructor() {
    throw refused('tls.TLSSocket', why);
  }
}

// http2-wrapper, and got with it, makes one around a stream when it loads, to get
// hold of a class of Node.js's: that can be had, and throws when it is used.
class TLSSocket {
  constructor(socket) {
    if (typeof socket?.pipe !== 'function') throw refused('tls.TLSSocket', why);
    this._handle = { _parentWrap: { constructor: JSStreamSocket } };
  }
}

module.exports = missing(
  'tls',
  why,
  {
    functions: ['checkServerIdentity', 'connect', 'createSecureContext', 'createSecurePair', 'createServer', 'getCiphers'],
    classes: ['SecureContext', 'Server'],
  },
  {
    TLSSocket,
    DEFAULT_MIN_VERSION: 'TLSv1.2',
    DEFAULT_MAX_VERSION: 'TLSv1.3',
    DEFAULT_ECDH_CURVE: 'auto',
    rootCertificates: Object.freeze([]),
  },
);
