// NextURL: the URL of a request as next/server shows it.
// Reference: https://nextjs.org/docs/app/api-reference/functions/next-request#nexturl
// Missing: i18n (locale, defaultLocale, domainLocale are empty), which
// routescope refuses in next.config.

const loopback = /^(?:127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\]|localhost)$/;

// What the data of a page is fetched from: the build, and the page's path.
const dataPath = /^\/_next\/data\/([^/]*)(.*)\.json$/;

const withoutSlash = (path) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

// Next.js shows every loopback address as "localhost".
function parse(input, base) {
  const url = new URL(String(input), base && String(base));
  if (url.hostname !== 'localhost' && loopback.test(url.hostname)) url.hostname = 'localhost';
  return url;
}

class NextURL {
  #url;
  #options;
  #basePath = '';
  #trailingSlash = false;
  #buildId;

  constructor(input, baseOrOptions, options) {
    const hasBase =
      typeof baseOrOptions === 'string' || (typeof baseOrOptions === 'object' && baseOrOptions !== null && 'pathname' in baseOrOptions);
    this.#options = (hasBase ? options : (options ?? baseOrOptions)) ?? {};
    this.#url = parse(input, hasBase ? baseOrOptions : this.#options.base);
    this.#analyze();
  }

  #analyze() {
    const { basePath = '', trailingSlash = false } = this.#options.nextConfig ?? {};
    const { pathname } = this.#url;
    this.#trailingSlash = pathname !== '/' ? pathname.endsWith('/') : trailingSlash;
    this.#basePath = '';
    this.#buildId = undefined;
    if (basePath && (pathname === basePath || pathname.startsWith(`${basePath}/`))) {
      this.#basePath = basePath;
      this.#url.pathname = pathname.slice(basePath.length) || '/';
    }
    const data = dataPath.exec(this.#url.pathname);
    if (data === null) return;
    this.#buildId = data[1];
    this.#url.pathname = data[2] === '/index' || data[2].startsWith('/index/') ? '/' : data[2] || '/';
  }

  #formatPathname() {
    const { pathname } = this.#url;
    const prefix = this.#basePath;
    if (this.#buildId) {
      const file = pathname === '/' ? '/index' : withoutSlash(pathname);
      return `${prefix}/_next/data/${this.#buildId}${file}.json`;
    }
    if (!this.#trailingSlash) return withoutSlash(prefix + withoutSlash(pathname));
    const path = prefix + pathname;
    return path.endsWith('/') ? path : `${path}/`;
  }

  get buildId() {
    return this.#buildId;
  }
  set buildId(value) {
    this.#buildId = value;
  }
  get locale() {
    return '';
  }
  set locale(value) {
    throw new TypeError(`The NextURL configuration includes no locale "${value}"`);
  }
  get defaultLocale() {
    return undefined;
  }
  get domainLocale() {
    return undefined;
  }
  get searchParams() {
    return this.#url.searchParams;
  }
  get href() {
    return `${this.protocol}//${this.host}${this.#formatPathname()}${this.search}${this.hash}`;
  }
  set href(value) {
    this.#url = parse(value);
    this.#analyze();
  }
  get origin() {
    return this.#url.origin;
  }
  get basePath() {
    return this.#basePath;
  }
  set basePath(value) {
    this.#basePath = value.startsWith('/') ? value : `/${value}`;
  }

  toString() {
    return this.href;
  }
  toJSON() {
    return this.href;
  }
  clone() {
    return new NextURL(String(this), this.#options);
  }

  static {
    // These read and write the URL itself.
    for (const name of ['host', 'hostname', 'port', 'protocol', 'pathname', 'hash', 'search', 'password', 'username']) {
      Object.defineProperty(NextURL.prototype, name, {
        configurable: true,
        get() {
          return this.#url[name];
        },
        set(value) {
          this.#url[name] = value;
        },
      });
    }
  }

  [Symbol.for('edge-runtime.inspect.custom')]() {
    const shown = {};
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) {
      shown[name] = this[name];
    }
    return shown;
  }
}

module.exports = { NextURL };
