// Locales: which were asked for, which there are, and what is known about them.
// https://tc39.es/ecma402/#sec-locale-and-parameter-negotiation
// Go half: tag.go, data.go.

const { JSONParse, Map, Object, RangeError, TypeError, String, Number, Math, WeakMap, Symbol, Reflect } = primordials;
const { op_intl_data, op_intl_shared, op_intl_tag } = ops;

const defaultLocale = 'en-US';

/* -------------------------------------------------------------------- *
 * Data.
 * -------------------------------------------------------------------- */

const shared = new Map();

/** An entry of data.json that all locales share. */
function sharedData(key) {
  if (!shared.has(key)) shared.set(key, JSONParse(op_intl_shared(key)));
  return shared.get(key);
}

const data = new Map();
// Where the name of a locale does not begin with that of its data.
const otherNames = { no: 'nb', nn: 'nb', 'zh-Hant': 'zh-TW', 'zh-MO': 'zh-HK', 'zh-Hant-HK': 'zh-HK', 'zh-Hant-MO': 'zh-HK', tl: 'fil' };

/** The name under which there is data for a locale without extensions, or undefined. */
function dataName(locale) {
  const known = sharedData('locales');
  for (let name = locale; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('-')))) {
    const found = otherNames[name] ?? name;
    if (found in known) return found;
    const [language, second, region] = name.split('-');
    if (region !== undefined && `${language}-${region}` in known) return `${language}-${region}`;
    // Latin American Spanish, and English outside America.
    if (second !== undefined && language === 'es' && /^(?!ES$|EA$|IC$|PH$|GQ$)(?:[A-Z]{2}|419)$/.test(second)) return 'es-MX';
    if (second !== undefined && language === 'en' && /^(?!AS$|BI$|GU$|MH$|MP$|PH$|PR$|UM$|US$|VI$)(?:[A-Z]{2}|001|150)$/.test(second)) return 'en-GB';
  }
  return undefined;
}

/** What is known about a resolved locale. */
function localeData(locale) {
  let found = data.get(locale);
  if (found === undefined) {
    found = JSONParse(op_intl_data(dataName(locale)));
    data.set(locale, found);
  }
  return found;
}

/* -------------------------------------------------------------------- *
 * Negotiation.
 * -------------------------------------------------------------------- */

const canonical = new Map();

function canonicalizeTag(tag) {
  let found = canonical.get(tag);
  if (found === undefined) {
    found = op_intl_tag(tag);
    if (found === null) throw new RangeError(`Incorrect locale information provided`);
    if (canonical.size < 500) canonical.set(tag, found);
  }
  return found;
}

/** @see https://tc39.es/ecma402/#sec-canonicalizelocalelist */
function canonicalizeLocaleList(locales) {
  if (locales === undefined) return [];
  if (typeof locales === 'string') return [canonicalizeTag(locales)];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  if (tagOf(locales) !== undefined) return [tagOf(locales)];
  const list = Object(locales);
  const seen = [];
  const length = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  for (let k = 0; k < length; k++) {
    if (!(k in list)) continue;
    const value = list[k];
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) throw new TypeError('Language ID should be string or object.');
    const tag = tagOf(value) ?? canonicalizeTag(String(value));
    if (!seen.includes(tag)) seen.push(tag);
  }
  return seen;
}

// Intl.Locale objects know their tags; localeobject.js fills this.
const localeTags = new WeakMap();
const tagOf = (value) => (typeof value === 'object' && value !== null ? localeTags.get(value) : undefined);

/** Splits a tag into its base and the keywords of -u-. */
function splitTag(tag) {
  const keywords = {};
  const at = tag.search(/-[a-wyz0-9]-|-x-/);
  if (at < 0) return { base: tag, keywords };
  const unicode = /-u((?:-[a-z0-9]{2,8})+)/.exec(tag);
  let key;
  for (const part of unicode === null ? [] : unicode[1].slice(1).split('-')) {
    if (part.length === 2) keywords[(key = part)] = '';
    else if (key !== undefined) keywords[key] += keywords[key] === '' ? part : `-${part}`;
  }
  return { base: tag.slice(0, at), keywords };
}

const supported = new Map();

function isSupported(base) {
  if (!supported.has(base)) supported.set(base, dataName(base) !== undefined);
  return supported.get(base);
}

// ICU has no data of its own for this one.
const shownAs = { 'nb-NO': 'nb' };

/**
 * Chooses a locale. keys are the keywords that matter here; options may hold a
 * value for each; valid says which values there are.
 * @see https://tc39.es/ecma402/#sec-resolvelocale
 */
function resolveLocale(locales, keys = [], options = {}, valid = {}) {
  const requested = canonicalizeLocaleList(locales);
  let chosen = { base: defaultLocale, keywords: {} };
  for (const tag of requested) {
    const split = splitTag(tag);
    if (!isSupported(split.base)) continue;
    chosen = split;
    break;
  }
  const result = { locale: shownAs[chosen.base] ?? chosen.base, dataLocale: chosen.base };
  let extension = '';
  for (const key of keys) {
    const isValid = (value) => value !== undefined && (valid[key] === undefined || valid[key](value));
    const asked = chosen.keywords[key] === '' ? 'true' : chosen.keywords[key];
    let value;
    if (isValid(asked)) {
      value = asked;
      if (!isValid(options[key]) || options[key] === asked) extension += asked === 'true' ? `-${key}` : `-${key}-${asked}`;
    }
    if (isValid(options[key])) value = options[key];
    result[key] = value;
  }
  if (extension !== '') result.locale += `-u${extension}`;
  return result;
}

/** @see https://tc39.es/ecma402/#sec-supportedlocales */
function supportedLocales(name, locales, options) {
  const requested = canonicalizeLocaleList(locales);
  const read = () => getOption(Object(options), 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  if (options !== undefined) readingFor(`Intl.${name}.supportedLocalesOf`, read);
  return requested.filter((tag) => isSupported(splitTag(tag).base));
}

/* -------------------------------------------------------------------- *
 * Options.
 * -------------------------------------------------------------------- */

/** A text option, one of values if those are given. */
function getOption(options, name, values, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  const text = String(value);
  if (values !== undefined && !values.includes(text)) throw new RangeError(`Value ${text} out of range for ${asker} options property ${name}`);
  return text;
}

// Whose options are read: V8 names it in messages.
let asker = 'Intl';

/** Calls read, which reads the options of a service or method. */
function readingFor(name, read) {
  const outer = asker;
  asker = name;
  try {
    return read();
  } finally {
    asker = outer;
  }
}

function getBooleanOption(options, name, fallback) {
  const value = options[name];
  return value === undefined ? fallback : Boolean(value);
}

/** @see https://tc39.es/ecma402/#sec-defaultnumberoption */
function defaultNumber(value, minimum, maximum, fallback, name) {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!(number >= minimum && number <= maximum)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(number);
}

function coerceOptions(options) {
  if (options === null) throw new TypeError(`${asker} called on null or undefined`);
  return options === undefined ? { __proto__: null } : Object(options);
}

/** @see https://tc39.es/ecma402/#sec-getoptionsobject */
function getOptionsObject(options) {
  if (options === undefined) return { __proto__: null };
  if ((typeof options !== 'object' && typeof options !== 'function') || options === null) throw new TypeError('invalid_argument');
  return options;
}

/** A keyword's value as an option: "gregory". */
function getTypeOption(options, name) {
  const value = options[name];
  if (value === undefined) return undefined;
  const text = String(value);
  if (!/^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i.test(text)) throw new RangeError(`Invalid ${name} : ${text}`);
  return text.toLowerCase();
}

/* -------------------------------------------------------------------- *
 * Constructors.
 * -------------------------------------------------------------------- */

// V8 unwraps what the two oldest services were called on, and says so.
function foreign(name, member, isGetter, object) {
  const isObject = typeof object === 'object' && object !== null;
  const shown = isObject ? `#<${object.constructor?.name || 'Object'}>` : String(object);
  const unwraps = isObject && /^(?:NumberFormat|DateTimeFormat)$/.test(name) && /^(?:format|resolvedOptions)$/.test(member);
  if (unwraps) return `Method Unwrap${name} called on incompatible receiver ${name === 'NumberFormat' ? 'undefined' : shown}`;
  return `Method ${isGetter ? 'get ' : ''}Intl.${name}.prototype.${member} called on incompatible receiver ${shown}`;
}

/**
 * Makes a constructor of the Intl object. init(locales, options) returns the
 * state that methods and getters get as their first argument.
 */
function defineService(name, { init, methods = {}, getters = {}, isCallable = false, supports = true, length = 0, asking = `Intl.${name}` }) {
  const states = new WeakMap();
  const Service = function (locales, options) {
    if (new.target === undefined && !isCallable) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
    const object = Reflect.construct(Object, [], new.target ?? Service);
    states.set(object, readingFor(asking, () => init(locales, options, object)));
    return object;
  };
  const stateOf = (object, member) => {
    const state = typeof object === 'object' && object !== null ? states.get(object) : undefined;
    if (state === undefined) throw new TypeError(foreign(name, member, member in getters, object));
    return state;
  };
  Object.defineProperty(Service, 'name', { value: name, configurable: true });
  Object.defineProperty(Service, 'length', { value: length, configurable: true });
  Object.defineProperty(Service, 'prototype', { writable: false });
  const { prototype } = Service;
  Object.defineProperty(prototype, 'constructor', { value: Service, writable: true, configurable: true, enumerable: false });
  for (const member in methods) {
    const method = methods[member];
    const wrapper = {
      [member](...args) {
        return method(stateOf(this, member), ...args);
      },
    }[member];
    Object.defineProperty(wrapper, 'length', { value: Math.max(0, method.length - 1), configurable: true });
    Object.defineProperty(prototype, member, { value: wrapper, writable: true, configurable: true, enumerable: false });
  }
  for (const member in getters) {
    const getter = getters[member];
    const { get } = Object.getOwnPropertyDescriptor(
      {
        get [member]() {
          return getter(stateOf(this, member));
        },
      },
      member,
    );
    Object.defineProperty(prototype, member, { get, configurable: true, enumerable: false });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  if (supports) {
    const { supportedLocalesOf } = {
      supportedLocalesOf(locales) {
        return supportedLocales(name, locales, arguments[1]);
      },
    };
    Object.defineProperty(Service, 'supportedLocalesOf', { value: supportedLocalesOf, writable: true, configurable: true, enumerable: false });
  }
  return { Service, stateOf };
}

module.exports = {
  canonicalizeLocaleList,
  coerceOptions,
  dataName,
  defaultNumber,
  defineService,
  getBooleanOption,
  getOption,
  getOptionsObject,
  getTypeOption,
  localeData,
  localeTags,
  readingFor,
  resolveLocale,
  sharedData,
  splitTag,
};
