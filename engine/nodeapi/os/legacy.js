// constants: those of os, fs and crypto in one object, as old code imports them.
// https://nodejs.org/docs/latest-v20.x/api/deprecations.html#DEP0008

const os = require('./constants').constants;

module.exports = Object.freeze(Object.assign(
  {},
  os.dlopen,
  os.errno,
  os.priority,
  os.signals,
  require('internal:nodeapi/fs/constants').constants,
  require('internal:nodeapi/crypto/constants').constants,
));
