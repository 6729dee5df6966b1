// The request of a handler whose answer is made once and kept.
// Reference: https://nextjs.org/docs/app/guides/caching-without-cache-components

const { Headers } = require('internal:webapi/fetch/headers');
const { RequestCookies } = require('internal:nextapi/server/cookies');

// What a handler cannot read without depending on the request.
const requestData = new Set(['headers', 'cookies', 'url', 'body', 'blob', 'json', 'text', 'arrayBuffer', 'bytes', 'formData', 'clone']);
const urlData = new Set(['search', 'searchParams', 'url', 'href', 'toJSON', 'toString', 'origin', 'clone']);

function bound(target, name) {
  const value = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

/** Wraps a request: 'static' shows it empty, the other modes notice its use. */
function guard(request, now) {
  return now.mode === 'static' ? emptied(request) : noticed(request, now);
}

function emptied(request) {
  const headers = new Headers();
  const cookies = new RequestCookies(headers);
  const nextUrl = request.nextUrl.clone();
  nextUrl.search = '';
  nextUrl.hash = '';
  const empty = { headers, cookies, nextUrl, url: request.url.replace(/[?#].*$/, '') };
  return new Proxy(request, {
    get: (target, name) => (Object.hasOwn(empty, name) ? empty[name] : bound(target, name)),
  });
}

// With dynamic = 'error' Next.js names the path here, and the pattern elsewhere.
function use(request, now, expression) {
  if (now.mode !== 'error') return now.dynamic(expression);
  const error = new Error(`Route ${request.nextUrl.pathname} with \`dynamic = "error"\` couldn't be rendered statically because it used \`${expression}\`.`);
  error.code = 'NEXT_STATIC_GEN_BAILOUT';
  throw error;
}

function noticed(request, now) {
  const nextUrl = () =>
    new Proxy(request.nextUrl, {
      get(target, name) {
        if (urlData.has(name)) use(request, now, `nextUrl.${String(name)}`);
        return bound(target, name);
      },
    });
  return new Proxy(request, {
    get(target, name) {
      if (name === 'nextUrl') return nextUrl();
      if (requestData.has(name)) use(request, now, `request.${String(name)}`);
      return bound(target, name);
    },
  });
}

module.exports = { guard };
