// Headers: https://fetch.spec.whatwg.org/#headers-class
// Go half: none. As in undici, the guards "request" and "response" filter
// nothing. Missing: none.
//
// A list that comes from the wire stays a flat array until somebody looks at
// it; the sorted view is made when something iterates.
//
// For other modules: headersFromPairs(flat, guard?), headersFromInit(init, guard),
// copyHeaders(headers, guard), headerPairs(headers) (sorted, lowercase, Set-Cookie
// apart), rawPairs(headers) (as spelled, for the wire), getHeader, setHeader and
// hasHeader by lowercase name without checks, setGuard.

const { TypeError, Map, Reflect, Symbol, uncurryThis, RegExp, String } = primordials;
const { defineInterface, requireArguments, brandCheck, converters, exception } = require('internal:webapi/webidl');
const { defineFetchIterable } = require('./iterable');

const test = uncurryThis(RegExp.prototype.test);
const toLowerCase = uncurryThis(String.prototype.toLowerCase);
const { ByteString } = converters;

/* -------------------------------------------------------------------- *
 * Names and values.
 * -------------------------------------------------------------------- */

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const notPlain = /[^\x20-\x7e]/;
const forbiddenInValue = /[\0\r\n]/;
const whitespaceAround = /^[\t\n\r ]+|[\t\n\r ]+$/g;

// Few names are in use, and a look-up is cheaper than two passes over a name.
const knownNames = new Map();
const knownNamesLimit = 512;

/** Returns the lowercase form of a header name, or undefined if it is none. */
function lowercaseName(name) {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  if (!test(token, name)) return undefined;
  const lower = toLowerCase(name);
  if (knownNames.size < knownNamesLimit) knownNames.set(name, lower);
  return lower;
}

function checkedName(value, prefix) {
  const name = typeof value === 'string' ? value : ByteString(value, prefix, 'name');
  const lower = lowercaseName(name);
  if (lower !== undefined) return lower;
  throw exception(prefix, `"${ByteString(name, prefix, 'name')}" is an invalid header name.`);
}

/** @see https://fetch.spec.whatwg.org/#concept-header-value-normalize */
function checkedValue(value, prefix) {
  if (typeof value === 'string' && !test(notPlain, value)) {
    return value.startsWith(' ') || value.endsWith(' ') ? value.trim() : value;
  }
  const normalized = ByteString(value, prefix, 'value').replace(whitespaceAround, '');
  if (test(forbiddenInValue, normalized)) throw exception(prefix, `"${normalized}" is an invalid header value.`);
  return normalized;
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

// Marks a list that is taken over without a look.
class WireList {
  constructor(flat, guard) {
    this.flat = flat;
    this.guard = guard;
  }
}

let sortedPairs;
let rawPairs;
let copyHeaders;
let getHeader;
let setHeader;
let appendWire;
let deleteHeader;
let setGuard;
let guardOf;

class Headers {
  /** Lowercase names with their values combined. @type {Map<string, string>} */
  #map;
  /** Names as they were spelled, where that differs. @type {Map<string, string> | null} */
  #spelled = null;
  /** @type {string[] | null} */
  #cookies = null;
  #guard = 'none';
  /** @type {[string, string][] | null} */
  #sorted = null;
  /** The wire's list until it is needed. @type {string[] | null} */
  #pending = null;

  constructor(init = undefined) {
    if (init instanceof WireList) {
      this.#pending = init.flat;
      this.#guard = init.guard;
      return;
    }
    this.#map = new Map();
    if (init !== undefined) fill(this, init);
  }

  #list() {
    if (this.#pending !== null) {
      const flat = this.#pending;
      this.#pending = null;
      this.#map = new Map();
      for (let i = 0; i < flat.length; i += 2) {
        this.#append(lowercaseName(flat[i]) ?? toLowerCase(flat[i]), flat[i], flat[i + 1]);
      }
    }
    return this.#map;
  }

  // https://fetch.spec.whatwg.org/#concept-header-list-append
  #append(lower, name, value) {
    this.#sorted = null;
    const map = this.#list();
    const before = map.get(lower);
    if (before === undefined) {
      map.set(lower, value);
      if (name !== lower) (this.#spelled ??= new Map()).set(lower, name);
    } else {
      map.set(lower, `${before}${lower === 'cookie' ? '; ' : ', '}${value}`);
    }
    if (lower === 'set-cookie') (this.#cookies ??= []).push(value);
  }

  #set(lower, name, value) {
    this.#sorted = null;
    this.#list().set(lower, value);
    if (name !== lower) (this.#spelled ??= new Map()).set(lower, name);
    else this.#spelled?.delete(lower);
    if (lower === 'set-cookie') this.#cookies = [value];
  }

  #delete(lower) {
    this.#sorted = null;
    this.#list().delete(lower);
    this.#spelled?.delete(lower);
    if (lower === 'set-cookie') this.#cookies = null;
  }

  // https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
  #sort() {
    if (this.#sorted !== null) return this.#sorted;
    const pairs = [...this.#list()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const cookies = this.#cookies;
    if (cookies !== null && cookies.length > 1) {
      const at = pairs.findIndex((pair) => pair[0] === 'set-cookie');
      pairs.splice(at, 1, ...cookies.map((value) => ['set-cookie', value]));
    }
    this.#sorted = pairs;
    return pairs;
  }

  #spelling(lower) {
    return this.#spelled?.get(lower) ?? lower;
  }

  static {
    sortedPairs = (headers) => headers.#sort();
    rawPairs = (headers) => {
      const flat = [];
      for (const [lower, value] of headers.#list()) {
        const name = headers.#spelling(lower);
        if (lower !== 'set-cookie') flat.push(name, value);
        else for (const cookie of headers.#cookies) flat.push(name, cookie);
      }
      return flat;
    };
    copyHeaders = (headers, guard) => {
      const copy = new Headers();
      copy.#map = new Map(headers.#list());
      copy.#spelled = headers.#spelled && new Map(headers.#spelled);
      copy.#cookies = headers.#cookies && [...headers.#cookies];
      copy.#sorted = headers.#sorted;
      copy.#guard = guard;
      return copy;
    };
    getHeader = (headers, lower) => headers.#list().get(lower);
    setHeader = (headers, lower, value) => headers.#set(lower, lower, value);
    appendWire = (headers, name, value) => headers.#append(lowercaseName(name), name, value);
    deleteHeader = (headers, lower) => headers.#delete(lower);
    setGuard = (headers, guard) => {
      headers.#guard = guard;
    };
    guardOf = (headers) => headers.#guard;
  }

  append(name, value) {
    brandCheck(this, Headers);
    requireArguments(arguments.length, 2, 'Headers.append');
    // undici names what is wrong with the name first.
    const lower = checkedName(name, 'Headers.append');
    const normalized = checkedValue(value, 'Headers.append');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    this.#append(lower, `${name}`, normalized);
  }

  delete(name) {
    brandCheck(this, Headers);
    requireArguments(arguments.length, 1, 'Headers.delete');
    const lower = checkedName(name, 'Headers.delete');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    this.#delete(lower);
  }

  get(name) {
    brandCheck(this, Headers);
    requireArguments(arguments.length, 1, 'Headers.get');
    return this.#list().get(checkedName(name, 'Headers.get')) ?? null;
  }

  has(name) {
    brandCheck(this, Headers);
    requireArguments(arguments.length, 1, 'Headers.has');
    return this.#list().has(checkedName(name, 'Headers.has'));
  }

  set(name, value) {
    brandCheck(this, Headers);
    requireArguments(arguments.length, 2, 'Headers.set');
    const lower = checkedName(name, 'Headers.set');
    const normalized = checkedValue(value, 'Headers.set');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    this.#set(lower, `${name}`, normalized);
  }

  getSetCookie() {
    brandCheck(this, Headers);
    this.#list();
    return this.#cookies === null ? [] : [...this.#cookies];
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = {};
    for (const [lower, value] of this.#list()) shown[this.#spelling(lower)] = value;
    return `Headers ${inspect(shown, options)}`;
  }
}

/* -------------------------------------------------------------------- *
 * HeadersInit.
 * -------------------------------------------------------------------- */

/** @see https://fetch.spec.whatwg.org/#concept-headers-fill */
function fill(headers, init) {
  if ((typeof init !== 'object' && typeof init !== 'function') || init === null) {
    throw exception(
      'Headers constructor',
      'Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.',
    );
  }
  const iterator = init[Symbol.iterator];
  if (iterator === Headers.prototype.entries && init instanceof Headers) fillFromPairs(headers, rawPairs(init));
  else if (typeof iterator === 'function') fillFromSequence(headers, init);
  else fillFromRecord(headers, init);
}

function fillFromPairs(headers, flat) {
  for (let i = 0; i < flat.length; i += 2) appendWire(headers, flat[i], flat[i + 1]);
}

function fillFromSequence(headers, init) {
  const pairs = [];
  for (const item of init) {
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null) {
      throw exception('Headers contructor', `init[${pairs.length}] (${typeof item}) is not iterable.`);
    }
    if (typeof item[Symbol.iterator] !== 'function') {
      throw exception('Headers contructor', `init[${pairs.length}] is not iterable.`);
    }
    pairs.push([...item]);
  }
  for (const pair of pairs) {
    if (pair.length !== 2) {
      throw exception('Headers constructor', `expected name/value pair to be length 2, found ${pair.length}.`);
    }
    appendChecked(headers, pair[0], pair[1]);
  }
}

// undici takes properties that are not enumerable as well.
function fillFromRecord(headers, init) {
  for (const key of Reflect.ownKeys(init)) {
    if (typeof key === 'symbol') ByteString(key, 'Headers contructor', 'init');
    appendChecked(headers, key, init[key]);
  }
}

function appendChecked(headers, name, value) {
  checkedName(name, 'Headers.append');
  appendWire(headers, `${name}`, checkedValue(value, 'Headers.append'));
}

defineInterface(Headers);
defineFetchIterable(Headers, 'Headers', (headers) => sortedPairs(headers));

/** Headers of a list that needs no checks: [name, value, name, value, …]. */
function headersFromPairs(flat, guard = 'none') {
  return new Headers(new WireList(flat, guard));
}

function headersFromInit(init, guard) {
  const headers = new Headers(init);
  setGuard(headers, guard);
  return headers;
}

/** What a client gets to see: sorted, lowercase, combined but for Set-Cookie; flat. */
function headerPairs(headers) {
  const flat = [];
  for (const pair of sortedPairs(headers)) flat.push(pair[0], pair[1]);
  return flat;
}

module.exports = {
  Headers,
  headersFromPairs,
  headersFromInit,
  headerPairs,
  rawPairs,
  copyHeaders,
  getHeader,
  setHeader,
  deleteHeader,
  setGuard,
  guardOf,
  isToken: (text) => test(token, text),
};
