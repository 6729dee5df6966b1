// The old URL API: https://nodejs.org/docs/latest-v20.x/api/url.html#legacy-url-api
//
// It splits addresses of every form, also relative ones, and never says that one
// is wrong, invalid hosts aside.

const { TypeError } = primordials;
const { validateString } = require('internal:nodeapi/errors/validators');
const querystring = require('internal:nodeapi/querystring');

const protocolPattern = /^[a-z0-9.+-]+:/i;
const simplePathPattern = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;

/** Protocols that are always followed by "//" and a host. */
const slashed = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));
/** Protocols whose rest is no address at all. */
const hostless = new Set(['javascript', 'javascript:']);

const escaped = /[\t\n\r "'<>\\^`{|}]/g;
const escapeChar = (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
// A host that has one of these is refused.
const forbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInIPv6 = /[\0\t\n\r #%/<>?@\\^|]/;
// A host ends before one of these; what follows counts as path, an invalid port too.
const notInHostname = /[/\\#?:]/;

function invalidURL(input) {
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  return error;
}

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

function parse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  const result = new Url();
  result.parse(url, parseQueryString, slashesDenoteHost);
  return result;
}

// Backslashes count as slashes up to the query, and white space around it all is
// dropped.
function tidy(url) {
  const trimmed = url.replace(/^[\0-\x20\u00a0\ufeff]+|[\0-\x20\u00a0\ufeff]+$/g, '');
  const end = trimmed.search(/[?#]/);
  return end === -1 ? trimmed.replaceAll('\\', '/') : trimmed.slice(0, end).replaceAll('\\', '/') + trimmed.slice(end);
}

Url.prototype.parse = function parseURL(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = tidy(url);
  if (!slashesDenoteHost && !/[#@]/.test(rest) && parseSimplePath(this, rest, parseQueryString)) return this;

  const [protocol] = protocolPattern.exec(rest) ?? [null];
  const lower = protocol?.toLowerCase();
  if (protocol !== null) {
    this.protocol = lower;
    rest = rest.slice(protocol.length);
  }
  let hasSlashes = false;
  if (slashesDenoteHost || protocol !== null || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    hasSlashes = rest.startsWith('//');
    if (hasSlashes && !hostless.has(lower)) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostless.has(lower) && (hasSlashes || (protocol !== null && !slashed.has(protocol)))) rest = parseAuthority(this, rest, url);
  if (!hostless.has(lower)) rest = rest.replace(escaped, escapeChar);
  parseTail(this, rest, parseQueryString);
  if (slashed.has(lower) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

// The common case: a path with a query.
function parseSimplePath(result, rest, parseQueryString) {
  const match = simplePathPattern.exec(rest);
  if (match === null) return false;
  const [, pathname, search] = match;
  result.path = rest;
  result.href = rest;
  result.pathname = pathname;
  if (search !== undefined) {
    result.search = search;
    result.query = parseQueryString ? querystring.parse(search.slice(1)) : search.slice(1);
  } else if (parseQueryString) {
    result.query = Object.create(null);
  }
  return true;
}

// user:password@host:port; gives what follows.
function parseAuthority(result, rest, url) {
  const end = rest.search(/[/?#]/);
  // White space in a host is dropped, as the URL Standard has it.
  const authority = (end === -1 ? rest : rest.slice(0, end)).replace(/[\t\n\r]/g, '');
  rest = authority + (end === -1 ? '' : rest.slice(end));
  const at = authority.lastIndexOf('@');
  if (at !== -1) result.auth = decodeURIComponent(authority.slice(0, at));
  const behind = rest.slice(at + 1);
  const stop = behind.search(/[\t\n\r "#%'/;<>?\\^`{|}]/);
  let tail = stop === -1 ? '' : behind.slice(stop);
  let host = stop === -1 ? behind : behind.slice(0, stop);
  const [port] = /:[0-9]*$/.exec(host) ?? [null];
  if (port !== null) {
    if (port !== ':') result.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  const isIPv6 = host.startsWith('[') && host.endsWith(']');
  if (!isIPv6) {
    const cut = host.search(notInHostname);
    if (cut !== -1) {
      tail = `/${host.slice(cut)}${tail}`;
      host = host.slice(0, cut);
    }
  }
  result.hostname = checkHostname(host.length > 255 ? '' : host.toLowerCase(), isIPv6, url);
  result.host = `${result.hostname}${result.port === null ? '' : `:${result.port}`}`;
  if (!isIPv6) return tail;
  result.hostname = result.hostname.slice(1, -1);
  return tail.startsWith('/') ? tail : `/${tail}`;
}

function checkHostname(hostname, isIPv6, url) {
  if (hostname === '') return '';
  if (isIPv6) {
    if (forbiddenInIPv6.test(hostname)) throw invalidURL(url);
    return hostname;
  }
  const ascii = /[^\0-\x7f]/.test(hostname) ? require('internal:nodeapi/url').domainToASCII(hostname) : hostname;
  if (forbiddenInHost.test(ascii) || ascii === '') throw invalidURL(url);
  return ascii;
}

// /path?query#hash
function parseTail(result, rest, parseQueryString) {
  const hash = rest.indexOf('#');
  if (hash !== -1) result.hash = rest.slice(hash);
  const front = hash === -1 ? rest : rest.slice(0, hash);
  const question = front.indexOf('?');
  if (question !== -1) {
    result.search = front.slice(question);
    result.query = parseQueryString ? querystring.parse(front.slice(question + 1)) : front.slice(question + 1);
  } else if (parseQueryString) {
    result.search = null;
    result.query = Object.create(null);
  }
  const pathname = question === -1 ? front : front.slice(0, question);
  if (pathname !== '') result.pathname = pathname;
}

/* -------------------------------------------------------------------- *
 * Writing.
 * -------------------------------------------------------------------- */

const encodeAuth = (auth) => encodeURIComponent(auth).replace(/%3A/gi, ':');

function hostOf(url, auth) {
  if (url.host) return auth + url.host;
  if (!url.hostname) return '';
  const { hostname } = url;
  const bracketed = hostname.includes(':') && !/^\[.*\]$/.test(hostname) ? `[${hostname}]` : hostname;
  return `${auth}${bracketed}${url.port ? `:${url.port}` : ''}`;
}

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeAuth(this.auth)}@` : '';
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = hostOf(this, auth);
  const query = this.query !== null && typeof this.query === 'object' ? querystring.stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replaceAll('#', '%23').replaceAll('?', '%3F');
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  if (search && !search.startsWith('?')) search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

/* -------------------------------------------------------------------- *
 * Resolving.
 * -------------------------------------------------------------------- */

Url.prototype.resolve = function resolveFrom(relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};

function copyURL(source) {
  return Object.assign(new Url(), source);
}

const finish = (result) => {
  if (result.pathname !== null || result.search !== null) {
    result.path = (result.pathname || '') + (result.search || '');
  }
  result.href = result.format();
  return result;
};

// What a URL with a protocol of its own resolves to.
function resolveAbsolute(base, relative) {
  const result = copyURL(base);
  result.hash = relative.hash;
  if (relative.protocol === base.protocol || !slashed.has(relative.protocol)) return finish(copyURL(relative));
  Object.assign(result, { protocol: relative.protocol, search: relative.search, query: relative.query });
  if (relative.host || hostless.has(relative.protocol) || /^file:?$/.test(relative.protocol)) {
    result.pathname = relative.pathname;
  } else {
    // The first part of the path is the host.
    const parts = (relative.pathname || '').split('/').filter((part, i, all) => part !== '' || all.slice(0, i).some(Boolean));
    relative.host = parts.shift() ?? '';
    relative.hostname ||= '';
    result.pathname = `/${parts.join('/')}`;
  }
  Object.assign(result, {
    host: relative.host || '', auth: relative.auth, hostname: relative.hostname || relative.host, port: relative.port,
  });
  result.slashes = result.slashes || relative.slashes;
  return finish(result);
}

// "." and ".." out of the parts of a path.
function normalizeParts(parts, mustEndAbsolute) {
  const kept = [];
  let up = 0;
  for (let i = parts.length - 1; i >= 0; i--) {
    if (parts[i] === '.') continue;
    if (parts[i] === '..') up++;
    else if (up > 0) up--;
    else kept.unshift(parts[i]);
  }
  if (!mustEndAbsolute) while (up-- > 0) kept.unshift('..');
  return kept;
}

Url.prototype.resolveObject = function resolveObject(given) {
  const relative = typeof given === 'string' ? parse(given, false, true) : copyURL(given);
  const result = copyURL(this);
  result.hash = relative.hash;
  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    const { protocol } = result;
    Object.assign(result, relative, { protocol });
    if (slashed.has(protocol) && result.hostname && !result.pathname) result.pathname = '/';
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return resolveAbsolute(this, relative);
  return resolvePath(result, relative);
};

// Puts a host before the parts of a path, as if it were one of them.
function prependHost(parts, host) {
  if (!host) return;
  if (parts[0] === '') parts[0] = host;
  else parts.unshift(host);
}

// The other way: the first part becomes the host, and what is before its @ the auth.
function takeHost(result, parts) {
  result.host = parts.shift() ?? '';
  if (result.host.indexOf('@') > 0) [result.auth, result.host] = result.host.split('@');
  result.hostname = result.host;
}

// The parts that the path is made of, and whether it starts at the root. Without
// slashes before the host, ".." may lead to it.
function mergePaths(result, relative, hostIsPart) {
  const sourceAbsolute = result.pathname?.startsWith('/');
  const relativeAbsolute = Boolean(relative.host || relative.pathname?.startsWith('/'));
  let mustEndAbsolute = relativeAbsolute || sourceAbsolute || Boolean(result.host && relative.pathname);
  const removeAllDots = mustEndAbsolute;
  let parts = result.pathname ? result.pathname.split('/') : [];
  const own = relative.pathname ? relative.pathname.split('/') : [];
  if (hostIsPart) {
    prependHost(parts, result.host);
    Object.assign(result, { host: '', hostname: '', port: null });
    if (relative.protocol) {
      prependHost(own, relative.host);
      Object.assign(relative, { host: null, hostname: null, port: null });
      result.auth = null;
    }
    mustEndAbsolute &&= own[0] === '' || parts[0] === '';
  }
  if (relativeAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      Object.assign(result, { host: relative.host, port: relative.port });
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    Object.assign(result, { search: relative.search, query: relative.query });
    parts = own;
  } else if (own.length > 0) {
    parts.pop();
    parts = parts.concat(own);
    Object.assign(result, { search: relative.search, query: relative.query });
  } else if (relative.search !== null && relative.search !== undefined) {
    if (hostIsPart) takeHost(result, parts);
    Object.assign(result, { search: relative.search, query: relative.query });
    return undefined;
  }
  return { parts, mustEndAbsolute, removeAllDots };
}

function resolvePath(result, relative) {
  const hostIsPart = Boolean(result.protocol && !slashed.has(result.protocol));
  const merged = mergePaths(result, relative, hostIsPart);
  if (merged === undefined) return finish(result);
  const { parts, mustEndAbsolute, removeAllDots } = merged;
  if (parts.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return result;
  }
  const last = parts[parts.length - 1];
  const endsWithSlash =
    ((result.host || relative.host || parts.length > 1) && (last === '.' || last === '..')) || last === '';
  const path = normalizeParts(parts, mustEndAbsolute || removeAllDots);
  if (mustEndAbsolute && path[0] !== '' && (!path[0] || !path[0].startsWith('/'))) path.unshift('');
  if (endsWithSlash && !path.join('/').endsWith('/')) path.push('');
  const isAbsolute = path[0] === '' || path[0]?.startsWith('/');
  if (hostIsPart) {
    if (isAbsolute) Object.assign(result, { host: '', hostname: '' });
    else takeHost(result, path);
  }
  if ((mustEndAbsolute || (result.host && path.length > 0)) && !isAbsolute) path.unshift('');
  result.pathname = path.length > 0 ? path.join('/') : null;
  if (result.pathname === null) result.path = null;
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
  return finish(result);
}

Url.prototype.parseHost = function parseHost() {
  const host = this.host ?? '';
  const [port] = /:[0-9]*$/.exec(host) ?? [null];
  if (port !== null && port !== ':') this.port = port.slice(1);
  const name = port === null ? host : host.slice(0, -port.length);
  if (name) this.hostname = name;
};

module.exports = {
  Url,
  parse,
  resolve: (from, to) => parse(from, false, true).resolve(to),
  resolveObject: (from, to) => (from ? parse(from, false, true).resolveObject(to) : to),
};
