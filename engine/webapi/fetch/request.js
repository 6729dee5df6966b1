// Request: https://fetch.spec.whatwg.org/#request-class
// Go half: none. As in undici, forbidden header names and no-cors filter nothing.
// Missing: none.
//
// A request the server makes has its headers as the wire's list, its body as a
// source of the engine and its signal as a function; all three come to life when
// a handler looks at them.
//
// For other modules: createServerRequest(parts, Class?), isRequest(value),
// stateOf(request): see internal.js.

const { TypeError, Symbol, Object } = primordials;
const { defineInterface, requireArguments, illegalInvocation } = require('internal:webapi/webidl');
const { Headers, headersFromPairs, copyHeaders } = require('./headers');
const { Body, mixinBody, isUnusable, cloneBody } = require('./body');

/** What the standard calls a request. What few change is the prototype's. */
class State {
  constructor(method, url, headers) {
    this.method = method;
    this.url = url;
    /** @type {Headers | string[]} */
    this.headers = headers;
  }
}
Object.assign(State.prototype, {
  /** @type {Body | null} */
  body: null,
  /** @type {AbortSignal | null} */
  signal: null,
  /** What the signal follows: an AbortSignal, or a function that returns the signal. */
  followed: null,
  mode: 'cors',
  credentials: 'same-origin',
  cache: 'default',
  redirect: 'follow',
  referrer: 'client',
  referrerPolicy: '',
  integrity: '',
  keepalive: false,
  guard: 'request',
});

/** The fields a copy takes over, besides those of the constructor. */
const copied = ['mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'keepalive', 'guard'];

function copyState(state) {
  const copy = new State(state.method, state.url, copyHeaders(headersOf(state), state.guard));
  for (const key of copied) {
    if (Object.hasOwn(state, key)) copy[key] = state[key];
  }
  return copy;
}

let stateOf;
let isRequest;

class Request {
  #state;

  constructor(input, init = undefined) {
    if (input instanceof State) {
      this.#state = input;
      return;
    }
    requireArguments(arguments.length, 1, 'Request constructor');
    const { initialize, newState } = require('./requestinit');
    const source = isRequest(input) ? input.#state : null;
    const state = source === null ? newState(input) : copyState(source);
    this.#state = state;
    initialize(state, source, init);
  }

  static {
    isRequest = (value) => typeof value === 'object' && value !== null && #state in value;
    stateOf = (value) => {
      if (!isRequest(value)) throw illegalInvocation();
      return value.#state;
    };
  }

  get method() {
    return stateOf(this).method;
  }

  get url() {
    return stateOf(this).url;
  }

  get headers() {
    return headersOf(stateOf(this));
  }

  get destination() {
    stateOf(this);
    return '';
  }

  get referrer() {
    const { referrer } = stateOf(this);
    if (referrer === 'no-referrer') return '';
    return referrer === 'client' ? 'about:client' : referrer;
  }

  get referrerPolicy() {
    return stateOf(this).referrerPolicy;
  }

  get mode() {
    return stateOf(this).mode;
  }

  get credentials() {
    return stateOf(this).credentials;
  }

  get cache() {
    return stateOf(this).cache;
  }

  get redirect() {
    return stateOf(this).redirect;
  }

  get integrity() {
    return stateOf(this).integrity;
  }

  get keepalive() {
    return stateOf(this).keepalive;
  }

  get isReloadNavigation() {
    stateOf(this);
    return false;
  }

  get isHistoryNavigation() {
    stateOf(this);
    return false;
  }

  get signal() {
    return signalOf(stateOf(this));
  }

  get duplex() {
    stateOf(this);
    return 'half';
  }

  clone() {
    const state = stateOf(this);
    if (isUnusable(state.body)) throw new TypeError('unusable');
    const copy = copyState(state);
    copy.body = cloneBody(state.body);
    copy.followed = followedBy(state);
    return new Request(copy);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = {};
    for (const key of shownKeys) shown[key] = this[key];
    return `Request ${inspect(shown, { ...options, depth: options.depth ?? 2 })}`;
  }
}

const shownKeys = ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal'];

function headersOf(state) {
  const { headers } = state;
  if (headers instanceof Headers) return headers;
  return (state.headers = headersFromPairs(headers, state.guard));
}

/* -------------------------------------------------------------------- *
 * Signals.
 * -------------------------------------------------------------------- */

/** The request's signal, made now: it follows the one it was given. */
function signalOf(state) {
  if (state.signal === null) {
    const { AbortSignal } = require('internal:webapi/dom/abort');
    const { followed } = state;
    if (typeof followed === 'function') state.signal = followed();
    else state.signal = AbortSignal.any(followed === null ? [] : [followed]);
  }
  return state.signal;
}

/** What a copy's signal follows. */
function followedBy(state) {
  return typeof state.followed === 'function' ? signalOf(state) : (state.signal ?? state.followed);
}

/** Whether anything can abort the request. */
function mayAbort(state) {
  return state.followed !== null;
}

defineInterface(Request);
// undici lists a member that it does not have.
Object.defineProperty(Request.prototype, 'attribute', { value: undefined, enumerable: true });
mixinBody(Request, stateOf, (request) => headersOf(stateOf(request)));

/**
 * The request a server got. url is serialized, headers is a flat list, body is a
 * source (see body.js) or null, signal returns an AbortSignal and is called once
 * if at all. Class is Request or extends it with a constructor that hands its
 * first argument on.
 */
function createServerRequest({ method, url, headers, body = null, signal = null }, Class = Request) {
  const state = new State(method, url, headers);
  if (body !== null) state.body = new Body('source', body);
  if (signal !== null) state.followed = signal;
  return new Class(state);
}

module.exports = {
  Request,
  State,
  createServerRequest,
  isRequest,
  stateOf,
  headersOf,
  signalOf,
  followedBy,
  mayAbort,
};
