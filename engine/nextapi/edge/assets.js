// Files that edge functions bring along: fetch(new URL('./file', import.meta.url)).
// Reference: https://nextjs.org/docs/app/building-your-application/rendering/edge-and-nodejs-runtimes

const { TypeError } = primordials;
const { op_fs_read_file } = ops;

let patched;

/** Makes globalThis.fetch read the project's files, once. */
function fetchFiles() {
  if (patched !== undefined) return;
  const original = globalThis.fetch;
  patched = function fetch(input, init) {
    const url = typeof input === 'string' ? input : (input?.href ?? input?.url);
    return typeof url === 'string' && url.startsWith('file:') ? readFile(url) : original(input, init);
  };
  globalThis.fetch = patched;
}

async function readFile(url) {
  const { fileURLToPath } = require('internal:nodeapi/url');
  try {
    return new Response(op_fs_read_file(fileURLToPath(url)));
  } catch (cause) {
    throw new TypeError('fetch failed', { cause });
  }
}

module.exports = { fetchFiles };
