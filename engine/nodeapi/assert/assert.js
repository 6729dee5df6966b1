// assert: https://nodejs.org/docs/latest-v20.x/api/assert.html
//
// Missing: the source text of a failed assert.ok(value).

const { codes } = require('internal:nodeapi/errors');
const { inspect } = require('internal:nodeapi/util/inspect');
const { isDeepEqual, isDeepStrictEqual } = require('internal:nodeapi/util/comparisons');
const types = require('internal:nodeapi/util/types');
const { AssertionError } = require('./error');
const { CallTracker } = require('./calltracker');

const { ERR_AMBIGUOUS_ARGUMENT, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS } = codes;

function innerFail(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

let warned = false;

function fail(actual, expected, message, operator, stackStartFn) {
  const count = arguments.length;
  const generated = count <= 1 && (actual === undefined || actual === null);
  if (generated) {
    message = 'Failed';
  } else if (count === 1) {
    message = actual;
    actual = undefined;
  } else {
    if (!warned) {
      warned = true;
      const { emitWarning } = require('internal:nodeapi/process/warning');
      const text =
        'assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead or only pass a message.';
      emitWarning(text, 'DeprecationWarning', 'DEP0094');
    }
    if (count === 2) operator = '!=';
  }
  if (message instanceof Error) throw message;
  const error = new AssertionError({ actual, expected, message, operator: operator ?? 'fail', stackStartFn: stackStartFn || fail });
  if (generated) error.generatedMessage = true;
  throw error;
}

function ok(...args) {
  const [value, message] = args;
  if (value) return;
  if (message instanceof Error) throw message;
  const generated = message === undefined || message === null;
  let text = message;
  if (args.length === 0) text = 'No value argument passed to `assert.ok()`';
  else if (generated) text = 'The expression evaluated to a falsy value';
  const error = new AssertionError({ actual: value, expected: true, message: text, operator: '==' });
  error.generatedMessage = generated;
  throw error;
}

// Node.js's main function is ok itself, under another identity.
const assert = { ok: (...args) => ok(...args) }.ok;

/* -------------------------------------------------------------------- *
 * Comparing two values.
 * -------------------------------------------------------------------- */

const sameLoosely = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

const comparison = (name, operator, holds) =>
  ({
    [name](actual, expected, message) {
      if (arguments.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
      if (!holds(actual, expected)) innerFail({ actual, expected, message, operator });
    },
  })[name];

const comparisons = {
  equal: comparison('equal', '==', sameLoosely),
  notEqual: comparison('notEqual', '!=', (a, b) => !sameLoosely(a, b)),
  deepEqual: comparison('deepEqual', 'deepEqual', isDeepEqual),
  notDeepEqual: comparison('notDeepEqual', 'notDeepEqual', (a, b) => !isDeepEqual(a, b)),
  deepStrictEqual: comparison('deepStrictEqual', 'deepStrictEqual', isDeepStrictEqual),
  notDeepStrictEqual: comparison('notDeepStrictEqual', 'notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)),
  strictEqual: comparison('strictEqual', 'strictEqual', Object.is),
  notStrictEqual: comparison('notStrictEqual', 'notStrictEqual', (a, b) => !Object.is(a, b)),
};

const matcher = (name, wanted, describe) =>
  ({
    [name](string, regexp, message) {
      if (!types.isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
      if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
      if (message instanceof Error) throw message;
      const generated = !message;
      const text =
        message ||
        (typeof string === 'string'
          ? `${describe(inspect(regexp))} Input:\n\n${inspect(string)}\n`
          : `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`);
      const error = new AssertionError({ actual: string, expected: regexp, message: text, operator: name });
      error.generatedMessage = generated;
      throw error;
    },
  })[name];

/* -------------------------------------------------------------------- *
 * Functions that throw.
 * -------------------------------------------------------------------- */

const noException = Symbol('noException');

function getActual(fn) {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return noException;
}

const isPromiseLike = (value) =>
  types.isPromise(value) ||
  (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function');

async function getRejection(promiseOrFunction) {
  let promise = promiseOrFunction;
  if (typeof promiseOrFunction === 'function') {
    promise = promiseOrFunction();
    if (!isPromiseLike(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isPromiseLike(promise)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return noException;
}

// What a comparison of properties shows of each side.
class Comparison {
  constructor(object, keys, actual) {
    for (const key of keys) {
      if (!(key in object)) continue;
      const matched = actual !== undefined && typeof actual[key] === 'string' && types.isRegExp(object[key]) && object[key].test(actual[key]);
      this[key] = matched ? actual[key] : object[key];
    }
  }
}

const isError = (value) => types.isNativeError(value) || value instanceof Error;

// Fails with the message given, if any; an error becomes its text.
function failMatch(actual, expected, operator, message, generate) {
  const error = new AssertionError({ actual, expected, operator, message: message || generate() });
  error.generatedMessage = !message;
  throw error;
}

function compareProperty(actual, expected, key, message, keys, operator) {
  const matches = types.isRegExp(expected[key]) && typeof actual[key] === 'string' ? expected[key].test(actual[key]) : isDeepStrictEqual(actual[key], expected[key]);
  if (key in actual && matches) return;
  if (message) innerFail({ actual, expected, message, operator });
  const left = new Comparison(actual, keys);
  const error = new AssertionError({
    actual: left,
    expected: new Comparison(expected, keys, actual),
    operator: 'deepStrictEqual',
  });
  Object.assign(error, { actual, expected, operator });
  throw error;
}

function matchObject(actual, expected, message, operator) {
  if (actual === null || (typeof actual !== 'object' && typeof actual !== 'function')) {
    const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual' });
    error.operator = operator;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  for (const key of keys) compareProperty(actual, expected, key, message, keys, operator);
}

function matchClass(actual, expected, message, operator) {
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (!(expected === Error || Object.prototype.isPrototypeOf.call(Error, expected))) return false;
  failMatch(actual, expected, operator, message, () => {
    const text = `The error is expected to be an instance of "${expected.name}". Received `;
    if (!isError(actual)) return `${text}"${inspect(actual, { depth: -1 })}"`;
    const name = actual.constructor?.name || actual.name;
    const received = name === expected.name ? 'an error with identical name but a different prototype.' : `"${name}"`;
    return text + received + (actual.message ? `\n\nError message:\n\n${actual.message}` : '');
  });
  return false;
}

function matchFunction(actual, expected, message, operator) {
  if (matchClass(actual, expected, message, operator)) return;
  const result = Reflect.apply(expected, {}, [actual]);
  if (result === true) return;
  failMatch(actual, expected, operator, message, () => {
    const name = expected.name ? `"${expected.name}" ` : '';
    const text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
    return isError(actual) ? `${text}\n\nCaught error:\n\n${actual}` : text;
  });
}

function matchExpected(actual, expected, message, operator) {
  if (types.isRegExp(expected)) {
    const text = String(actual);
    if (expected.exec(text) !== null) return;
    failMatch(actual, expected, operator, message, () => {
      return `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    });
  } else if (typeof expected === 'object') {
    matchObject(actual, expected, message, operator);
  } else {
    matchFunction(actual, expected, message, operator);
  }
}

function expectsError(operator, actual, error, message) {
  if (typeof error === 'string') {
    if (message !== undefined) throw new ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
    if ((typeof actual === 'object' && actual !== null ? actual.message : actual) === error) {
      throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error ${typeof actual === 'object' ? 'message' : ''} "${error}" is identical to the message.`.replace('  ', ' '));
    }
    message = error;
    error = undefined;
  } else if (error !== undefined && error !== null && typeof error !== 'object' && typeof error !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }
  if (actual === noException) {
    const details = `${error?.name ? ` (${error.name})` : ''}${message ? `: ${message}` : '.'}`;
    const kind = operator === 'rejects' ? 'rejection' : 'exception';
    innerFail({ expected: error, operator, message: `Missing expected ${kind}${details}` });
  }
  if (error) matchExpected(actual, error, message, operator);
}

function expectsNoError(operator, actual, error, message) {
  if (actual === noException) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !hasMatching(actual, error)) throw actual;
  const details = message ? `: ${message}` : '.';
  const kind = operator === 'doesNotReject' ? 'rejection' : 'exception';
  innerFail({
    actual,
    expected: error,
    operator,
    message: `Got unwanted ${kind}${details}\nActual message: "${actual && actual.message}"`,
  });
}

function hasMatching(actual, expected) {
  if (typeof expected !== 'function') {
    if (types.isRegExp(expected)) return expected.exec(String(actual)) !== null;
    throw new ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

function ifError(value) {
  if (value === null || value === undefined) return;
  let message = 'ifError got unwanted exception: ';
  if (typeof value === 'object' && typeof value.message === 'string') {
    message += value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
  } else {
    message += inspect(value);
  }
  const error = new AssertionError({ actual: value, expected: null, operator: 'ifError', message });
  throw Object.assign(error, { generatedMessage: false });
}

Object.assign(assert, {
  fail,
  AssertionError,
  ok,
  ...comparisons,
  throws: function throws(fn, ...args) {
    expectsError('throws', getActual(fn), ...args);
  },
  rejects: async function rejects(promise, ...args) {
    expectsError('rejects', await getRejection(promise), ...args);
  },
  doesNotThrow: function doesNotThrow(fn, ...args) {
    expectsNoError('doesNotThrow', getActual(fn), ...args);
  },
  doesNotReject: async function doesNotReject(promise, ...args) {
    expectsNoError('doesNotReject', await getRejection(promise), ...args);
  },
  ifError,
  match: matcher('match', true, (regexp) => `The input did not match the regular expression ${regexp}.`),
  doesNotMatch: matcher('doesNotMatch', false, (regexp) => `The input was expected to not match the regular expression ${regexp}.`),
  CallTracker: require('internal:nodeapi/util').deprecate(CallTracker, 'assert.CallTracker is deprecated.', 'DEP0173'),
});

function strict(...args) {
  ok(...args);
}

assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  deepEqual: assert.deepStrictEqual,
  notEqual: assert.notStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;
