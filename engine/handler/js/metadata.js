// Metadata routes made by code: sitemap, robots, manifest, icons.
// Reference: https://nextjs.org/docs/app/api-reference/file-conventions/metadata

const { op_handler_started, op_response_whole } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { Response } = require('internal:webapi/fetch/response');
const { headerPairs, isResponse } = require('internal:webapi/fetch/internal');
const { methods } = require('./approute');
const { send } = require('./body');
const { report } = require('./errors');
const write = require('./metadatatext');

const cacheControl = 'public, max-age=0, must-revalidate';

const texts = {
  sitemap: { type: 'application/xml', write: write.sitemap },
  robots: { type: 'text/plain', write: write.robots },
  manifest: { type: 'application/manifest+json', write: write.manifest },
};

async function handle(spec, now, frame) {
  try {
    const userland = await importModule(spec.entry);
    if (spec.method !== 'GET' && spec.method !== 'HEAD') return refuse(spec);
    if (typeof userland.default !== 'function') {
      throw new Error(`Default export is missing in ${JSON.stringify(now.file)}`);
    }
    op_handler_started(spec.id, 'default');
    const { name, params, id } = now.extra;
    const response = texts[name] ? await text(texts[name], userland, frame, id) : await image(userland, frame, params, id);
    await send(now, response, headerPairs(response).join('\n'));
  } catch (error) {
    if (error?.digest === 'DYNAMIC_SERVER_USAGE') return;
    now.failed = true;
    report(now, error);
    op_response_whole(spec.id, 500, '', '', '');
  }
}

// To the server it is a route handler with a GET.
function refuse({ id, method }) {
  if (method === 'OPTIONS') return op_response_whole(id, 204, '', 'allow\nGET, HEAD, OPTIONS', '');
  return op_response_whole(id, methods.includes(method) ? 405 : 400, '', '', '');
}

async function text({ type, write: writeText }, userland, frame, id) {
  if (userland.generateSitemaps !== undefined) {
    const known = await context.run(frame, userland.generateSitemaps);
    const found = known.find((item) => String(item.id) === id);
    if (found === undefined) return new Response('Not Found', { status: 404 });
    return made(writeText(await context.run(frame, userland.default, undefined, { id: Promise.resolve(String(found.id)) })), type);
  }
  return made(writeText(await context.run(frame, userland.default, undefined)), type);
}

const made = (body, type) => new Response(body, { headers: { 'Content-Type': type, 'Cache-Control': cacheControl } });

async function image(userland, frame, params, id) {
  const input = { params: Promise.resolve(params ?? {}) };
  if (userland.generateImageMetadata !== undefined) {
    const known = await context.run(frame, userland.generateImageMetadata, undefined, { params });
    const found = known.find((item) => String(item.id) === id);
    if (found === undefined) return new Response('Not Found', { status: 404 });
    input.id = Promise.resolve(String(found.id));
  }
  const result = await context.run(frame, userland.default, undefined, input);
  if (isResponse(result)) return result;
  return new Response(result, { headers: { 'Cache-Control': cacheControl } });
}

module.exports = { handle };
