// proxy.ts and middleware.ts.
// Reference: https://nextjs.org/docs/app/api-reference/file-conventions/proxy

const { op_handler_started, op_response_whole, op_response_page } = ops;
const context = require('internal:js/context');
const { importModule } = require('internal:js/modules');
const { Headers } = require('internal:webapi/fetch/headers');
const { Response } = require('internal:webapi/fetch/response');
const { headerPairs, isResponse } = require('internal:webapi/fetch/internal');
const { interpret } = require('internal:nextapi/navigation');
const { incoming } = require('./approute');
const { send } = require('./body');
const { report } = require('./errors');

async function handle(spec, now, frame) {
  try {
    const userland = await importModule(spec.entry);
    const { run, name } = handlerOf(userland, now);
    const request = incoming(spec, now);
    op_handler_started(spec.id, name);
    const event = { sourcePage: '/proxy', waitUntil: (promise) => now.after(() => promise) };
    const result = await call(run, frame, request, event);
    await answer(spec, now, result);
  } catch (error) {
    now.failed = true;
    report(now, error);
    op_response_page(spec.id, 500, '');
  }
}

function handlerOf(userland, now) {
  for (const name of [now.extra.name, 'default']) {
    if (typeof userland[name] === 'function') return { run: userland[name], name };
  }
  throw new Error(
    `The file "${now.file}" must export a function, either as a default export or as a named "${now.extra.name}" export.`,
  );
}

async function call(run, frame, request, event) {
  try {
    return await context.run(frame, run, undefined, request, event);
  } catch (error) {
    const meaning = interpret(error);
    if (meaning?.location === undefined) throw error;
    return new Response(null, { status: meaning.status, headers: { Location: new URL(meaning.location, request.url).href } });
  }
}

// What it says travels in its response's headers: x-middleware-next, -rewrite,
// -override-headers. Nothing returned means: go on.
async function answer(spec, now, result) {
  if (result === undefined || result === null) {
    return op_response_whole(spec.id, 200, '', 'x-middleware-next\n1', '');
  }
  if (!isResponse(result)) throw new TypeError('Expected an instance of Response to be returned');
  const headers = new Headers(result.headers);
  now.appendCookies(headers);
  return send(now, result, linesOf(headers));
}

const linesOf = (headers) => [...headers].flat().join('\n');

module.exports = { handle };
