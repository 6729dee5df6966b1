// Intl.Locale: https://tc39.es/ecma402/#locale-objects
// Go half: tag.go. Missing: collations and timeZones; calendars and hourCycles name
// the usual one only.

const { JSONParse, Object, RangeError, String, TypeError } = primordials;
const { op_intl_likely, op_intl_tag } = ops;
const { coerceOptions, defineService, getBooleanOption, getOption, getTypeOption, localeTags, splitTag } = require('./locale');

const keywords = [
  ['calendar', 'ca'],
  ['collation', 'co'],
  ['hourCycle', 'hc'],
  ['caseFirst', 'kf'],
  ['numeric', 'kn'],
  ['numberingSystem', 'nu'],
];

function canonical(tag) {
  const found = op_intl_tag(tag);
  if (found === null) throw new RangeError('Incorrect locale information provided');
  return found;
}

function checked(options, name, form) {
  const value = getOption(options, name);
  if (value !== undefined && !form.test(value)) throw new RangeError('Incorrect locale information provided');
  return value;
}

/** Splits the base of a tag: { language, script, region, variants }. */
function subtags(base) {
  const [language, ...rest] = base.split('-');
  const out = { language, script: undefined, region: undefined, variants: [] };
  if (rest[0]?.length === 4 && /^[A-Za-z]/.test(rest[0])) out.script = rest.shift();
  if (rest[0] !== undefined && /^(?:[A-Za-z]{2}|\d{3})$/.test(rest[0])) out.region = rest.shift();
  out.variants = rest;
  return out;
}

/** @see https://tc39.es/ecma402/#sec-updatelanguageid */
function withSubtags(tag, options) {
  const { base } = splitTag(tag);
  const parts = subtags(base);
  const language = checked(options, 'language', /^(?:[a-z]{2,3}|[a-z]{5,8})$/i) ?? parts.language;
  const script = checked(options, 'script', /^[a-z]{4}$/i) ?? parts.script;
  const region = checked(options, 'region', /^(?:[a-z]{2}|\d{3})$/i) ?? parts.region;
  return canonical([language, script, region, ...parts.variants].filter(Boolean).join('-') + tag.slice(base.length));
}

function withKeywords(tag, options) {
  const values = {
    ca: getTypeOption(options, 'calendar'),
    co: getTypeOption(options, 'collation'),
    hc: getOption(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24']),
    kf: getOption(options, 'caseFirst', ['upper', 'lower', 'false']),
    kn: getBooleanOption(options, 'numeric'),
    nu: getTypeOption(options, 'numberingSystem'),
  };
  const split = splitTag(tag);
  const all = { ...split.keywords };
  for (const key in values) if (values[key] !== undefined) all[key] = values[key] === true ? '' : String(values[key]);
  const rest = tag.slice(split.base.length).replace(/-u(?:-[a-z0-9]{2,8})+/, '');
  const names = Object.keys(all);
  if (names.length === 0) return split.base + rest;
  return canonical(`${split.base}-u${names.map((key) => `-${key}${all[key] === '' ? '' : `-${all[key]}`}`).join('')}${rest}`);
}

function makeLocale(given, options, object) {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
    throw new TypeError('First argument to Intl.Locale constructor can\'t be empty or missing');
  }
  if (options === null) throw new TypeError('Intl.Locale called on null or undefined');
  const o = coerceOptions(options);
  if (given === '') throw new RangeError('First argument to Intl.Locale constructor can\'t be empty or missing');
  const tag = withKeywords(withSubtags(localeTags.get(given) ?? canonical(String(given)), o), o);
  localeTags.set(object, tag);
  const { base, keywords: found } = splitTag(tag);
  return { tag, base, keywords: found, ...subtags(base) };
}

const getters = {
  baseName: (l) => l.base,
  language: (l) => l.language,
  script: (l) => l.script,
  region: (l) => l.region,
};
for (const [name, key] of keywords) getters[name] = (l) => l.keywords[key];
getters.numeric = (l) => l.keywords.kn === '';

// What Node.js 20 has as getters, and newer ones as methods.
const { localeData, sharedData } = require('./locale');
const rightToLeft = /^(?:Adlm|Arab|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa)$/;

const likely = (l) => subtags(op_intl_likely(l.base, true));
const dataOf = (l) => localeData(new (require('./numberformat').NumberFormat)(l.base).resolvedOptions().locale);

function weekInfo(l) {
  const weeks = sharedData('weeks');
  const { region } = likely(l);
  const found = Object.keys(weeks).find((key) => weeks[key].split(' ').includes(region));
  return JSONParse(found ?? '{"firstDay":1,"weekend":[6,7],"minimalDays":1}');
}

getters.calendars = (l) => [l.keywords.ca ?? 'gregory'];
getters.hourCycles = (l) => [l.keywords.hc ?? dataOf(l).styles.hourCycle];
getters.numberingSystems = (l) => [l.keywords.nu ?? dataOf(l).numberingSystem];
getters.textInfo = (l) => ({ direction: rightToLeft.test(likely(l).script) ? 'rtl' : 'ltr' });
getters.weekInfo = weekInfo;

const rebuilt = (l, add) => new Locale(op_intl_likely(l.base, add) + l.tag.slice(l.base.length));

const { Service: Locale } = defineService('Locale', {
  length: 1,
  asking: 'locale',
  supports: false,
  init: makeLocale,
  getters,
  methods: {
    maximize: (l) => rebuilt(l, true),
    minimize: (l) => rebuilt(l, false),
    toString: (l) => l.tag,
  },
});

module.exports = { Locale };
