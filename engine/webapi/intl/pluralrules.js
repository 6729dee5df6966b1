// Intl.PluralRules: https://tc39.es/ecma402/#pluralrules-objects
// Go half: plural.go.

const { Number, RangeError, TypeError } = primordials;
const { op_intl_plurals } = ops;
const { coerceOptions, defineService, getOption, localeData, resolveLocale } = require('./locale');
const { readDigits } = require('./numberformat');
const core = require('./numbercore');

function makePluralRules(locales, given) {
  const options = coerceOptions(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const f = resolveLocale(locales);
  f.data = localeData(f.dataLocale);
  f.type = getOption(options, 'type', ['cardinal', 'ordinal'], 'cardinal');
  f.notation = 'standard';
  readDigits(f, options, 0, 3, 'standard');
  return f;
}

// The sign makes a BigInt throw, as ToNumber does.
const select = (f, value) => core.categoryOf(f, +value);

const shown = ['type', 'minimumIntegerDigits', 'minimumFractionDigits', 'maximumFractionDigits', 'minimumSignificantDigits', 'maximumSignificantDigits'];

function resolvedOptions(f) {
  const out = { locale: f.locale };
  for (const name of shown) if (f[name] !== undefined) out[name] = f[name];
  out.pluralCategories = op_intl_plurals(f.dataLocale, f.type === 'ordinal');
  return out;
}

// The pairs of categories, from a start to an end, of which the range has not the
// category of its end. https://unicode.org/reports/tr35/tr35-numbers.html#Plural_Ranges
const romance = 'one-many other-many many-many';
const rangesOther = {
  cardinal: {
    ...{ en: 'other-one one-one', sv: 'other-one one-one', nb: 'other-one one-one', fi: 'other-one one-one' },
    ...{ de: 'one-one', nl: 'one-one', pl: 'one-one', cs: 'one-one', tr: 'one-one' },
    ...{ fr: romance, pt: romance, 'pt-PT': `other-one ${romance}`, es: `other-one one-one ${romance}`, it: `one-one ${romance}` },
    ar: 'zero-zero one-one one-two two-two other-one other-two',
    he: 'other-one other-two one-one one-two two-two',
  },
  ordinal: {
    en: 'other-one other-two other-few one-one one-two one-few two-one two-two two-few few-one few-two few-few',
    ...{ fr: 'other-one', it: 'other-many many-many', sv: 'other-one one-one' },
    hi: 'other-one other-two other-few other-many one-two one-few one-many two-two two-few two-many few-few few-many many-many',
  },
};

function rangeCategory(f, start, end) {
  const [language] = f.dataLocale.split('-');
  if (language === 'ar' && start === 'zero' && (end === 'one' || end === 'two') && f.type === 'cardinal') return 'zero';
  const pairs = rangesOther[f.type][f.dataLocale] ?? rangesOther[f.type][language] ?? '';
  return pairs.split(' ').includes(`${start}-${end}`) ? 'other' : end;
}

function selectRange(f, start, end) {
  if (start === undefined || end === undefined) throw new TypeError(`Invalid ${start === undefined ? 'start' : 'end'} : undefined`);
  for (const value of [start, end]) if (Number.isNaN(+value)) throw new RangeError('Invalid argument');
  return rangeCategory(f, select(f, start), select(f, end));
}

const { Service: PluralRules } = defineService('PluralRules', { init: makePluralRules, methods: { select, selectRange, resolvedOptions } });

module.exports = { PluralRules };
