// The Request constructor: https://fetch.spec.whatwg.org/#dom-request
// Go half: none. Messages are undici's.

const { TypeError, String } = primordials;
const { converters, exception, toUSVString } = require('internal:webapi/webidl');
const { headersFromInit, getHeader, setHeader, isToken } = require('./headers');
const { extractBody, isUnusable, moveBody } = require('./body');
const { State, headersOf, followedBy } = require('./request');
const { parse, invalidURL } = require('internal:webapi/url');

const { ByteString, DOMString } = converters;
const prefix = 'Request constructor';

const accepted = {
  __proto__: null,
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'manual', 'error'],
  duplex: ['half'],
};

/** The members of RequestInit, in the order in which undici reads them. */
const members = ['method', 'headers', 'body', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive', 'signal', 'window', 'duplex', 'dispatcher'];

/** A new request for a URL. */
function newState(input) {
  const text = toUSVString(input);
  const url = parse(text);
  if (url === null) throw new TypeError(`Failed to parse URL from ${text}`, { cause: invalidURL(text) });
  if (url.includes('@') && includesCredentials(url)) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  }
  return new State('GET', url, []);
}

function includesCredentials(url) {
  const { URL } = require('internal:webapi/url');
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

/** Reads an init; undefined if nothing in it is defined. */
function convertInit(init) {
  if (init === undefined || init === null) return undefined;
  if (typeof init !== 'object' && typeof init !== 'function') {
    throw exception(prefix, `Expected ${init} to be one of: Null, Undefined, Object.`);
  }
  let out;
  for (let i = 0; i < members.length; i++) {
    const key = members[i];
    let value = init[key];
    if (value === undefined) continue;
    if (accepted[key] !== undefined) value = oneOf(key, value);
    else if (key === 'method') value = ByteString(value, prefix, 'init.method');
    (out ??= {})[key] = value;
  }
  return out;
}

function oneOf(key, value) {
  const text = DOMString(value, prefix, `init.${key}`);
  if (accepted[key].includes(text)) return text;
  throw exception(prefix, `${text} is not an accepted type. Expected one of ${accepted[key].join(', ')}.`);
}

/**
 * The steps of the constructor from 10 on. source is the state of the request
 * that is copied, or null.
 */
function initialize(state, source, init) {
  const given = convertInit(init);
  if (source !== null) state.followed = followedBy(source);
  if (given !== undefined) applyInit(state, given);
  else if (state.cache === 'only-if-cached') requireSameOrigin(state);
  const inputBody = source === null ? null : source.body;
  const initBody = given?.body ?? null;
  if ((initBody !== null || inputBody !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (initBody !== null) setBody(state, given);
  else if (inputBody !== null) takeOverBody(state, inputBody);
}

// Steps 10 to 32.
function applyInit(state, init) {
  if (init.window !== undefined && init.window !== null) throw new TypeError("'window' option 'client' must be null");
  if (state.referrer !== 'client') state.referrer = 'client';
  if (state.referrerPolicy !== '' || init.referrerPolicy !== undefined) state.referrerPolicy = init.referrerPolicy ?? '';
  if (init.referrer !== undefined) state.referrer = parseReferrer(toUSVString(init.referrer));
  if (init.mode === 'navigate') throw exception(prefix, 'invalid request mode navigate.');
  if (init.mode !== undefined) state.mode = init.mode;
  if (init.credentials !== undefined) state.credentials = init.credentials;
  if (init.cache !== undefined) state.cache = init.cache;
  requireSameOrigin(state);
  if (init.redirect !== undefined) state.redirect = init.redirect;
  if (init.integrity !== undefined) state.integrity = String(init.integrity);
  if (init.keepalive !== undefined) state.keepalive = Boolean(init.keepalive);
  if (init.method !== undefined) state.method = normalizeMethod(init.method);
  if (init.signal !== undefined) state.followed = checkSignal(init.signal);
  if (init.mode === 'no-cors' && !['GET', 'HEAD', 'POST'].includes(state.method)) {
    throw new TypeError(`'${state.method} is unsupported in no-cors mode.`);
  }
  if (init.headers !== undefined) state.headers = headersFromInit(init.headers, state.guard);
}

// Step 21.
function requireSameOrigin({ cache, mode }) {
  if (cache === 'only-if-cached' && mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
}

// Step 14.
function parseReferrer(referrer) {
  if (referrer === '') return 'no-referrer';
  const url = parse(referrer);
  if (url === null) throw new TypeError(`Referrer "${referrer}" is not a valid URL.`, { cause: invalidURL(referrer) });
  return /^about:(?:\/\/)?client$/.test(url) ? 'client' : url;
}

const normalizedMethods = { __proto__: null };
for (const method of ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']) {
  normalizedMethods[method] = method;
  normalizedMethods[method.toLowerCase()] = method;
}
normalizedMethods.PATCH = 'PATCH';

// Step 25.
function normalizeMethod(method) {
  const known = normalizedMethods[method];
  if (known !== undefined) return known;
  if (!isToken(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (['CONNECT', 'TRACE', 'TRACK'].includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return upper === 'PATCH' ? method : (normalizedMethods[upper] ?? method);
}

// Steps 26 and 29.
function checkSignal(signal) {
  if (signal === null) return null;
  const { AbortSignal } = require('internal:webapi/dom/abort');
  if (signal instanceof AbortSignal) return signal;
  throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
}

// Steps 36 to 38.
function setBody(state, init) {
  const [body, contentType] = extractBody(init.body, state.keepalive, prefix, 'init.body');
  if (contentType !== null) {
    const headers = headersOf(state);
    if (getHeader(headers, 'content-type') === undefined) setHeader(headers, 'content-type', contentType);
  }
  if (body.kind === 'stream') {
    if (init.duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
    if (state.mode !== 'same-origin' && state.mode !== 'cors') {
      throw new TypeError('If request is made from ReadableStream, mode should be "same-origin" or "cors"');
    }
  }
  state.body = body;
}

// Step 40: the body moves on, and the request it comes from is used up.
function takeOverBody(state, body) {
  if (isUnusable(body)) {
    throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
  }
  state.body = moveBody(body);
}

module.exports = { newState, initialize };
