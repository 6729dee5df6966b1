// What the language's own objects do by locale: https://tc39.es/ecma402/#locale-sensitive-functions
// Go half: text.go. It is installed when an isolate starts, and loads the
// formatters when one of these is first called.

const { Array, BigInt, Date, Map, Number, Object, Reflect, String, TypeError, Uint8Array, uncurryThis } = primordials;
const { op_intl_case } = ops;

function define(prototype, methods, length) {
  for (const name of Reflect.ownKeys(methods)) {
    const method = methods[name];
    Object.defineProperty(method, 'length', { value: length, configurable: true });
    Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true, enumerable: false });
  }
}

/* -------------------------------------------------------------------- *
 * Formatters without options are kept.
 * -------------------------------------------------------------------- */

const kept = new Map();

const readingFor = (name, make) => require('./locale').readingFor(name, make);

function keep(kind, locales, options, make) {
  if (options !== undefined || (locales !== undefined && typeof locales !== 'string')) return make();
  // The default time zone may change between calls.
  const zone = kind.startsWith('date') ? globalThis.process?.env?.TZ : '';
  const key = `${kind} ${locales} ${zone}`;
  let formatter = kept.get(key);
  if (formatter === undefined) {
    formatter = make();
    if (kept.size > 100) kept.clear();
    kept.set(key, formatter);
  }
  return formatter;
}

function formatNumber(value, locales, options, kind) {
  const make = () => require('./numberformat').makeNumberFormat(locales, options);
  const f = keep('number', locales, options, () => readingFor(`${kind}.prototype.toLocaleString`, make));
  return require('./plainnumber').formatNumber(f, value);
}

/* -------------------------------------------------------------------- *
 * Number, BigInt, Date.
 * -------------------------------------------------------------------- */

const thisNumber = uncurryThis(Number.prototype.valueOf);
const thisBigInt = uncurryThis(BigInt.prototype.valueOf);
const thisTime = uncurryThis(Date.prototype.valueOf);

define(
  Number.prototype,
  {
    toLocaleString(locales, options) {
      return formatNumber(thisNumber(this), locales, options, 'Number');
    },
  },
  0,
);

define(
  BigInt.prototype,
  {
    toLocaleString(locales, options) {
      return formatNumber(thisBigInt(this), locales, options, 'BigInt');
    },
  },
  0,
);

const dateMethods = { any: 'toLocaleString', date: 'toLocaleDateString', time: 'toLocaleTimeString' };

function formatDate(ms, locales, options, required, defaults) {
  if (ms !== ms) return 'Invalid Date';
  const { makeDateTimeFormat } = require('./datetimeformat');
  const make = () => makeDateTimeFormat(locales, options, required, defaults);
  const f = keep(`date-${required}`, locales, options, () => readingFor(`Date.prototype.${dateMethods[required]}`, make));
  return require('./datecore').formatDate(f, ms);
}

define(
  Date.prototype,
  {
    toLocaleString(locales, options) {
      return formatDate(thisTime(this), locales, options, 'any', 'all');
    },
    toLocaleDateString(locales, options) {
      return formatDate(thisTime(this), locales, options, 'date', 'date');
    },
    toLocaleTimeString(locales, options) {
      return formatDate(thisTime(this), locales, options, 'time', 'time');
    },
  },
  0,
);

// QuickJS leaves out what the standard leaves open: the name of the time zone.
// https://tc39.es/ecma262/#sec-timezonestring

const toText = uncurryThis(Date.prototype.toString);
const toTimeText = uncurryThis(Date.prototype.toTimeString);

function withZone(date, text) {
  const ms = thisTime(date);
  if (ms !== ms) return text;
  const { makeDateTimeFormat } = require('./datetimeformat');
  const f = keep('date-zone', defaultLocale, undefined, () => makeDateTimeFormat(defaultLocale, { hour: 'numeric', timeZoneName: 'long' }));
  const { offsetAt } = require('./datecore');
  return `${text} (${require('./zonenames').zoneText(f, 'long', ms, offsetAt(f.timeZone, ms))})`;
}

const defaultLocale = 'en-US';

define(
  Date.prototype,
  {
    toString() {
      return withZone(this, toText(this));
    },
    toTimeString() {
      return withZone(this, toTimeText(this));
    },
  },
  0,
);

/* -------------------------------------------------------------------- *
 * Arrays.
 * -------------------------------------------------------------------- */

const cycle = [];

/** @see https://tc39.es/ecma402/#sup-array.prototype.tolocalestring */
function toLocaleString(locales, options) {
  const array = Object(this);
  if (cycle.includes(array)) return '';
  cycle.push(array);
  try {
    let text = '';
    const { length } = array;
    for (let k = 0; k < length; k++) {
      if (k > 0) text += ',';
      const element = array[k];
      if (element !== undefined && element !== null) text += String(element.toLocaleString(locales, options));
    }
    return text;
  } finally {
    cycle.pop();
  }
}

define(Array.prototype, { toLocaleString }, 0);
define(
  Object.getPrototypeOf(Uint8Array.prototype),
  {
    toLocaleString(locales, options) {
      return Reflect.apply(toLocaleString, this, [locales, options]);
    },
  },
  0,
);

/* -------------------------------------------------------------------- *
 * Strings.
 * -------------------------------------------------------------------- */

const toLowerCase = uncurryThis(String.prototype.toLowerCase);
const toUpperCase = uncurryThis(String.prototype.toUpperCase);

function thisString(value, method) {
  if (value === undefined || value === null) throw new TypeError(`String.prototype.${method} called on null or undefined`);
  return String(value);
}

// Languages whose cases are not everybody's: https://www.unicode.org/Public/UNIDATA/SpecialCasing.txt
const ownCases = /^(?:az|el|lt|nl|tr)(?:-|$)/;

function changeCase(text, locales, isUpper) {
  const [locale] = locales === undefined ? [] : require('./locale').canonicalizeLocaleList(locales);
  if (locale !== undefined && ownCases.test(locale)) return op_intl_case(locale, text, isUpper);
  return isUpper ? toUpperCase(text) : toLowerCase(text);
}

define(
  String.prototype,
  {
    toLocaleUpperCase(locales) {
      return changeCase(thisString(this, 'toLocaleUpperCase'), locales, true);
    },
    toLocaleLowerCase(locales) {
      return changeCase(thisString(this, 'toLocaleLowerCase'), locales, false);
    },
  },
  0,
);

define(
  String.prototype,
  {
    localeCompare(that, locales, options) {
      const text = thisString(this, 'localeCompare');
      const other = String(that);
      const { makeCollator, compareStrings } = require('./collator');
      const make = () => makeCollator(locales, options);
      const f = keep('collator', locales, options, () => readingFor('String.prototype.localeCompare', make));
      return compareStrings(f, text, other);
    },
  },
  1,
);
