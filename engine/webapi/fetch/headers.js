// Headers: https://fetch.spec.whatwg.org/#headers-class
// Go half: none. As in undici, the guards "request" and "response" filter
// nothing. Missing: none.
//
// A list that comes from the wire stays the flat array it is until something
// changes or iterates it; get() and has() search it where it is. The sorted view
// is made when something iterates.
//
// For other modules: headersFromPairs(flat, guard?), headersFromInit(init, guard),
// copyHeaders(headers, guard), headerPairs(headers) (sorted, lowercase, Set-Cookie
// apart), rawPairs(headers) (as spelled, for the wire), getHeader, setHeader and
// deleteHeader by lowercase name without checks.

const { TypeError, Object, Map, Set, Reflect, Symbol, uncurryThis, RegExp, String } = primordials;
const { defineInterface, requireArguments, illegalInvocation, converters, exception, sequence } = require('internal:webapi/webidl');
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

// Few names and values are in use, and a look-up costs a quarter of a pass.
const cacheLimit = 512;
const longestCached = 64;
const knownNames = new Map();
const knownValues = new Set();

/** Returns the lowercase form of a header name, or undefined if it is none. */
function lowercaseName(name) {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  if (!test(token, name)) return undefined;
  const lower = toLowerCase(name);
  if (knownNames.size < cacheLimit && name.length <= longestCached) knownNames.set(name, lower);
  return lower;
}

/** The ByteString converter; plain text needs no look at each character. */
function toText(V, prefix, argument) {
  if (typeof V === 'string' && (knownNames.has(V) || knownValues.has(V) || !test(notPlain, V))) return V;
  return ByteString(V, prefix, argument);
}

/** The lowercase form of a name that is a ByteString. */
function checkedName(name, prefix) {
  const lower = knownNames.get(name) ?? lowercaseName(name);
  if (lower !== undefined) return lower;
  throw exception(prefix, `"${name}" is an invalid header name.`);
}

/** The lowercase form of a name as it was given. */
const lowerOf = (name, prefix) => knownNames.get(name) ?? checkedName(ByteString(name, prefix, 'name'), prefix);

/** @see https://fetch.spec.whatwg.org/#concept-header-value-normalize */
function checkedValue(value, prefix) {
  if (knownValues.has(value)) return value;
  if (!test(notPlain, value)) {
    if (value.startsWith(' ') || value.endsWith(' ')) return value.trim();
    if (knownValues.size < cacheLimit && value.length <= longestCached) knownValues.add(value);
    return value;
  }
  const normalized = value.replace(whitespaceAround, '');
  if (test(forbiddenInValue, normalized)) throw exception(prefix, `"${normalized}" is an invalid header value.`);
  return normalized;
}

/* -------------------------------------------------------------------- *
 * Header lists.
 * -------------------------------------------------------------------- */

/** @see https://fetch.spec.whatwg.org/#concept-header-list */
class HeaderList {
  constructor(map = new Map()) {
    /** Lowercase names with their values combined. @type {Map<string, string>} */
    this.map = map;
  }

  static ofPairs(flat) {
    const list = new HeaderList();
    for (let i = 0; i < flat.length; i += 2) {
      list.append(lowercaseName(flat[i]) ?? toLowerCase(flat[i]), flat[i], flat[i + 1]);
    }
    return list;
  }

  // https://fetch.spec.whatwg.org/#concept-header-list-append
  append(lower, name, value) {
    if (this.sorted !== null) this.sorted = null;
    const before = this.map.get(lower);
    if (before === undefined) {
      this.map.set(lower, value);
      if (name !== lower) (this.spelled ??= new Map()).set(lower, name);
    } else {
      this.map.set(lower, `${before}${lower === 'cookie' ? '; ' : ', '}${value}`);
    }
    if (lower === 'set-cookie') (this.cookies ??= []).push(value);
  }

  set(lower, name, value) {
    this.sorted = null;
    this.map.set(lower, value);
    if (name !== lower) (this.spelled ??= new Map()).set(lower, name);
    else this.spelled?.delete(lower);
    if (lower === 'set-cookie') this.cookies = [value];
  }

  delete(lower) {
    this.sorted = null;
    this.map.delete(lower);
    this.spelled?.delete(lower);
    if (lower === 'set-cookie') this.cookies = null;
  }

  copy() {
    const copy = new HeaderList(new Map(this.map));
    if (this.spelled !== null) copy.spelled = new Map(this.spelled);
    if (this.cookies !== null) copy.cookies = [...this.cookies];
    copy.sorted = this.sorted;
    return copy;
  }

  // https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
  sort() {
    if (this.sorted !== null) return this.sorted;
    const flat = this.sortedFlat();
    const pairs = [];
    for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i], flat[i + 1]]);
    this.sorted = pairs;
    return pairs;
  }

  // Names alone sort without a comparison in JavaScript.
  sortedFlat() {
    const { map, cookies } = this;
    const flat = [];
    for (const name of [...map.keys()].sort()) {
      if (name === 'set-cookie') for (const cookie of cookies) flat.push(name, cookie);
      else flat.push(name, map.get(name));
    }
    return flat;
  }

  spelling(lower) {
    return this.spelled?.get(lower) ?? lower;
  }

  rawPairs() {
    const flat = [];
    for (const [lower, value] of this.map) {
      const name = this.spelling(lower);
      if (lower !== 'set-cookie') flat.push(name, value);
      else for (const cookie of this.cookies) flat.push(name, cookie);
    }
    return flat;
  }
}

// What few lists have is the prototype's, as a field costs a fifth of a microsecond.
Object.assign(HeaderList.prototype, {
  /** Names as they were spelled, where that differs. @type {Map<string, string> | null} */
  spelled: null,
  /** @type {string[] | null} */
  cookies: null,
  /** @type {[string, string][] | null} */
  sorted: null,
});

/** Looks a name up in a wire's list: names stand at even places. */
function findInPairs(flat, lower) {
  let at = flat.indexOf(lower);
  while (at >= 0 && at % 2 === 1) at = flat.indexOf(lower, at + 1);
  return at < 0 ? undefined : flat[at + 1];
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

// Marks a list that is taken over without a look.
class Wire {
  constructor(flat, guard) {
    this.flat = flat;
    this.guard = guard;
  }
}

let listOf;
let lookUp;
let copyHeaders;
let guardOf;
let setGuard;

class Headers {
  /** @type {HeaderList | string[]} */
  #list;
  #guard;

  constructor(init = undefined) {
    if (init instanceof Wire) {
      this.#list = init.flat;
      this.#guard = init.guard;
      return;
    }
    this.#list = new HeaderList();
    this.#guard = 'none';
    if (init !== undefined) fill(this.#list, init);
  }

  static {
    listOf = (headers) => {
      if (typeof headers !== 'object' || headers === null || !(#list in headers)) throw illegalInvocation();
      const list = headers.#list;
      return list instanceof HeaderList ? list : (headers.#list = HeaderList.ofPairs(list));
    };
    // Of several cookies that are set, a flat list cannot tell the combined value.
    lookUp = (headers, lower) => {
      if (typeof headers !== 'object' || headers === null || !(#list in headers)) throw illegalInvocation();
      const list = headers.#list;
      if (list instanceof HeaderList) return list.map.get(lower);
      return lower === 'set-cookie' ? listOf(headers).map.get(lower) : findInPairs(list, lower);
    };
    copyHeaders = (headers, guard) => {
      const copy = new Headers();
      const list = headers.#list;
      copy.#list = list instanceof HeaderList ? list.copy() : list;
      copy.#guard = guard;
      return copy;
    };
    guardOf = (headers) => headers.#guard;
    setGuard = (headers, guard) => {
      headers.#guard = guard;
    };
  }

  append(name, value) {
    const list = listOf(this);
    requireArguments(arguments.length, 2, 'Headers.append');
    name = toText(name, 'Headers.append', 'name');
    value = toText(value, 'Headers.append', 'value');
    const lower = checkedName(name, 'Headers.append');
    const normalized = checkedValue(value, 'Headers.append');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    list.append(lower, name, normalized);
  }

  delete(name) {
    const list = listOf(this);
    requireArguments(arguments.length, 1, 'Headers.delete');
    const lower = lowerOf(name, 'Headers.delete');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    list.delete(lower);
  }

  get(name) {
    if (arguments.length < 1) requireArguments(0, 1, 'Headers.get');
    return lookUp(this, lowerOf(name, 'Headers.get')) ?? null;
  }

  has(name) {
    if (arguments.length < 1) requireArguments(0, 1, 'Headers.has');
    return lookUp(this, lowerOf(name, 'Headers.has')) !== undefined;
  }

  set(name, value) {
    const list = listOf(this);
    requireArguments(arguments.length, 2, 'Headers.set');
    name = toText(name, 'Headers.set', 'name');
    value = toText(value, 'Headers.set', 'value');
    const lower = checkedName(name, 'Headers.set');
    const normalized = checkedValue(value, 'Headers.set');
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    list.set(lower, name, normalized);
  }

  getSetCookie() {
    const { cookies } = listOf(this);
    return cookies === null ? [] : [...cookies];
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const list = listOf(this);
    const shown = {};
    for (const [lower, value] of list.map) shown[list.spelling(lower)] = value;
    return `Headers ${inspect(shown, options)}`;
  }
}

/* -------------------------------------------------------------------- *
 * HeadersInit.
 * -------------------------------------------------------------------- */

/** @see https://fetch.spec.whatwg.org/#concept-headers-fill */
function fill(list, init) {
  if ((typeof init !== 'object' && typeof init !== 'function') || init === null) {
    throw exception(
      'Headers constructor',
      'Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.',
    );
  }
  const iterator = init[Symbol.iterator];
  if (iterator === Headers.prototype.entries && init instanceof Headers) fillFromPairs(list, listOf(init).rawPairs());
  else if (typeof iterator === 'function') fillFromSequence(list, init);
  else fillFromRecord(list, init);
}

function fillFromPairs(list, flat) {
  for (let i = 0; i < flat.length; i += 2) list.append(lowercaseName(flat[i]), flat[i], flat[i + 1]);
}

function fillFromSequence(list, init) {
  for (const pair of toPairs(init, misspelled, 'init')) {
    if (pair.length !== 2) {
      throw exception('Headers constructor', `expected name/value pair to be length 2, found ${pair.length}.`);
    }
    appendConverted(list, pair[0], pair[1]);
  }
}

// undici takes properties that are not enumerable as well, and keeps the record
// in an object, which has no text as its __proto__.
function fillFromRecord(list, init) {
  for (const key of Reflect.ownKeys(init)) {
    const name = toText(key, misspelled, 'init');
    const value = toText(init[key], misspelled, 'init');
    if (name !== '__proto__') appendConverted(list, name, value);
  }
}

// The misspelling is undici's.
const misspelled = 'Headers contructor';
const toPairs = sequence(sequence(toText));

function appendConverted(list, name, value) {
  list.append(checkedName(name, 'Headers.append'), name, checkedValue(value, 'Headers.append'));
}

defineInterface(Headers);
defineFetchIterable(Headers, 'Headers', (headers) => listOf(headers).sort());

/**
 * Headers of a list that needs no checks: [name, value, name, value, …] with
 * names in lowercase and none but Set-Cookie twice. The list is not copied.
 */
function headersFromPairs(flat, guard = 'none') {
  return new Headers(new Wire(flat, guard));
}

function headersFromInit(init, guard) {
  const headers = new Headers(init);
  setGuard(headers, guard);
  return headers;
}

/** What a client gets to see: sorted, lowercase, combined but for Set-Cookie; flat. */
function headerPairs(headers) {
  return listOf(headers).sortedFlat();
}

module.exports = {
  Headers,
  headersFromPairs,
  headersFromInit,
  headerPairs,
  rawPairs: (headers) => listOf(headers).rawPairs(),
  copyHeaders,
  getHeader: lookUp,
  setHeader: (headers, lower, value) => listOf(headers).set(lower, lower, value),
  deleteHeader: (headers, lower) => listOf(headers).delete(lower),
  guardOf,
  isToken: (text) => test(token, text),
};
