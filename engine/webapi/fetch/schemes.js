// Fetching what needs no server: https://fetch.spec.whatwg.org/#scheme-fetch
// Go half: dataurl.go (op_data_url_parse).

const { Error, Math, Number } = primordials;
const { op_data_url_parse } = ops;
const { Body } = require('./body');
const { createResponse } = require('./response');
const { headersOf } = require('./request');
const { getHeader } = require('./headers');

/** The answer to a URL that is not http; throws the cause of a failure. */
function schemeFetch(state) {
  const { method, url } = state;
  switch (url.slice(0, url.indexOf(':'))) {
    case 'data':
      return fetchData(method, url);
    case 'blob':
      return fetchBlob(method, url, getHeader(headersOf(state), 'range'));
    case 'about':
      throw new Error('about scheme is not supported');
    case 'file':
      throw new Error('not implemented... yet...');
    default:
      throw new Error('unknown scheme');
  }
}

function fetchData(method, url) {
  const parsed = op_data_url_parse(url.replace(/#.*$/s, ''));
  if (parsed === null) throw new Error('failed to fetch the data URL');
  const [type, bytes] = parsed;
  const { parseMIMEType, serializeMIMEType } = require('./mimetype');
  const mimeType = parseMIMEType(type);
  const contentType = mimeType === null ? 'text/plain;charset=US-ASCII' : serializeMIMEType(mimeType);
  const body = method === 'HEAD' ? null : new Body('bytes', bytes);
  return createResponse({ statusText: 'OK', headers: ['content-type', contentType], body, type: 'basic', urls: [url] }, 'immutable');
}

function fetchBlob(method, url, range) {
  if (/^[^#]*\?[^#]/.test(url)) throw new Error('NetworkError when attempting to fetch resource.');
  const { resolveObjectURL } = require('internal:webapi/fileapi/objecturl');
  const blob = resolveObjectURL(url);
  if (method !== 'GET' || blob === undefined) throw new Error('invalid method');
  if (range !== undefined) return fetchRange(blob, url, range);
  const headers = ['content-length', `${blob.size}`, 'content-type', blob.type];
  return createResponse({ statusText: 'OK', headers, body: new Body('blob', blob), type: 'basic', urls: [url] }, 'immutable');
}

const singleRange = /^bytes[\t ]*=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)$/;

/**
 * Part of a blob. As in undici 6, the end that Content-Range names is missing from
 * the body, and a range without an end is refused unless it starts at 0.
 * @see https://fetch.spec.whatwg.org/#simple-range-header-value
 */
function fetchRange(blob, url, range) {
  const match = singleRange.exec(range);
  if (match === null || match[0].endsWith('=-') || Number(match[1]) > Number(match[2])) {
    throw new Error('failed to fetch the data URL');
  }
  const { size } = blob;
  let start = Number(match[1]);
  let end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[1] === '') {
    start = size - Number(match[2]);
    end = size - 1;
  } else if (start >= size) throw new Error("Range start is greater than the blob's size.");
  const part = blob.slice(start, end, blob.type);
  const headers = ['content-length', `${part.size}`, 'content-type', blob.type, 'content-range', `bytes ${start}-${end}/${size}`];
  const body = new Body('blob', part);
  return createResponse({ status: 206, statusText: 'Partial Content', headers, body, type: 'basic', urls: [url] }, 'immutable');
}

module.exports = { schemeFetch };
