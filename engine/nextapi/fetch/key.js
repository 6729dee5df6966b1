// The key a kept answer of fetch goes by: everything of the request that can
// change it.

// These differ between calls that mean the same.
const tracing = ['traceparent', 'tracestate'];

/** Returns the key of a call; it reads a copy of the body. */
async function cacheKey(input, init) {
  const request = new Request(input, init && { ...init, signal: undefined });
  const headers = Object.fromEntries(request.headers);
  for (const name of tracing) delete headers[name];
  const body = request.body === null ? null : await bodyText(request, headers);
  const { method, url, mode, redirect, credentials, referrer, referrerPolicy, integrity, cache } = request;
  return JSON.stringify([method, url, headers, mode, redirect, credentials, referrer, referrerPolicy, integrity, cache, body]);
}

// The boundary of a form is made up for each request: the fields count.
async function bodyText(request, headers) {
  if (!headers['content-type']?.startsWith('multipart/form-data')) return new Uint8Array(await request.arrayBuffer()).toBase64();
  headers['content-type'] = 'multipart/form-data';
  const fields = [];
  for (const [name, value] of await request.formData()) {
    fields.push([name, typeof value === 'string' ? value : [value.name, value.type, new Uint8Array(await value.arrayBuffer()).toBase64()]]);
  }
  return fields;
}

module.exports = { cacheKey };
