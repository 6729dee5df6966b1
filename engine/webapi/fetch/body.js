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

const { TypeError, Object, Promise, Symbol, Uint8Array, ArrayBuffer, String, JSON } = primordials;
const { isBufferSource, isArrayBuffer, bytesOf: viewBytes, exception, converters } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const fileapi = require('internal:webapi/fileapi');
const { getHeader } = require('./headers');

// Most handlers touch neither streams nor bytes.
let loadedStreams;
let loadedEncoding;
const streams = () => (loadedStreams ??= require('internal:webapi/streams'));
const encoding = () => (loadedEncoding ??= require('internal:webapi/encoding'));

const { DOMString } = converters;

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
function extractBody(object, keepalive = false, prefix = 'undefined', argument = 'undefined') {
  if (typeof object === 'string') return [new Body('text', object.toWellFormed()), 'text/plain;charset=UTF-8'];
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
    return extractBody(DOMString(object, prefix, argument));
  }
  if (isBufferSource(object)) return [new Body('bytes', viewBytes(checkedSource(object)).slice()), null];
  if (fileapi.isBlob(object)) return [new Body('blob', object), object.type || null];
  const { URLSearchParams } = require('internal:webapi/url/searchparams');
  if (object instanceof URLSearchParams) {
    return [new Body('text', object.toString()), 'application/x-www-form-urlencoded;charset=UTF-8'];
  }
  const { isFormData, entriesOf } = require('./formdata');
  if (isFormData(object) || isFormDataLike(object)) {
    const entries = isFormData(object) ? entriesOf(object) : object;
    const [encoded, boundary] = require('./multipart').encodeMultipart(entries);
    return [new Body('blob', encoded), `multipart/form-data; boundary=${boundary}`];
  }
  if (isBlobLike(object)) return [streamBody(object.stream(), keepalive), object.type || null];
  if (typeof object[Symbol.asyncIterator] === 'function') return [streamBody(object, keepalive), null];
  return extractBody(String(object));
}

// Libraries bring classes of their own, which undici takes for the platform's.
function isFormDataLike(object) {
  return object[Symbol.toStringTag] === 'FormData' && formDataMethods.every((name) => typeof object[name] === 'function');
}

const formDataMethods = ['append', 'delete', 'get', 'getAll', 'has', 'set'];

function isBlobLike(object) {
  const tag = object[Symbol.toStringTag];
  return (tag === 'Blob' || tag === 'File') && typeof object.stream === 'function';
}

/** @see https://webidl.spec.whatwg.org/#js-buffer-source-types */
function checkedSource(source) {
  const buffer = ArrayBuffer.isView(source) ? source.buffer : source;
  if (!isArrayBuffer(buffer)) throw exception('ArrayBuffer', 'SharedArrayBuffer is not allowed.');
  if (buffer.resizable) throw exception('ArrayBuffer', 'Received a resizable ArrayBuffer.');
  return source;
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
      // undici waits forever after a chunk of nothing.
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const bytes = chunkBytes(value);
        if (bytes.length > 0) {
          controller.enqueue(bytes);
          return;
        }
      }
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

function chunkBytes(value) {
  if (typeof value === 'string') return encoding().encodeUTF8(value);
  // The elements of a view, whatever their size.
  if (isArrayBuffer(value)) return new Uint8Array(value).slice();
  if (typeof value === 'object' && typeof value?.length === 'number') return Uint8Array.from(value);
  throw codes.ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value,
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
  const stream = new (streams().ReadableStream)({ type: 'bytes', start: (controller) => controller.close() });
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

/**
 * Reads all of a body, as 'text', as 'bytes', or as the 'raw' text of a form, whose
 * byte order mark is part of it. @returns {string | Uint8Array | Promise}
 */
function readAll(body, as) {
  if (body === null) return as === 'bytes' ? new Uint8Array(0) : '';
  if (body.stream !== null) return readStream(body.stream, as);
  body.used = true;
  const { kind, value } = body;
  switch (kind) {
    case 'text':
      if (as === 'bytes') return encoding().encodeUTF8(value);
      return as === 'raw' ? value : withoutBOM(value);
    case 'bytes':
      return as === 'bytes' ? value.slice() : decode(value, as);
    case 'blob':
      if (as === 'text') return fileapi.textOf(value);
      return as === 'bytes' ? fileapi.bytesOf(value).slice() : decode(fileapi.bytesOf(value), as);
    default:
      return as === 'bytes' ? value.bytes() : value.text();
  }
}

// Twice: undici takes a byte order mark away, and its decoder another.
const withoutBOM = (text) => (text.startsWith('\ufeff') ? text.slice(1) : text);

const decode = (bytes, as) => (as === 'raw' ? encoding().decodeUTF8WithoutBOM(bytes) : encoding().decodeUTF8(bytes));

/** @see https://streams.spec.whatwg.org/#readablestreamdefaultreader-read-all-bytes */
async function readStream(stream, as) {
  let length = 0;
  const chunks = [];
  await new Promise((resolve, reject) => {
    const take = (chunk) => {
      if (!(chunk instanceof Uint8Array)) {
        // The stream is neither read further nor cancelled.
        reject(new TypeError('Received non-Uint8Array chunk'));
        return new Promise(() => {});
      }
      chunks.push(chunk);
      length += chunk.length;
      return undefined;
    };
    streams().pump(stream, take).done.then(resolve, reject);
  });
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return as === 'bytes' ? bytes : decode(bytes, as);
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
  const consume = async (object, as, convert) => {
    const { body } = stateOf(object);
    if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
    return convert(await readAll(body, as));
  };
  const asIs = (value) => value;
  // https://fetch.spec.whatwg.org/#concept-body-mime-type
  const mimeTypeOf = (object) => require('./mimetype').extractMIMEType(getHeader(headersOf(object), 'content-type'));
  const toBlob = (object, bytes) => {
    const mimeType = mimeTypeOf(object);
    const type = mimeType === null ? '' : require('./mimetype').serializeMIMEType(mimeType);
    return new fileapi.Blob([bytes], { type });
  };
  // Async by way of consume: undici's are no async functions.
  const members = {
    arrayBuffer() {
      return consume(this, 'bytes', (bytes) => bytes.buffer);
    },
    blob() {
      return consume(this, 'bytes', (bytes) => toBlob(this, bytes));
    },
    bytes() {
      return consume(this, 'bytes', asIs);
    },
    formData() {
      return consumeForm(this);
    },
    json() {
      return consume(this, 'text', (text) => JSON.parse(withoutBOM(text)));
    },
    text() {
      return consume(this, 'text', withoutBOM);
    },
    get body() {
      const { body } = stateOf(this);
      return body === null ? null : streamOf(body);
    },
    get bodyUsed() {
      const { body } = stateOf(this);
      return body !== null && isUsed(body);
    },
  };
  const consumeForm = async (object) => {
    const { body } = stateOf(object);
    const mimeType = mimeTypeOf(object);
    // Text goes to the parser as it is: it is bytes there either way.
    const asBytes = mimeType?.essence === 'multipart/form-data' && body?.kind !== 'text';
    return consume(object, asBytes ? 'bytes' : 'raw', (input) => parseFormData(input, mimeType));
  };
  Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(members));
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
