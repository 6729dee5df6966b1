// What the engine uses to hand requests in and take responses out.
//
//   createServerRequest({ method, url, headers, body, signal }, Class?) → Request
//       method   as the client sent it
//       url      serialized
//       headers  a flat list [name, value, name, value, …], names in lowercase, none twice;
//                it is taken over
//       body     null, or { text(), bytes(): Promise, stream(): ReadableStream }: one of
//                the three is called, once, when a handler asks for it
//       signal   null, or a function that returns an AbortSignal: called once if at all
//       Class    a class that extends Request and hands the first argument of its
//                constructor on to it: new Class(token) is what is called
//   isResponse(value) → boolean: made by this realm's Response or a subclass
//   statusOf(response) → number, without a call into project code
//   statusTextOf(response) → string
//   headerPairs(response) → a flat list, lowercase and sorted, values combined but
//       for Set-Cookie: ready for one host call
//   bodyOf(response) → { kind, value }; the response counts as used from then on
//       'null'   null
//       'text'   a well-formed string
//       'bytes'  a Uint8Array, not to be changed
//       'stream' a ReadableStream: get its reader and pull
//       throws a TypeError if the body was read or locked before
//   hasBody(response) → boolean
//   createResponse({ status, statusText, headers, body, type, urls }, guard?) → Response,
//       unchecked; headers a flat list or Headers, body from bodyFrom()
//   withHeaders(response, headers) → a Response with other Headers; the body moves as it is,
//       without becoming a stream, and the first response counts as used
//   bodyFrom(text | Uint8Array | source) → what createResponse takes
//   requestParts(request) → { method, url, headers: Headers, body, signal: AbortSignal | null,
//       cache, redirect, … } for a wrapper of fetch; signal is null if nothing can abort it
//   headersFromPairs(flat, guard?) → Headers, unchecked; guard 'immutable' forbids changes

const { isBufferSource } = require('internal:webapi/webidl');
const { headersFromPairs } = require('./headers');
const { Body, streamOf } = require('./body');
const request = require('./request');
const response = require('./response');

function bodyFrom(value) {
  if (typeof value === 'string') return new Body('text', value);
  return new Body(isBufferSource(value) ? 'bytes' : 'source', value);
}

function requestParts(object) {
  const state = request.stateOf(object);
  const { method, url, body, cache, redirect, credentials, mode, referrer, referrerPolicy, integrity, keepalive } = state;
  const headers = request.headersOf(state);
  const signal = request.mayAbort(state) ? request.signalOf(state) : null;
  return { method, url, headers, body, signal, cache, redirect, credentials, mode, referrer, referrerPolicy, integrity, keepalive };
}

module.exports = {
  createServerRequest: request.createServerRequest,
  isRequest: request.isRequest,
  isResponse: response.isResponse,
  statusOf: response.statusOf,
  statusTextOf: (object) => response.stateOf(object).statusText,
  headerPairs: response.wireHeaders,
  hasBody: (object) => response.stateOf(object).body !== null,
  bodyOf: response.bodyOf,
  createResponse: response.createResponse,
  withHeaders: response.withHeaders,
  bodyFrom,
  streamOf,
  requestParts,
  headersFromPairs,
};
