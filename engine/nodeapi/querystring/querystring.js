// querystring: https://nodejs.org/docs/latest-v20.x/api/querystring.html

const { Buffer } = require('internal:nodeapi/buffer');
const { codes } = require('internal:nodeapi/errors');

const unescapedBytes = /^[A-Za-z0-9\-_.!~*'()]*$/;

function escape(value) {
  const text = typeof value === 'object' ? String(value) : typeof value === 'string' ? value : `${value}`;
  if (unescapedBytes.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    throw new codes.ERR_INVALID_URI();
  }
}

/** Decodes what can be decoded: "%zz" stays as it is. */
function unescapeBuffer(text, decodeSpaces = false) {
  const bytes = [];
  const source = decodeSpaces ? text.replaceAll('+', ' ') : text;
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === '%' ? /^[0-9a-fA-F]{2}/.exec(source.slice(i + 1, i + 3)) : null;
    if (hex === null) {
      bytes.push(source.charCodeAt(i));
    } else {
      bytes.push(parseInt(hex[0], 16));
      i += 2;
    }
  }
  return Buffer.from(bytes);
}

function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

function stringifyPrimitive(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return '';
}

function stringify(object, separator, equals, options) {
  if (object === null || typeof object !== 'object') return '';
  const sep = separator || '&';
  const eq = equals || '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : module.exports.escape;
  const pair = (name, value) => `${encode(stringifyPrimitive(name))}${eq}${encode(stringifyPrimitive(value))}`;
  return Object.keys(object)
    .flatMap((name) => (Array.isArray(object[name]) ? object[name].map((value) => pair(name, value)) : [pair(name, object[name])]))
    .join(sep);
}

const keyLimit = 1000;

function decoderOf(options) {
  const custom = options?.decodeURIComponent;
  const decode = typeof custom === 'function' ? custom : module.exports.unescape;
  return (text) => {
    try {
      return decode(text);
    } catch {
      return unescape(text, true);
    }
  };
}

function parse(text, separator, equals, options) {
  const result = Object.create(null);
  if (typeof text !== 'string' || text.length === 0) return result;
  const sep = separator ? String(separator) : '&';
  const eq = equals ? String(equals) : '=';
  const max = typeof options?.maxKeys === 'number' ? options.maxKeys : keyLimit;
  const decode = decoderOf(options);
  let pairs = text.split(sep);
  if (max > 0) pairs = pairs.filter((pair) => pair !== '').slice(0, max);
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(eq);
    const name = decode((at === -1 ? pair : pair.slice(0, at)).replaceAll('+', ' '));
    const value = at === -1 ? '' : decode(pair.slice(at + eq.length).replaceAll('+', ' '));
    if (!(name in result)) result[name] = value;
    else if (Array.isArray(result[name])) result[name].push(value);
    else result[name] = [result[name], value];
  }
  return result;
}

module.exports = { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse };
