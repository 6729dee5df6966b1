// The short way to a number's text, for what is formatted most: a double in standard
// notation, with fraction digits, rounded half away from zero. numbercore.js
// takes the long way to the same text, and to all others.

const { affixesOf, formatExactly } = require('./numbercore');

/** Whether a formatter's options allow the short way. */
function isPlain(f) {
  return (
    f.notation === 'standard' &&
    (f.style === 'decimal' || (f.style === 'currency' && f.currencyDisplay !== 'name')) &&
    f.roundingType === 'fractionDigits' &&
    f.roundingIncrement === 1 &&
    f.roundingMode === 'halfExpand' &&
    f.trailingZeroDisplay === 'auto' &&
    f.signDisplay === 'auto' &&
    f.minimumIntegerDigits === 1 &&
    f.digits === undefined
  );
}

function prepare(f) {
  if (!isPlain(f)) return false;
  return {
    positive: affixesOf(f, ''),
    negative: affixesOf(f, 'minus'),
    least: f.minimumFractionDigits,
    most: f.maximumFractionDigits,
    decimal: f.symbols.decimal,
    group: f.style === 'currency' ? f.symbols.currencyGroup : f.symbols.group,
  };
}

function grouped(integer, group, [primary, secondary, minimum]) {
  if (integer.length < primary + minimum) return integer;
  let end = integer.length - primary;
  let text = group + integer.slice(end);
  for (; end > secondary; end -= secondary) text = group + integer.slice(end - secondary, end) + text;
  return integer.slice(0, end) + text;
}

/** Cuts the fraction to most digits: [integer, fraction], or undefined if they are many. */
function rounded(integer, fraction, most) {
  if (integer.length + most > 15) return undefined;
  let kept = fraction.slice(0, most);
  if (fraction[most] < '5') return [integer, kept];
  const next = `${Number(integer + kept) + 1}`.padStart(most + 1, '0');
  integer = next.slice(0, next.length - most);
  kept = next.slice(next.length - most);
  return [integer, kept];
}

/** The text of a number, or undefined. */
function formatPlain(f, x) {
  const plain = (f.plain ??= prepare(f));
  if (plain === false || x !== x || x === 0) return undefined;
  const text = `${x < 0 ? -x : x}`;
  const dot = text.indexOf('.');
  if (text.length > 17 || text.indexOf('e') >= 0 || text === 'Infinity') return undefined;
  let integer = dot < 0 ? text : text.slice(0, dot);
  let fraction = dot < 0 ? '' : text.slice(dot + 1);
  if (fraction.length > plain.most) {
    const cut = rounded(integer, fraction, plain.most);
    if (cut === undefined) return undefined;
    [integer, fraction] = cut;
    while (fraction.length > plain.least && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  }
  while (fraction.length < plain.least) fraction += '0';
  const [before, after] = x < 0 ? plain.negative : plain.positive;
  const shown = f.grouping === undefined ? integer : grouped(integer, plain.group, f.grouping);
  return before + (fraction === '' ? shown : shown + plain.decimal + fraction) + after;
}

/** The text of a number, a BigInt or whatever else a formatter is given. */
function formatNumber(f, value) {
  return (typeof value === 'number' ? formatPlain(f, value) : undefined) ?? formatExactly(f, value);
}

module.exports = { formatNumber };
