// RequestCookies and ResponseCookies as next/server has them.
// Reference: https://nextjs.org/docs/app/api-reference/functions/cookies

/** Reads a Cookie header. The last of equal names wins; a name alone is "true". */
function parseCookie(header) {
  const map = new Map();
  for (const pair of header.split(/; */)) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    if (at === -1) {
      map.set(pair, 'true');
      continue;
    }
    try {
      map.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
    } catch {
      // A value that is not percent-encoded UTF-8 is left out.
    }
  }
  return map;
}

const attributes = [
  (c) => c.path && `Path=${c.path}`,
  (c) =>
    (c.expires || c.expires === 0) &&
    `Expires=${(typeof c.expires === 'number' ? new Date(c.expires) : c.expires).toUTCString()}`,
  (c) => typeof c.maxAge === 'number' && `Max-Age=${c.maxAge}`,
  (c) => c.domain && `Domain=${c.domain}`,
  (c) => c.secure && 'Secure',
  (c) => c.httpOnly && 'HttpOnly',
  (c) => c.sameSite && `SameSite=${c.sameSite}`,
  (c) => c.partitioned && 'Partitioned',
  (c) => c.priority && `Priority=${c.priority}`,
];

/** Writes a Set-Cookie header. */
function stringifyCookie(cookie) {
  const pair = `${cookie.name}=${encodeURIComponent(cookie.value ?? '')}`;
  return [pair, ...attributes.map((write) => write(cookie)).filter(Boolean)].join('; ');
}

const oneOf = (allowed, text) => {
  const lower = text.toLowerCase();
  return allowed.includes(lower) ? lower : undefined;
};

/** Reads a Set-Cookie header. Attributes without a value are left out. */
function parseSetCookie(header) {
  if (!header) return undefined;
  const [[name, value], ...rest] = parseCookie(header);
  const found = {};
  for (const [key, text] of rest) found[key.toLowerCase().replaceAll('-', '')] = text;
  const cookie = {
    name,
    value: decodeURIComponent(value),
    domain: found.domain,
    expires: found.expires && new Date(found.expires),
    httpOnly: found.httponly && true,
    maxAge: typeof found.maxage === 'string' ? Number(found.maxage) : undefined,
    path: found.path,
    sameSite: found.samesite && oneOf(['strict', 'lax', 'none'], found.samesite),
    secure: found.secure && true,
    priority: found.priority && oneOf(['low', 'medium', 'high'], found.priority),
    partitioned: found.partitioned && true,
  };
  for (const key of Object.keys(cookie)) if (!cookie[key]) delete cookie[key];
  return cookie;
}

const nameOf = (first) => (typeof first === 'string' ? first : first?.name);

/** The cookies of a request; writing them rewrites its Cookie header. */
class RequestCookies {
  #headers;
  #parsed = new Map();

  constructor(headers) {
    this.#headers = headers;
    const header = headers.get('cookie');
    if (header) for (const [name, value] of parseCookie(header)) this.#parsed.set(name, { name, value });
  }

  [Symbol.iterator]() {
    return this.#parsed[Symbol.iterator]();
  }

  get size() {
    return this.#parsed.size;
  }

  get(first) {
    return this.#parsed.get(nameOf(first));
  }

  getAll(...args) {
    const all = [...this.#parsed.values()];
    return args.length === 0 ? all : all.filter(({ name }) => name === nameOf(args[0]));
  }

  has(name) {
    return this.#parsed.has(name);
  }

  set(...args) {
    const [name, value] = args.length === 1 ? [args[0].name, args[0].value] : args;
    this.#parsed.set(name, { name, value });
    this.#rewrite();
    return this;
  }

  delete(names) {
    const result = Array.isArray(names) ? names.map((name) => this.#parsed.delete(name)) : this.#parsed.delete(names);
    this.#rewrite();
    return result;
  }

  clear() {
    this.delete([...this.#parsed.keys()]);
    return this;
  }

  #rewrite() {
    this.#headers.set('cookie', [...this.#parsed.values()].map(stringifyCookie).join('; '));
  }

  toString() {
    return [...this.#parsed.values()].map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  }

  [Symbol.for('edge-runtime.inspect.custom')]() {
    return `RequestCookies ${JSON.stringify(Object.fromEntries(this.#parsed))}`;
  }
}

function normalize(cookie) {
  if (typeof cookie.expires === 'number') cookie.expires = new Date(cookie.expires);
  if (cookie.maxAge) cookie.expires = new Date(Date.now() + cookie.maxAge * 1000);
  cookie.path ??= '/';
  return cookie;
}

/** The cookies of a response; writing them rewrites its Set-Cookie headers. */
class ResponseCookies {
  #headers;
  #parsed = new Map();

  constructor(headers, initial = headers) {
    this.#headers = headers;
    for (const line of initial.getSetCookie()) {
      const cookie = parseSetCookie(line);
      if (cookie) this.#parsed.set(cookie.name, cookie);
    }
  }

  get(first) {
    return this.#parsed.get(nameOf(first));
  }

  getAll(...args) {
    const all = [...this.#parsed.values()];
    return args.length === 0 ? all : all.filter(({ name }) => name === nameOf(args[0]));
  }

  has(name) {
    return this.#parsed.has(name);
  }

  set(...args) {
    const [name, value, options] = args.length === 1 ? [args[0].name, args[0].value, args[0]] : args;
    this.#parsed.set(name, normalize({ name, value, ...options }));
    this.#headers.delete('set-cookie');
    for (const cookie of this.#parsed.values()) this.#headers.append('set-cookie', stringifyCookie(cookie));
    return this;
  }

  delete(...args) {
    const [name, options] = typeof args[0] === 'string' ? [args[0]] : [args[0].name, args[0]];
    return this.set({ ...options, name, value: '', expires: new Date(0) });
  }

  toString() {
    return [...this.#parsed.values()].map(stringifyCookie).join('; ');
  }

  [Symbol.for('edge-runtime.inspect.custom')]() {
    return `ResponseCookies ${JSON.stringify(Object.fromEntries(this.#parsed))}`;
  }
}

module.exports = { parseCookie, stringifyCookie, RequestCookies, ResponseCookies };
