// Intl.RelativeTimeFormat: https://tc39.es/ecma402/#relativetimeformat-objects
// Go half: none.

const { Number, Object, RangeError, String } = primordials;
const { coerceOptions, defineService, getOption, getTypeOption, localeData, resolveLocale } = require('./locale');
const { isNumberingSystem, makeNumberFormat } = require('./numberformat');
const core = require('./numbercore');

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

function singular(unit) {
  const name = String(unit);
  const found = name.endsWith('s') ? name.slice(0, -1) : name;
  if (!units.includes(found)) throw new RangeError(`Invalid unit argument for format() '${name}'`);
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

/** @see https://tc39.es/ecma402/#sec-PartitionRelativeTimePattern */
function formatToParts(f, given, givenUnit) {
  const value = Number(given);
  const unit = singular(givenUnit);
  if (!Number.isFinite(value)) throw new RangeError('Invalid time value');
  if (f.numeric === 'auto') {
    const word = entryOf(f, unit, 'auto')?.[String(value)];
    if (word !== undefined) return [{ type: 'literal', value: word }];
  }
  const isPast = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  const rounded = core.round(f.numbers, core.toDecimal(magnitude));
  const pattern = core.choose(f, entryOf(f, unit, isPast ? 'past' : 'future'), rounded);
  const [before, after] = pattern.includes('{0}') ? pattern.split('{0}') : [pattern, undefined];
  const out = before === '' ? [] : [{ type: 'literal', value: before }];
  if (after === undefined) return out;
  for (const part of core.formatNumberToParts(f.numbers, magnitude)) out.push({ ...part, unit });
  if (after !== '') out.push({ type: 'literal', value: after });
  return out;
}

const { Service: RelativeTimeFormat } = defineService('RelativeTimeFormat', {
  init: makeRelativeTimeFormat,
  methods: {
    format: (f, value, unit) =>
      formatToParts(f, value, unit)
        .map((p) => p.value)
        .join(''),
    formatToParts,
    resolvedOptions: ({ locale, style, numeric, numberingSystem }) => ({ locale, style, numeric, numberingSystem }),
  },
});

module.exports = { RelativeTimeFormat };
