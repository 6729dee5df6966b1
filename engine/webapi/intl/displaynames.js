// Intl.DisplayNames: https://tc39.es/ecma402/#intl-displaynames-objects
// Go half: names.go. Missing: names of calendars and of fields of dates in other
// languages than English.

const { Object, RangeError, String, TypeError } = primordials;
const { op_intl_name, op_intl_tag } = ops;
const { defineService, getOption, getOptionsObject, localeData, resolveLocale, sharedData, splitTag } = require('./locale');

function makeDisplayNames(locales, given) {
  if (given === undefined) throw new TypeError('Required option "type" must not be undefined');
  const options = getOptionsObject(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const f = resolveLocale(locales);
  f.style = getOption(options, 'style', ['narrow', 'short', 'long'], 'long');
  f.type = getOption(options, 'type', ['language', 'region', 'script', 'currency', 'calendar', 'dateTimeField']);
  if (f.type === undefined) throw new TypeError('Required option "type" must not be undefined');
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

/** @see https://tc39.es/ecma402/#sec-canonicalcodefordisplaynames */
function canonicalCode(type, code) {
  if (!forms[type].test(code)) throw new RangeError('Invalid argument to Intl.DisplayNames.prototype.of');
  switch (type) {
    case 'language':
      return op_intl_tag(code) ?? code;
    case 'region':
    case 'currency':
      return code.toUpperCase();
    case 'script':
      return code[0].toUpperCase() + code.slice(1).toLowerCase();
    default:
      return type === 'calendar' ? code.toLowerCase() : code;
  }
}

function currencyName(f, code) {
  const entry = localeData(f.dataLocale).currencies[code] ?? localeData('en').currencies[code];
  if (entry === undefined) return undefined;
  const [, , names, title] = entry;
  // V8 gives the name in all styles.
  return title ?? (typeof names === 'string' ? names : names.other);
}

// What CLDR has renamed since the version of x/text.
const newer = { Hans: 'Simplified', Hant: 'Traditional', TR: 'Türkiye', CZ: 'Czechia', SZ: 'Eswatini', MK: 'North Macedonia', MM: 'Myanmar (Burma)', HK: 'Hong Kong SAR China', MO: 'Macao SAR China', CV: 'Cape Verde' };

function languageName(f, code) {
  const whole = op_intl_name(f.dataLocale, 'language', code);
  const { base } = splitTag(code);
  const [language, ...subtags] = base.split('-');
  const name = op_intl_name(f.dataLocale, 'language', language);
  // x/text takes "sr-Latn" for Serbo-Croatian, and "zh-TW" for Chinese.
  const isNamed = whole !== null && language !== 'sr' && (whole !== name || subtags.length === 0);
  if (f.languageDisplay === 'dialect' && isNamed) return whole;
  if (name === null || subtags.length === 0) return name ?? undefined;
  const details = subtags.map((s) => nameOf({ dataLocale: f.dataLocale, type: s.length === 4 ? 'script' : 'region' }, s) ?? s);
  return `${name} (${details.join(', ')})`;
}

const fields = { era: 'era', year: 'year', quarter: 'quarter', month: 'month', weekOfYear: 'week', weekday: 'day of the week', day: 'day', dayPeriod: 'AM/PM', hour: 'hour', minute: 'minute', second: 'second', timeZoneName: 'time zone' };

function nameOf(f, code) {
  switch (f.type) {
    case 'language':
      return languageName(f, code);
    case 'region':
      if (/^en\b/.test(f.dataLocale) && code in newer) return newer[code];
      return op_intl_name(f.dataLocale, 'region', code) ?? undefined;
    case 'script':
      if (/^en\b/.test(f.dataLocale) && code in newer) return newer[code];
      return op_intl_name(f.dataLocale, 'script', code) ?? undefined;
    case 'currency':
      return currencyName(f, code);
    default:
      return f.type === 'calendar' ? sharedData('calendarNames')[code] : fields[code];
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
