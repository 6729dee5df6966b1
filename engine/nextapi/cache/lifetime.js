// Tags and lifetimes, as unstable_cache and fetch take them.
// Reference: https://nextjs.org/docs/app/api-reference/functions/fetch#optionsnexttags

const never = 0xfffffffe; // Next.js's "infinite", in seconds
const maxTagLength = 256;
const maxTags = 128;

// Tags travel in headers in Next.js: what a header cannot hold is encoded.
const encodeHeaderSafe = (text) => text.replace(/[^\t\x20-\x7e\x80-\xff]+/g, (part) => encodeURIComponent(part));

function validateTags(tags, description) {
  const valid = [];
  const invalid = [];
  for (const tag of tags) {
    if (typeof tag !== 'string') invalid.push({ tag, reason: 'invalid type, must be a string' });
    else if (tag.length > maxTagLength) invalid.push({ tag, reason: `exceeded max length of ${maxTagLength}` });
    else valid.push(encodeHeaderSafe(tag));
    if (valid.length > maxTags) {
      console.warn(`Warning: exceeded max tag count for ${description}, dropped tags:`, tags.slice(valid.length).join(', '));
      break;
    }
  }
  if (invalid.length > 0) {
    console.warn(`Warning: invalid tags passed to ${description}: `);
    for (const { tag, reason } of invalid) console.log(`tag: "${tag}" ${reason}`);
  }
  return valid;
}

function validateRevalidate(revalidate, where) {
  if (revalidate === undefined) return undefined;
  if (revalidate === false || revalidate === Infinity) return never;
  if (typeof revalidate === 'number' && !Number.isNaN(revalidate) && revalidate > -1) return revalidate;
  throw new Error(`Invalid revalidate value "${revalidate}" on "${where}", must be a non-negative number or false`);
}

// A tag that the running request has revalidated is not read any more, though
// the others see that only when it is done.
function pendingInvalidation(now, tags) {
  return now.invalidations.some((entry) => tags.includes(entry.tag));
}

module.exports = { validateTags, validateRevalidate, encodeHeaderSafe, never, pendingInvalidation };
