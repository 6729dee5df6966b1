// The part of gen.mjs that reads what a locale knows about numbers.

const samples = [0, 1, 2, 3, 5, 6, 11, 20, 21, 100, 1000000, 1.5];
const nf = (locale, options) => new Intl.NumberFormat(locale, options);
const numeric = new Set(['integer', 'group', 'decimal', 'fraction', 'exponentSeparator', 'exponentInteger', 'exponentMinusSign']);

/** A pattern: the number is {0}, the currency ¤, the signs - and %. */
function patternOf(parts) {
  let out = '';
  for (const { type, value } of parts) {
    if (numeric.has(type)) out += out.endsWith('{0}') ? '' : '{0}';
    else if (type === 'currency') out += '¤';
    else if (type === 'minusSign') out += '-';
    else if (type === 'percentSign') out += '%';
    else out += value;
  }
  return out;
}

function symbols(locale, system) {
  const l = `${locale}-u-nu-${system}`;
  const find = (options, n, type) => nf(l, options).formatToParts(n).find((p) => p.type === type)?.value;
  const range = nf(l).formatRangeToParts(3, 5);
  return {
    decimal: find({}, 1.5, 'decimal'),
    group: find({ useGrouping: 'always' }, 1234567, 'group') ?? ',',
    currencyGroup: find({ style: 'currency', currency: 'EUR', useGrouping: 'always' }, 1234567, 'group'),
    minus: find({}, -1, 'minusSign'),
    plus: find({ signDisplay: 'always' }, 1, 'plusSign'),
    percent: find({ style: 'percent' }, 1, 'percentSign'),
    exponent: find({ notation: 'scientific' }, 12, 'exponentSeparator'),
    nan: find({}, NaN, 'nan'),
    infinity: find({}, Infinity, 'infinity'),
    approximately: nf(l).formatRangeToParts(3, 3).find((p) => p.type === 'approximatelySign')?.value ?? '~',
    range: range.find((p) => p.type === 'literal' && p.source === 'shared').value,
  };
}

function grouping(locale) {
  const parts = nf(locale, { useGrouping: 'always' }).formatToParts(123456789).filter((p) => p.type === 'integer');
  const minimum = nf(locale).formatToParts(1234).some((p) => p.type === 'group') ? 1 : 2;
  return [parts.at(-1).value.length, parts.at(-2).value.length, minimum];
}

function decimalPatterns(locale) {
  const both = (options) => [1, -1].map((n) => patternOf(nf(locale, options).formatToParts(n)));
  const money = (currency, more) => both({ style: 'currency', currency, ...more });
  return {
    decimalPattern: both({}),
    // What precedes a negative amount of thousands; "" where the sign stands elsewhere.
    compactMinus: /^[^{¤]*-(?=[^-]*¤)|^[^{¤]*-/.exec(patternOf(nf(locale, { style: 'currency', currency: 'USD', notation: 'compact' }).formatToParts(-12345678)))?.[0] ?? '',
    percentPattern: both({ style: 'percent' }),
    currencyPattern: money('USD', { currencyDisplay: 'narrowSymbol' }),
    codePattern: money('USD', { currencyDisplay: 'code' }),
    accountingPattern: money('USD', { currencyDisplay: 'narrowSymbol', currencySign: 'accounting' }),
    accountingCodePattern: money('USD', { currencyDisplay: 'code', currencySign: 'accounting' }),
  };
}

function compact(locale, byPlural) {
  const rules = new Intl.PluralRules(locale);
  const out = {};
  for (const compactDisplay of ['short', 'long']) {
    const f = nf(`${locale}-u-nu-latn`, { notation: 'compact', compactDisplay, useGrouping: false });
    out[compactDisplay] = [];
    for (let power = 3; power < 15; power++) {
      const texts = {};
      let shown = 0;
      for (const n of [1, 2, 3, 5, 1.2]) {
        const parts = f.formatToParts(n * 10 ** power);
        // Italian has "mille" for 1000, without a number.
        const integer = parts.find((p) => p.type === 'integer')?.value ?? '1';
        if (n === 1) shown = integer.length;
        const number = n === 1.2 && integer.length > 1 ? integer : String(n * 10 ** (integer.length - 1));
        const pattern = patternOf(parts);
        texts[pattern.includes('{0}') ? rules.select(Number(number)) : '=1'] ??= pattern;
      }
      const half = 10 ** (shown - 1) + 0.5;
      const fraction = nf(`${locale}-u-nu-latn`, { notation: 'compact', compactDisplay, useGrouping: false, minimumFractionDigits: 1 });
      texts[rules.select(half)] ??= patternOf(fraction.formatToParts(half * 10 ** (power - shown + 1)));
      texts.other ??= Object.values(texts).at(-1);
      out[compactDisplay].push([shown, byPlural(texts)]);
    }
  }
  return { compact: out };
}

const everywhere = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'second', 'minute', 'hour', 'day', 'week', 'month', 'year', 'meter', 'kilometer', 'liter', 'gram', 'kilogram', 'celsius'];

function units(locale, byPlural) {
  const rules = new Intl.PluralRules(locale);
  const all = locale.startsWith('en') ? Intl.supportedValuesOf('unit') : everywhere;
  const out = {};
  for (const unitDisplay of ['long', 'short', 'narrow']) {
    out[unitDisplay] = {};
    for (const unit of [...all, 'kilometer-per-hour', ...(locale.startsWith('en') ? ['mile-per-hour', 'meter-per-second', 'mile-per-gallon'] : [])]) {
      const f = nf(`${locale}-u-nu-latn`, { style: 'unit', unit, unitDisplay });
      const texts = {};
      for (const n of samples) texts[rules.select(n)] ??= patternOf(f.formatToParts(n));
      out[unitDisplay][unit] = byPlural(texts);
    }
    const per = patternOf(nf(`${locale}-u-nu-latn`, { style: 'unit', unit: 'megabyte-per-day', unitDisplay }).formatToParts(5));
    const amount = patternOf(nf(`${locale}-u-nu-latn`, { style: 'unit', unit: 'megabyte', unitDisplay }).formatToParts(5));
    out[unitDisplay].per = per.replace(amount, '{1}');
  }
  for (const [style, fuller] of [['narrow', 'short'], ['short', 'long']]) {
    for (const unit in out[style]) if (JSON.stringify(out[style][unit]) === JSON.stringify(out[fuller][unit])) delete out[style][unit];
  }
  return { units: out };
}

const common = ['USD', 'EUR', 'GBP', 'JPY', 'CNY', 'INR', 'BRL', 'CAD', 'AUD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'RUB', 'UAH', 'TRY', 'KRW', 'MXN', 'ILS'];

/** currency → [symbol, narrow symbol, name or names by plural category]. */
function currencies(locale, byPlural) {
  const rules = new Intl.PluralRules(locale);
  const all = locale.startsWith('en') ? Intl.supportedValuesOf('currency') : common;
  const out = {};
  const part = (options, n) => nf(`${locale}-u-nu-latn`, { style: 'currency', minimumFractionDigits: 0, ...options }).formatToParts(n).find((p) => p.type === 'currency').value;
  for (const currency of [...all, 'XXX']) {
    const symbol = part({ currency }, 1);
    const narrow = part({ currency, currencyDisplay: 'narrowSymbol' }, 1);
    const texts = {};
    for (const n of samples) texts[rules.select(n)] ??= part({ currency, currencyDisplay: 'name' }, n);
    out[currency] = [symbol === currency ? 0 : symbol, narrow === symbol ? 0 : narrow, byPlural(texts)];
    const shown = new Intl.DisplayNames(locale, { type: 'currency' }).of(currency);
    if (shown !== texts.other) out[currency].push(shown);
  }
  const texts = {};
  for (const n of samples) texts[rules.select(n)] ??= patternOf(nf(`${locale}-u-nu-latn`, { style: 'currency', currency: 'EUR', currencyDisplay: 'name' }).formatToParts(n));
  return { currencies: out, currencyNamePattern: byPlural(texts) };
}

/** What locale knows about numbers. */
export function numbers(locale, byPlural) {
  const native = nf(locale).resolvedOptions().numberingSystem;
  const systems = { latn: symbols(locale, 'latn') };
  if (native !== 'latn') systems[native] = symbols(locale, native);
  return {
    symbols: systems,
    grouping: grouping(locale),
    ...decimalPatterns(locale),
    ...compact(locale, byPlural),
    ...units(locale, byPlural),
    ...currencies(locale, byPlural),
  };
}
