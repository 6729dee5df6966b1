// util.MIMEType: https://nodejs.org/docs/latest-v20.x/api/util.html#class-utilmimetype

const { codes, defineError } = require('internal:nodeapi/errors');

const ERR_INVALID_MIME_SYNTAX =
  codes.ERR_INVALID_MIME_SYNTAX ??
  defineError(
    'ERR_INVALID_MIME_SYNTAX',
    (part, text, index) => `The MIME syntax for a ${part} in "${text}" is invalid${index !== -1 ? ` at ${index}` : ''}`,
    'TypeError',
  );

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotedText = /[^\t\u0020-\u007E\u0080-\u00FF]/;
const trailingSpace = /[\r\n\t ]*$/;

function toLower(text) {
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

function checkToken(part, text, shown = text) {
  const index = text.search(notToken);
  if (text === '' || index !== -1) throw new ERR_INVALID_MIME_SYNTAX(part, shown, index);
}

function parseTypeAndSubtype(text) {
  const trimmed = text.replace(/^[\r\n\t ]+/, '');
  const slash = trimmed.indexOf('/');
  const type = slash === -1 ? trimmed : trimmed.slice(0, slash);
  if (slash === -1 || type === '' || notToken.test(type)) {
    throw new ERR_INVALID_MIME_SYNTAX('type', text, slash === -1 ? -1 : type.search(notToken));
  }
  const rest = trimmed.slice(slash + 1);
  const semicolon = rest.indexOf(';');
  const subtype = (semicolon === -1 ? rest : rest.slice(0, semicolon)).replace(trailingSpace, '');
  if (subtype === '' || notToken.test(subtype)) {
    throw new ERR_INVALID_MIME_SYNTAX('subtype', text, subtype.search(notToken));
  }
  return { type: toLower(type), subtype: toLower(subtype), parameters: semicolon === -1 ? '' : rest.slice(semicolon) };
}

const needsQuotes = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const encodeValue = (value) =>
  value === '' || needsQuotes.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;

// One parameter: ;name=value or ;name="quoted value".
const parameter = /;[\r\n\t ]*([^;=]*)(?:=(?:"((?:[^"\\]|\\.|\\$)*)"?[^;]*|([^;]*)))?/g;

class MIMEParams {
  #data = new Map();

  delete(name) {
    this.#data.delete(String(name));
  }

  get(name) {
    return this.#data.get(String(name)) ?? null;
  }

  has(name) {
    return this.#data.has(String(name));
  }

  set(name, value) {
    name = String(name);
    value = String(value);
    checkToken('parameter name', name);
    const index = value.search(notQuotedText);
    if (index !== -1) throw new ERR_INVALID_MIME_SYNTAX('parameter value', value, index);
    this.#data.set(name, value);
  }

  *entries() {
    yield* this.#data.entries();
  }

  *keys() {
    yield* this.#data.keys();
  }

  *values() {
    yield* this.#data.values();
  }

  toString() {
    return [...this.#data].map(([name, value]) => `${name}=${encodeValue(value)}`).join(';');
  }

  // The first of several parameters with one name counts; invalid ones do not.
  static parse(params, text) {
    for (const [, rawName, quoted, plain] of text.matchAll(parameter)) {
      const name = toLower(rawName);
      const value = quoted === undefined ? plain?.replace(trailingSpace, '') : quoted.replace(/\\(.)/g, '$1');
      if (name === '' || notToken.test(name) || value === undefined || params.#data.has(name)) continue;
      if (quoted === undefined && value === '') continue;
      if (!notQuotedText.test(value)) params.#data.set(name, value);
    }
    return params;
  }
}
const parse = MIMEParams.parse;
delete MIMEParams.parse;
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { value: MIMEParams.prototype.entries, writable: true, configurable: true });
Object.defineProperty(MIMEParams.prototype, 'toJSON', { value: MIMEParams.prototype.toString, writable: true, configurable: true });

class MIMEType {
  #type;

  #subtype;

  #params;

  constructor(text) {
    const { type, subtype, parameters } = parseTypeAndSubtype(String(text));
    this.#type = type;
    this.#subtype = subtype;
    this.#params = parse(new MIMEParams(), parameters);
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    value = String(value);
    checkToken('type', value);
    this.#type = toLower(value);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    value = String(value);
    checkToken('subtype', value);
    this.#subtype = toLower(value);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }
}
Object.defineProperty(MIMEType.prototype, 'toJSON', { value: MIMEType.prototype.toString, writable: true, configurable: true });

module.exports = { MIMEType, MIMEParams };
