// URL: https://url.spec.whatwg.org/#url-class
// Go half: url.go (op_url_parse, op_url_set). Missing: none.
//
// A URL keeps its serialization and nothing else: what a serialization is made
// of can be told from its punctuation, so the parts are cut out when asked for,
// and a parse costs one host call that brings one string back.
//
// For other modules: parse(input, base?) → href or null; hrefOf(url).

const { TypeError, Symbol, Object, String } = primordials;
const { op_url_parse, op_url_set } = ops;
const { defineInterface } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const { URLSearchParams, attach, fill } = require('./searchparams');

const specialSchemes = { __proto__: null, 'http:': true, 'https:': true, 'ws:': true, 'wss:': true, 'ftp:': true };

/** Returns the serialization of input, or null. */
function parse(input, base) {
  return base === undefined ? op_url_parse(input) : op_url_parse(input, base);
}

function text(value) {
  return (typeof value === 'string' ? value : `${value}`).toWellFormed();
}

function invalidURL(input, base) {
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

// A foreign object fails as it does where Node.js calls a private method.
const notURL = () => new TypeError('Receiver must be an instance of class URL');

/**
 * Finds where the parts of a serialization begin and end.
 * @see https://url.spec.whatwg.org/#url-serializing
 */
function marksOf(href) {
  const protocolEnd = href.indexOf(':') + 1;
  let hash = href.indexOf('#', protocolEnd);
  if (hash < 0) hash = href.length;
  let search = href.indexOf('?', protocolEnd);
  if (search < 0 || search > hash) search = hash;
  let host = protocolEnd;
  let pathname = protocolEnd;
  let userinfo = protocolEnd;
  if (href.startsWith('//', protocolEnd)) {
    host += 2;
    userinfo = host;
    pathname = href.indexOf('/', host);
    if (pathname < 0 || pathname > search) pathname = search;
    const at = href.indexOf('@', host);
    if (at >= 0 && at < pathname) host = at + 1;
  }
  return { protocolEnd, userinfo, host, hostEnd: pathname, pathname, search, hash };
}

class URL {
  #context;
  #marks = null;
  #searchParams = null;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    input = text(input);
    if (base !== undefined) base = text(base);
    const href = parse(input, base);
    if (href === null) throw invalidURL(input, base);
    this.#context = href;
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    const href = parse(text(input), base === undefined ? undefined : text(base));
    return href === null ? null : new URL(href);
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    return parse(text(input), base === undefined ? undefined : text(base)) !== null;
  }

  static createObjectURL(object) {
    return require('internal:webapi/fileapi/objecturl').createObjectURL(object);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    require('internal:webapi/fileapi/objecturl').revokeObjectURL(`${url}`);
  }

  static #at(url) {
    const href = url.#context;
    return (url.#marks ??= marksOf(href));
  }

  #replace(href) {
    this.#context = href;
    this.#marks = null;
  }

  static #set(url, part, value) {
    const href = url.#context;
    url.#replace(op_url_set(href, part, text(value)));
  }

  // Called by URLSearchParams: its serialization needs no further encoding.
  #updateQuery(query) {
    // Without a query, an opaque path may lose spaces at its end.
    if (query === '') {
      URL.#set(this, 'search', '');
      return;
    }
    const { search, hash } = URL.#at(this);
    const href = this.#context;
    this.#replace(`${href.slice(0, search)}?${query}${href.slice(hash)}`);
  }

  #refill() {
    if (this.#searchParams !== null) fill(this.#searchParams, this.search);
  }

  toString() {
    if (!(#context in this)) throw notURL();
    return this.#context;
  }

  get href() {
    if (!(#context in this)) throw notURL();
    return this.#context;
  }

  set href(value) {
    URL.#at(this);
    const input = text(value);
    const href = parse(input);
    if (href === null) throw invalidURL(input);
    this.#replace(href);
    this.#refill();
  }

  get origin() {
    const protocol = this.#context.slice(0, URL.#at(this).protocolEnd);
    if (specialSchemes[protocol] === true) return `${protocol}//${URL.#hostOf(this)}`;
    return protocol === 'blob:' ? originOfBlob(this.pathname) : 'null';
  }

  get protocol() {
    return this.#context.slice(0, URL.#at(this).protocolEnd);
  }

  set protocol(value) {
    URL.#set(this, 'protocol', value);
  }

  get username() {
    const { userinfo, host } = URL.#at(this);
    if (userinfo === host) return '';
    const colon = this.#context.indexOf(':', userinfo);
    return this.#context.slice(userinfo, colon >= 0 && colon < host ? colon : host - 1);
  }

  set username(value) {
    URL.#set(this, 'username', value);
  }

  get password() {
    const { userinfo, host } = URL.#at(this);
    const colon = this.#context.indexOf(':', userinfo);
    return userinfo !== host && colon >= 0 && colon < host ? this.#context.slice(colon + 1, host - 1) : '';
  }

  set password(value) {
    URL.#set(this, 'password', value);
  }

  static #hostOf(url) {
    const { host, hostEnd } = URL.#at(url);
    return url.#context.slice(host, hostEnd);
  }

  get host() {
    return URL.#hostOf(this);
  }

  set host(value) {
    URL.#set(this, 'host', value);
  }

  get hostname() {
    const host = URL.#hostOf(this);
    const colon = portColon(host);
    return colon < 0 ? host : host.slice(0, colon);
  }

  set hostname(value) {
    URL.#set(this, 'hostname', value);
  }

  get port() {
    const host = URL.#hostOf(this);
    const colon = portColon(host);
    return colon < 0 ? '' : host.slice(colon + 1);
  }

  set port(value) {
    URL.#set(this, 'port', value);
  }

  get pathname() {
    const { protocolEnd, pathname, search } = URL.#at(this);
    const path = this.#context.slice(pathname, search);
    // "/." keeps a path that starts with two slashes from reading as a host.
    return pathname === protocolEnd && path.startsWith('/.//') ? path.slice(2) : path;
  }

  set pathname(value) {
    value = text(value);
    const { protocolEnd, pathname, search } = URL.#at(this);
    const href = this.#context;
    if (plainPath.test(value) && specialSchemes[href.slice(0, protocolEnd)] === true) {
      this.#replace(href.slice(0, pathname) + value + href.slice(search));
      return;
    }
    URL.#set(this, 'pathname', value);
  }

  // Needs no marks, as most URLs are made for their query.
  get search() {
    if (!(#context in this)) throw notURL();
    const href = this.#context;
    const hash = href.indexOf('#');
    const end = hash < 0 ? href.length : hash;
    const start = href.indexOf('?');
    return start < 0 || end - start <= 1 ? '' : href.slice(start, end);
  }

  set search(value) {
    URL.#set(this, 'search', value);
    this.#refill();
  }

  get searchParams() {
    if (this.#searchParams === null) {
      const query = this.search;
      this.#searchParams = attach(query, (changed) => this.#updateQuery(changed));
    }
    return this.#searchParams;
  }

  get hash() {
    const { hash } = URL.#at(this);
    return this.#context.length - hash <= 1 ? '' : this.#context.slice(hash);
  }

  set hash(value) {
    URL.#set(this, 'hash', value);
  }

  toJSON() {
    if (!(#context in this)) throw notURL();
    return this.#context;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return this;
    const shown = {};
    for (const key of shownKeys) shown[key] = this[key];
    return `URL ${inspect(shown, options)}`;
  }
}

const shownKeys = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash'];

// A path that parsing would leave as it is: no dot segments, nothing to encode.
const plainPath = /^\/[\w\-~/]*$/;

/** The colon before the port; those of an IPv6 address stand in brackets. */
function portColon(host) {
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']') ? colon : -1;
}

/** @see https://url.spec.whatwg.org/#concept-url-origin */
function originOfBlob(path) {
  const href = parse(path);
  if (href === null || !/^https?:/.test(href)) return 'null';
  return new URL(href).origin;
}

defineInterface(URL);

const hrefGetter = Object.getOwnPropertyDescriptor(URL.prototype, 'href').get;
const hrefOf = primordials.uncurryThis(hrefGetter);

module.exports = { URL, URLSearchParams, parse, hrefOf, invalidURL };
