// Blob and File: https://w3c.github.io/FileAPI/
// Go half: none. Missing: FileReader and FileList, which Node.js lacks as well.
//
// A blob keeps the parts it was made of, text as text, until somebody asks for
// bytes; text() of a blob made of text never makes bytes.
//
// For other modules: isBlob(value); bytesOf(blob) → Uint8Array, not a copy;
// textOf(blob) → string; blobOfBytes(bytes, type) and fileOfBytes(bytes, name, type),
// which take the bytes over without a copy; cloneBlob(blob).

const { Symbol, Uint8Array, Math, Promise, DateNow, global } = primordials;
const { SharedArrayBuffer } = global;
const { defineInterface, isBufferSource, bytesOf: viewBytes } = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');

const notASCII = /[^\x00-\x7f]/;
const notTypeCharacters = /[^\x20-\x7e]/;

let loaded;
const encoding = () => (loaded ??= require('internal:webapi/encoding'));

/* -------------------------------------------------------------------- *
 * Parts.
 * -------------------------------------------------------------------- */

function utf8Length(text) {
  if (!notASCII.test(text)) return text.length;
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // The two halves of a pair are two units, and four bytes.
    if (code >= 0x80) length += code < 0x800 || (code & 0xf800) === 0xd800 ? 1 : 2;
  }
  return length;
}

function sizeOf(parts) {
  let size = 0;
  for (const part of parts) size += typeof part === 'string' ? utf8Length(part) : part.length;
  return size;
}

function join(parts) {
  const chunks = parts.map((part) => (typeof part === 'string' ? encoding().encodeUTF8(part) : part));
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** @see https://w3c.github.io/FileAPI/#process-blob-parts */
function processParts(sources, endings) {
  if (typeof sources !== 'object' || sources === null || typeof sources[Symbol.iterator] !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
  }
  const parts = [];
  for (const source of sources) {
    if (isBlob(source)) parts.push(...partsOf(source));
    else if (isBufferSource(source) || source instanceof SharedArrayBuffer) parts.push(viewBytes(source).slice());
    else {
      const text = `${source}`.toWellFormed();
      parts.push(endings === 'native' ? text.replaceAll('\r\n', '\n') : text);
    }
  }
  return parts;
}

/** bytes, cut where the parts begin that it was joined from. */
function divide(bytes, parts) {
  let end = 0;
  return parts.map((part) => {
    const start = end;
    end += typeof part === 'string' ? utf8Length(part) : part.length;
    return bytes.subarray(start, end);
  });
}

/** What lies between two positions, cut where parts of bytes begin. */
function range(parts, from, to) {
  const out = [];
  let start = 0;
  for (const part of parts) {
    const end = start + part.length;
    if (start < to && end > from) out.push(part.subarray(Math.max(from - start, 0), to - start));
    start = end;
  }
  return out;
}

function normalizeType(type) {
  const text = `${type}`;
  return notTypeCharacters.test(text) ? '' : text.toLowerCase();
}

/* -------------------------------------------------------------------- *
 * The classes.
 * -------------------------------------------------------------------- */

// Marks parts that are taken over as they are.
class Parts {
  constructor(list, type) {
    this.list = list;
    this.type = type;
  }
}

let partsOf;
let bytesOf;
let isBlob;

class Blob {
  /** @type {(string | Uint8Array)[]} */
  #parts;
  /** All parts together, once somebody wanted that. @type {Uint8Array | null} */
  #bytes = null;
  #type;
  #size = -1;

  constructor(sources = [], options = undefined) {
    if (sources instanceof Parts) {
      this.#parts = sources.list;
      this.#type = sources.type;
      return;
    }
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('options', 'a dictionary', options);
    }
    const { type = '', endings = 'transparent' } = options ?? {};
    const lineEndings = `${endings}`;
    if (lineEndings !== 'transparent' && lineEndings !== 'native') {
      throw codes.ERR_INVALID_ARG_VALUE('options.endings', lineEndings);
    }
    this.#parts = processParts(sources, lineEndings);
    this.#type = normalizeType(type);
  }

  static {
    isBlob = (value) => typeof value === 'object' && value !== null && #parts in value;
    partsOf = (blob) => blob.#parts;
    bytesOf = (blob) => {
      if (blob.#bytes === null) {
        blob.#bytes = join(blob.#parts);
        // The parts share its memory from now on.
        blob.#parts = divide(blob.#bytes, blob.#parts);
      }
      return blob.#bytes;
    };
  }

  static #check(value) {
    if (!isBlob(value)) throw codes.ERR_INVALID_THIS('Blob');
  }

  get size() {
    Blob.#check(this);
    if (this.#size < 0) this.#size = sizeOf(this.#parts);
    return this.#size;
  }

  get type() {
    Blob.#check(this);
    return this.#type;
  }

  /** @see https://w3c.github.io/FileAPI/#slice-blob */
  slice(start = 0, end = undefined, contentType = '') {
    Blob.#check(this);
    const { size } = this;
    const from = clampPosition(start, size);
    const to = end === undefined ? size : clampPosition(end, size);
    bytesOf(this);
    return new Blob(new Parts(range(this.#parts, from, to), normalizeType(contentType)));
  }

  async arrayBuffer() {
    Blob.#check(this);
    return bytesOf(this).slice().buffer;
  }

  // No async function in Node.js: a foreign object fails at the call.
  bytes() {
    Blob.#check(this);
    return Promise.resolve(bytesOf(this).slice());
  }

  async text() {
    Blob.#check(this);
    return textOf(this);
  }

  stream() {
    Blob.#check(this);
    return streamOf(this);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return options.stylize('[Blob]', 'special');
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}

function clampPosition(position, size) {
  const n = Math.trunc(Number(position)) || 0;
  return n < 0 ? Math.max(size + n, 0) : Math.min(n, size);
}

function textOf(blob) {
  const parts = partsOf(blob);
  if (!parts.every((part) => typeof part === 'string')) return encoding().decodeUTF8(bytesOf(blob));
  const text = parts.join('');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** @see https://w3c.github.io/FileAPI/#blob-get-stream */
function streamOf(blob) {
  const { ReadableStream } = require('internal:webapi/streams');
  const parts = partsOf(blob);
  let next = 0;
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      while (next < parts.length) {
        const part = parts[next++];
        if (part.length === 0) continue;
        // A chunk for each part, as Node.js reads what it has in memory.
        controller.enqueue(typeof part === 'string' ? encoding().encodeUTF8(part) : part.slice());
        return;
      }
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}

class File extends Blob {
  #name;
  #lastModified;

  constructor(fileBits, fileName, options = undefined) {
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified } = options ?? {};
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = lastModified === undefined ? DateNow() : +lastModified || 0;
  }

  get name() {
    return this.#name;
  }

  get lastModified() {
    return this.#lastModified;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return options.stylize('[File]', 'special');
    const { size, type, name, lastModified } = this;
    return `File ${inspect({ size, type, name, lastModified }, options)}`;
  }
}

defineInterface(Blob, { hidden: ['bytes'] });
defineInterface(File);

const blobOfBytes = (bytes, type) => new Blob(new Parts([bytes], type));
// A File clones as a Blob in Node.js 20.
const cloneBlob = (blob) => new Blob(new Parts(partsOf(blob), blob.type));
const fileOfBytes = (bytes, name, type) => new File(new Parts([bytes], normalizeType(type)), name);

module.exports = { Blob, File, isBlob, bytesOf, textOf, cloneBlob, blobOfBytes, fileOfBytes };
