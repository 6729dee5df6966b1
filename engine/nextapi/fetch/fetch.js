// The fetch that app route handlers get: it can keep answers.
// Reference: https://nextjs.org/docs/app/api-reference/functions/fetch
//
// Next.js replaces the global function when the first app route is served, and
// leaves API routes alone: without the work of a request this one passes on.

const { op_cache_begin, op_cache_read, op_cache_write } = ops;
const work = require('internal:nextapi/work');
const { validateTags, validateRevalidate, never, pendingInvalidation } = require('internal:nextapi/cache/lifetime');
const { cacheKey } = require('./key');

let patched;

/** Replaces globalThis.fetch, once. */
function patchFetch() {
  if (patched !== undefined && globalThis.fetch === patched) return;
  const original = globalThis.fetch;
  patched = function fetch(input, init) {
    const now = work.current();
    if (now === undefined || now.kind === 'API route' || now.isDraft || init?.next?.internal === true) return original(input, init);
    return cachedFetch(original, now, input, init);
  };
  globalThis.fetch = patched;
}

async function cachedFetch(original, now, input, init) {
  const isRequest = typeof input === 'object' && input !== null && typeof input.method === 'string';
  const { next, ...options } = init ?? {};
  const request = isRequest && init ? new Request(input, options) : input;
  const plan = planFor(now, request, isRequest, isRequest && init ? {} : options, next ?? (isRequest ? input.next : undefined));
  if (plan.revalidate === 0) {
    return recreate(await original(request, isRequest ? undefined : options));
  }
  return keep(original, now, request, isRequest ? undefined : options, plan);
}

/**
 * Decides whether and for how long an answer is kept: by the call's own options,
 * then by the route's fetchCache.
 */
function planFor(now, input, isRequest, init, next) {
  let cache = init.cache || (isRequest && input.cache !== 'default' ? input.cache : undefined);
  let revalidate = next?.revalidate;
  const description = `fetch ${isRequest ? input.url : String(input)}`;
  const tags = validateTags(next?.tags ?? [], description);
  const conflict =
    (cache === 'force-cache' && revalidate === 0) || (cache === 'no-store' && (revalidate > 0 || revalidate === false));
  if (conflict) {
    if (ops.op_mode() === 'development') {
      console.warn(`Specified "cache: ${cache}" and "revalidate: ${revalidate}", only one should be specified.`);
    }
    cache = undefined;
    revalidate = undefined;
  }
  const segment = now.cachedIn === 'unstable_cache' ? 'force-no-store' : now.fetchCache || undefined;
  const explicit = segment !== undefined || (cache !== undefined && cache !== 'default') || revalidate !== undefined;
  refuseContradiction(segment, cache, revalidate, description);
  const seconds = lifetime(now, segment, cache, revalidate);
  note(now, seconds, explicit, next?.revalidate, tags, description);
  return { revalidate: seconds, tags, explicit };
}

function refuseContradiction(segment, cache, revalidate, description) {
  const url = description.slice('fetch '.length);
  if (segment === 'only-no-store' && (cache === 'force-cache' || revalidate > 0)) {
    throw new Error(`cache: 'force-cache' used on fetch for ${url} with 'export const fetchCache = 'only-no-store'`);
  }
  if (segment === 'only-cache' && cache === 'no-store') {
    throw new Error(`cache: 'no-store' used on fetch for ${url} with 'export const fetchCache = 'only-cache'`);
  }
}

/** Returns seconds: 0 for not kept, never for without end. */
function lifetime(now, segment, cache, revalidate) {
  const optOut = cache === 'no-cache' || cache === 'no-store' || segment === 'force-no-store' || segment === 'only-no-store';
  let wanted = revalidate;
  if (cache === 'force-cache' && revalidate === undefined) wanted = false;
  else if (optOut) wanted = 0;
  const seconds = validateRevalidate(wanted, now.route);
  if (segment === 'force-cache' && (wanted === undefined || wanted === 0)) return never;
  if (seconds !== undefined) return seconds;
  return segment === 'default-cache' || segment === 'only-cache' ? never : 0;
}

// A fetch that is not kept makes its route dynamic if the call says so itself;
// one that is kept limits how long the route's answer is.
function note(now, seconds, explicit, own, tags, description) {
  if (!now.isPrerender || now.cachedIn === 'use cache') return;
  for (const tag of tags) now.tags.add(tag);
  if (seconds === 0) {
    if ((explicit || ops.op_config_flag('cacheComponents')) && now.mode !== 'static') now.dynamic(`revalidate: 0 ${description} ${now.route}`);
  } else if (own === seconds) {
    now.limitRevalidate(seconds);
  }
}

async function keep(original, now, input, options, plan) {
  const key = await cacheKey(input, options);
  if (!pendingInvalidation(now, plan.tags)) {
    const found = op_cache_read(now.id, 'fetch', key, plan.tags, now.implicitTags);
    if (found !== null) {
      const [text, stale] = found;
      if (stale && now.renewsFirst(key)) now.after(() => load(original, now, input, options, plan, key, true));
      return stored(text);
    }
  }
  return load(original, now, input, options, plan, key, false);
}

async function load(original, now, input, options, plan, key, isRenewal) {
  const begun = op_cache_begin();
  const { signal, ...rest } = options ?? {};
  const again = typeof input === 'object' && typeof input.clone === 'function' ? input.clone() : input;
  const response = await original(again, options && { ...rest, signal: isRenewal ? undefined : signal });
  if (response.status !== 200) return recreate(response);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const data = { headers: [...response.headers], status: response.status, url: response.url, body: bytes.toBase64() };
  op_cache_write(now.id, 'fetch', key, JSON.stringify(data), plan.tags, plan.revalidate, begun);
  return withURL(new Response(bytes, { status: response.status, statusText: response.statusText, headers: response.headers }), response.url);
}

function stored(text) {
  const { headers, status, url, body } = JSON.parse(text);
  return withURL(new Response(Uint8Array.fromBase64(body), { status, headers }), url);
}

// A response handed on is a new one: its type is "default", and whether it was
// redirected is lost.
function recreate(response) {
  if (response.status === 0) return response;
  const { status, statusText, headers, body } = response;
  return withURL(new Response(nullBody.has(status) ? null : body, { status, statusText, headers }), response.url);
}

const nullBody = new Set([101, 103, 204, 205, 304]);

const withURL = (response, url) => Object.defineProperty(response, 'url', { value: url, configurable: true });

module.exports = { patchFetch };
