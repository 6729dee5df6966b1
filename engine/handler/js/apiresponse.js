// What Next.js adds to an API route's response: status, json, send, redirect …
// Reference: https://nextjs.org/docs/pages/building-your-application/routing/api-routes#response-helpers

const { op_etag, op_revalidate, op_mode } = ops;
const { parseBytes, formatBytes } = require('./bytes');
const preview = require('./preview');

const jsonType = 'application/json; charset=utf-8';
const defaultLimit = 4 * 1024 * 1024;

function extendResponse(req, res, config, now) {
  if (now.extra.compress) fixHeadBeforeEnd(res, now);
  warnWhenLarge(req, res, config.api?.responseLimit ?? true);
  res.status = (code) => {
    res.statusCode = code;
    return res;
  };
  res.send = (body) => send(req, res, body);
  res.json = (body) => {
    res.setHeader('Content-Type', jsonType);
    res.send(JSON.stringify(body));
  };
  res.redirect = (statusOrURL, url) => redirect(res, statusOrURL, url);
  res.setDraftMode = (options = { enable: true }) => preview.setDraftMode(res, options);
  res.setPreviewData = (data, options = {}) => preview.setPreviewData(res, data, options);
  res.clearPreviewData = (options = {}) => preview.clearPreviewData(res, options);
  res.revalidate = (path, options = {}) => revalidate(path, options, now);
}

// The "compression" middleware, which Next.js puts around every response, makes
// the head before the body is known: end() alone tells no Content-Length. It does
// look at the length then, and leaves short bodies as they are.
function fixHeadBeforeEnd(res, now) {
  const { end } = res;
  res.end = (...args) => {
    now.headFixedByEnd = !res.headersSent;
    if (now.headFixedByEnd) res._implicitHeader();
    return end.apply(res, args);
  };
}

// The limit is a warning and not a limit: it counts what is written, and says so
// at the end.
function warnWhenLarge(req, res, limit) {
  const most = limit && typeof limit !== 'boolean' ? parseBytes(limit) : defaultLimit;
  const { write, end } = res;
  let size = 0;
  const count = (chunk) => {
    size += typeof chunk === 'string' ? Buffer.byteLength(chunk) : (chunk?.byteLength ?? 0);
  };
  res.write = (...args) => {
    count(args[0]);
    return write.apply(res, args);
  };
  res.end = (...args) => {
    if (typeof args[0] !== 'function') count(args[0]);
    if (limit && size >= most) {
      console.warn(
        `API response for ${req.url} exceeds ${formatBytes(most)}. API Routes are meant to respond quickly. https://nextjs.org/docs/messages/api-routes-response-size-limit`,
      );
    }
    return end.apply(res, args);
  };
}

function send(req, res, body) {
  if (body === null || body === undefined) {
    res.end();
    return;
  }
  if (res.statusCode === 204 || res.statusCode === 304) {
    for (const name of ['Content-Type', 'Content-Length', 'Transfer-Encoding']) res.removeHeader(name);
    if (op_mode() === 'development' && body) {
      console.warn(`A body was attempted to be set with a 204 statusCode for ${req.url}, this is invalid and the body was ignored.\nSee more info here https://nextjs.org/docs/messages/invalid-api-status-body`);
    }
    res.end();
    return;
  }
  const type = res.getHeader('Content-Type');
  if (body instanceof require('internal:nodeapi/stream').Stream) {
    if (!type) res.setHeader('Content-Type', 'application/octet-stream');
    body.pipe(res);
    return;
  }
  const isJSON = ['object', 'number', 'boolean'].includes(typeof body);
  const text = isJSON ? JSON.stringify(body) : body;
  if (answerUnchanged(req, res, op_etag(text))) return;
  if (Buffer.isBuffer(body)) {
    if (!type) res.setHeader('Content-Type', 'application/octet-stream');
    res.setHeader('Content-Length', body.length);
    res.end(body);
    return;
  }
  if (isJSON) res.setHeader('Content-Type', jsonType);
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}

// Sets the ETag, and answers 304 if the client has that already. As in Next.js
// any method and any status is answered so.
function answerUnchanged(req, res, etag) {
  res.setHeader('ETag', etag);
  if (!isFresh(req.headers, etag)) return false;
  res.statusCode = 304;
  res.end();
  return true;
}

// https://github.com/jshttp/fresh
function isFresh(headers, etag) {
  const match = headers['if-none-match'];
  if (match === undefined) return false;
  if (/(?:^|,)\s*?no-cache\s*?(?:,|$)/.test(headers['cache-control'] ?? '')) return false;
  if (match === '*') return true;
  return match.split(',').some((item) => {
    const tag = item.trim();
    return tag === etag || tag === `W/${etag}` || `W/${tag}` === etag;
  });
}

function redirect(res, statusOrURL, url) {
  const [status, location] = typeof statusOrURL === 'string' ? [307, statusOrURL] : [statusOrURL, url];
  if (typeof status !== 'number' || typeof location !== 'string') {
    throw new Error(
      `Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') or use a status code and URL, e.g. res.redirect(307, '/destination').`,
    );
  }
  res.writeHead(status, { Location: location });
  res.write(location);
  res.end();
  return res;
}

async function revalidate(path, options, now) {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new Error(`Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ${path}`);
  }
  try {
    await op_revalidate(now.id, path, options.unstable_onlyGenerated === true);
  } catch (error) {
    throw new Error(`Failed to revalidate ${path}: ${error.message}`);
  }
}

function sendError(res, status, message) {
  res.statusCode = status;
  res.statusMessage = message;
  res.end(message);
}

module.exports = { extendResponse, sendError };
