// readline/promises: https://nodejs.org/docs/latest-v20.x/api/readline.html#promises-api

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('readline.promises', 'there is no terminal', { functions: ['createInterface'], classes: ['Interface', 'Readline'] });
