// MIME types: https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
// Go half: none.

const { Map } = primordials;
const { isToken } = require('./headers');

const whitespaceAround = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const quotedStringCharacters = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 * @returns {{ essence: string, parameters: Map<string, string> } | null}
 */
function parseMIMEType(input) {
  const text = input.replace(whitespaceAround, '');
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  let semicolon = text.indexOf(';', slash);
  if (semicolon < 0) semicolon = text.length;
  const type = text.slice(0, slash);
  const subtype = text.slice(slash + 1, semicolon).replace(/[\t\n\r ]+$/, '');
  if (!isToken(type) || !isToken(subtype)) return null;
  return { essence: `${type}/${subtype}`.toLowerCase(), parameters: parseParameters(text, semicolon) };
}

function parseParameters(text, position) {
  const parameters = new Map();
  while (position < text.length) {
    position++; // the semicolon
    while (/[\t\n\r ]/.test(text.charAt(position))) position++;
    const start = position;
    while (position < text.length && text[position] !== ';' && text[position] !== '=') position++;
    const name = text.slice(start, position).toLowerCase();
    if (position >= text.length) break;
    if (text[position] === ';') continue;
    position++; // the equals sign
    let value;
    if (text[position] === '"') {
      [value, position] = quotedString(text, position + 1);
      position = endOfParameter(text, position);
    } else {
      const end = endOfParameter(text, position);
      value = text.slice(position, end).replace(/[\t\n\r ]+$/, '');
      position = end;
      if (value === '') continue;
    }
    if (isToken(name) && quotedStringCharacters.test(value) && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

function endOfParameter(text, position) {
  const end = text.indexOf(';', position);
  return end < 0 ? text.length : end;
}

/** @see https://fetch.spec.whatwg.org/#collect-an-http-quoted-string */
function quotedString(text, position) {
  let value = '';
  for (; position < text.length && text[position] !== '"'; position++) {
    if (text[position] === '\\' && position + 1 < text.length) position++;
    value += text[position];
  }
  return [value, position + 1];
}

/** @see https://mimesniff.spec.whatwg.org/#serialize-a-mime-type */
function serializeMIMEType({ essence, parameters }) {
  let out = essence;
  for (const [name, value] of parameters) {
    out += `;${name}=${isToken(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  }
  return out;
}

/**
 * @see https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 * @param {string | undefined} value the combined Content-Type
 */
function extractMIMEType(value) {
  if (value === undefined) return null;
  let mimeType = null;
  let charset;
  for (const part of splitHeader(value)) {
    const next = parseMIMEType(part);
    if (next === null || next.essence === '*/*') continue;
    if (next.essence !== mimeType?.essence) charset = next.parameters.get('charset');
    else if (!next.parameters.has('charset') && charset !== undefined) next.parameters.set('charset', charset);
    mimeType = next;
  }
  return mimeType;
}

/** @see https://fetch.spec.whatwg.org/#header-value-get-decode-and-split */
function splitHeader(value) {
  if (!value.includes(',')) return [value];
  return value.match(/(?:[^",]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
}

module.exports = { parseMIMEType, serializeMIMEType, extractMIMEType };
