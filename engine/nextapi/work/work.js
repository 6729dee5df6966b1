// The work of one request: what next/headers, next/cache, next/navigation and
// after() read and write while a handler runs.

const context = require('internal:js/context');
const { headersFromPairs } = require('internal:webapi/fetch/internal');
const { Headers } = require('internal:webapi/fetch/headers');
const { RequestCookies, ResponseCookies } = require('internal:nextapi/server/cookies');

const { op_implicit_tags, op_request_watch } = ops;
const empty = Object.freeze({});

/** @type {Map<number, Work>} */
const works = new Map();

/**
 * How a handler may use request data:
 *   dynamic    freely
 *   prerender  not at all: its answer is made once and kept, unless it asks
 *   static     it finds everything empty (dynamic = 'force-static')
 *   error      asking is an error (dynamic = 'error')
 */
class Work {
  constructor({ id, kind, method, url, route, headers, mode, extra }) {
    this.id = id;
    this.kind = kind;
    this.method = method;
    this.url = url;
    this.route = route;
    this.headerLines = headers;
    this.mode = mode;
    this.extra = extra === '' ? empty : JSON.parse(extra);
    this.isPrerender = this.extra.prerender === true; // its answer is made to be kept
    this.phase = 'action'; // 'action' while the handler runs, 'after' behind it
    this.fetchCache = this.extra.fetchCache;
    this.afters = []; // what after() was given, or what runs of it
    this.invalidations = []; // revalidateTag and revalidatePath, in order
    this.tags = new Set(); // of everything cached that was used
    this.revalidate = undefined; // the shortest, in seconds; false for never
    this.dynamicReason = undefined; // the first API that needs the request
    this.draft = undefined; // draftMode().enable() or disable() was called
    this.isDraft = this.extra.draft === true; // the request carries the draft cookie
    this.expire = undefined; // the shortest, in seconds
    this.request = undefined; // what the handler got
    this.failed = false; // the handler threw
    this.goneListeners = undefined;
    this.goneReason = undefined;
  }

  /** The pathname of the URL as asked. */
  get pathname() {
    return (this._pathname ??= new URL(this.url).pathname);
  }

  /** The handler's file, relative to the project. */
  get file() {
    return this.extra.file;
  }

  /** What NextURL needs of next.config. */
  get config() {
    return this.extra.config;
  }

  /** 'unstable_cache' or 'use cache' while such a function runs. */
  get cachedIn() {
    return this._cachedIn ?? (cacheScope() === undefined ? undefined : 'use cache');
  }
  set cachedIn(kind) {
    this._cachedIn = kind;
  }

  /** The tags every answer of this path has. */
  get implicitTags() {
    return (this._implicitTags ??= op_implicit_tags(this.id));
  }

  /** The request's headers as a flat list of names and values. */
  get headerList() {
    return this.headerLines === '' ? [] : this.headerLines.split('\n');
  }

  /** The request's headers; one object for headers() and request.headers. */
  get headers() {
    if (this.mode === 'static') return (this._noHeaders ??= new Headers());
    if (this.request !== undefined) return this.request.headers;
    return (this._headers ??= headersFromPairs(this.headerList));
  }

  get requestCookies() {
    return (this._requestCookies ??= new RequestCookies(this.headers));
  }

  /** What cookies() gives: the request's, with those set since on top. */
  get cookies() {
    return (this._cookies ??= new HandlerCookies(this));
  }

  /** Whether cookies() was asked for. */
  get hasCookies() {
    return this._cookies !== undefined;
  }

  /** Adds the cookies set with cookies() to a response's headers. */
  appendCookies(headers) {
    return this._cookies === undefined ? false : this._cookies.appendTo(headers);
  }

  /** Says whether nothing of this request renews a stale entry already. */
  renewsFirst(key) {
    this._renewing ??= new Set();
    if (this._renewing.has(key)) return false;
    this._renewing.add(key);
    return true;
  }

  /**
   * Keeps a task for when the response is finished; starts it if that is so. What
   * next build would have made has had its tasks run then.
   */
  after(task) {
    if (this.extra.built) return;
    this.afters.push(this.phase === 'after' ? this.runAfter(task) : task);
  }

  /** Runs what after() was given, side by side, until nothing more comes. */
  async runAfters() {
    this.phase = 'after';
    let running = this.afters.splice(0).map((task) => this.runAfter(task));
    while (running.length > 0) {
      await Promise.all(running);
      running = this.afters.splice(0);
    }
  }

  async runAfter(task) {
    try {
      await context.run(frameOf(this.id), task);
    } catch (error) {
      require('internal:handler/errors').report(this, error);
    }
  }

  /** The request's signal: it aborts when the client goes away. */
  get signal() {
    if (this._controller === undefined) {
      this._controller = new AbortController();
      this.onGone((reason) => this._controller.abort(reason));
    }
    return this._controller.signal;
  }

  /** Calls fn when the client goes away, at once if it has gone. */
  onGone(fn) {
    if (this.goneReason !== undefined) return fn(this.goneReason);
    if (this.goneListeners === undefined) {
      this.goneListeners = [];
      op_request_watch(this.id);
    }
    this.goneListeners.push(fn);
  }

  /** Notes that the answer depends on the request, or refuses. */
  dynamic(api) {
    if (this.cachedIn !== undefined) throw insideCache(this, api);
    this.dynamicReason ??= api;
    if (this.mode === 'error') {
      const error = new Error(
        `Route ${this.route} with \`dynamic = "error"\` couldn't be rendered statically because it used \`${api}\`. See more info here: https://nextjs.org/docs/app/building-your-application/rendering/static-and-dynamic#dynamic-rendering`,
      );
      error.code = 'NEXT_STATIC_GEN_BAILOUT';
      throw error;
    }
    if (this.mode === 'prerender') throw new DynamicServerError(this.route, api);
  }

  /** Like dynamic, for what not even dynamic = 'force-static' can ignore. */
  dynamicAlways(api) {
    this.dynamicReason ??= api;
    throw new DynamicServerError(this.route, api);
  }

  /** Takes over the lifetime and the tags of something cached. */
  useCached(tags, revalidate) {
    for (const tag of tags) this.tags.add(tag);
    this.limitRevalidate(revalidate);
  }

  limitExpire(expire) {
    if (this.expire === undefined || expire < this.expire) this.expire = expire;
  }

  limitRevalidate(revalidate) {
    if (revalidate === undefined || revalidate === false) return;
    if (this.revalidate === undefined || this.revalidate === false || revalidate < this.revalidate) {
      this.revalidate = revalidate;
    }
  }
}

function insideCache(work, api) {
  const where = work.cachedIn === 'use cache' ? '"use cache"' : 'a function cached with `unstable_cache()`';
  return new Error(
    `Route ${work.route} used \`${api}\` inside ${where}. Accessing Dynamic data sources inside a cache scope is not supported. If you need this data inside a cached function use \`${api}\` outside of the cached function and pass the required dynamic data in as an argument. See more info here: https://nextjs.org/docs/app/api-reference/functions/unstable_cache`,
  );
}

/** What a prerender ends with when the handler turns out to need the request. */
class DynamicServerError extends Error {
  constructor(route, api) {
    super(`Dynamic server usage: Route ${route} couldn't be rendered statically because it used \`${api}\`. See more info here: https://nextjs.org/docs/messages/dynamic-server-error`);
    this.digest = 'DYNAMIC_SERVER_USAGE';
    this.description = api;
  }
}

/** The jar that cookies() gives in a handler. */
class HandlerCookies {
  #work;
  #jar;
  #modified = new Set();

  constructor(work) {
    this.#work = work;
    this.#jar = new ResponseCookies(new Headers());
    if (work.mode !== 'static') for (const cookie of work.requestCookies.getAll()) this.#jar.set(cookie);
  }

  get(...args) {
    return this.#jar.get(...args);
  }
  getAll(...args) {
    return this.#jar.getAll(...args);
  }
  has(...args) {
    return this.#jar.has(...args);
  }
  set(...args) {
    this.#write(args);
    this.#jar.set(...args);
    return this;
  }
  delete(...args) {
    this.#write(args);
    this.#jar.delete(...args);
    return this;
  }
  toString() {
    return this.#jar.toString();
  }

  #write([first]) {
    if (this.#work.phase !== 'action') {
      throw new Error(
        'Cookies can only be modified in a Server Action or Route Handler. Read more: https://nextjs.org/docs/app/api-reference/functions/cookies#options',
      );
    }
    this.#modified.add(typeof first === 'string' ? first : first.name);
  }

  appendTo(headers) {
    if (this.#modified.size === 0) return false;
    const out = new ResponseCookies(headers);
    const returned = out.getAll();
    for (const cookie of this.#jar.getAll()) if (this.#modified.has(cookie.name)) out.set(cookie);
    // Those of the response itself win.
    for (const cookie of returned) out.set(cookie);
    return true;
  }
}

/** What streams are cancelled with, and signals aborted, when the client goes. */
class ResponseAborted extends Error {
  constructor() {
    super();
    this.name = 'ResponseAborted';
  }
}

/** Begins the work of a request; spec is what internal:handler dispatches. */
function begin(spec) {
  const work = new Work(spec);
  works.set(spec.id, work);
  return work;
}

/** Says that a request's client has gone. */
function gone(id) {
  const work = works.get(id);
  if (work === undefined || work.goneReason !== undefined) return;
  work.goneReason = new ResponseAborted();
  for (const fn of work.goneListeners ?? []) context.run(frameOf(id), fn, undefined, work.goneReason);
}

const frameOf = (id) => Object.freeze({ request: id, stores: null });

/** Returns the work of the running request, undefined outside of one. */
function current() {
  return works.get(context.currentRequest());
}

// Under which a cached function's scope travels with its frame.
const scopeKey = Symbol('the scope of a cached function');

/** The scope of the cached function that runs, if one does. */
const cacheScope = () => context.getFrame()?.stores?.get(scopeKey);

/** Runs fn in the scope of a cached function. */
function inCacheScope(scope, fn) {
  const { request, stores } = context.getFrame();
  return context.run(Object.freeze({ request, stores: new Map(stores).set(scopeKey, scope) }), fn);
}

/** Like current, but outside of a request it is the caller's mistake. */
function expect(api) {
  const work = current();
  if (work === undefined) {
    throw new Error(
      `\`${api}\` was called outside a request scope. Read more: https://nextjs.org/docs/messages/next-dynamic-api-wrong-context`,
    );
  }
  return work;
}

module.exports = { begin, current, expect, gone, cacheScope, inCacheScope, end: (id) => works.delete(id), DynamicServerError };
