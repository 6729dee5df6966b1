// next/cache: unstable_cache, revalidateTag, revalidatePath and their kin.
// Reference: https://nextjs.org/docs/app/api-reference/functions/unstable_cache
// Go half: engine/handler/cacheops.go. The directive 'use cache' is in usecache.js.

const { op_cache_begin, op_cache_read, op_cache_write, op_etag } = ops;
const work = require('internal:nextapi/work');

const { validateTags, validateRevalidate, encodeHeaderSafe, never, pendingInvalidation } = require('./lifetime');

const maxPathTagLength = 1024;
const pathTag = '_N_T_'; // begins the tags that stand for paths

/** @see https://nextjs.org/docs/app/api-reference/functions/unstable_cache */
function unstable_cache(callback, keyParts, options = {}) {
  const source = String(callback);
  if (options.revalidate === 0) {
    throw new Error(`Invariant revalidate: 0 can not be passed to unstable_cache(), must be "false" or "> 0" ${source}`);
  }
  const tags = options.tags ? validateTags(options.tags, `unstable_cache ${source}`) : [];
  const revalidate = validateRevalidate(options.revalidate, `unstable_cache ${callback.name || source}`);
  // People read keys: the function's text, which Next.js has in them too, is short.
  const named = Array.isArray(keyParts) && keyParts.length > 0 ? `${callback.name}[${keyParts.join(',')}]` : callback.name || 'function';
  const told = op_etag(source).slice(1, -1);
  const settings = { callback, tags, revalidate };

  return async function (...args) {
    const now = work.current();
    const key = `${named}(${JSON.stringify(args).slice(1, -1)}) ${told}`;
    if (now === undefined) return produce(undefined, key, settings, args);
    now.useCached(tags, revalidate === never ? false : revalidate);
    const bypass = now.cachedIn === 'unstable_cache' || now.fetchCache === 'force-no-store' || now.isDraft;
    if (bypass || pendingInvalidation(now, tags)) return produce(bypass ? undefined : now, key, settings, args);

    const found = op_cache_read(now.id, 'unstable_cache', key, tags, now.implicitTags);
    if (found === null) return produce(now, key, settings, args);
    const [text, stale] = found;
    if (stale && now.renewsFirst(key)) now.after(() => produce(now, key, settings, args).catch((error) => console.error(`revalidating cache with key: ${key}`, error)));
    return text === '' ? undefined : JSON.parse(text);
  };
}

// Runs the function and keeps what it gives, if there is a request to keep it for.
async function produce(now, key, { callback, tags, revalidate }, args) {
  const begun = op_cache_begin();
  const before = now?.cachedIn;
  let running;
  if (now !== undefined) now.cachedIn = 'unstable_cache';
  try {
    running = callback(...args);
  } finally {
    if (now !== undefined) now.cachedIn = before;
  }
  const result = await running;
  if (now !== undefined) {
    const text = result === undefined ? '' : JSON.stringify(result);
    op_cache_write(now.id, 'unstable_cache', key, text ?? '', tags, revalidate ?? now.revalidate ?? never, begun);
  }
  return result;
}

function invalidate(tags, expression, value, profile) {
  const now = work.current();
  if (now === undefined) throw new Error(`Invariant: static generation store missing in ${expression}`);
  if (now.cachedIn !== undefined) {
    throw new Error(`Route ${now.route} used "${expression}" inside a function cached with "${now.cachedIn === 'use cache' ? 'use cache' : 'unstable_cache(...)'}" which is unsupported. To ensure revalidation is performed consistently it should always happen outside of renders and cached functions. See more info here: https://nextjs.org/docs/app/building-your-application/rendering/static-and-dynamic#dynamic-rendering`);
  }
  if (now.isPrerender) now.dynamicAlways(expression);
  for (const tag of tags) now.invalidations.push({ tag, call: expression.slice(0, expression.indexOf('(')), value, profile });
}

/** @see https://nextjs.org/docs/app/api-reference/functions/revalidateTag */
function revalidateTag(tag, profile) {
  if (!profile) {
    console.warn('"revalidateTag" without the second argument is now deprecated, add second argument of "max" or use "updateTag". See more info here: https://nextjs.org/docs/messages/revalidate-tag-single-arg');
  } else if (typeof profile === 'object' && profile.expire !== undefined && !(Number.isFinite(profile.expire) && profile.expire >= 0)) {
    throw new Error(`Invalid \`expire\` value ${String(profile.expire)} passed to revalidateTag(), it must be a non-negative number of seconds.`);
  }
  invalidate([encodeHeaderSafe(tag)], `revalidateTag(${JSON.stringify(tag)})`, tag, profile || undefined);
}

/** @see https://nextjs.org/docs/app/api-reference/functions/revalidatePath */
function revalidatePath(path, type) {
  const link = 'https://nextjs.org/docs/app/api-reference/functions/revalidatePath';
  if (path.length > maxPathTagLength) {
    console.warn(`Warning: revalidatePath received "${path}" which exceeded max length of ${maxPathTagLength}. See more info here ${link}`);
    return;
  }
  let tag = pathTag + encodeHeaderSafe(path.replace(/\/$/, '') || '/');
  if (type) tag += `${tag.endsWith('/') ? '' : '/'}${type}`;
  else if (/\/\[[^/]+\](?=\/|$)/.test(path)) {
    console.warn(`Warning: a dynamic page path "${path}" was passed to "revalidatePath", but the "type" parameter is missing. This has no effect by default, see more info here ${link}`);
  }
  const twin = { [`${pathTag}/`]: `${pathTag}/index`, [`${pathTag}/index`]: `${pathTag}/` }[tag];
  invalidate(twin ? [tag, twin] : [tag], `revalidatePath(${JSON.stringify(path)})`, path, undefined);
}

/** @see https://nextjs.org/docs/app/api-reference/functions/updateTag */
function updateTag() {
  throw new Error('updateTag can only be called from within a Server Action. To invalidate cache tags in Route Handlers or other contexts, use revalidateTag instead. See more info here: https://nextjs.org/docs/app/api-reference/functions/updateTag');
}

/** @see https://nextjs.org/docs/app/api-reference/functions/refresh */
function refresh() {
  throw new Error('refresh can only be called from within a Server Action. See more info here: https://nextjs.org/docs/app/api-reference/functions/refresh');
}

/** @see https://nextjs.org/docs/app/api-reference/functions/unstable_noStore */
function unstable_noStore() {
  const now = work.current();
  if (now === undefined || now.mode === 'static' || now.cachedIn !== undefined) return;
  now.dynamic('unstable_noStore()');
}

// cacheLife and cacheTag belong to the directive.
function ofDirective(name) {
  return (...args) => {
    if (!ops.op_config_flag('cacheComponents')) {
      throw new Error(`\`${name}()\` is only available with the \`cacheComponents\` config.`);
    }
    return require('./usecache')[name](...args);
  };
}

module.exports = {
  unstable_cache,
  revalidateTag,
  revalidatePath,
  updateTag,
  refresh,
  unstable_noStore,
  cacheLife: ofDirective('cacheLife'),
  cacheTag: ofDirective('cacheTag'),
  unstable_cacheLife: ofDirective('cacheLife'),
  unstable_cacheTag: ofDirective('cacheTag'),
};
