// timers: https://nodejs.org/docs/latest-v20.x/api/timers.html
// The functions themselves are those of internal:webapi/html/timers.

const timers = require('internal:webapi/html/timers');

module.exports = {
  setTimeout: timers.setTimeout,
  clearTimeout: timers.clearTimeout,
  setImmediate: timers.setImmediate,
  clearImmediate: timers.clearImmediate,
  setInterval: timers.setInterval,
  clearInterval: timers.clearInterval,
  get promises() {
    return require('./promises');
  },
};
