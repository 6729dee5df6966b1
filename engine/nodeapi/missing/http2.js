// http2: https://nodejs.org/docs/latest-v20.x/api/http2.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'http2',
  'there are no raw sockets',
  {
    functions: ['connect', 'createServer', 'createSecureServer', 'getDefaultSettings', 'getPackedSettings', 'getUnpackedSettings'],
    classes: ['Http2ServerRequest', 'Http2ServerResponse'],
  },
  { constants: {}, sensitiveHeaders: Symbol('nodejs.http2.sensitiveHeaders') },
);
