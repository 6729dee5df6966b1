// Intl.RelativeTimeFormat: https://tc39.es/ecma402/#relativetimeformat-objects
// Go half: none.

const { Math, Number, Object, RangeError, String } = primordials;
const { coerceOptions, defineService, getOption, getTypeOption, localeData, resolveLocale } = require('./locale');
const { isNumberingSystem, makeNumberFormat } = require('./numberformat');
const core = require('./numbercore');
const { formatNumber } = require('./plainnumber');

function makeRelativeTimeFormat(locales, given) {
  const options = coerceOptions(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const nu = getTypeOption(options, 'numberingSystem');
  const f = resolveLocale(locales, ['nu'], { nu }, { nu: isNumberingSystem });
  f.style = getOption(options, 'style', ['long', 'short', 'narrow'], 'long');
  f.numeric = getOption(options, 'numeric', ['always', 'auto'], 'always');
  f.data = localeData(f.dataLocale);
  f.numberingSystem = f.nu ?? f.data.numberingSystem;
  f.numbers = makeNumberFormat(f.dataLocale, { numberingSystem: f.numberingSystem });
  return f;
}

const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

function singular(unit, method) {
  const name = String(unit);
  const found = name.endsWith('s') ? name.slice(0, -1) : name;
  if (!units.includes(found)) throw new RangeError(`Invalid unit argument for Intl.RelativeTimeFormat.prototype.${method}() '${name}'`);
  return found;
}

const fuller = { narrow: 'short', short: 'long' };

function entryOf(f, unit, key) {
  for (let style = f.style; style !== undefined; style = fuller[style]) {
    const found = f.data.relative[style]?.[unit]?.[key];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text of a time, with {0} where its number stands. */
function patternOf(f, value, givenUnit, method) {
  const unit = singular(givenUnit, method);
  if (!Number.isFinite(value)) {
    throw new RangeError(`Value need to be finite number for Intl.RelativeTimeFormat.prototype.${method}()`);
  }
  if (f.numeric === 'auto') {
    const word = entryOf(f, unit, 'auto')?.[`${value}`];
    if (word !== undefined) return word;
  }
  const isPast = value < 0 || Object.is(value, -0);
  const texts = entryOf(f, unit, isPast ? 'past' : 'future');
  if (typeof texts === 'string') return texts;
  return texts[core.categoryOf(f.numbers, Math.abs(value))] ?? texts.other;
}

function format(f, given, givenUnit) {
  const value = Number(given);
  const pattern = patternOf(f, value, givenUnit, 'format');
  return pattern.includes('{0}') ? pattern.replace('{0}', () => formatNumber(f.numbers, Math.abs(value))) : pattern;
}

/** @see https://tc39.es/ecma402/#sec-PartitionRelativeTimePattern */
function formatToParts(f, given, givenUnit) {
  const value = Number(given);
  const pattern = patternOf(f, value, givenUnit, 'formatToParts');
  const unit = singular(givenUnit, 'formatToParts');
  const [before, after] = pattern.includes('{0}') ? pattern.split('{0}') : [pattern, undefined];
  const out = before === '' ? [] : [{ type: 'literal', value: before }];
  if (after === undefined) return out;
  for (const part of core.formatNumberToParts(f.numbers, Math.abs(value))) out.push({ ...part, unit });
  if (after !== '') out.push({ type: 'literal', value: after });
  return out;
}

const { Service: RelativeTimeFormat } = defineService('RelativeTimeFormat', {
  init: makeRelativeTimeFormat,
  methods: {
    format,
    formatToParts,
    resolvedOptions: ({ locale, style, numeric, numberingSystem }) => ({ locale, style, numeric, numberingSystem }),
  },
});

module.exports = { RelativeTimeFormat };
