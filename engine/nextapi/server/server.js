// next/server: NextRequest, NextResponse, after(), connection(), userAgent().
// Reference: https://nextjs.org/docs/app/api-reference/functions/next-request

const { defineLazy } = require('internal:js');
const context = require('internal:js/context');
const work = require('internal:nextapi/work');
const { NextRequest } = require('./request');
const { NextResponse } = require('./response');

/** @see https://nextjs.org/docs/app/api-reference/functions/after */
function after(task) {
  const now = work.expect('after');
  if (task !== null && typeof task === 'object' && typeof task.then === 'function') {
    now.after(() => task);
  } else if (typeof task === 'function') {
    now.after(context.wrap(task));
  } else {
    throw new Error('`after()`: Argument must be a promise or a function');
  }
}

/** @see https://nextjs.org/docs/app/api-reference/functions/connection */
function connection() {
  const now = work.expect('connection');
  if (now.mode !== 'static') now.dynamic('connection()');
  return Promise.resolve(undefined);
}

module.exports = { NextRequest, NextResponse, after, connection };

for (const name of ['userAgent', 'userAgentFromString']) {
  defineLazy(module.exports, name, () => require('./useragent')[name]);
}
defineLazy(module.exports, 'URLPattern', () => globalThis.URLPattern);

module.exports.ImageResponse = function ImageResponse() {
  throw new Error('ImageResponse moved from "next/server" to "next/og" since Next.js 14, please import from "next/og" instead');
};
