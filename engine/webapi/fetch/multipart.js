// multipart/form-data: https://html.spec.whatwg.org/#multipart-form-data, read as
// strictly as undici 6 reads it.
// Go half: multipart.go (op_multipart_parse, op_multipart_boundary).

const { op_multipart_parse, op_multipart_boundary } = ops;
const { Blob, fileOfBytes } = require('internal:webapi/fileapi');

const escape = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const normalizeLinefeeds = (text) => text.replace(/\r?\n|\r/g, '\r\n');

/**
 * Encodes entries as a Blob, of the chunks that undici streams.
 * @returns {[Blob, string]} the body and its boundary
 */
function encodeMultipart(entries) {
  const boundary = op_multipart_boundary();
  const prefix = `--${boundary}\r\nContent-Disposition: form-data`;
  const parts = [];
  for (const [name, value] of entries) {
    const start = `${prefix}; name="${escape(normalizeLinefeeds(name))}"`;
    if (typeof value === 'string') {
      parts.push(`${start}\r\n\r\n${normalizeLinefeeds(value)}\r\n`);
      continue;
    }
    const filename = value.name ? `; filename="${escape(value.name)}"` : '';
    parts.push(`${start}${filename}\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`, value, '\r\n');
  }
  parts.push(`--${boundary}--\r\n`);
  return [new Blob(parts), boundary];
}

/** Returns the entries of a body, given as text or bytes, or null if it is malformed. */
function parseMultipart(body, boundary) {
  const flat = op_multipart_parse(body, boundary);
  if (flat === null) return null;
  const entries = [];
  for (let i = 0; i < flat.length; i += 4) {
    const value = flat[i + 3];
    entries.push([flat[i], typeof value === 'string' ? value : fileOfBytes(value, flat[i + 1], flat[i + 2])]);
  }
  return entries;
}

module.exports = { encodeMultipart, parseMultipart };
