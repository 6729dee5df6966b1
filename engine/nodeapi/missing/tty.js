// tty: https://nodejs.org/docs/latest-v20.x/api/tty.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('tty', 'there is no terminal', { classes: ['ReadStream', 'WriteStream'] }, { isatty: () => false });
