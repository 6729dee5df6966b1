// Checks of arguments, with the errors Node.js throws for them.
// https://nodejs.org/docs/latest-v20.x/api/errors.html#err_invalid_arg_type

const { codes } = require('internal:nodeapi/errors');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_INVALID_THIS } = codes;

const typeCheck = (type) => (value, name) => {
  if (typeof value !== type) throw new ERR_INVALID_ARG_TYPE(name, type, value);
};

const validateString = typeCheck('string');
const validateBoolean = typeCheck('boolean');
const validateFunction = (value, name) => {
  if (typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
};

function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  const low = min !== undefined && value < min;
  const high = max !== undefined && value > max;
  if (!low && !high && !((min !== undefined || max !== undefined) && Number.isNaN(value))) return;
  const lower = min !== undefined ? `>= ${min}` : '';
  const upper = max !== undefined ? `<= ${max}` : '';
  throw new ERR_OUT_OF_RANGE(name, [lower, upper].filter(Boolean).join(' && '), value);
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) throw new ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

const validateInt32 = (value, name, min = -2147483648, max = 2147483647) => validateInteger(value, name, min, max);
const validateUint32 = (value, name, positive = false) => validateInteger(value, name, positive ? 1 : 0, 4294967295);

function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', ');
  throw new ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
}

/** Options are an object; arrays, functions and null only where options say so. */
function validateObject(value, name, { nullable = false, allowArray = false, allowFunction = false } = {}) {
  if (
    (value === null && !nullable) ||
    (Array.isArray(value) && !allowArray) ||
    (typeof value !== 'object' && !(allowFunction && typeof value === 'function'))
  ) {
    throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) throw new ERR_INVALID_ARG_TYPE(name, 'Array', value);
  if (value.length < minLength) {
    throw new ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
  }
}

function validateStringArray(value, name) {
  validateArray(value, name);
  value.forEach((item, i) => validateString(item, `${name}[${i}]`));
}

function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw new ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
}

function validateBuffer(value, name = 'buffer') {
  if (!ArrayBuffer.isView(value)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], value);
}

function validateThis(ok, type) {
  if (!ok) throw new ERR_INVALID_THIS(type);
}

module.exports = {
  validateString,
  validateBoolean,
  validateFunction,
  validateNumber,
  validateInteger,
  validateInt32,
  validateUint32,
  validateOneOf,
  validateObject,
  validateArray,
  validateStringArray,
  validateAbortSignal,
  validateBuffer,
  validateThis,
};
