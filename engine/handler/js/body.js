// Bodies in and out: what a handler reads of its request, and how its response
// reaches the client.

const {
  op_request_chunk,
  op_request_text,
  op_request_bytes,
  op_response_whole,
  op_response_head,
  op_response_chunk,
  op_response_end,
  op_response_cut,
} = ops;
const { bodyOf, statusOf, statusTextOf } = require('internal:webapi/fetch/internal');

/** The request's body as createServerRequest takes it; read when asked for. */
function requestBody(id) {
  return {
    // Go hands over bytes where they are not UTF-8.
    text: async () => {
      const text = await op_request_text(id);
      return typeof text === 'string' ? text : new TextDecoder().decode(text);
    },
    bytes: () => op_request_bytes(id),
    stream: () =>
      new ReadableStream(
        {
          type: 'bytes',
          async pull(controller) {
            const chunk = await op_request_chunk(id);
            if (chunk !== null) return controller.enqueue(chunk);
            controller.close();
            controller.byobRequest?.respond(0);
          },
        },
        { highWaterMark: 0 },
      ),
  };
}

/**
 * Sends a response. headers is text, name and value on a line each. It settles
 * when the client has everything, or has gone.
 */
async function send(now, response, headers) {
  const { id, method } = now;
  const status = statusOf(response);
  const statusText = statusTextOf(response);
  let taken;
  try {
    taken = bodyOf(response);
  } catch (error) {
    // It was read or is locked: the 500 keeps the headers.
    op_response_whole(id, 500, '', headers, '');
    throw error;
  }
  const { kind, value } = taken;
  if (kind === 'null') return op_response_whole(id, status, statusText, headers, '');
  if (kind === 'text' || kind === 'bytes') return op_response_whole(id, status, statusText, headers, value);
  if (method === 'HEAD' || status === 204 || status === 304) {
    op_response_whole(id, status, statusText, headers, '');
    return value.cancel().catch(() => {});
  }
  return pump(now, value, () => op_response_head(id, status, statusText, headers));
}

// Reads the stream part by part and waits until the client has taken each: that
// is the back-pressure. The head goes out with the first part, as Node.js does
// it: a stream that fails before has sent nothing.
async function pump(now, stream, sendHead) {
  const reader = stream.getReader();
  let aborted = false;
  now.onGone((reason) => {
    aborted = true;
    reader.cancel(reason).catch(() => {});
  });
  let begun = false;
  const begin = () => {
    if (!begun) sendHead();
    begun = true;
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (aborted) return;
      if (done) break;
      const part = chunkOf(value);
      if (part === undefined) break; // Next.js ends the body regularly here
      begin();
      await op_response_chunk(now.id, part);
    }
    begin();
    op_response_end(now.id, '');
  } catch (error) {
    if (aborted) return;
    op_response_cut(now.id, `the stream failed: ${error?.message ?? error}`);
    throw error;
  }
}

function chunkOf(value) {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return value;
  return undefined;
}

module.exports = { requestBody, send };
