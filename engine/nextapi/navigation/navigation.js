// next/navigation, the part that route handlers can use: redirect and its kin.
// Reference: https://nextjs.org/docs/app/api-reference/functions/redirect
// Missing: the hooks, which need React; calling one says so.

/* What these functions throw is recognised by its digest, as in Next.js. */

const RedirectType = Object.freeze({ push: 'push', replace: 'replace' });

function redirectError(url, type, status) {
  const error = new Error('NEXT_REDIRECT');
  error.digest = `NEXT_REDIRECT;${type};${url};${status};`;
  return error;
}

function redirect(url, type = RedirectType.replace) {
  throw redirectError(url, type, 307);
}

function permanentRedirect(url, type = RedirectType.replace) {
  throw redirectError(url, type, 308);
}

function fallbackError(status) {
  const error = new Error(`NEXT_HTTP_ERROR_FALLBACK;${status}`);
  error.digest = error.message;
  return error;
}

function notFound() {
  throw fallbackError(404);
}

// forbidden() and unauthorized() exist only where next.config says so.
function needsAuthInterrupts(name) {
  if (ops.op_config_flag('authInterrupts')) return;
  throw new Error(`\`${name}()\` is experimental and only allowed to be enabled when \`experimental.authInterrupts\` is enabled.`);
}

function forbidden() {
  needsAuthInterrupts('forbidden');
  throw fallbackError(403);
}

function unauthorized() {
  needsAuthInterrupts('unauthorized');
  throw fallbackError(401);
}

/** What a thrown value asks for: a redirect, a status, or nothing (undefined). */
function interpret(error) {
  const digest = typeof error === 'object' && error !== null ? error.digest : undefined;
  if (typeof digest !== 'string') return undefined;
  const parts = digest.split(';');
  if (parts[0] === 'NEXT_REDIRECT') {
    const status = Number(parts.at(-2));
    const type = parts[1];
    if ((type !== 'replace' && type !== 'push') || ![303, 307, 308].includes(status)) return undefined;
    return { location: parts.slice(2, -2).join(';'), status };
  }
  if (parts[0] === 'NEXT_HTTP_ERROR_FALLBACK' && [401, 403, 404].includes(Number(parts[1]))) {
    return { status: Number(parts[1]) };
  }
  return undefined;
}

/** Throws a value on if Next.js made it, so that a catch does not swallow it. */
function unstable_rethrow(error) {
  if (interpret(error) !== undefined || error?.digest === 'DYNAMIC_SERVER_USAGE') throw error;
  if (error instanceof Error && 'cause' in error) unstable_rethrow(error.cause);
}

function hook(name) {
  return {
    [name]() {
      throw new Error(`${name} needs React and a page: routescope runs endpoints, and does not render pages.`);
    },
  }[name];
}

class ReadonlyURLSearchParams extends URLSearchParams {
  append() {
    throw new Error('Method unavailable on `ReadonlyURLSearchParams`. Read more: https://nextjs.org/docs/app/api-reference/functions/use-search-params#updating-searchparams');
  }
  delete() {
    this.append();
  }
  set() {
    this.append();
  }
  sort() {
    this.append();
  }
}

module.exports = {
  redirect,
  permanentRedirect,
  notFound,
  forbidden,
  unauthorized,
  unstable_rethrow,
  RedirectType,
  ReadonlyURLSearchParams,
  interpret,
};
for (const name of ['usePathname', 'useRouter', 'useSearchParams', 'useParams', 'useSelectedLayoutSegment', 'useSelectedLayoutSegments', 'useServerInsertedHTML']) {
  module.exports[name] = hook(name);
}
