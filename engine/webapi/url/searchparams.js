// URLSearchParams: https://url.spec.whatwg.org/#interface-urlsearchparams
// Go half: form.go (op_form_decode), for input that is not plain. Missing: none.
//
// For other modules: parseForm(text) → [[name, value], …]; serializeForm(list).

const { Symbol, Object, Reflect, TypeError } = primordials;
const { op_form_decode } = ops;
const { defineInterface, defineIterable } = require('internal:webapi/webidl');
const { codes, define } = require('internal:webapi/webidl/codes');

define('ERR_ARG_NOT_ITERABLE', (name) => `${name} must be iterable`, TypeError);
define('ERR_INVALID_TUPLE', (name, tuple) => `${name} must be an iterable ${tuple} tuple`, TypeError);

function text(value) {
  return (typeof value === 'string' ? value : `${value}`).toWellFormed();
}

/* -------------------------------------------------------------------- *
 * application/x-www-form-urlencoded.
 * -------------------------------------------------------------------- */

/** @see https://url.spec.whatwg.org/#urlencoded-parsing */
function parseForm(input) {
  const list = [];
  if (input === '') return list;
  const decode = /[%+]/.test(input) ? decodePart : (part) => part;
  for (const part of input.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals < 0) list.push([decode(part), '']);
    else list.push([decode(part.slice(0, equals)), decode(part.slice(equals + 1))]);
  }
  return list;
}

const escape = /%[\da-f]{2}/i;

function decodePart(part) {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part;
  if (!escape.test(spaced)) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A stray percent sign, or bytes that are not UTF-8.
    return op_form_decode(spaced);
  }
}

const needsEncoding = /[^\w*\-.]/;
const plainWithSpaces = /^[\w*\-. ]*$/;
const leftByEncodeURIComponent = /[!'()~]|%20/g;
const formCodes = { __proto__: null, '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+' };

function encodePart(part) {
  if (!needsEncoding.test(part)) return part;
  if (plainWithSpaces.test(part)) return part.replaceAll(' ', '+');
  return encodeURIComponent(part).replace(leftByEncodeURIComponent, (match) => formCodes[match]);
}

/** @see https://url.spec.whatwg.org/#concept-urlencoded-serializer */
function serializeForm(list) {
  let out = '';
  for (let i = 0; i < list.length; i++) {
    out += `${i === 0 ? '' : '&'}${encodePart(list[i][0])}=${encodePart(list[i][1])}`;
  }
  return out;
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

let listOf;
let attach;
let fill;
let check;
let changed;

class URLSearchParams {
  /** @type {[string, string][]} */
  #list;
  #update = null;

  constructor(init = undefined) {
    this.#list = init === undefined || init === null ? [] : listFrom(init);
  }

  static {
    listOf = (params) => params.#list;
    attach = (query, update) => {
      const params = new URLSearchParams();
      params.#list = parseForm(query.slice(1));
      params.#update = update;
      return params;
    };
    fill = (params, query) => {
      params.#list = parseForm(query.slice(1));
    };
    check = (params) => {
      if (typeof params !== 'object' || params === null || !(#list in params)) {
        throw codes.ERR_INVALID_THIS('URLSearchParams');
      }
    };
    // A URL gets to know: https://url.spec.whatwg.org/#concept-urlsearchparams-update
    changed = (params) => {
      if (params.#update !== null) params.#update(serializeForm(params.#list));
    };
  }

  get size() {
    check(this);
    return this.#list.length;
  }

  append(name, value) {
    check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    this.#list.push([text(name), text(value)]);
    changed(this);
  }

  delete(name, value = undefined) {
    check(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    // In place: an iterator keeps its position.
    const list = this.#list;
    let kept = 0;
    for (let i = 0; i < list.length; i++) {
      const pair = list[i];
      if (pair[0] !== name || (value !== undefined && pair[1] !== value)) list[kept++] = pair;
    }
    list.length = kept;
    changed(this);
  }

  get(name) {
    check(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    const list = this.#list;
    for (let i = 0; i < list.length; i++) {
      if (list[i][0] === name) return list[i][1];
    }
    return null;
  }

  getAll(name) {
    check(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    const values = [];
    for (const pair of this.#list) {
      if (pair[0] === name) values.push(pair[1]);
    }
    return values;
  }

  has(name, value = undefined) {
    check(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    return this.#list.some((pair) => pair[0] === name && (value === undefined || pair[1] === value));
  }

  set(name, value) {
    check(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('name', 'value');
    name = text(name);
    value = text(value);
    const list = this.#list;
    let kept = 0;
    let found = false;
    for (let i = 0; i < list.length; i++) {
      const pair = list[i];
      if (pair[0] !== name) list[kept++] = pair;
      else if (!found) {
        list[kept++] = [name, value];
        found = true;
      }
    }
    list.length = kept;
    if (!found) list.push([name, value]);
    changed(this);
  }

  sort() {
    check(this);
    this.#list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    changed(this);
  }

  toString() {
    check(this);
    return serializeForm(this.#list);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const list = listOf(this);
    if (depth < 0) return '[Object]';
    const shown = list.map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    const { name } = this.constructor;
    if (shown.length === 0) return `${name} {}`;
    const { length } = shown.join(', ').replace(colorCodes, '');
    return length > options.breakLength ? `${name} {\n  ${shown.join(',\n  ')} }` : `${name} { ${shown.join(', ')} }`;
  }
}

const colorCodes = /\u001b\[\d+m/g;

/** @see https://url.spec.whatwg.org/#urlsearchparams-initialize */
function listFrom(init) {
  if (typeof init !== 'object' && typeof init !== 'function') {
    const query = text(init);
    return parseForm(query.startsWith('?') ? query.slice(1) : query);
  }
  const method = init[Symbol.iterator];
  if (method === undefined || method === null) return listFromRecord(init);
  if (method === URLSearchParams.prototype.entries && init instanceof URLSearchParams) {
    return listOf(init).map(([name, value]) => [name, value]);
  }
  if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE('Query pairs');
  return listFromSequence(init);
}

function listFromSequence(init) {
  const list = [];
  for (const pair of init) {
    if (pair === null || pair === undefined || typeof pair !== 'object' || typeof pair[Symbol.iterator] !== 'function') {
      throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    }
    const converted = [...pair].map(text);
    if (converted.length !== 2) throw codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    list.push(converted);
  }
  return list;
}

function listFromRecord(init) {
  const visited = new primordials.Map();
  for (const key of Reflect.ownKeys(init)) {
    if (Reflect.getOwnPropertyDescriptor(init, key)?.enumerable !== true) continue;
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    visited.set(text(key), text(init[key]));
  }
  return [...visited];
}

// What an iterator has still to give.
function showRest(items, depth, options, inspect) {
  if (depth < 0) return '[Object]';
  const shown = items.map((item) => inspect(item, options));
  const text = shown.some((item) => item.includes('\n')) ? `\n  ${shown.join(',\n  ')}` : ` ${shown.join(', ')}`;
  return `URLSearchParams Iterator {${text} }`;
}

defineInterface(URLSearchParams);
defineIterable(URLSearchParams, 'URLSearchParams', (params) => listOf(params), {
  foreign: () => codes.ERR_INVALID_THIS('URLSearchParamsIterator'),
  show: showRest,
});

// Node.js names the class where Web IDL says "Illegal invocation".
const { keys, values, entries, forEach } = URLSearchParams.prototype;
const checked = {
  keys() {
    check(this);
    return keys.call(this);
  },
  values() {
    check(this);
    return values.call(this);
  },
  entries() {
    check(this);
    return entries.call(this);
  },
  forEach(callback, thisArg = undefined) {
    check(this);
    if (typeof callback !== 'function') throw codes.ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    forEach.call(this, callback, thisArg);
  },
};
const descriptors = Object.getOwnPropertyDescriptors(checked);
descriptors[Symbol.iterator] = { value: checked.entries, writable: true, configurable: true };
Object.defineProperties(URLSearchParams.prototype, descriptors);

module.exports = { URLSearchParams, attach, fill, parseForm, serializeForm };
