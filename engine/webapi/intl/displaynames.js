// Intl.DisplayNames: https://tc39.es/ecma402/#intl-displaynames-objects
// Go half: names.go. Missing: names of calendars in other languages than English.

const { JSONParse, Map, Object, RangeError, String, TypeError } = primordials;
const { op_intl_names, op_intl_tag } = ops;
const { dataName, defineService, getOption, getOptionsObject, localeData, resolveLocale, sharedData, splitTag } = require('./locale');

function makeDisplayNames(locales, given) {
  if (given === undefined) throw new TypeError('invalid_argument');
  const options = getOptionsObject(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const f = resolveLocale(locales);
  f.dataName = dataName(f.dataLocale);
  f.style = getOption(options, 'style', ['narrow', 'short', 'long'], 'long');
  f.type = getOption(options, 'type', ['language', 'region', 'script', 'currency', 'calendar', 'dateTimeField']);
  if (f.type === undefined) throw new TypeError('invalid_argument');
  f.fallback = getOption(options, 'fallback', ['code', 'none'], 'code');
  const languageDisplay = getOption(options, 'languageDisplay', ['dialect', 'standard'], 'dialect');
  if (f.type === 'language') f.languageDisplay = languageDisplay;
  return f;
}

const forms = {
  language: /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-[a-z0-9]{4,8})*$|^[a-z]{5,8}$/i,
  region: /^(?:[a-z]{2}|\d{3})$/i,
  script: /^[a-z]{4}$/i,
  currency: /^[a-z]{3}$/i,
  calendar: /^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i,
  dateTimeField: /^(?:era|year|quarter|month|weekOfYear|weekday|day|dayPeriod|hour|minute|second|timeZoneName)$/,
};

/**
 * The code in its usual case. V8 11 leaves regions and scripts as they are.
 * @see https://tc39.es/ecma402/#sec-canonicalcodefordisplaynames
 */
function canonicalCode(type, code) {
  if (!forms[type].test(code)) throw new RangeError('invalid_argument');
  switch (type) {
    case 'language':
      return op_intl_tag(code) ?? code;
    case 'currency':
      return code.toUpperCase();
    default:
      return type === 'calendar' ? code.toLowerCase() : code;
  }
}

const recorded = new Map();

/** What names.json has about a locale: { language: { long: { code: name } … } … }. */
function namesOf(locale) {
  if (!recorded.has(locale)) recorded.set(locale, JSONParse(op_intl_names(locale)));
  return recorded.get(locale);
}

const styles = ['long', 'short', 'narrow'];

function recordedName(f, type, code) {
  const byStyle = namesOf(f.dataName)[type];
  for (let at = styles.indexOf(f.style); at >= 0; at--) {
    const names = byStyle[styles[at]];
    if (names !== undefined && Object.hasOwn(names, code)) return names[code];
  }
  return undefined;
}

function currencyName(f, code) {
  const entry = localeData(f.dataLocale).currencies[code] ?? localeData('en').currencies[code];
  if (entry === undefined) return undefined;
  const [, , names, title] = entry;
  // V8 gives the name in all styles.
  return title ?? (typeof names === 'string' ? names : names.other);
}

/** The longest part of a language's code that has a name, with the others in parentheses. */
function languageName(f, code) {
  const { base } = splitTag(code);
  const subtags = base.split('-');
  const isDialect = f.languageDisplay === 'dialect';
  for (let n = isDialect ? Math.min(2, subtags.length) : 1; n > 0; n--) {
    const name = recordedName(f, 'language', subtags.slice(0, n).join('-'));
    if (name === undefined) continue;
    const details = subtags.slice(n).map((subtag) => recordedName(f, subtag.length === 4 ? 'script' : 'region', subtag) ?? subtag);
    if (details.length === 0) return name;
    const { composed } = namesOf(f.dataName);
    const separator = composed.slice(composed.indexOf('{1}') + '{1}'.length, composed.indexOf('{2}'));
    return composed.replace('{0}', () => name).replace(`{1}${separator}{2}`, () => details.join(separator));
  }
  return undefined;
}

function nameOf(f, code) {
  switch (f.type) {
    case 'language':
      return languageName(f, code);
    case 'currency':
      return currencyName(f, code);
    case 'calendar':
      return sharedData('calendarNames')[code];
    default:
      return recordedName(f, f.type, code);
  }
}

function of(f, given) {
  const code = canonicalCode(f.type, String(given));
  return nameOf(f, code) ?? (f.fallback === 'code' ? code : undefined);
}

function resolvedOptions({ locale, style, type, fallback, languageDisplay }) {
  const out = { locale, style, type, fallback };
  return languageDisplay === undefined ? out : Object.assign(out, { languageDisplay });
}

const { Service: DisplayNames } = defineService('DisplayNames', { length: 2, init: makeDisplayNames, methods: { of, resolvedOptions } });

module.exports = { DisplayNames };
