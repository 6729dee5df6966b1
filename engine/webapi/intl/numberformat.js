// Intl.NumberFormat: https://tc39.es/ecma402/#numberformat-objects
// Missing: units outside the list that data.json has for a locale show English
// words; currencies likewise.

const { Object, RangeError, String, TypeError } = primordials;
const { coerceOptions, defaultNumber, defineService, getOption, getTypeOption, localeData, resolveLocale, sharedData } = require('./locale');
const core = require('./numbercore');
const { formatNumber } = require('./plainnumber');

/* -------------------------------------------------------------------- *
 * Options.
 * -------------------------------------------------------------------- */

const roundingModes = ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven'];
const increments = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

/** @see https://tc39.es/ecma402/#sec-setnumberformatunitoptions */
function readStyle(f, options) {
  f.style = getOption(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
  const currency = getOption(options, 'currency');
  if (currency === undefined && f.style === 'currency') throw new TypeError('Currency code is required with currency style.');
  if (currency !== undefined && !/^[a-z]{3}$/i.test(currency)) throw new RangeError(`Invalid currency code : ${currency}`);
  const currencyDisplay = getOption(options, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol');
  const currencySign = getOption(options, 'currencySign', ['standard', 'accounting'], 'standard');
  const unit = getOption(options, 'unit');
  if (unit === undefined && f.style === 'unit') throw new TypeError(`Invalid unit argument for Intl.NumberFormat() ''`);
  if (unit !== undefined && !isUnit(unit)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
  const unitDisplay = getOption(options, 'unitDisplay', ['short', 'narrow', 'long'], 'short');
  if (f.style === 'currency') Object.assign(f, { currency: currency.toUpperCase(), currencyDisplay, currencySign });
  if (f.style === 'unit') Object.assign(f, { unit, unitDisplay });
}

function isUnit(unit) {
  const units = sharedData('units');
  if (units.includes(unit)) return true;
  const [numerator, denominator, ...more] = unit.split('-per-');
  return more.length === 0 && units.includes(numerator) && units.includes(denominator);
}

/** @see https://tc39.es/ecma402/#sec-setnfdigitoptions */
function readDigits(f, options, leastDefault, mostDefault, notation) {
  f.minimumIntegerDigits = defaultNumber(options.minimumIntegerDigits, 1, 21, 1, 'minimumIntegerDigits');
  const leastFraction = options.minimumFractionDigits;
  const mostFraction = options.maximumFractionDigits;
  const leastSignificant = options.minimumSignificantDigits;
  const mostSignificant = options.maximumSignificantDigits;
  const increment = defaultNumber(options.roundingIncrement, 1, 5000, 1, 'roundingIncrement');
  if (!increments.includes(increment)) throw new RangeError('roundingIncrement value is out of range.');
  f.roundingIncrement = increment;
  f.roundingMode = getOption(options, 'roundingMode', roundingModes, 'halfExpand');
  const priority = getOption(options, 'roundingPriority', ['auto', 'morePrecision', 'lessPrecision'], 'auto');
  f.trailingZeroDisplay = getOption(options, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto');
  if (increment !== 1) mostDefault = leastDefault;
  const hasSignificant = leastSignificant !== undefined || mostSignificant !== undefined;
  const hasFraction = leastFraction !== undefined || mostFraction !== undefined;
  const needsSignificant = priority !== 'auto' || hasSignificant;
  const needsFraction = priority !== 'auto' || !(needsSignificant || (!hasFraction && notation === 'compact'));
  if (needsSignificant) {
    f.minimumSignificantDigits = hasSignificant ? defaultNumber(leastSignificant, 1, 21, 1, 'minimumSignificantDigits') : 1;
    f.maximumSignificantDigits = hasSignificant ? defaultNumber(mostSignificant, f.minimumSignificantDigits, 21, 21, 'maximumSignificantDigits') : 21;
  }
  if (needsFraction) readFraction(f, leastFraction, mostFraction, leastDefault, mostDefault);
  if (!needsSignificant && !needsFraction) {
    // A compact number: two digits, or the integer.
    Object.assign(f, { minimumFractionDigits: 0, maximumFractionDigits: 0, minimumSignificantDigits: 1, maximumSignificantDigits: 2 });
    f.roundingType = 'morePrecision';
    f.isCompactDefault = true;
  } else if (priority !== 'auto') f.roundingType = priority;
  else f.roundingType = hasSignificant ? 'significantDigits' : 'fractionDigits';
  f.roundingPriority = f.isCompactDefault ? 'morePrecision' : priority;
  if (increment === 1) return;
  if (f.roundingType !== 'fractionDigits') throw new TypeError('RoundingType is not fractionDigits');
  if (f.maximumFractionDigits !== f.minimumFractionDigits) throw new RangeError('roundingIncrement value is out of range.');
}

// The standard allows 100 since 2023; V8 11 does not yet.
const mostFractionDigits = 20;

function readFraction(f, leastFraction, mostFraction, leastDefault, mostDefault) {
  let least = defaultNumber(leastFraction, 0, mostFractionDigits, undefined, 'minimumFractionDigits');
  let most = defaultNumber(mostFraction, 0, mostFractionDigits, undefined, 'maximumFractionDigits');
  if (least === undefined) least = Math.min(leastDefault, most ?? leastDefault);
  else if (most === undefined) most = Math.max(mostDefault, least);
  else if (least > most) throw new RangeError('maximumFractionDigits value is out of range.');
  f.minimumFractionDigits = least;
  f.maximumFractionDigits = most ?? Math.max(mostDefault, least);
}

const groupings = ['min2', 'auto', 'always', 'true', 'false'];

/** @see https://tc39.es/ecma402/#sec-getbooleanorstringnumberformatoption */
function readGrouping(options, notation) {
  const fallback = notation === 'compact' ? 'min2' : 'auto';
  const value = options.useGrouping;
  if (value === undefined) return fallback;
  if (value === true) return 'always';
  if (!value) return false;
  const text = String(value);
  if (!groupings.includes(text)) throw new RangeError(`Value ${text} out of range for Intl.NumberFormat options property useGrouping`);
  return text === 'true' || text === 'false' ? fallback : text;
}

function groupingOf(f) {
  const [primary, secondary, minimum] = f.data.grouping;
  switch (f.useGrouping) {
    case false:
      return undefined;
    case 'always':
      return [primary, secondary, 1];
    case 'min2':
      return [primary, secondary, Math.max(2, minimum)];
    default:
      return f.data.grouping;
  }
}

/* -------------------------------------------------------------------- *
 * The state.
 * -------------------------------------------------------------------- */

const isNumberingSystem = (name) => core.digitsOf(name) !== undefined || name === 'latn';

/** The state of a formatter for numbers; other formatters make theirs with it. */
function makeNumberFormat(locales, given) {
  const options = coerceOptions(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const numberingSystem = getTypeOption(options, 'numberingSystem');
  const f = resolveLocale(locales, ['nu'], { nu: numberingSystem }, { nu: isNumberingSystem });
  f.data = localeData(f.dataLocale);
  f.numberingSystem = f.nu ?? f.data.numberingSystem;
  readStyle(f, options);
  const notation = getOption(options, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
  f.notation = notation;
  const isMoney = f.style === 'currency';
  const digits = isMoney ? (sharedData('currencyDigits')[f.currency] ?? 2) : 0;
  readDigits(f, options, digits, isMoney ? digits : f.style === 'percent' ? 0 : 3, notation);
  f.compactDisplay = getOption(options, 'compactDisplay', ['short', 'long'], 'short');
  f.useGrouping = readGrouping(options, notation);
  f.signDisplay = getOption(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
  return complete(f);
}

/** Adds what formatting needs. */
function complete(f) {
  f.symbols = f.data.symbols[f.numberingSystem] ?? f.data.symbols.latn;
  f.digits = core.digitsOf(f.numberingSystem);
  f.grouping = groupingOf(f);
  if (f.notation === 'compact') {
    // Money beside a symbol is short in any case.
    const isShort = f.style === 'currency' && f.currencyDisplay !== 'name';
    f.compactPatterns = f.data.compact[isShort ? 'short' : f.compactDisplay];
  }
  if (f.style === 'currency') readCurrency(f);
  if (f.style === 'unit') readUnit(f);
  f.patterns = core.patternsOf(f);
  return f;
}

const english = () => localeData('en');

function readCurrency(f) {
  const [symbol, narrow, names] = f.data.currencies[f.currency] ?? english().currencies[f.currency] ?? [0, 0, f.currency];
  f.currencyText = f.currency;
  if (f.currencyDisplay === 'symbol') f.currencyText = symbol || f.currency;
  if (f.currencyDisplay === 'narrowSymbol') f.currencyText = narrow || symbol || f.currency;
  f.currencyNames = names;
}

const fuller = { narrow: 'short', short: 'long' };

function unitPattern(data, unit, display) {
  for (let style = display; style !== undefined; style = fuller[style]) {
    if (unit in data.units[style]) return data.units[style][unit];
  }
  return undefined;
}

function readUnit(f) {
  const find = (unit) => unitPattern(f.data, unit, f.unitDisplay) ?? unitPattern(english(), unit, f.unitDisplay);
  f.unitPattern = find(f.unit);
  if (f.unitPattern !== undefined) return;
  const [numerator, denominator] = f.unit.split('-per-');
  f.unitPattern = find(numerator);
  // "{1}/day" tells how one per a day is written; the day's own name replaces its.
  const texts = find(denominator);
  const name = (typeof texts === 'string' ? texts : (texts.one ?? texts.other)).replace('{0}', '').trim();
  const day = find('day');
  const dayName = (typeof day === 'string' ? day : (day.one ?? day.other)).replace('{0}', '').trim();
  const per = unitPattern(f.data, 'per', f.unitDisplay);
  f.perPattern = per.includes(dayName) ? per.replace(dayName, name) : `{1}/${name}`;
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

const shown = ['style', 'currency', 'currencyDisplay', 'currencySign', 'unit', 'unitDisplay', 'minimumIntegerDigits', 'minimumFractionDigits', 'maximumFractionDigits', 'minimumSignificantDigits', 'maximumSignificantDigits', 'useGrouping', 'notation', 'compactDisplay', 'signDisplay', 'roundingMode', 'roundingIncrement', 'trailingZeroDisplay', 'roundingPriority'];

function resolvedOptions(f) {
  const out = { locale: f.locale, numberingSystem: f.numberingSystem };
  for (const name of shown) {
    if (f[name] !== undefined && (name !== 'compactDisplay' || f.notation === 'compact')) out[name] = f[name];
  }
  return out;
}

function requireEnds(start, end) {
  if (start === undefined) throw new TypeError('Invalid start : undefined');
  if (end === undefined) throw new TypeError('Invalid end : undefined');
}

const { Service: NumberFormat } = defineService('NumberFormat', {
  isCallable: true,
  init: makeNumberFormat,
  getters: {
    format: (f) => (f.bound ??= Object.defineProperty((value) => formatNumber(f, value), 'name', { value: '' })),
  },
  methods: {
    formatToParts: (f, value) => core.formatNumberToParts(f, value),
    formatRange(f, start, end) {
      requireEnds(start, end);
      return core.formatNumberRange(f, start, end);
    },
    formatRangeToParts(f, start, end) {
      requireEnds(start, end);
      return core.formatNumberRangeToParts(f, start, end);
    },
    resolvedOptions,
  },
});

module.exports = { NumberFormat, makeNumberFormat, readDigits, isNumberingSystem };
