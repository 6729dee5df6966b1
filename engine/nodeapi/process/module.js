// "node:process": the object that is also the global process.

module.exports = require('internal:nodeapi/process').process;
