// The Cookie and Set-Cookie headers as the "cookie" package of Node.js reads and
// writes them, which API routes use.
// Reference: https://github.com/jshttp/cookie

/** Reads a Cookie header. The first of equal names wins. */
function parseCookieHeader(header) {
  const cookies = {};
  if (!header) return cookies;
  for (const pair of (Array.isArray(header) ? header.join('; ') : header).split(/; */)) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    let value = pair.slice(at + 1).trim();
    if (value.startsWith('"')) value = value.slice(1, -1);
    if (cookies[name] === undefined) cookies[name] = decode(value);
  }
  return cookies;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes a Set-Cookie header. */
function serializeCookie(name, value, { maxAge, path, expires, httpOnly, secure, sameSite }) {
  const parts = [`${name}=${encodeURIComponent(value)}`];
  if (maxAge !== undefined) parts.push(`Max-Age=${Math.floor(maxAge)}`);
  if (path) parts.push(`Path=${path}`);
  if (expires) parts.push(`Expires=${expires.toUTCString()}`);
  if (httpOnly) parts.push('HttpOnly');
  if (secure) parts.push('Secure');
  if (sameSite) parts.push(`SameSite=${{ none: 'None', lax: 'Lax', strict: 'Strict' }[sameSite]}`);
  return parts.join('; ');
}

module.exports = { parseCookieHeader, serializeCookie };
