// What Next.js adds to an API route's request: query, cookies, body, preview.
// Reference: https://nextjs.org/docs/pages/building-your-application/routing/api-routes#request-helpers

const { parseCookieHeader } = require('./cookie');
const { previewData } = require('./preview');
const { parseBytes } = require('./bytes');

/** An error that says what to answer. */
class ApiError extends Error {
  constructor(statusCode, message) {
    super(message);
    this.statusCode = statusCode;
  }
}

// Computed on first use, and writable like any other property.
function lazy(target, name, compute) {
  const define = (value) => Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = compute();
      define(value);
      return value;
    },
    set: define,
  });
}

function extendRequest(req, res, now) {
  lazy(req, 'cookies', () => parseCookieHeader(req.headers.cookie));
  Object.defineProperty(req, 'query', { value: asNext(now.extra.query), writable: true, enumerable: true, configurable: true });
  lazy(req, 'previewData', () => previewData(req, res));
  lazy(req, 'preview', () => (req.previewData !== false ? true : undefined));
  lazy(req, 'draftMode', () => req.preview);
}

// Next.js collects the query in a plain object, where a name of Object.prototype
// has a value already: it becomes the first of two.
function asNext(query) {
  for (const name of Object.keys(query)) {
    if (name === '__proto__') delete query[name];
    else if (name in Object.prototype) query[name] = [Object.prototype[name]].concat(query[name]);
  }
  return query;
}

/** Reads and parses the body by its content type. */
async function readBody(req, config) {
  const limit = config.api?.bodyParser?.sizeLimit || '1mb';
  const { type, charset } = contentType(req.headers['content-type']);
  return parse(type, decode(await readAll(req, limit), charset));
}

/** What readBody() gives for a request without a body: the stream is not asked. */
function noBody(req) {
  req.complete = true; // a client that leaves leaves the response only
  const header = req.headers['content-type'];
  if (header === undefined) return '';
  const { type, charset } = contentType(header);
  return parse(type, decode(new Uint8Array(0), charset));
}

function parse(type, text) {
  switch (type) {
    case 'application/json':
    case 'application/ld+json':
      return parseJSON(text);
    case 'application/x-www-form-urlencoded':
      return require('internal:nodeapi/querystring').parse(text);
    default:
      return text;
  }
}

// https://www.rfc-editor.org/rfc/rfc9110#section-8.3; what is malformed counts
// as text/plain.
const typePattern = /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+$/;
const parameterPattern = /;\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[!#$%&'*+.^_`|~\w-]+)\s*/gy;

function contentType(header = 'text/plain') {
  const plain = { type: 'text/plain', charset: 'utf-8' };
  const end = header.indexOf(';');
  const type = (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
  if (!typePattern.test(type)) return plain;
  let charset = 'utf-8';
  if (end !== -1) {
    parameterPattern.lastIndex = end;
    let match;
    let read = end;
    while ((match = parameterPattern.exec(header)) !== null) {
      read = parameterPattern.lastIndex;
      const value = match[2].startsWith('"') ? match[2].slice(1, -1).replace(/\\(.)/g, '$1') : match[2];
      if (match[1].toLowerCase() === 'charset') charset = value;
    }
    if (read !== header.length) return plain;
  }
  return { type, charset };
}

async function readAll(req, limit) {
  const most = parseBytes(limit);
  const tooLarge = () => new ApiError(413, `Body exceeded ${limit} limit`);
  if (most !== null && Number(req.headers['content-length']) > most) throw tooLarge();
  const parts = [];
  let size = 0;
  try {
    for await (const part of req) {
      size += part.length;
      if (most !== null && size > most) throw tooLarge();
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(400, 'Invalid body');
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function decode(bytes, charset) {
  try {
    return new TextDecoder(charset, { ignoreBOM: false }).decode(bytes);
  } catch {
    throw new ApiError(400, 'Invalid body');
  }
}

function parseJSON(text) {
  if (text.length === 0) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'Invalid JSON');
  }
}

module.exports = { extendRequest, readBody, noBody, ApiError };
