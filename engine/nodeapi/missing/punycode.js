// punycode: https://nodejs.org/docs/latest-v20.x/api/punycode.html
//
// toASCII and toUnicode are there; the rest is deprecated in favour of a package.

const { missing } = require('internal:nodeapi/missing');
const { domainToASCII, domainToUnicode } = require('internal:nodeapi/url');

module.exports = missing(
  'punycode',
  'use the package punycode/',
  { functions: ['decode', 'encode'] },
  {
    version: '2.1.0',
    toASCII: (domain) => domainToASCII(domain),
    toUnicode: (domain) => domainToUnicode(domain),
    ucs2: {
      decode: (text) => Array.from(text, (char) => char.codePointAt(0)),
      encode: (points) => String.fromCodePoint(...points),
    },
  },
);
