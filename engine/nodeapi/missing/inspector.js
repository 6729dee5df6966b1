// inspector: https://nodejs.org/docs/latest-v20.x/api/inspector.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'inspector',
  'there is no V8',
  { functions: ['open', 'close', 'waitForDebugger'], classes: ['Session'] },
  { url: () => undefined, console: {} },
);
