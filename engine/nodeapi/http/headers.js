// Header names and values, and how several lines of one name become a value.
// https://nodejs.org/docs/latest-v20.x/api/http.html#messageheaders

const { codes, defineError } = require('internal:nodeapi/errors');

for (const [code, message, base] of [
  ['ERR_INVALID_HTTP_TOKEN', (name, field) => `${name} must be a valid HTTP token ["${field}"]`, 'TypeError'],
  ['ERR_HTTP_INVALID_HEADER_VALUE', (value, name) => `Invalid value "${value}" for header "${name}"`, 'TypeError'],
  ['ERR_HTTP_HEADERS_SENT', (verb) => `Cannot ${verb} headers after they are sent to the client`],
  ['ERR_HTTP_INVALID_STATUS_CODE', (status) => `Invalid status code: ${status}`, 'RangeError'],
]) {
  if (codes[code] === undefined) defineError(code, message, base);
}

const token = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const invalidValue = /[^\t\x20-\x7e\x80-\xff]/;

const hasInvalidChar = (value) => invalidValue.test(value);

function validateHeaderName(name, label = 'Header name') {
  if (typeof name !== 'string' || !token.test(name)) throw new codes.ERR_INVALID_HTTP_TOKEN(label, name);
}

function validateHeaderValue(name, value) {
  if (value === undefined) throw new codes.ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (hasInvalidChar(value)) throw new codes.ERR_INVALID_CHAR('header content', name);
}

// Of these only the first line counts.
const onlyFirst = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after',
  'server', 'user-agent',
]);

/** name, value, name, value, … as an object with lower-case names. */
function joinHeaders(flat) {
  const headers = {};
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i].toLowerCase();
    const value = flat[i + 1];
    if (name === 'set-cookie') (headers[name] ??= []).push(value);
    else if (!Object.hasOwn(headers, name)) headers[name] = value;
    else if (!onlyFirst.has(name)) headers[name] += `${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}

/** The same with every value in an array. */
function groupHeaders(flat) {
  const headers = Object.create(null);
  for (let i = 0; i < flat.length; i += 2) (headers[flat[i].toLowerCase()] ??= []).push(flat[i + 1]);
  return headers;
}

module.exports = { codes, hasInvalidChar, validateHeaderName, validateHeaderValue, joinHeaders, groupHeaders };
