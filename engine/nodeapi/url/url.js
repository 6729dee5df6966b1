// url: https://nodejs.org/docs/latest-v20.x/api/url.html
//
// URL and URLSearchParams are the globals; the old parser is in ./legacy.

const { global } = primordials;
const { op_nodeurl_unicode, op_process_facts } = ops;
const { codes } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');
const legacy = require('./legacy');

const [platform] = op_process_facts();
const windows = platform === 'win32';

const isURL = (value) => Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

/** @see https://nodejs.org/docs/latest-v20.x/api/url.html#urlformaturl-options */
function format(url, options) {
  if (typeof url === 'string') return legacy.parse(url).format();
  if (url === null || typeof url !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], url);
  if (isURL(url) && url instanceof global.URL) return formatURL(url, options);
  return legacy.Url.prototype.format.call(url);
}

function formatURL(url, options) {
  const { auth = true, fragment = true, search = true, unicode = false } = options ?? {};
  if (options !== undefined) v.validateObject(options, 'options');
  let text = url.protocol;
  if (url.host !== '' || url.protocol === 'file:') {
    text += '//';
    if (auth && (url.username !== '' || url.password !== '')) {
      text += `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
    }
    text += unicode ? domainToUnicode(url.hostname) : url.hostname;
    if (url.port !== '') text += `:${url.port}`;
  }
  text += url.pathname;
  if (search) text += url.search;
  if (fragment) text += url.hash;
  return text;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  try {
    return new global.URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return op_nodeurl_unicode(domainToASCII(domain));
}

/* -------------------------------------------------------------------- *
 * Files.
 * -------------------------------------------------------------------- */

/** @see https://nodejs.org/docs/latest-v20.x/api/url.html#urlfileurltopathurl */
function fileURLToPath(value, options = undefined) {
  const url = typeof value === 'string' ? new global.URL(value) : value;
  if (!isURL(url)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], value);
  if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return (options?.windows ?? windows) ? windowsPath(url) : posixPath(url);
}

function posixPath(url) {
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(platform);
  if (/%2f/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
  return decodeURIComponent(url.pathname);
}

function windowsPath(url) {
  if (/%2f|%5c/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters');
  const path = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${domainToUnicode(url.hostname)}${path}`;
  if (!/^\\[A-Za-z]:/.test(path)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
  return path.slice(1);
}

// What a path may have that a URL's path may not.

/** @see https://nodejs.org/docs/latest-v20.x/api/url.html#urlpathtofileurlpath */
function pathToFileURL(filepath, options = undefined) {
  v.validateString(filepath, 'path');
  const path = require('internal:nodeapi/path');
  const forWindows = options?.windows ?? windows;
  const url = new global.URL('file:///');
  if (forWindows && filepath.startsWith('\\\\')) return withServer(url, filepath);
  const { resolve, sep } = forWindows ? path.win32 : path.posix;
  let resolved = resolve(filepath);
  if (/[\\/]$/.test(filepath) && !resolved.endsWith(sep) && (forWindows || filepath.endsWith('/'))) resolved += '/';
  url.pathname = escapePath(forWindows ? resolved.replaceAll('\\', '/') : resolved);
  return url;
}

const escapeChar = (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
const escapePath = (path) => path.replace(/[%\\\n\r\t "#?[\]^|~]/g, escapeChar);

// \\server\share\resource, with or without the prefix \\?\UNC.
function withServer(url, filepath) {
  const start = filepath.startsWith('\\\\?\\UNC\\') ? 8 : 2;
  const end = filepath.indexOf('\\', start);
  if (end === -1) throw new codes.ERR_INVALID_ARG_VALUE('path', filepath, 'Missing UNC resource path');
  if (end === 2) throw new codes.ERR_INVALID_ARG_VALUE('path', filepath, 'Empty UNC servername');
  url.hostname = domainToASCII(filepath.slice(start, end));
  url.pathname = escapePath(filepath.slice(end).replaceAll('\\', '/'));
  return url;
}

/** @see https://nodejs.org/docs/latest-v20.x/api/url.html#urlurltohttpoptionsurl */
function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = {
  Url: legacy.Url,
  parse: legacy.parse,
  resolve: legacy.resolve,
  resolveObject: legacy.resolveObject,
  format,
  get URL() {
    return global.URL;
  },
  get URLSearchParams() {
    return global.URLSearchParams;
  },
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  urlToHttpOptions,
};
