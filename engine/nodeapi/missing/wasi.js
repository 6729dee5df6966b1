// wasi: https://nodejs.org/docs/latest-v20.x/api/wasi.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('wasi', 'there is no WebAssembly', { classes: ['WASI'] });
