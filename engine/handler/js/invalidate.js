// Carries out what revalidateTag and revalidatePath asked for: Next.js does it
// when the handler is done, and not at all if it threw.

const { op_cache_invalidate } = ops;

function flush(now) {
  for (const { tag, call, value, profile } of now.invalidations) {
    const isObject = typeof profile === 'object' && profile !== null;
    op_cache_invalidate(now.id, tag, call, value, isObject ? '' : (profile ?? ''), isObject ? (profile.expire ?? null) : null);
  }
  now.invalidations = [];
}

module.exports = { flush };
