// The directive 'use cache': functions whose results are kept.
// Reference: https://nextjs.org/docs/app/api-reference/directives/use-cache
// Go half: engine/compile/cached.go, which finds the functions.

const { op_cache_begin, op_cache_read, op_cache_write, op_cache_life, op_config_flag } = ops;
const context = require('internal:js/context');
const work = require('internal:nextapi/work');
const { validateTags, pendingInvalidation } = require('./lifetime');
const { encode, decode } = require('./values');

// Shorter lives keep what uses them out of prerenders.
const shortestExpire = 300;
const shortestStale = 30;

/**
 * Seconds: how long a client may use a result unasked, after how long it is made
 * anew, and after how long it is no answer any more.
 * @typedef {{ stale: number, revalidate: number, expire: number }} Life
 */

const lifeOf = (name) => {
  const found = op_cache_life(name);
  if (found === null) return undefined;
  const [stale, revalidate, expire] = found;
  return { stale, revalidate, expire };
};

const shorter = (a, b) => ({
  stale: Math.min(a.stale, b.stale),
  revalidate: Math.min(a.revalidate, b.revalidate),
  expire: Math.min(a.expire, b.expire),
});

/** What a cached function says of its result while it runs. */
class Scope {
  explicit = undefined; // what cacheLife() was given
  inner = undefined; // the shortest life of cached functions it called
  tags = new Set();

  setLife(life) {
    this.explicit = this.explicit === undefined ? life : shorter(this.explicit, life);
  }
  /** Takes over what a cached function that it called says. */
  include({ life, tags }) {
    for (const tag of tags) this.tags.add(tag);
    this.inner = this.inner === undefined ? life : shorter(this.inner, life);
  }
  /** Its own life wins over those of what it calls. */
  get life() {
    if (this.explicit !== undefined) return this.explicit;
    const usual = lifeOf('default');
    return this.inner === undefined ? usual : shorter(usual, this.inner);
  }
}

/** What compiled code calls in the function: body is an async function of args. */
function call(id, kind, captured, args, body) {
  const run = () => (args === null ? body() : body(...args));
  if (!op_config_flag('cacheComponents')) {
    return Promise.reject(new Error('To use "use cache", please enable the feature flag `cacheComponents` in your Next.js config.'));
  }
  const now = work.current();
  const caller = { frame: context.getFrame(), scope: work.cacheScope(), now };
  if (now === undefined || now.isDraft || kind === 'use cache: private') return work.inCacheScope(new Scope(), run);
  return keep(caller, () => `${id} ${encode([captured(), args ?? []])}`, run);
}

// Results that are being made, for those who ask meanwhile.
const making = new Map();

async function keep(caller, keyOf, run) {
  const { now } = caller;
  const key = keyOf();
  const found = read(now, key);
  if (found === undefined) {
    const made = making.get(key) ?? make(now, key, run);
    return use(caller, await made);
  }
  if (found.renew && now.renewsFirst(key)) now.after(() => make(now, key, run));
  return use(caller, found);
}

// What is too old is made anew while the caller waits; what a tag made stale may
// be used once more, but not for what is to be kept itself.
function read(now, key) {
  const found = op_cache_read(now.id, 'use cache', key, [], now.implicitTags);
  if (found === null) return undefined;
  const [text, stale, old] = found;
  if (old || (stale && now.isPrerender)) return undefined;
  const result = JSON.parse(text);
  return pendingInvalidation(now, result.tags) ? undefined : { ...result, renew: stale };
}

function make(now, key, run) {
  const scope = new Scope();
  const running = work.inCacheScope(scope, run);
  const made = store(now, key, scope, running).finally(() => making.delete(key));
  making.set(key, made);
  return made;
}

async function store(now, key, scope, running) {
  const begun = op_cache_begin();
  const value = encode(await running);
  const { life } = scope;
  const result = { value, life, tags: [...scope.tags] };
  if (life.revalidate > 0) {
    op_cache_write(now.id, 'use cache', key, JSON.stringify(result), result.tags, life.revalidate, begun, life.expire);
  }
  return result;
}

// Hands a result to the caller, and its life and tags to what the caller makes.
function use({ frame, scope, now }, result) {
  if (scope !== undefined) scope.include(result);
  else if (now.isPrerender) context.run(frame, include, undefined, now, result);
  return decode(result.value);
}

function include(now, { life, tags }) {
  if (life.revalidate === 0 || life.expire < shortestExpire || life.stale < shortestStale) {
    now.dynamic('a function with "use cache" and a short cacheLife()');
  }
  now.useCached(tags, life.revalidate);
  now.limitExpire(life.expire);
}

function expectScope(name) {
  const scope = work.cacheScope();
  if (scope === undefined) throw new Error(`\`${name}()\` can only be called inside a "use cache" function.`);
  return scope;
}

/** @see https://nextjs.org/docs/app/api-reference/functions/cacheLife */
function cacheLife(profile) {
  const scope = expectScope('cacheLife');
  if (typeof profile !== 'string') return scope.setLife(checked({ ...lifeOf('default'), ...profile }));
  const life = lifeOf(profile);
  if (life === undefined) {
    throw new Error(`Unknown \`cacheLife()\` profile "${profile}" is not configured in next.config.js\nmodule.exports = {\n  cacheLife: {\n    "${profile}": ...\n  }\n}`);
  }
  return scope.setLife(life);
}

function checked(life) {
  for (const [name, seconds] of Object.entries(life)) {
    if (typeof seconds !== 'number' || !(seconds >= 0)) throw new Error(`The ${name} option must be a number of seconds, 0 or more.`);
  }
  if (life.revalidate > life.expire) {
    throw new Error('If providing both the revalidate and expire options, the expire option must be greater than the revalidate option. The expire option indicates how many seconds from the start until it can no longer be used.');
  }
  return life;
}

/** @see https://nextjs.org/docs/app/api-reference/functions/cacheTag */
function cacheTag(...tags) {
  const scope = expectScope('cacheTag');
  for (const tag of validateTags(tags, '`cacheTag()`')) scope.tags.add(tag);
}

module.exports = { call, cacheLife, cacheTag };
