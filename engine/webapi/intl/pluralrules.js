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

function selectRange(f, start, end) {
  if (start === undefined || end === undefined) throw new TypeError('start or end is undefined');
  if (Number.isNaN(+start) || Number.isNaN(+end)) throw new RangeError('Invalid argument');
  // In nearly all languages the end decides: https://unicode.org/reports/tr35/tr35-numbers.html#Plural_Ranges
  return select(f, end);
}

const { Service: PluralRules } = defineService('PluralRules', { init: makePluralRules, methods: { select, selectRange, resolvedOptions } });

module.exports = { PluralRules };
