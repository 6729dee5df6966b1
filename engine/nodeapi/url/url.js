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
function fileURLToPath(value) {
  const url = typeof value === 'string' ? new global.URL(value) : value;
  if (!isURL(url)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], value);
  if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return windows ? windowsPath(url) : posixPath(url);
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
const escapes = { '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '#': '%23', '?': '%3F' };

/** @see https://nodejs.org/docs/latest-v20.x/api/url.html#urlpathtofileurlpath */
function pathToFileURL(filepath) {
  v.validateString(filepath, 'path');
  const path = require('internal:nodeapi/path');
  let resolved = path.resolve(filepath);
  if (/[\\/]$/.test(filepath) && !resolved.endsWith(path.sep) && (windows || filepath.endsWith('/'))) resolved += '/';
  const slashed = windows ? resolved.replaceAll('\\', '/') : resolved;
  const url = new global.URL('file:///');
  url.pathname = slashed.replace(/[%\\\n\r\t#?]/g, (char) => escapes[char]);
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
