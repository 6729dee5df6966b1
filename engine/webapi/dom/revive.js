// Makes an op's ThrowDOM a real DOMException. Runs when an isolate starts; the
// class itself loads with the first exception.

const { setRevive } = require('internal:js');
const { Error } = primordials;

setRevive(({ c: className, n: name, k: code, m: message }) => {
  if (className === 'DOMException') {
    const { DOMException } = require('./exception');
    return new DOMException(message, name);
  }
  const Class = typeof primordials[className] === 'function' ? primordials[className] : Error;
  if (code) return require('internal:webapi/webidl/codes').nodeError(Class, code, message);
  return new Class(message);
});
