// console: https://nodejs.org/docs/latest-v20.x/api/console.html

module.exports = primordials.global.console;
