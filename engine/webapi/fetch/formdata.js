// FormData: https://xhr.spec.whatwg.org/#interface-formdata
// Go half: none; multipart.js has the encodings. Missing: forms of HTML documents.
//
// For other modules: formDataOf(entries) with entries [[name, string | File], …], entriesOf(formData).

const { TypeError, Symbol } = primordials;
const { defineInterface, requireArguments, brandCheck, exception, toUSVString } = require('internal:webapi/webidl');
const { Blob, File, isBlob } = require('internal:webapi/fileapi');
const { defineFetchIterable } = require('./iterable');

let entriesOf;
let formDataOf;

class FormData {
  /** @type {[string, string | File][]} */
  #entries = [];

  constructor(form) {
    if (form !== undefined) throw exception('FormData constructor', 'Argument 1 could not be converted to: undefined.');
  }

  static {
    entriesOf = (data) => data.#entries;
    formDataOf = (entries) => {
      const data = new FormData();
      data.#entries = entries;
      return data;
    };
  }

  append(name, value, filename = undefined) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 2, 'FormData.append');
    this.#entries.push(createEntry('append', name, value, filename, arguments.length === 3));
  }

  delete(name) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 1, 'FormData.delete');
    this.#remove(toUSVString(name), null);
  }

  // Takes entries out in place, so that iterators keep their position. The first
  // of them gives way to replacement, if there is one.
  #remove(name, replacement) {
    const entries = this.#entries;
    let kept = 0;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (entry[0] !== name) entries[kept++] = entry;
      else if (replacement !== null) {
        entries[kept++] = replacement;
        replacement = null;
      }
    }
    entries.length = kept;
    if (replacement !== null) entries.push(replacement);
  }

  get(name) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 1, 'FormData.get');
    name = toUSVString(name);
    return this.#entries.find((entry) => entry[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 1, 'FormData.getAll');
    name = toUSVString(name);
    return this.#entries.filter((entry) => entry[0] === name).map((entry) => entry[1]);
  }

  has(name) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 1, 'FormData.has');
    name = toUSVString(name);
    return this.#entries.some((entry) => entry[0] === name);
  }

  set(name, value, filename = undefined) {
    brandCheck(this, FormData);
    requireArguments(arguments.length, 2, 'FormData.set');
    const entry = createEntry('set', name, value, filename, arguments.length === 3);
    this.#remove(entry[0], entry);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = { __proto__: null };
    for (const [name, value] of this.#entries) {
      if (!(name in shown)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value);
      else shown[name] = [shown[name], value];
    }
    const text = inspect(shown, { depth, ...options });
    return `FormData ${text.replace(/^\[Object: null prototype\] /, '')}`;
  }
}

/** @see https://xhr.spec.whatwg.org/#create-an-entry */
function createEntry(method, name, value, filename, named) {
  if (named && !isBlob(value)) {
    throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'`);
  }
  name = toUSVString(name);
  if (!isBlob(value)) return [name, toUSVString(value)];
  if (named) {
    const { lastModified } = value;
    return [name, new File([value], toUSVString(filename), { type: value.type, lastModified })];
  }
  return [name, value instanceof File ? value : new File([value], 'blob', { type: value.type })];
}

defineInterface(FormData);
defineFetchIterable(FormData, 'FormData', (data) => entriesOf(data));

const isFormData = (value) => value instanceof FormData;

module.exports = { FormData, formDataOf, entriesOf, isFormData, Blob };
