// Fetching what needs no server: https://fetch.spec.whatwg.org/#scheme-fetch
// Go half: dataurl.go (op_data_url_parse).

const { Error } = primordials;
const { op_data_url_parse } = ops;
const { Body } = require('./body');
const { createResponse } = require('./response');

/** The answer to a URL that is not http; throws the cause of a failure. */
function schemeFetch({ method, url }) {
  switch (url.slice(0, url.indexOf(':'))) {
    case 'data':
      return fetchData(url);
    case 'blob':
      return fetchBlob(method, url);
    case 'about':
      throw new Error('about scheme is not supported');
    case 'file':
      throw new Error('not implemented... yet...');
    default:
      throw new Error('unknown scheme');
  }
}

function fetchData(url) {
  const parsed = op_data_url_parse(url.replace(/#.*$/s, ''));
  if (parsed === null) throw new Error('failed to fetch the data URL');
  const [type, bytes] = parsed;
  const { parseMIMEType, serializeMIMEType } = require('./mimetype');
  const mimeType = parseMIMEType(type);
  const contentType = mimeType === null ? 'text/plain;charset=US-ASCII' : serializeMIMEType(mimeType);
  return createResponse(
    { statusText: 'OK', headers: ['content-type', contentType], body: new Body('bytes', bytes), type: 'basic', urls: [url] },
    'immutable',
  );
}

function fetchBlob(method, url) {
  const { resolveObjectURL } = require('internal:webapi/fileapi/objecturl');
  const blob = resolveObjectURL(url);
  if (method !== 'GET' || blob === undefined) throw new Error('invalid method');
  const headers = ['content-length', String(blob.size), 'content-type', blob.type];
  return createResponse({ statusText: 'OK', headers, body: new Body('blob', blob), type: 'basic', urls: [url] }, 'immutable');
}

module.exports = { schemeFetch };
