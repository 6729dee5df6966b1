// readline: https://nodejs.org/docs/latest-v20.x/api/readline.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'readline',
  'there is no terminal',
  { functions: ['clearLine', 'clearScreenDown', 'createInterface', 'cursorTo', 'emitKeypressEvents', 'moveCursor'], classes: ['Interface'] },
  {
    get promises() {
      return require('./readline-promises');
    },
  },
);
