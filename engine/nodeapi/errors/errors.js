// Errors of the Node.js modules: a class for each code.
// https://nodejs.org/docs/latest-v20.x/api/errors.html#nodejs-error-codes
//
// Other modules take a class from codes and throw it: `throw new
// ERR_INVALID_ARG_VALUE('flag', flag)`. The texts are in ./messages; codes of
// one module only are added by that module with defineError().

const { Error, TypeError, RangeError, SyntaxError } = primordials;

const bases = { Error, TypeError, RangeError, SyntaxError, URIError };

/** Marks errors made here: util.inspect shows their code beside the name. */
const kIsNodeError = Symbol('kIsNodeError');

const codes = Object.create(null);

function toStringWithCode() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

const hidden = (value) => ({ value, writable: true, enumerable: false, configurable: true });

// QuickJS's stack has no header line; V8's has, and Node's errors have their
// code in it.
function headedStack(error, code) {
  const header = `${error.name} [${code}]: ${error.message}`;
  const stack = String(error.stack ?? '');
  const frames = stack.slice(Math.max(stack.search(/^ {4}at /m), 0));
  return frames.startsWith('    at ') ? `${header}\n${frames}` : header;
}

/**
 * Makes the class of a code.
 * @param {string} code
 * @param {string | function} message a text, or a function of the arguments
 * @param {'Error' | 'TypeError' | 'RangeError' | 'SyntaxError' | 'URIError'} [base]
 */
function defineError(code, message, base = 'Error') {
  const Base = bases[base];
  function NodeError(...args) {
    const error = new Base();
    const text = typeof message === 'function' ? message.apply(error, args) : message;
    Object.defineProperties(error, {
      [kIsNodeError]: hidden(true),
      message: hidden(text),
      toString: hidden(toStringWithCode),
    });
    error.code = code;
    Object.defineProperty(error, 'stack', hidden(headedStack(error, code)));
    return error;
  }
  NodeError.prototype = Base.prototype;
  codes[code] = NodeError;
  return NodeError;
}

/** What node's APIs reject with when their signal aborts. */
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** Joins the error of a clean-up with the one that made it necessary. */
function aggregateTwoErrors(inner, outer) {
  if (inner && outer && inner !== outer) {
    if (Array.isArray(outer.errors)) {
      outer.errors.push(inner);
      return outer;
    }
    const error = new AggregateError([outer, inner], outer.message);
    error.code = outer.code;
    return error;
  }
  return inner || outer;
}

/** Throws what a member throws that routescope does not provide. */
function notProvided(member, why = '') {
  const reason = why === '' ? '' : `: ${why}`;
  const error = new Error(`${member} is not provided by routescope${reason}`);
  error.code = 'ERR_METHOD_NOT_IMPLEMENTED';
  return error;
}

module.exports = { codes, defineError, headedStack, kIsNodeError, AbortError, aggregateTwoErrors, notProvided };

require('./messages').define(defineError);
