// Response: https://fetch.spec.whatwg.org/#response-class
// Go half: none. Missing: none.
//
// Headers exist once somebody asks for them: Response.json(value) keeps the text
// and the one header it implies, and the engine reads both without a Headers.
//
// For other modules: createResponse({ status, statusText, headers, body, type, urls },
// guard), isResponse(value), stateOf(response), statusOf, wireHeaders(response),
// bodyOf(response): see internal.js.

const { TypeError, RangeError, Symbol, Object, JSON } = primordials;
const { defineInterface, requireArguments, converters, exception, toUSVString, illegalInvocation } = require('internal:webapi/webidl');
const { Headers, headersFromInit, headersFromPairs, copyHeaders, headerPairs, getHeader, setHeader, guardOf } = require('./headers');
const { Body, extractBody, mixinBody, isUnusable, cloneBody, moveBody, takeBody } = require('./body');

const { ByteString } = converters;
const toStatus = converters['unsigned short'];
const notReasonPhrase = /[^\t\x20-\x7e\x80-\xff]/;

/** What the standard calls a response. What few change is the prototype's. */
class State {}
Object.assign(State.prototype, {
  type: 'default',
  /** The URLs it went through. @type {string[] | null} */
  urls: null,
  status: 200,
  statusText: '',
  /** @type {Headers | null} */
  headers: null,
  /** The only header, as long as there are no headers. @type {string | null} */
  contentType: null,
  /** @type {Body | null} */
  body: null,
});

let stateOf;
let isResponse;

class Response {
  #state;

  constructor(body = null, init = undefined) {
    if (body instanceof State) {
      this.#state = body;
      return;
    }
    const state = new State();
    this.#state = state;
    let contentType = null;
    let extracted = null;
    if (body !== null) [extracted, contentType] = extractBody(body);
    initialize(state, init, extracted, contentType);
  }

  static {
    isResponse = (value) => typeof value === 'object' && value !== null && #state in value;
    stateOf = (value) => {
      if (!isResponse(value)) throw illegalInvocation();
      return value.#state;
    };
  }

  static error() {
    const state = new State();
    state.type = 'error';
    state.status = 0;
    state.headers = headersFromPairs([], 'immutable');
    return new Response(state);
  }

  static json(data, init = undefined) {
    requireArguments(arguments.length, 1, 'Response.json');
    // Serialize a JavaScript value to JSON bytes; they stay text, which is well-formed.
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const state = new State();
    // undici forgets to convert null, and reads its members.
    if (init === null) init.status;
    initialize(state, init, new Body('text', text), 'application/json');
    return new Response(state);
  }

  static redirect(url, status = 302) {
    requireArguments(arguments.length, 1, 'Response.redirect');
    const input = toUSVString(url);
    status = toStatus(status);
    const { parse, invalidURL } = require('internal:webapi/url');
    const location = parse(input);
    if (location === null) throw new TypeError(`Failed to parse URL from ${input}`, { cause: invalidURL(input) });
    if (!redirectStatuses.includes(status)) throw new RangeError(`Invalid status code ${status}`);
    const state = new State();
    state.status = status;
    state.headers = headersFromPairs(['location', location], 'immutable');
    return new Response(state);
  }

  get type() {
    return stateOf(this).type;
  }

  get url() {
    const { urls } = stateOf(this);
    return urls === null ? '' : urls[urls.length - 1].replace(/#.*$/s, '');
  }

  get redirected() {
    const { urls } = stateOf(this);
    return urls !== null && urls.length > 1;
  }

  get status() {
    return stateOf(this).status;
  }

  get ok() {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }

  get statusText() {
    return stateOf(this).statusText;
  }

  get headers() {
    return headersOf(stateOf(this));
  }

  clone() {
    const state = stateOf(this);
    if (isUnusable(state.body)) throw exception('Response.clone', 'Body has already been consumed.');
    const copy = new State();
    copy.type = state.type;
    copy.urls = state.urls;
    copy.status = state.status;
    copy.statusText = state.statusText;
    copy.contentType = state.contentType;
    if (state.headers !== null) copy.headers = copyHeaders(state.headers, guardOf(state.headers));
    copy.body = cloneBody(state.body);
    return new Response(copy);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    return `Response ${inspect({ status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, options)}`;
  }
}

const redirectStatuses = [301, 302, 303, 307, 308];
const nullBodyStatuses = [101, 204, 205, 304];

/** The state's Headers, made now if there are none. */
function headersOf(state) {
  if (state.headers === null) {
    state.headers = headersFromPairs(state.contentType === null ? [] : ['content-type', state.contentType], 'response');
  }
  return state.headers;
}

/** @see https://fetch.spec.whatwg.org/#initialize-a-response */
function initialize(state, init, body, contentType) {
  state.body = body;
  state.contentType = contentType;
  if (init === undefined || init === null) return;
  if (typeof init !== 'object' && typeof init !== 'function') {
    // undici names no prefix here, and a symbol fails as it does in any template.
    throw exception('undefined', `Expected ${init} to be one of: Null, Undefined, Object.`);
  }
  const { status, statusText, headers } = init;
  if (status !== undefined) {
    state.status = typeof status === 'number' && status === (status & 0xffff) ? status : toStatus(status);
    // 1. If init["status"] is not in the range 200 to 599, inclusive, then throw a RangeError.
    if (state.status < 200 || state.status > 599) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
  }
  if (statusText !== undefined) {
    state.statusText = ByteString(statusText, 'undefined', 'undefined.statusText');
    if (notReasonPhrase.test(state.statusText)) throw new TypeError('Invalid statusText');
  }
  if (headers !== undefined) {
    state.headers = headersFromInit(headers, 'response');
    // 6.3. A Content-Type of the body comes last, if there is none.
    if (contentType !== null && getHeader(state.headers, 'content-type') === undefined) {
      setHeader(state.headers, 'content-type', contentType);
    }
  }
  if (body !== null && nullBodyStatuses.includes(state.status)) {
    throw exception('Response constructor', `Invalid response status code ${state.status}`);
  }
}

defineInterface(Response);
mixinBody(Response, stateOf, (response) => headersOf(stateOf(response)));

/** A response whose parts need no checks; headers are a flat list or Headers. */
function createResponse({ status = 200, statusText = '', headers = [], body = null, type = 'default', urls = null }, guard = 'response') {
  const state = new State();
  state.type = type;
  state.urls = urls;
  state.status = status;
  state.statusText = statusText;
  state.headers = headers instanceof Headers ? headers : headersFromPairs(headers, guard);
  state.body = body;
  return new Response(state);
}

/** A response with other headers; the body moves. */
function withHeaders(response, headers) {
  const { type, urls, status, statusText, body } = stateOf(response);
  return createResponse({ type, urls, status, statusText, headers, body: body === null ? null : moveBody(body) });
}

/** The response's headers as a client gets them: a flat list. */
function wireHeaders(response) {
  const { headers, contentType } = stateOf(response);
  if (headers !== null) return headerPairs(headers);
  return contentType === null ? [] : ['content-type', contentType];
}

module.exports = {
  Response,
  createResponse,
  isResponse,
  stateOf,
  wireHeaders,
  withHeaders,
  statusOf: (response) => stateOf(response).status,
  bodyOf: (response) => takeBody(stateOf(response).body),
  redirectStatuses,
  nullBodyStatuses,
};
