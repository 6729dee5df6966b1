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
  #href;
  #marks = null;
  #searchParams = null;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    input = text(input);
    if (base !== undefined) base = text(base);
    const href = parse(input, base);
    if (href === null) throw invalidURL(input, base);
    this.#href = href;
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    return parse(text(input), base === undefined ? undefined : text(base)) !== null;
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    const href = parse(text(input), base === undefined ? undefined : text(base));
    return href === null ? null : new URL(href);
  }

  static createObjectURL(object) {
    return require('internal:webapi/fileapi/objecturl').createObjectURL(object);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    require('internal:webapi/fileapi/objecturl').revokeObjectURL(`${url}`);
  }

  #at() {
    return (this.#marks ??= marksOf(this.#href));
  }

  #replace(href) {
    this.#href = href;
    this.#marks = null;
  }

  #set(part, value) {
    this.#replace(op_url_set(this.#href, part, text(value)));
  }

  // Called by URLSearchParams: its serialization needs no further encoding.
  #updateQuery(query) {
    const { search, hash } = this.#at();
    const href = this.#href;
    this.#replace(href.slice(0, search) + (query === '' ? '' : `?${query}`) + href.slice(hash));
  }

  #refill() {
    if (this.#searchParams !== null) fill(this.#searchParams, this.search);
  }

  get href() {
    return this.#href;
  }

  set href(value) {
    this.#at();
    const input = text(value);
    const href = parse(input);
    if (href === null) throw invalidURL(input);
    this.#replace(href);
    this.#refill();
  }

  get origin() {
    const protocol = this.protocol;
    if (specialSchemes[protocol] === true) return `${protocol}//${this.host}`;
    return protocol === 'blob:' ? originOfBlob(this.pathname) : 'null';
  }

  get protocol() {
    return this.#href.slice(0, this.#at().protocolEnd);
  }

  set protocol(value) {
    this.#set('protocol', value);
  }

  get username() {
    const { userinfo, host } = this.#at();
    if (userinfo === host) return '';
    const colon = this.#href.indexOf(':', userinfo);
    return this.#href.slice(userinfo, colon >= 0 && colon < host ? colon : host - 1);
  }

  set username(value) {
    this.#set('username', value);
  }

  get password() {
    const { userinfo, host } = this.#at();
    const colon = this.#href.indexOf(':', userinfo);
    return userinfo !== host && colon >= 0 && colon < host ? this.#href.slice(colon + 1, host - 1) : '';
  }

  set password(value) {
    this.#set('password', value);
  }

  get host() {
    const { host, hostEnd } = this.#at();
    return this.#href.slice(host, hostEnd);
  }

  set host(value) {
    this.#set('host', value);
  }

  get hostname() {
    const host = this.host;
    const colon = portColon(host);
    return colon < 0 ? host : host.slice(0, colon);
  }

  set hostname(value) {
    this.#set('hostname', value);
  }

  get port() {
    const host = this.host;
    const colon = portColon(host);
    return colon < 0 ? '' : host.slice(colon + 1);
  }

  set port(value) {
    this.#set('port', value);
  }

  get pathname() {
    const { protocolEnd, pathname, search } = this.#at();
    const path = this.#href.slice(pathname, search);
    // "/." keeps a path that starts with two slashes from reading as a host.
    return pathname === protocolEnd && path.startsWith('/.//') ? path.slice(2) : path;
  }

  set pathname(value) {
    value = text(value);
    const { protocolEnd, pathname, search } = this.#at();
    const href = this.#href;
    if (plainPath.test(value) && specialSchemes[href.slice(0, protocolEnd)] === true) {
      this.#replace(href.slice(0, pathname) + value + href.slice(search));
      return;
    }
    this.#set('pathname', value);
  }

  // Needs no marks, as most URLs are made for their query.
  get search() {
    const href = this.#href;
    const hash = href.indexOf('#');
    const end = hash < 0 ? href.length : hash;
    const start = href.indexOf('?');
    return start < 0 || end - start <= 1 ? '' : href.slice(start, end);
  }

  set search(value) {
    this.#set('search', value);
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
    const { hash } = this.#at();
    return this.#href.length - hash <= 1 ? '' : this.#href.slice(hash);
  }

  set hash(value) {
    this.#set('hash', value);
  }

  toString() {
    return this.#href;
  }

  toJSON() {
    return this.#href;
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
