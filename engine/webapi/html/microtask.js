// queueMicrotask: https://html.spec.whatwg.org/#microtask-queuing
// Go half: none. Missing: none.

const { PromiseResolve } = primordials;
const { validate } = require('internal:webapi/webidl/codes');
const { nativeThen, wrap } = require('internal:js/context');

function queueMicrotask(callback) {
  validate.function(callback, 'callback');
  const run = wrap(() => {
    try {
      callback();
    } catch (error) {
      require('./report').reportException(error);
    }
  });
  nativeThen(PromiseResolve(), run);
}

module.exports = { queueMicrotask };
