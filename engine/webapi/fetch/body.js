// Bodies: https://fetch.spec.whatwg.org/#bodies and the Body mixin.
// Go half: none. Missing: none.
//
// A body stays what it was given as until somebody wants something else: text()
// of a text makes neither bytes nor a stream, and a stream is made when .body is
// read. What a body can be:
//
//   text    a string, well-formed
//   bytes   a Uint8Array of its own
//   blob    a Blob, also for forms with files
//   source  an object of the engine: { text(), bytes(): Promise, stream(): ReadableStream }
//   stream  a ReadableStream of the project

const { TypeError, Object, Symbol, Uint8Array, Array, String, JSON } = primordials;
const { isBufferSource, bytesOf: viewBytes } = require('internal:webapi/webidl');
const fileapi = require('internal:webapi/fileapi');
const { getHeader } = require('./headers');

// Most handlers touch neither streams nor bytes.
let loadedStreams;
let loadedEncoding;
const streams = () => (loadedStreams ??= require('internal:webapi/streams'));
const encoding = () => (loadedEncoding ??= require('internal:webapi/encoding'));

class Body {
  constructor(kind, value) {
    this.kind = kind;
    this.value = value;
  }
}
// What few bodies change is the prototype's, as a field costs a fifth of a microsecond.
Object.assign(Body.prototype, {
  /** Once there is a stream, it is what counts. @type {ReadableStream | null} */
  stream: null,
  /** Read without a stream ever having been made. */
  used: false,
});

/* -------------------------------------------------------------------- *
 * Making bodies.
 * -------------------------------------------------------------------- */

/**
 * @see https://fetch.spec.whatwg.org/#concept-bodyinit-extract
 * @returns {[Body, string | null]} the body and its Content-Type
 */
function extractBody(object, keepalive = false) {
  if (typeof object === 'string') return [new Body('text', object.toWellFormed()), 'text/plain;charset=UTF-8'];
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return extractBody(`${object}`);
  if (isBufferSource(object)) return [new Body('bytes', viewBytes(object).slice()), null];
  if (fileapi.isBlob(object)) return [new Body('blob', object), object.type || null];
  const { URLSearchParams } = require('internal:webapi/url/searchparams');
  if (object instanceof URLSearchParams) {
    return [new Body('text', object.toString()), 'application/x-www-form-urlencoded;charset=UTF-8'];
  }
  const { isFormData, entriesOf } = require('./formdata');
  if (isFormData(object)) {
    const [encoded, boundary] = require('./multipart').encodeMultipart(entriesOf(object));
    const kind = typeof encoded === 'string' ? 'text' : 'blob';
    return [new Body(kind, encoded), `multipart/form-data; boundary=${boundary}`];
  }
  if (typeof object[Symbol.asyncIterator] === 'function') return [streamBody(object, keepalive), null];
  return extractBody(String(object));
}

function streamBody(object, keepalive) {
  if (keepalive) throw new TypeError('keepalive');
  const isStream = object instanceof streams().ReadableStream;
  if (isStream && (object.locked || streams().isDisturbed(object))) {
    throw new TypeError('Response body object should not be disturbed or locked');
  }
  const body = new Body('stream', null);
  body.stream = isStream ? object : streamFromIterable(object);
  return body;
}

// As undici does it: each value is what Buffer.from() makes of it.
function streamFromIterable(iterable) {
  let iterator;
  return new (streams().ReadableStream)({
    type: 'bytes',
    start() {
      iterator = iterable[Symbol.asyncIterator]();
    },
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) {
        controller.close();
        controller.byobRequest?.respond(0);
        return;
      }
      const bytes = chunkBytes(value);
      if (bytes.length > 0) controller.enqueue(bytes);
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

function chunkBytes(value) {
  if (typeof value === 'string') return encoding().encodeUTF8(value);
  if (isBufferSource(value)) return viewBytes(value).slice();
  if (Array.isArray(value)) return Uint8Array.from(value);
  throw new TypeError(
    `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received ${value === null ? 'null' : typeof value}`,
  );
}

/* -------------------------------------------------------------------- *
 * Streams, and states.
 * -------------------------------------------------------------------- */

/** The body's stream, made now if there is none. */
function streamOf(body) {
  return (body.stream ??= makeStream(body));
}

function makeStream({ kind, value, used }) {
  if (used) return spentStream();
  if (kind === 'text') return streams().readableStreamFromString(value);
  return kind === 'bytes' ? streams().readableStreamFromBytes(value.slice()) : value.stream();
}

// The stream of a body that was read: closed, and locked for good.
function spentStream() {
  const stream = new (streams().ReadableStream)({ start: (controller) => controller.close() });
  stream.getReader().read();
  return stream;
}

function isUsed(body) {
  return body.used || (body.stream !== null && streams().isDisturbed(body.stream));
}

/** @see https://fetch.spec.whatwg.org/#body-unusable */
function isUnusable(body) {
  return body !== null && (isUsed(body) || (body.stream !== null && body.stream.locked));
}

/** @see https://fetch.spec.whatwg.org/#concept-body-clone */
function cloneBody(body) {
  if (body === null) return null;
  const clone = new Body(body.kind, body.value);
  // A value that never changes can be shared.
  if (body.stream === null && body.kind !== 'source') return clone;
  [body.stream, clone.stream] = streamOf(body).tee();
  return clone;
}

/**
 * A body that takes over from another, which counts as used from then on.
 * @see https://streams.spec.whatwg.org/#readablestream-create-a-proxy
 */
function moveBody(body) {
  const moved = new Body(body.kind, body.value);
  if (body.stream === null) {
    moved.used = body.used;
    body.used = true;
  } else {
    moved.stream = body.stream.pipeThrough(new (streams().TransformStream)());
  }
  return moved;
}

/* -------------------------------------------------------------------- *
 * Reading.
 * -------------------------------------------------------------------- */

/** Reads all of a body. @returns {string | Uint8Array | Promise} */
function readAll(body, as) {
  if (body === null) return as === 'text' ? '' : new Uint8Array(0);
  if (body.stream !== null) return readStream(body.stream, as);
  body.used = true;
  const { kind, value } = body;
  switch (kind) {
    case 'text':
      if (as === 'bytes') return encoding().encodeUTF8(value);
      return value.startsWith('\ufeff') ? value.slice(1) : value;
    case 'bytes':
      return as === 'text' ? encoding().decodeUTF8(value) : value.slice();
    case 'blob':
      return as === 'text' ? fileapi.textOf(value) : fileapi.bytesOf(value).slice();
    default:
      return as === 'text' ? value.text() : value.bytes();
  }
}

/** @see https://streams.spec.whatwg.org/#readablestreamdefaultreader-read-all-bytes */
async function readStream(stream, as) {
  let length = 0;
  const chunks = [];
  await streams().pump(stream, (chunk) => {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(chunk);
    length += chunk.length;
  }).done;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return as === 'text' ? encoding().decodeUTF8(bytes) : bytes;
}

/** @see https://fetch.spec.whatwg.org/#dom-body-formdata */
function parseFormData(input, mimeType) {
  const { formDataOf } = require('./formdata');
  if (mimeType?.essence === 'multipart/form-data') {
    const boundary = mimeType.parameters.get('boundary');
    const entries = boundary === undefined ? null : require('./multipart').parseMultipart(input, boundary);
    if (entries === null) throw new TypeError('Failed to parse body as FormData.');
    return formDataOf(entries);
  }
  if (mimeType?.essence === 'application/x-www-form-urlencoded') {
    const { parseForm } = require('internal:webapi/url/searchparams');
    return formDataOf(parseForm(input.startsWith('?') ? input.slice(1) : input));
  }
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

/**
 * Gives a class the Body mixin. stateOf(object) checks the brand and returns an
 * object with the field body; headersOf(object) returns its Headers.
 * @see https://fetch.spec.whatwg.org/#body-mixin
 */
function mixinBody(Class, stateOf, headersOf) {
  // https://fetch.spec.whatwg.org/#concept-body-consume-body
  const consume = (object, as) => {
    const { body } = stateOf(object);
    if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
    return readAll(body, as);
  };
  // https://fetch.spec.whatwg.org/#concept-body-mime-type
  const mimeTypeOf = (object) => require('./mimetype').extractMIMEType(getHeader(headersOf(object), 'content-type'));
  const methods = {
    async arrayBuffer() {
      return (await consume(this, 'bytes')).buffer;
    },
    async blob() {
      const bytes = await consume(this, 'bytes');
      const mimeType = mimeTypeOf(this);
      const type = mimeType === null ? '' : require('./mimetype').serializeMIMEType(mimeType);
      return new fileapi.Blob([bytes], { type });
    },
    async bytes() {
      return await consume(this, 'bytes');
    },
    async formData() {
      const mimeType = mimeTypeOf(this);
      // Text goes to the parser as it is: it is bytes there either way.
      const asBytes = mimeType?.essence === 'multipart/form-data' && stateOf(this).body?.kind !== 'text';
      return parseFormData(await consume(this, asBytes ? 'bytes' : 'text'), mimeType);
    },
    async json() {
      return JSON.parse(await consume(this, 'text'));
    },
    async text() {
      return await consume(this, 'text');
    },
  };
  const descriptors = Object.getOwnPropertyDescriptors(methods);
  descriptors.body = {
    get() {
      const { body } = stateOf(this);
      return body === null ? null : streamOf(body);
    },
    enumerable: true,
    configurable: true,
  };
  descriptors.bodyUsed = {
    get() {
      const { body } = stateOf(this);
      return body !== null && isUsed(body);
    },
    enumerable: true,
    configurable: true,
  };
  Object.defineProperties(Class.prototype, descriptors);
}

/**
 * Takes a body away for sending it: { kind: 'null' | 'text' | 'bytes' | 'stream', value }.
 * The body counts as used. Throws if it was used or locked before.
 */
function takeBody(body) {
  if (body === null) return { kind: 'null', value: null };
  if (isUnusable(body)) throw new TypeError('Response body object should not be disturbed or locked');
  if (body.stream !== null || body.kind === 'source') return { kind: 'stream', value: streamOf(body) };
  body.used = true;
  return body.kind === 'blob' ? { kind: 'bytes', value: fileapi.bytesOf(body.value) } : body;
}

module.exports = { Body, extractBody, mixinBody, streamOf, isUsed, isUnusable, cloneBody, moveBody, readAll, takeBody };
