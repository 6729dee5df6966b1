// AssertionError: https://nodejs.org/docs/latest-v20.x/api/assert.html#class-assertassertionerror

const { Error } = primordials;
const { inspect } = require('internal:nodeapi/util/inspect');
const { validateObject } = require('internal:nodeapi/errors/validators');
const { differenceText, samenessText, relationText } = require('./difference');

// An error without its stack, which would make up most of a difference.
function withoutStack(error) {
  const copy = Object.assign({ __proto__: Object.getPrototypeOf(error) }, error);
  return Object.defineProperty(copy, 'message', { value: error.message });
}

const isError = (value) => value instanceof Error && 'stack' in value;

function messageOf({ message, operator }, actual, expected) {
  const strict = operator === 'deepStrictEqual' || operator === 'strictEqual';
  if (message !== undefined && message !== null) {
    return strict ? differenceText(actual, expected, operator, message) : String(message);
  }
  if (strict) return differenceText(actual, expected, operator);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return samenessText(actual, operator);
  return relationText(actual, expected, operator);
}

// A long text among the properties is shown by its start.
function shortened(value) {
  if (typeof value !== 'string') return value;
  const lines = value.split('\n', 11);
  if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
  return value.length > 512 ? `${value.slice(512)}...` : value;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    let { actual, expected } = options;
    const { message, operator, details } = options;
    if ((message === undefined || message === null) && isError(actual) && isError(expected)) {
      actual = withoutStack(actual);
      expected = withoutStack(expected);
    }
    super(messageOf(options, actual, expected));
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) this.#list(details);
    else Object.assign(this, { actual, expected, operator });
    const start = options.stackStartFn || options.stackStartFunction;
    Error.captureStackTrace?.(this, start); // with the code in its first line
    this.name = 'AssertionError';
  }

  #list(details) {
    Object.assign(this, { actual: undefined, expected: undefined, operator: undefined });
    details.forEach((detail, i) => {
      for (const key of ['message', 'actual', 'expected', 'operator']) this[`${key} ${i}`] = detail[key];
      this[`stack trace ${i}`] = detail.stack;
    });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](recurseTimes, ctx) {
    const { actual, expected } = this;
    this.actual = shortened(actual);
    this.expected = shortened(expected);
    const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = { AssertionError };
