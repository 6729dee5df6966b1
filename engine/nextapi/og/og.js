// next/og: ImageResponse.
// Reference: https://nextjs.org/docs/app/api-reference/functions/image-response
//
// Next.js brings what draws along, as compiled JavaScript and WebAssembly: the
// project's own copy runs here, once there is something to draw.

const { Error, Headers, ReadableStream, Response } = globalThis;
const { op_module_resolve, op_process_cwd, op_mode } = ops;
const { importModule } = require('internal:js/modules');

let loading;

// The module that draws, of the runtime.
async function load() {
  const edge = typeof globalThis.EdgeRuntime === 'string';
  const specifier = `next/dist/compiled/@vercel/og/index.${edge ? 'edge' : 'node'}.js`;
  const id = op_module_resolve(specifier, `${op_process_cwd()}/package.json${edge ? '?edge' : ''}`);
  if (typeof id !== 'string') {
    throw new Error('ImageResponse draws with a module of the package next, which is not installed: install the packages of the project.');
  }
  return importModule(id);
}

async function* drawn(args) {
  const { ImageResponse: Drawing } = await (loading ??= load());
  yield* new Drawing(...args).body ?? [];
}

class ImageResponse extends Response {
  static displayName = 'ImageResponse';

  constructor(...args) {
    const { headers: given, status, statusText } = args[1] ?? {};
    const headers = new Headers({
      'content-type': 'image/png',
      'cache-control': op_mode() === 'development' ? 'no-cache, no-store' : 'public, max-age=0, must-revalidate',
    });
    for (const [name, value] of new Headers(given)) headers.set(name, value);
    super(ReadableStream.from(drawn(args)), { headers, status, statusText });
  }
}

module.exports = { ImageResponse };
