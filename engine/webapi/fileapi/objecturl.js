// Blob URLs: https://w3c.github.io/FileAPI/#url
// Go half: fileapi.go (op_blob_uuid). Missing: none.

const { Map } = primordials;
const { op_blob_uuid } = ops;
const { isBlob } = require('internal:webapi/fileapi');
const { codes } = require('internal:webapi/webidl/codes');

const prefix = 'blob:nodedata:';

/** @type {Map<string, Blob>} */
const store = new Map();

function createObjectURL(object) {
  if (!isBlob(object)) throw codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', object);
  const id = op_blob_uuid();
  store.set(id, object);
  return prefix + id;
}

function revokeObjectURL(url) {
  if (url.startsWith(prefix)) store.delete(url.slice(prefix.length));
}

/** The blob a URL stands for, or undefined: node:buffer's resolveObjectURL, and fetch. */
function resolveObjectURL(url) {
  url = `${url}`;
  return url.startsWith(prefix) ? store.get(url.slice(prefix.length).replace(/#.*$/, '')) : undefined;
}

module.exports = { createObjectURL, revokeObjectURL, resolveObjectURL };
