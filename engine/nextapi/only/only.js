// server-only: importing it asserts that a module never reaches the browser.
// Everything here runs on the server, so there is nothing to do.

module.exports = {};
