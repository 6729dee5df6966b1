// fetch: https://fetch.spec.whatwg.org/#fetch-method, as undici 6 does it in
// Node.js 20.
// Go half: exchange.go. Missing: CORS, which Node.js has no use for; an HTTP cache,
// which a wrapper of Next.js's brings (it gets the same init, with `next` in it).

const { TypeError, Error, Number, global } = primordials;
const { op_integrity_match } = ops;
const { Request, stateOf, headersOf, mayAbort, signalOf } = require('./request');
const { createResponse, redirectStatuses, nullBodyStatuses } = require('./response');
const { copyHeaders, rawPairs, getHeader, setHeader, deleteHeader } = require('./headers');
const { Body, takeBody } = require('./body');
const { parse, URL, invalidURL } = require('internal:webapi/url');

const maxRedirects = 20;

// https://fetch.spec.whatwg.org/#port-blocking
const badPorts = new primordials.Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111,
  113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548,
  554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
  6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const isHTTP = (url) => url.startsWith('http:') || url.startsWith('https:');

/** @see https://fetch.spec.whatwg.org/#fetch-method */
async function fetch(input, init = undefined) {
  const state = stateOf(new Request(input, init));
  const signal = mayAbort(state) ? signalOf(state) : null;
  if (signal !== null && signal.aborted) {
    state.body?.stream?.cancel(signal.reason).catch(() => {});
    throw signal.reason;
  }
  const job = {
    signal,
    urls: [state.url],
    method: state.method,
    headers: copyHeaders(headersOf(state), 'none'),
    body: state.body === null ? { kind: 'null', value: null } : takeBody(state.body),
    tainted: false,
  };
  try {
    return await mainFetch(state, job);
  } catch (error) {
    // An abort shows as its reason, everything else as the cause of a failure.
    if (signal !== null && signal.aborted) throw signal.reason;
    throw new TypeError('fetch failed', { cause: error });
  }
}

/** @see https://fetch.spec.whatwg.org/#concept-main-fetch */
async function mainFetch(state, job) {
  if (!isHTTP(state.url)) return verified(state, require('./schemes').schemeFetch(state));
  for (;;) {
    const url = job.urls[job.urls.length - 1];
    checkPort(url);
    const [exchange, answer] = await roundTrip(state, job, url);
    const [status, statusText, headers] = answer;
    // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 15: nobody to ask for credentials.
    if (status === 407) {
      exchange.discard();
      throw new Error('');
    }
    const location = redirectStatuses.includes(status) ? locationOf(state, url, headers) : null;
    if (location === null) return verified(state, respond(job, exchange, status, statusText, headers));
    exchange.discard();
    follow(state, job, url, location, status);
  }
}

function checkPort(url) {
  const port = /^https?:\/\/[^/?#]*:(\d+)(?=[/?#]|$)/.exec(url);
  if (port !== null && badPorts.has(Number(port[1]))) throw new Error('bad port');
}

/** @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
async function roundTrip(state, job, url) {
  const { Exchange } = require('./upstream');
  const exchange = new Exchange(job.method, url.replace(/#.*$/s, ''), networkHeaders(state, job, url), job.body.value);
  if (job.signal !== null) {
    const { addAbortAlgorithm } = require('internal:webapi/dom/abort');
    exchange.onEnd(addAbortAlgorithm(job.signal, (reason) => exchange.abort(reason)));
  }
  return [exchange, await exchange.response()];
}

/** The request's headers with those that the network layer adds. */
function networkHeaders(state, job, url) {
  const headers = copyHeaders(job.headers, 'none');
  const addMissing = (name, value) => {
    if (getHeader(headers, name) === undefined) setHeader(headers, name, value);
  };
  addMissing('accept', '*/*');
  addMissing('accept-language', '*');
  const referrer = refererFor(state, url);
  if (referrer !== '') setHeader(headers, 'referer', referrer);
  addCacheHeaders(state, headers, addMissing);
  setHeader(headers, 'sec-fetch-mode', state.mode);
  addMissing('user-agent', global.EdgeRuntime === undefined ? 'node' : 'Next.js Middleware');
  if (getHeader(headers, 'range') !== undefined) addMissing('accept-encoding', 'identity');
  addMissing('accept-encoding', url.startsWith('https:') ? 'br, gzip, deflate' : 'gzip, deflate');
  checkForNetwork(headers);
  return rawPairs(headers);
}

// What undici refuses to send.
function checkForNetwork(headers) {
  const refuse = (message) => {
    throw require('./upstream').undiciError('InvalidArgumentError', message, { code: 'UND_ERR_INVALID_ARG' });
  };
  for (const name of ['transfer-encoding', 'keep-alive', 'upgrade']) {
    if (getHeader(headers, name) !== undefined) refuse(`invalid ${name} header`);
  }
  const connection = getHeader(headers, 'connection');
  if (connection !== undefined && !/^(?:close|keep-alive)$/i.test(connection)) refuse('invalid connection header');
  const length = getHeader(headers, 'content-length');
  if (length !== undefined && Number.isNaN(Number.parseInt(length, 10))) refuse('invalid content-length header');
  if (getHeader(headers, 'expect') !== undefined) {
    throw require('./upstream').undiciError('NotSupportedError', 'expect header not supported', { code: 'UND_ERR_NOT_SUPPORTED' });
  }
}

const conditional = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];

function addCacheHeaders(state, headers, addMissing) {
  let { cache } = state;
  if (cache === 'default' && conditional.some((name) => getHeader(headers, name) !== undefined)) cache = 'no-store';
  if (cache === 'no-cache') addMissing('cache-control', 'max-age=0');
  if (cache === 'no-store' || cache === 'reload') {
    addMissing('pragma', 'no-cache');
    addMissing('cache-control', 'no-cache');
  }
}

/**
 * As undici 6 reads it: to it no request has the origin of its referrer, but for the
 * default policy, and no-referrer is a policy as any other.
 * @see https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 */
function refererFor({ referrer, referrerPolicy }, url) {
  if (referrer === 'client' || referrer === 'no-referrer') return '';
  const source = new URL(referrer);
  if (source.protocol !== 'http:' && source.protocol !== 'https:') return '';
  const origin = `${source.origin}/`;
  const full = `${source.origin}${source.pathname}${source.search}`;
  const target = new URL(url);
  const downgrade = isTrustworthy(source) && !isTrustworthy(target);
  switch (referrerPolicy) {
    case 'unsafe-url':
      return full;
    case 'origin':
    case 'origin-when-cross-origin':
      return origin;
    case 'same-origin':
      return '';
    case '':
    case 'strict-origin-when-cross-origin':
      if (source.origin === target.origin) return full;
      return downgrade ? '' : origin;
    default:
      return downgrade ? '' : origin;
  }
}

/** @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
function isTrustworthy({ protocol, hostname }) {
  if (protocol === 'https:') return true;
  return /^127(?:\.\d+){0,2}\.\d+$|^\[::1\]$|^(?:.*\.)?localhost$/.test(hostname);
}

/** Where a redirect leads, or null if it is not followed. */
function locationOf(state, url, headers) {
  if (state.redirect === 'error') throw new Error('unexpected redirect');
  if (state.redirect === 'manual') return null;
  const at = headers.indexOf('location');
  if (at < 0) return null;
  const location = parse(utf8(headers[at + 1]), url);
  if (location === null) throw invalidURL(utf8(headers[at + 1]), url);
  if (!isHTTP(location)) throw new Error('URL scheme must be a HTTP(S) scheme');
  // A fragment is inherited.
  const hash = url.indexOf('#');
  return hash >= 0 && !location.includes('#') ? location + url.slice(hash) : location;
}

// Servers send UTF-8 in Location, which arrives as one character for each byte.
function utf8(location) {
  if (!/[\x80-\xff]/.test(location)) return location;
  const { decodeUTF8 } = require('internal:webapi/encoding');
  return decodeUTF8(primordials.Uint8Array.from(location, (c) => c.charCodeAt(0)));
}

const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
const credentialHeaders = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** @see https://fetch.spec.whatwg.org/#http-redirect-fetch */
function follow(state, job, url, location, status) {
  // 7-8. At most twenty.
  if (job.urls.length > maxRedirects) throw new Error('redirect count exceeded');
  const { origin, username, password } = new URL(location);
  const crossOrigin = origin !== new URL(url).origin;
  // 9. No credentials in a URL; undici takes every origin for another one.
  if (state.mode === 'cors' && (username !== '' || password !== '')) {
    throw new Error('cross origin not allowed for request mode "cors"');
  }
  // 11. A stream cannot be sent twice. undici gives no reason here.
  if (status !== 303 && job.body.kind === 'stream') throw new Error('');
  // 12. Some methods turn into GET.
  const { method } = job;
  if (((status === 301 || status === 302) && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD')) {
    job.method = 'GET';
    job.body = { kind: 'null', value: null };
    for (const name of bodyHeaders) deleteHeader(job.headers, name);
  }
  // 13. What proves who one is stays with its origin.
  if (crossOrigin) {
    job.tainted = true;
    for (const name of credentialHeaders) deleteHeader(job.headers, name);
  }
  job.urls.push(location);
}

function respond(job, exchange, status, statusText, headers) {
  const hasBody = job.method !== 'HEAD' && !nullBodyStatuses.includes(status);
  if (!hasBody) exchange.discard();
  const body = hasBody ? new Body('source', exchange) : null;
  const type = job.tainted ? 'cors' : 'basic';
  return createResponse({ status, statusText, headers, body, type, urls: job.urls }, 'immutable');
}

/** @see https://fetch.spec.whatwg.org/#concept-main-fetch, step 22 */
async function verified(state, response) {
  if (state.integrity === '') return response;
  const bytes = await response.clone().bytes();
  if (!op_integrity_match(bytes, state.integrity)) throw new Error('integrity mismatch');
  return response;
}

module.exports = { fetch };
