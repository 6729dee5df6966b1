// Preview and draft mode of API routes.
// Reference: https://nextjs.org/docs/pages/building-your-application/configuring/draft-mode
// Go half: preview.go, which seals the data.

const { op_draft_id, op_mode, op_preview_seal, op_preview_open } = ops;
const { serializeCookie } = require('./cookie');

const bypassCookie = '__prerender_bypass';
const dataCookie = '__next_preview_data';
const mostData = 2048;

const cleared = Symbol('cleared preview cookies');

// In production the cookies are for secure contexts and other sites' frames.
function options(extra) {
  const production = op_mode() === 'production';
  return { httpOnly: true, sameSite: production ? 'none' : 'lax', secure: production, path: '/', ...extra };
}

function addCookies(res, ...cookies) {
  const previous = res.getHeader('Set-Cookie');
  res.setHeader('Set-Cookie', [...(typeof previous === 'string' ? [previous] : (previous ?? [])), ...cookies]);
  return res;
}

function setDraftMode(res, { enable }) {
  const expires = enable ? undefined : new Date(0);
  return addCookies(res, serializeCookie(bypassCookie, op_draft_id(), options({ expires })));
}

function setPreviewData(res, data, { maxAge, path }) {
  const payload = op_preview_seal(JSON.stringify(data), maxAge ?? null);
  if (payload.length > mostData) {
    throw new Error('Preview data is limited to 2KB currently, reduce how much data you are storing as preview data to continue');
  }
  const extra = { ...(maxAge !== undefined && { maxAge }), ...(path !== undefined && { path }) };
  return addCookies(
    res,
    serializeCookie(bypassCookie, op_draft_id(), options(extra)),
    serializeCookie(dataCookie, payload, options(extra)),
  );
}

function clearPreviewData(res, { path } = {}) {
  if (res[cleared]) return res;
  Object.defineProperty(res, cleared, { value: true });
  const extra = { expires: new Date(0), ...(path !== undefined && { path }) };
  return addCookies(res, serializeCookie(bypassCookie, '', options(extra)), serializeCookie(dataCookie, '', options(extra)));
}

/**
 * What req.previewData is: the data, {} for draft mode, false without. Cookies
 * that this server did not make are cleared.
 */
function previewData(req, res) {
  const bypass = req.cookies[bypassCookie];
  const data = req.cookies[dataCookie];
  if (bypass === undefined && data === undefined) return false;
  if (bypass === op_draft_id() && data === undefined) return {};
  if (bypass !== op_draft_id() || data === undefined) {
    clearPreviewData(res);
    return false;
  }
  const text = op_preview_open(data);
  if (text === null) {
    clearPreviewData(res);
    return false;
  }
  return JSON.parse(text);
}

module.exports = { setDraftMode, setPreviewData, clearPreviewData, previewData };
