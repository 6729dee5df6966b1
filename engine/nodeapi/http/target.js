// What http.request() is asked for: the options, as a URL and headers.
// https://nodejs.org/docs/latest-v20.x/api/http.html#httprequesturl-options-callback

const { Buffer } = require('internal:nodeapi/buffer');
const { codes, defineError } = require('internal:nodeapi/errors');
const { URL } = require('internal:webapi/url');
const { validateHeaderName } = require('./headers');

for (const [code, message] of [
  ['ERR_INVALID_PROTOCOL', (got, want) => `Protocol "${got}" not supported. Expected "${want}"`],
  ['ERR_UNESCAPED_CHARACTERS', (field) => `${field} contains unescaped characters`],
]) {
  if (codes[code] === undefined) defineError(code, message, 'TypeError');
}

/** The options a URL stands for; url.urlToHttpOptions() without what is not used. */
function optionsOf(url) {
  const options = {
    protocol: url.protocol,
    hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    path: `${url.pathname || ''}${url.search || ''}`,
  };
  if (url.port !== '') options.port = Number(url.port);
  if (url.username || url.password) {
    options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  }
  return options;
}

/** Takes (url, options, callback) in all their forms: [options, callback]. */
function merged(input, options, callback) {
  let base = {};
  if (typeof input === 'string') base = optionsOf(new URL(input));
  else if (input instanceof URL) base = optionsOf(input);
  else [options, callback] = [input, options];
  if (typeof options === 'function') [options, callback] = [{}, options];
  return [{ ...base, ...options }, callback];
}

/** The fields of a request that follow from its options. */
function of(options) {
  const expected = options.agent?.protocol ?? options.defaultProtocol ?? 'http:';
  const protocol = options.protocol || expected;
  if (protocol !== expected) throw new codes.ERR_INVALID_PROTOCOL(protocol, expected);
  const { method } = options;
  if (method !== undefined && method !== null && typeof method !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  }
  if (method) validateHeaderName(method, 'Method');
  const path = options.path || '/';
  if (/[^\u0021-\u00ff]/.test(path)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
  const host = options.hostname || options.host || 'localhost';
  const port = Number(options.port || options.defaultPort || (protocol === 'https:' ? 443 : 80));
  const literal = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const isDefault = port === (protocol === 'https:' ? 443 : 80);
  const authority = isDefault ? literal : `${literal}:${port}`;
  return { method: (method || 'GET').toUpperCase(), path, host, protocol, url: `${protocol}//${authority}${path}`, authority };
}

/** Sets the headers of the options, and those that Node.js adds. */
function addHeaders(request, { headers, auth, setHost = true }) {
  if (Array.isArray(headers)) {
    const pairs = Array.isArray(headers[0]) ? headers : headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []));
    for (const [name, value] of pairs) request.appendHeader(name, value);
  } else {
    for (const name of Object.keys(headers ?? {})) request.setHeader(name, headers[name]);
  }
  if (setHost && !request.hasHeader('host')) request.setHeader('Host', request.authority);
  if (auth && !request.hasHeader('authorization')) {
    request.setHeader('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`);
  }
  if (!request.hasHeader('connection')) request.setHeader('Connection', 'keep-alive');
}

module.exports = { merged, of, addHeaders };
