// next/headers: cookies(), headers(), draftMode().
// Reference: https://nextjs.org/docs/app/api-reference/functions/headers

const { Headers } = require('internal:webapi/fetch/headers');
const work = require('internal:nextapi/work');
const draft = require('./draft');

/** @see https://nextjs.org/docs/app/api-reference/functions/cookies */
function cookies() {
  const now = work.expect('cookies');
  if (now.mode !== 'static') now.dynamic('cookies()');
  return Promise.resolve(now.cookies);
}

/** @see https://nextjs.org/docs/app/api-reference/functions/headers */
function headers() {
  const now = work.expect('headers');
  if (now.mode !== 'static') now.dynamic('headers()');
  return Promise.resolve((now.sealedHeaders ??= seal(now.headers)));
}

const writers = new Set(['append', 'delete', 'set']);

// headers() is a view of the request's headers that cannot be written through;
// what request.headers changes shows in it.
function seal(target) {
  return new Proxy(target, {
    get(headers, name) {
      if (writers.has(name)) {
        return () => {
          throw new Error('Headers cannot be modified. Read more: https://nextjs.org/docs/app/api-reference/functions/headers');
        };
      }
      const value = Reflect.get(headers, name, headers);
      return typeof value === 'function' ? value.bind(headers) : value;
    },
    getPrototypeOf: () => Headers.prototype,
  });
}

/** @see https://nextjs.org/docs/app/api-reference/functions/draft-mode */
function draftMode() {
  return Promise.resolve(draft.of(work.expect('draftMode')));
}

module.exports = { cookies, headers, draftMode };
