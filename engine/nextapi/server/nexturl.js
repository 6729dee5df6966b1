// NextURL: the URL of a request as next/server shows it.
// Reference: https://nextjs.org/docs/app/api-reference/functions/next-request#nexturl
// Missing: i18n (locale, defaultLocale, domainLocale are empty), which
// routescope refuses in next.config.

const loopback = /^(?:127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\]|localhost)$/;

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
    if (basePath && (pathname === basePath || pathname.startsWith(`${basePath}/`))) {
      this.#basePath = basePath;
      this.#url.pathname = pathname.slice(basePath.length) || '/';
    }
  }

  #formatPathname() {
    let { pathname } = this.#url;
    if (pathname.length > 1 && pathname.endsWith('/')) pathname = pathname.slice(0, -1);
    if (this.#basePath) pathname = pathname === '/' ? this.#basePath : this.#basePath + pathname;
    return this.#trailingSlash && !pathname.endsWith('/') ? `${pathname}/` : pathname;
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
