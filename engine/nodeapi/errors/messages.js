// The texts of the error codes that more than one module throws.
// https://nodejs.org/docs/latest-v20.x/api/errors.html#nodejs-error-codes

const typeNames = new Set([
  'string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol',
]);

const inspect = (value, options) => require('internal:nodeapi/util/inspect').inspect(value, options);

/** "a", "a or b", "a, b, or c". */
function formatList(items, type = 'and') {
  if (items.length < 3) return items.join(` ${type} `);
  return `${items.slice(0, -1).join(', ')}, ${type} ${items[items.length - 1]}`;
}

/** Says what kind of value it is: "an instance of Map", "type number (5)". */
function determineSpecificType(value) {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'function':
      return `function ${value.name}`;
    case 'object':
      if (value.constructor && 'name' in value.constructor) return `an instance of ${value.constructor.name}`;
      return inspect(value, { depth: -1 });
    case 'string': {
      const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      return `type string (${text.includes("'") ? JSON.stringify(text) : `'${text}'`})`;
    }
    case 'symbol':
      return `type symbol (${String(value)})`;
    default:
      return `type ${typeof value} (${inspect(value, { colors: false })})`;
  }
}

// Sorts what is expected into types, classes and the rest.
function sortExpected(expected) {
  const types = [];
  const instances = [];
  const others = [];
  for (const value of expected) {
    if (typeNames.has(value)) types.push(value.toLowerCase());
    else if (/^([A-Z][a-z0-9]*)+$/.test(value)) instances.push(value);
    else others.push(value);
  }
  // An object is named as a class beside other classes.
  const object = types.indexOf('object');
  if (instances.length > 0 && object !== -1) {
    types.splice(object, 1);
    instances.push('Object');
  }
  return { types, instances, others };
}

function expectedText(expected) {
  const { types, instances, others } = sortExpected(Array.isArray(expected) ? expected : [expected]);
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances, 'or')}`);
  if (others.length > 1) parts.push(`one of ${formatList(others, 'or')}`);
  else if (others.length === 1) parts.push(`${others[0].toLowerCase() === others[0] ? '' : 'an '}${others[0]}`);
  return parts.join(' or ');
}

function invalidArgType(name, expected, actual) {
  const subject = name.endsWith(' argument') ? name : `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return `The ${subject} must be ${expectedText(expected)}. Received ${determineSpecificType(actual)}`;
}

function invalidArgValue(name, value, reason = 'is invalid') {
  let text = inspect(value);
  if (text.length > 128) text = `${text.slice(0, 128)}...`;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`;
}

/** 1234567 as 1_234_567, from the end whatever is there: 1e+40 is 1e_+40. */
function addNumericalSeparator(digits) {
  const start = digits.startsWith('-') ? 1 : 0;
  let end = digits.length;
  let groups = '';
  for (; end >= start + 4; end -= 3) groups = `_${digits.slice(end - 3, end)}${groups}`;
  return digits.slice(0, end) + groups;
}

function outOfRange(name, range, value, replaceDefault = false) {
  const intro = replaceDefault ? name : `The value of "${name}" is out of range.`;
  let received;
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) {
    received = addNumericalSeparator(String(value));
  } else if (typeof value === 'bigint') {
    const large = value > 2n ** 32n || value < -(2n ** 32n);
    received = `${large ? addNumericalSeparator(String(value)) : value}n`;
  } else {
    received = inspect(value);
  }
  return `${intro} It must be ${range}. Received ${received}`;
}

function missingArgs(...args) {
  const names = args.map((a) => (Array.isArray(a) ? a.map((name) => `"${name}"`).join(' or ') : `"${a}"`));
  return `The ${formatList(names)} argument${names.length > 1 ? 's' : ''} must be specified`;
}

function invalidReturn(expected, name, value) {
  return `Expected ${expected} to be returned from the "${name}" function but got ${determineSpecificType(value)}.`;
}

function invalidReturnProperty(input, name, prop, value) {
  return `Expected a valid ${input} to be returned for the "${prop}" from the "${name}" function but got ${determineSpecificType(value)}.`;
}

function unhandledError(value) {
  return value === undefined && arguments.length === 0 ? 'Unhandled error.' : `Unhandled error. (${value})`;
}

const internalHint =
  'This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n' +
  'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n';

const simple = [
  ['ERR_AMBIGUOUS_ARGUMENT', (x, y) => `The "${x}" argument is ambiguous. ${y}`, 'TypeError'],
  ['ERR_ARG_NOT_ITERABLE', (x) => `${x} must be iterable`, 'TypeError'],
  ['ERR_BUFFER_OUT_OF_BOUNDS', (name) => (name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds'), 'RangeError'],
  ['ERR_BUFFER_TOO_LARGE', (max) => `Cannot create a Buffer larger than ${max} bytes`, 'RangeError'],
  ['ERR_FALSY_VALUE_REJECTION', function falsy(reason) { this.reason = reason; return 'Promise was rejected with falsy value'; }],
  ['ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', 'TypeError'],
  ['ERR_INCOMPATIBLE_OPTION_PAIR', (a, b) => `Option "${a}" cannot be used in combination with option "${b}"`, 'TypeError'],
  ['ERR_INTERNAL_ASSERTION', (x) => `${x === undefined ? '' : `${x}\n`}${internalHint}`],
  ['ERR_INVALID_BUFFER_SIZE', (bits) => `Buffer size must be a multiple of ${bits}`, 'RangeError'],
  ['ERR_INVALID_CHAR', (name, field) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`, 'TypeError'],
  ['ERR_INVALID_FILE_URL_HOST', (platform) => `File URL host must be "localhost" or empty on ${platform}`, 'TypeError'],
  ['ERR_INVALID_FILE_URL_PATH', (reason) => `File URL path ${reason}`, 'TypeError'],
  ['ERR_INVALID_STATE', (x) => `Invalid state: ${x}`],
  ['ERR_INVALID_THIS', (type) => `Value of "this" must be of type ${type}`, 'TypeError'],
  ['ERR_INVALID_URI', 'URI malformed', 'URIError'],
  ['ERR_INVALID_URL_SCHEME', (expected) => `The URL must be of scheme ${[].concat(expected).join(' or ')}`, 'TypeError'],
  ['ERR_METHOD_NOT_IMPLEMENTED', (name) => `The ${name} method is not implemented`],
  ['ERR_MISSING_OPTION', (name) => `${name} is required`, 'TypeError'],
  ['ERR_MULTIPLE_CALLBACK', 'Callback called multiple times'],
  ['ERR_OPERATION_FAILED', (x) => `Operation failed: ${x}`],
  ['ERR_UNKNOWN_ENCODING', (x) => require('internal:nodeapi/util/format').format('Unknown encoding: %s', x), 'TypeError'],
  ['ERR_UNKNOWN_SIGNAL', (x) => `Unknown signal: ${x}`, 'TypeError'],
];

function define(defineError) {
  defineError('ERR_INVALID_ARG_TYPE', invalidArgType, 'TypeError');
  defineError('ERR_INVALID_ARG_VALUE', invalidArgValue, 'TypeError');
  defineError('ERR_OUT_OF_RANGE', outOfRange, 'RangeError');
  defineError('ERR_MISSING_ARGS', missingArgs, 'TypeError');
  defineError('ERR_INVALID_RETURN_VALUE', invalidReturn, 'TypeError');
  defineError('ERR_INVALID_RETURN_PROPERTY_VALUE', invalidReturnProperty, 'TypeError');
  defineError('ERR_UNHANDLED_ERROR', unhandledError);
  for (const [code, message, base] of simple) defineError(code, message, base);
}

module.exports = { define, determineSpecificType, formatList, addNumericalSeparator };
