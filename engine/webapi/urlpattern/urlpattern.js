// URLPattern: https://urlpattern.spec.whatwg.org/#urlpattern-class
// Go half: none; URLs are parsed by ../url. Missing: compareComponent and
// generate, which are proposals.

const { TypeError, Object } = primordials;
const { defineInterface, requireArguments, converters } = require('internal:webapi/webidl');
const { URL } = require('internal:webapi/url');
const { compileComponent } = require('./component');
const canonicalize = require('./canonicalize');

const components = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const { USVString } = converters;

/* -------------------------------------------------------------------- *
 * URLPatternInit.
 * -------------------------------------------------------------------- */

function convertInit(value) {
  const init = {};
  for (const key of [...components, 'baseURL']) {
    if (value[key] !== undefined) init[key] = USVString(value[key], 'URLPattern', key);
  }
  return init;
}

// What a base URL gives: a component, unless one of these is in the init.
const inherited = [
  ['protocol', ['protocol']],
  ['username', ['protocol', 'hostname', 'port', 'username']],
  ['password', ['protocol', 'hostname', 'port', 'username', 'password']],
  ['hostname', ['protocol', 'hostname']],
  ['port', ['protocol', 'hostname', 'port']],
  ['pathname', ['protocol', 'hostname', 'port', 'pathname']],
  ['search', ['protocol', 'hostname', 'port', 'pathname', 'search']],
  ['hash', ['protocol', 'hostname', 'port', 'pathname', 'search', 'hash']],
];

const escapePattern = (text) => text.replace(/[+*?:{}()\\]/g, '\\$&');

/** The components of a URL without their punctuation. */
function componentsOf(url) {
  const { protocol, username, password, hostname, port, pathname, search, hash } = url;
  return {
    protocol: protocol.slice(0, -1),
    username,
    password,
    hostname,
    port,
    pathname,
    search: search.slice(1),
    hash: hash.slice(1),
  };
}

/**
 * type is 'pattern' or 'url'; result holds defaults and is filled.
 * @see https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit
 */
function processInit(init, type, result) {
  let base = null;
  if (init.baseURL !== undefined) {
    const url = URL.parse(init.baseURL);
    if (url === null) throw new TypeError(`Invalid baseURL "${init.baseURL}".`);
    base = componentsOf(url);
    for (const [name, unless] of inherited) {
      if (type === 'pattern' && (name === 'username' || name === 'password')) continue;
      if (unless.some((key) => init[key] !== undefined)) continue;
      result[name] = type === 'pattern' ? escapePattern(base[name]) : base[name];
    }
  }
  const given = { ...init };
  if (given.protocol !== undefined) given.protocol = given.protocol.replace(/:$/, '');
  if (given.search !== undefined) given.search = given.search.replace(/^\?/, '');
  if (given.hash !== undefined) given.hash = given.hash.replace(/^#/, '');
  if (given.pathname !== undefined) given.pathname = resolvePathname(given.pathname, base, type);
  for (const name of components) {
    if (given[name] === undefined) continue;
    result[name] = type === 'pattern' ? given[name] : canonicalForm(name, given[name], result.protocol);
  }
  return result;
}

function canonicalForm(name, value, protocol) {
  if (name === 'port') return canonicalize.port(value, protocol);
  if (name === 'pathname' && protocol !== '' && !canonicalize.isSpecial(protocol)) return canonicalize.opaquePathname(value);
  return canonicalize[name](value);
}

// A relative pathname continues the base URL's, whose path must be no opaque one.
function resolvePathname(pathname, base, type) {
  if (base === null || !base.pathname.startsWith('/') || isAbsolutePathname(pathname, type)) return pathname;
  const folder = base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1);
  return (type === 'pattern' ? escapePattern(folder) : folder) + pathname;
}

/** @see https://urlpattern.spec.whatwg.org/#is-an-absolute-pathname */
function isAbsolutePathname(input, type) {
  return input.startsWith('/') || (type === 'pattern' && (input.startsWith('\\/') || input.startsWith('{/')));
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

/** @see https://urlpattern.spec.whatwg.org/#url-pattern-create */
function compile(init, ignoreCase) {
  const patterns = { __proto__: null };
  for (const name of components) patterns[name] = '*';
  processInit(init, 'pattern', patterns);
  const { protocol, port, hostname } = patterns;
  if (port === canonicalize.defaultPort(protocol)) patterns.port = '';
  const plain = { delimiter: '', prefix: '', ignoreCase: false };
  const folded = { ...plain, ignoreCase };
  const compiled = { __proto__: null };
  for (const name of ['protocol', 'username', 'password', 'port']) {
    compiled[name] = compileComponent(patterns[name], (text) => canonicalize[name](text), plain);
  }
  const encodeHost = /^(?:\[|\{\[|\\\[)/.test(hostname) ? canonicalize.ipv6Hostname : canonicalize.hostname;
  compiled.hostname = compileComponent(hostname, encodeHost, { ...plain, delimiter: '.' });
  const special = ['http', 'https', 'ws', 'wss', 'ftp', 'file'].some((scheme) => compiled.protocol.regexp.test(scheme));
  compiled.pathname = special
    ? compileComponent(patterns.pathname, canonicalize.pathname, { delimiter: '/', prefix: '/', ignoreCase })
    : compileComponent(patterns.pathname, canonicalize.opaquePathname, folded);
  compiled.search = compileComponent(patterns.search, canonicalize.search, folded);
  compiled.hash = compileComponent(patterns.hash, canonicalize.hash, folded);
  return compiled;
}

class URLPattern {
  #components;

  constructor(input = {}, baseURLOrOptions = undefined, options = undefined) {
    let baseURL;
    if (typeof baseURLOrOptions === 'object' && baseURLOrOptions !== null && options === undefined) options = baseURLOrOptions;
    else if (baseURLOrOptions !== undefined) baseURL = USVString(baseURLOrOptions, 'URLPattern constructor', 'baseURL');
    let init;
    if (typeof input === 'object' && input !== null) {
      if (baseURL !== undefined) throw new TypeError('URLPattern constructor: an init takes its base URL as its member baseURL.');
      init = convertInit(input);
    } else {
      init = require('./constructorstring').parseConstructorString(USVString(input, 'URLPattern constructor', 'input'));
      if (baseURL === undefined && init.protocol === undefined) {
        throw new TypeError(`URLPattern constructor: "${input}" is relative, and there is no base URL.`);
      }
      if (baseURL !== undefined) init.baseURL = baseURL;
    }
    this.#components = compile(init, Boolean(options?.ignoreCase));
  }

  /** @see https://urlpattern.spec.whatwg.org/#url-pattern-match */
  #match(input, baseURL) {
    const values = matchInput(input, baseURL);
    if (values === null) return null;
    const result = { inputs: baseURL === undefined ? [input] : [input, baseURL] };
    for (const name of components) {
      const { regexp, names } = this.#components[name];
      const found = regexp.exec(values[name]);
      if (found === null) return null;
      const groups = {};
      names.forEach((group, i) => {
        groups[group] = found[i + 1];
      });
      result[name] = { input: values[name], groups };
    }
    return result;
  }

  test(input = {}, baseURL = undefined) {
    return this.#match(input, baseURL) !== null;
  }

  exec(input = {}, baseURL = undefined) {
    return this.#match(input, baseURL);
  }

  get hasRegExpGroups() {
    return components.some((name) => this.#components[name].hasRegExpGroups);
  }

  static {
    for (const name of components) {
      Object.defineProperty(this.prototype, name, {
        get() {
          return this.#components[name].pattern;
        },
        enumerable: true,
        configurable: true,
      });
    }
  }
}

/** The components to match, or null if the input is no URL. */
function matchInput(input, baseURL) {
  if (typeof input === 'object' && input !== null && !(input instanceof URL)) {
    if (baseURL !== undefined) throw new TypeError('URLPattern: an init takes its base URL as its member baseURL.');
    const empty = Object.fromEntries(components.map((name) => [name, '']));
    try {
      return processInit(convertInit(input), 'url', empty);
    } catch {
      return null;
    }
  }
  const url = URL.parse(input, baseURL);
  return url === null ? null : componentsOf(url);
}

defineInterface(URLPattern);

module.exports = { URLPattern };
