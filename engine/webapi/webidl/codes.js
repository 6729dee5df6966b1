// Errors with Node.js's codes: https://nodejs.org/api/errors.html#nodejs-error-codes
// Go half: none. Missing: codes of modules we lack; a module adds its own with define().
//
//   const { codes } = require('internal:webapi/webidl/codes');
//   throw codes.ERR_INVALID_ARG_TYPE('callback', 'Function', value);
//
// Also: nodeError(Base, code, message), received(value) ("type number (5)"),
// validate.<type>(value, name): string, number, integer, boolean, object, function,
// abortSignal, oneOf; formatList(items, 'or'); inspect(value).

const { Error, TypeError, RangeError, Object, Array, Number, String, JSON } = primordials;

/** Makes an error as Node.js does: `code` shows, and the text starts "TypeError [CODE]: ". */
function nodeError(Base, code, message) {
  const error = new Base(message);
  Object.defineProperties(error, {
    toString: {
      value() {
        return `${this.name} [${code}]: ${this.message}`;
      },
      writable: true,
      configurable: true,
    },
  });
  error.code = code;
  markStack(error, code);
  return error;
}

// The stack's first line names the code; name itself stays the class's.
function markStack(error, code) {
  const { stack, name } = error;
  if (typeof stack !== 'string') return;
  const marked = stack.startsWith(name) ? `${name} [${code}]${stack.slice(name.length)}` : stack;
  Object.defineProperty(error, 'stack', { value: marked, writable: true, configurable: true });
}

/** codes.X(...args) makes the error; message is text or a function of args. */
const codes = { __proto__: null };

function define(code, message, Base) {
  codes[code] = (...args) => nodeError(Base, code, typeof message === 'function' ? message(...args) : message);
}

/* -------------------------------------------------------------------- *
 * Parts of messages.
 * -------------------------------------------------------------------- */

function formatList(items, conjunction) {
  if (items.length < 3) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(', ')}, ${conjunction} ${items[items.length - 1]}`;
}

// util.inspect belongs to nodeapi, which an isolate may be without.
function inspect(value, options) {
  let util;
  try {
    util = require('internal:nodeapi/util/inspect');
  } catch {
    return require('internal:webapi/webidl').stringify(value);
  }
  return util.inspect(value, options);
}

/** What follows "Received ": the kind of a value and the value. */
function received(value) {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'function':
      return `function ${value.name}`;
    case 'object':
      if (value === null) return 'null';
      if (value.constructor && 'name' in value.constructor) return `an instance of ${value.constructor.name}`;
      return inspect(value, { depth: -1 });
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      return `type number (${Object.is(value, -0) ? '-0' : value})`;
    case 'string': {
      const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      return `type string (${text.includes("'") ? JSON.stringify(text) : `'${text}'`})`;
    }
    default:
      return `type ${typeof value} (${String(value)})`;
  }
}

const primitiveNames = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];
const className = /^[A-Z][a-zA-Z0-9]*$/;

// "of type string or an instance of Buffer"
function expectation(expected) {
  const types = [];
  const instances = [];
  const others = [];
  for (const value of Array.isArray(expected) ? expected : [expected]) {
    if (primitiveNames.includes(value)) types.push(value.toLowerCase());
    else if (className.test(value)) instances.push(value);
    else others.push(value);
  }
  const at = types.indexOf('object');
  if (instances.length > 0 && at !== -1) {
    types.splice(at, 1);
    instances.push('Object');
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances, 'or')}`);
  if (others.length > 1) parts.push(`one of ${formatList(others, 'or')}`);
  else if (others.length === 1) parts.push(`${others[0].toLowerCase() === others[0] ? '' : 'an '}${others[0]}`);
  return parts.join(' or ');
}

function nameArgument(name) {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

function shorten(text) {
  return text.length > 128 ? `${text.slice(0, 128)}...` : text;
}

// 1234567 as 1_234_567.
function separateThousands(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '_');
}

function rangeReceived(value) {
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) return separateThousands(value);
  if (typeof value === 'bigint') {
    const big = value > 2n ** 32n || value < -(2n ** 32n);
    return `${big ? separateThousands(value) : value}n`;
  }
  return inspect(value);
}

/* -------------------------------------------------------------------- *
 * The codes that several modules throw.
 * -------------------------------------------------------------------- */

define(
  'ERR_INVALID_ARG_TYPE',
  (name, expected, actual) => `The ${nameArgument(name)} must be ${expectation(expected)}. Received ${received(actual)}`,
  TypeError,
);
const invalidValue = (name, value, reason = 'is invalid') =>
  `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shorten(inspect(value))}`;
define('ERR_INVALID_ARG_VALUE', invalidValue, TypeError);
/** ERR_INVALID_ARG_VALUE as a RangeError. */
codes.ERR_INVALID_ARG_VALUE_RANGE = (...args) => nodeError(RangeError, 'ERR_INVALID_ARG_VALUE', invalidValue(...args));
define(
  'ERR_OUT_OF_RANGE',
  (name, range, value, replaceDefault = false) =>
    `${replaceDefault ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${rangeReceived(value)}`,
  RangeError,
);
define(
  'ERR_MISSING_ARGS',
  (...names) => {
    const quoted = names.map((name) => (Array.isArray(name) ? name.map((n) => `"${n}"`).join(' or ') : `"${name}"`));
    return `The ${formatList(quoted, 'and')} argument${quoted.length > 1 ? 's' : ''} must be specified`;
  },
  TypeError,
);
define('ERR_INVALID_THIS', (type) => `Value of "this" must be of type ${type}`, TypeError);
define('ERR_INVALID_STATE', (reason) => `Invalid state: ${reason}`, Error);
/** ERR_INVALID_STATE as a TypeError. */
codes.ERR_INVALID_STATE_TYPE = (reason) => nodeError(TypeError, 'ERR_INVALID_STATE', `Invalid state: ${reason}`);
define('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
define(
  'ERR_INVALID_RETURN_VALUE',
  (input, name, value) => `Expected ${input} to be returned from the "${name}" function but got ${received(value)}.`,
  TypeError,
);
define('ERR_METHOD_NOT_IMPLEMENTED', (method) => `The ${method} method is not implemented`, Error);

/* -------------------------------------------------------------------- *
 * Validators.
 * -------------------------------------------------------------------- */

const isObject = (value) => typeof value === 'object' && value !== null;

const validate = {
  string(value, name) {
    if (typeof value !== 'string') throw codes.ERR_INVALID_ARG_TYPE(name, 'string', value);
  },
  boolean(value, name) {
    if (typeof value !== 'boolean') throw codes.ERR_INVALID_ARG_TYPE(name, 'boolean', value);
  },
  function(value, name) {
    if (typeof value !== 'function') throw codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
  },
  object(value, name) {
    if (!isObject(value) || Array.isArray(value)) throw codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
  },
  number(value, name, min, max) {
    if (typeof value !== 'number') throw codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (!(min === undefined || value >= min) || !(max === undefined || value <= max) || Number.isNaN(value)) {
      if (min === undefined && max === undefined) return;
      const lower = min === undefined ? '' : `>= ${min}`;
      const upper = max === undefined ? '' : `<= ${max}`;
      throw codes.ERR_OUT_OF_RANGE(name, [lower, upper].filter(Boolean).join(' && '), value);
    }
  },
  integer(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== 'number') throw codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (!Number.isInteger(value)) throw codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
    if (value < min || value > max) throw codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
  },
  oneOf(value, name, allowed) {
    if (allowed.includes(value)) return;
    const list = allowed.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', ');
    throw codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${list}`);
  },
  abortSignal(signal, name) {
    if (signal === undefined) return;
    if (!isObject(signal) || !('aborted' in signal)) throw codes.ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  },
};

module.exports = { codes, define, nodeError, received, formatList, inspect, validate };
