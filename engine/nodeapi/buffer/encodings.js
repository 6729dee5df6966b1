// Text as bytes and back, in Node.js's encodings.
// https://nodejs.org/docs/latest-v20.x/api/buffer.html#buffers-and-character-encodings
//
// Each encoding has encode(text) → Uint8Array, decode(bytes) → text and
// byteLength(text). Invalid hexadecimal and base64 is cut or skipped, not
// refused, as in Node.js.

const { Uint8Array } = primordials;
const { op_buffer_utf8_encode, op_buffer_utf8_decode } = ops;

// String.fromCharCode takes its arguments from the stack: in pieces.
const pieceLength = 4096;

function fromUnits(units) {
  if (units.length <= pieceLength) return String.fromCharCode.apply(null, units);
  let text = '';
  for (let i = 0; i < units.length; i += pieceLength) {
    text += String.fromCharCode.apply(null, units.subarray(i, i + pieceLength));
  }
  return text;
}

function encodeLatin1(text) {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function encodeUTF16(text) {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

function decodeUTF16(bytes) {
  const length = bytes.length >> 1;
  if ((bytes.byteOffset & 1) === 0) return fromUnits(new Uint16Array(bytes.buffer, bytes.byteOffset, length));
  return fromUnits(new Uint16Array(bytes.slice(0, length * 2).buffer));
}

function encodeHex(text) {
  const [digits] = /^(?:[0-9a-fA-F]{2})*/.exec(text);
  return Uint8Array.fromHex(digits);
}

function encodeBase64(text) {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return encodeLooseBase64(text);
  }
}

// Both alphabets, other characters skipped, nothing after padding.
function encodeLooseBase64(text) {
  const padding = text.indexOf('=');
  let digits = (padding === -1 ? text : text.slice(0, padding))
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]+/g, '');
  if (digits.length % 4 === 1) digits = digits.slice(0, -1);
  return Uint8Array.fromBase64(digits);
}

function base64Length(text) {
  let { length } = text;
  if (text.endsWith('==')) length -= 2;
  else if (text.endsWith('=')) length -= 1;
  return (length * 3) >>> 2;
}

const encodeUTF8 = (text) => op_buffer_utf8_encode(text.isWellFormed() ? text : text.toWellFormed());

const utf8 = { name: 'utf8', encode: encodeUTF8, decode: op_buffer_utf8_decode, byteLength: (text) => encodeUTF8(text).length };
const utf16le = { name: 'utf16le', encode: encodeUTF16, decode: decodeUTF16, byteLength: (text) => text.length * 2 };
const latin1 = { name: 'latin1', encode: encodeLatin1, decode: fromUnits, byteLength: (text) => text.length };
const ascii = {
  name: 'ascii',
  encode: encodeLatin1,
  decode: (bytes) => fromUnits(Uint8Array.from(bytes, (byte) => byte & 0x7f)),
  byteLength: (text) => text.length,
};
const hex = { name: 'hex', encode: encodeHex, decode: (bytes) => bytes.toHex(), byteLength: (text) => text.length >>> 1 };
const base64 = { name: 'base64', encode: encodeBase64, decode: (bytes) => bytes.toBase64(), byteLength: base64Length };
const base64url = {
  name: 'base64url',
  encode: encodeBase64,
  decode: (bytes) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true }),
  byteLength: base64Length,
};

const byName = Object.assign(Object.create(null), {
  utf8, 'utf-8': utf8, utf16le, 'utf-16le': utf16le, ucs2: utf16le, 'ucs-2': utf16le,
  latin1, binary: latin1, ascii, hex, base64, base64url,
});

/** The encoding of a name, in any case; undefined if there is none. */
function encodingOf(name) {
  if (name === undefined || name === null || name === '') return utf8;
  return byName[name] ?? byName[String(name).toLowerCase()];
}

/** The usual name of an encoding; undefined if there is none. */
function normalizeEncoding(name) {
  return encodingOf(name)?.name;
}

module.exports = { encodingOf, normalizeEncoding, utf8, latin1 };
