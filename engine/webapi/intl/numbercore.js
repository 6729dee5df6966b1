// What NumberFormat does with a number: https://tc39.es/ecma402/#sec-partitionnumberpattern
// A formatter is the state of an Intl.NumberFormat, as numberformat.js makes it.

const { Map, Object } = primordials;
const { op_intl_plural } = ops;
const { toDecimal, roundDecimal, plainDigits, groups } = require('./decimal');

/* -------------------------------------------------------------------- *
 * Digits.
 * -------------------------------------------------------------------- */

/** The digits of a numbering system, or undefined where it has Latin ones. */
function digitsOf(system) {
  const zero = zeros[system];
  if (system === 'hanidec') return '〇一二三四五六七八九';
  return zero === undefined ? undefined : Array.from({ length: 10 }, (_, i) => String.fromCodePoint(zero + i));
}

// https://unicode.org/reports/tr35/tr35-numbers.html#Numbering_Systems
const zeros = {
  adlm: 0x1e950, ahom: 0x11730, arab: 0x660, arabext: 0x6f0, bali: 0x1b50, beng: 0x9e6, bhks: 0x11c50, brah: 0x11066, cakm: 0x11136,
  cham: 0xaa50, deva: 0x966, fullwide: 0xff10, gujr: 0xae6, guru: 0xa66, java: 0xa9d0, kali: 0xa900, khmr: 0x17e0, knda: 0xce6,
  lana: 0x1a80, lanatham: 0x1a90, laoo: 0xed0, lepc: 0x1c40, limb: 0x1946, mathbold: 0x1d7ce, mathdbl: 0x1d7d8, mathmono: 0x1d7f6,
  mathsanb: 0x1d7ec, mathsans: 0x1d7e2, mlym: 0xd66, mong: 0x1810, mtei: 0xabf0, mymr: 0x1040, mymrshan: 0x1090, nkoo: 0x7c0,
  olck: 0x1c50, orya: 0xb66, osma: 0x104a0, saur: 0xa8d0, shrd: 0x111d0, sund: 0x1bb0, takr: 0x116c0, talu: 0x19d0, tamldec: 0xbe6,
  telu: 0xc66, thai: 0xe50, tibt: 0xf20, vaii: 0xa620,
};

const inDigits = (f, text) => (f.digits === undefined ? text : text.replace(/[0-9]/g, (d) => f.digits[d]));

/* -------------------------------------------------------------------- *
 * The number itself.
 * -------------------------------------------------------------------- */

function scale(decimal, power) {
  return decimal.digits === '' ? decimal : { ...decimal, point: decimal.point + power };
}

/** Rounds under the notation: gives { decimal, least, exponent, pattern }. */
function round(f, decimal) {
  switch (f.notation) {
    case 'compact':
      return roundCompact(f, decimal);
    case 'scientific':
    case 'engineering':
      return roundExponential(f, decimal);
    default: {
      const [rounded, least] = roundDecimal(decimal, f);
      return { decimal: rounded, least };
    }
  }
}

function roundExponential(f, decimal) {
  const exponentOf = (d) => (d.digits === '' ? 0 : f.notation === 'engineering' ? Math.floor((d.point - 1) / 3) * 3 : d.point - 1);
  let exponent = exponentOf(decimal);
  let [rounded, least] = roundDecimal(scale(decimal, -exponent), f);
  const grown = exponentOf(scale(rounded, exponent));
  if (grown !== exponent) {
    exponent = grown;
    [rounded, least] = roundDecimal(scale(decimal, -exponent), f);
  }
  return { decimal: rounded, least, exponent, power: exponent };
}

// [power to divide by, pattern] of a number's magnitude.
function compactEntry(f, decimal) {
  const magnitude = decimal.point - 1;
  if (magnitude < 3) return [0, undefined];
  const entry = f.compactPatterns[Math.min(magnitude, 14) - 3];
  const power = Math.min(magnitude, 14) + 1 - entry[0];
  return power === 0 ? [0, undefined] : [power, entry[1]];
}

function roundCompact(f, decimal) {
  let [power, pattern] = compactEntry(f, decimal);
  let [rounded, least] = roundDecimal(scale(decimal, -power), f);
  const again = compactEntry(f, scale(rounded, power));
  if (again[0] !== power) {
    [power, pattern] = again;
    [rounded, least] = roundDecimal(scale(decimal, -power), f);
  } else pattern = again[1];
  return { decimal: rounded, least, pattern, power };
}

/** Appends the parts of a rounded number without its sign. */
function pushNumber(f, out, { decimal, least, exponent }) {
  if (decimal.kind !== 'finite') {
    out.push([decimal.kind, f.symbols[decimal.kind]]);
    return;
  }
  let [integer, fraction] = plainDigits(decimal);
  if (integer.length < f.minimumIntegerDigits) integer = integer.padStart(f.minimumIntegerDigits, '0');
  if (fraction.length < least && !(f.trailingZeroDisplay === 'stripIfInteger' && fraction === '')) fraction = fraction.padEnd(least, '0');
  if (f.grouping === undefined) out.push(['integer', inDigits(f, integer)]);
  else {
    const all = groups(integer, f.grouping);
    for (let i = 0; i < all.length; i++) {
      if (i > 0) out.push(['group', f.style === 'currency' ? f.symbols.currencyGroup : f.symbols.group]);
      out.push(['integer', inDigits(f, all[i])]);
    }
  }
  if (fraction !== '') out.push(['decimal', f.symbols.decimal], ['fraction', inDigits(f, fraction)]);
  if (exponent !== undefined) {
    out.push(['exponentSeparator', f.symbols.exponent]);
    if (exponent < 0) out.push(['exponentMinusSign', f.symbols.minus]);
    out.push(['exponentInteger', inDigits(f, String(Math.abs(exponent)))]);
  }
}

/** The digits as plural rules see them: "1.50". */
function operand({ decimal, least }) {
  const [integer, fraction] = plainDigits(decimal);
  const shown = fraction.padEnd(least, '0');
  return shown === '' ? integer || '0' : `${integer || '0'}.${shown}`;
}

const categories = new Map();

/** The plural category of a number in a locale. */
function pluralOf(locale, digits, isOrdinal = false) {
  const key = `${locale} ${isOrdinal ? 'o' : 'c'} ${digits}`;
  let category = categories.get(key);
  if (category === undefined) {
    category = op_intl_plural(locale, isOrdinal, digits);
    if (categories.size > 1000) categories.clear();
    categories.set(key, category);
  }
  return category;
}

// Words beside a shortened number follow the whole: "1.2 million francs".
function whole(rounded) {
  return rounded.power ? { decimal: scale(rounded.decimal, rounded.power), least: 0 } : rounded;
}

/** The text for a number among texts by plural category. */
function choose(f, texts, rounded) {
  if (typeof texts === 'string') return texts;
  if ('=1' in texts && rounded.decimal.digits === '1' && rounded.decimal.point === 1) return texts['=1'];
  const category = rounded.decimal.kind === 'finite' ? pluralOf(f.dataLocale, operand(rounded)) : 'other';
  return texts[category] ?? texts.other;
}

/* -------------------------------------------------------------------- *
 * Signs and patterns.
 * -------------------------------------------------------------------- */

/** 'minus', 'plus' or '' */
function signOf(f, { decimal }) {
  const isZero = decimal.kind === 'finite' && decimal.digits === '';
  const { negative } = decimal;
  switch (f.signDisplay) {
    case 'never':
      return '';
    case 'always':
      return negative ? 'minus' : 'plus';
    case 'exceptZero':
      return isZero || decimal.kind === 'nan' ? '' : negative ? 'minus' : 'plus';
    case 'negative':
      return negative && !isZero ? 'minus' : '';
    default:
      return negative ? 'minus' : '';
  }
}

/** The pattern for a sign: [positive, negative] patterns know the minus only. */
function signedPattern([positive, negative], sign) {
  if (sign === '') return positive;
  if (sign === 'minus') return negative;
  return negative.includes('-') ? negative.replace('-', '+') : `+${positive}`;
}

const isSymbol = (text) => /[\p{S}\p{Z}]/u.test(text);

/** The patterns of currencies depend on whether a letter meets the number. */
function currencyPatterns(f) {
  const { data, currencyText } = f;
  const accounting = f.currencySign === 'accounting';
  const positive = data.currencyPattern[0];
  const characters = [...currencyText];
  const adjacent = positive.indexOf('¤') < positive.indexOf('{0}') ? characters.at(-1) : characters[0];
  if (isSymbol(adjacent)) return accounting ? data.accountingPattern : data.currencyPattern;
  return accounting ? data.accountingCodePattern : data.codePattern;
}

function patternsOf(f) {
  if (f.style === 'currency' && f.currencyDisplay !== 'name') return currencyPatterns(f);
  if (f.style !== 'percent') return f.data.decimalPattern;
  // ICU sets compact percentages with a space that breaks.
  return f.notation === 'compact' ? f.data.percentPattern.map((p) => p.replace(/[\u00a0\u202f](?=%)/, ' ')) : f.data.percentPattern;
}

/** Splits a pattern into parts, with write(out) where {0} stands. */
function expand(f, out, pattern, write) {
  let text = '';
  const flush = () => {
    if (text !== '') out.push(['literal', text]);
    text = '';
  };
  for (let i = 0; i < pattern.length; i++) {
    const kind = marks[pattern[i]];
    if (kind === undefined) text += pattern[i];
    else {
      flush();
      if (kind === 'number') {
        write(out);
        i += 2;
      } else if (kind === 'currency') out.push(['currency', f.currencyText]);
      else out.push([kind, f.symbols[symbolNames[kind]]]);
    }
  }
  flush();
}

const marks = { '{': 'number', '¤': 'currency', '-': 'minusSign', '+': 'plusSign', '%': 'percentSign' };
const symbolNames = { minusSign: 'minus', plusSign: 'plus', percentSign: 'percent' };

/** Surrounds the number with a unit's or a compact pattern's words. */
function surround(out, pattern, type, write) {
  const [before, after] = pattern.includes('{0}') ? pattern.split('{0}') : [undefined, pattern];
  const word = (text) => {
    const [, space1, core, space2] = /^(\s*)(.*?)(\s*)$/su.exec(text);
    if (space1 !== '') out.push(['literal', space1]);
    if (core !== '') out.push([type, core]);
    if (space2 !== '') out.push(['literal', space2]);
  };
  if (before === undefined) {
    word(after);
    return;
  }
  word(before);
  write(out);
  word(after);
}

/** What the formatter shows for a decimal, as [type, value] pairs. */
function partition(f, decimal) {
  const rounded = round(f, f.style === 'percent' ? scale(decimal, 2) : decimal);
  const sign = signOf(f, rounded);
  const writeDigits = (out) => pushNumber(f, out, rounded);
  const writeCompact =
    rounded.pattern === undefined || decimal.kind !== 'finite'
      ? writeDigits
      : (out) => surround(out, choose(f, rounded.pattern, rounded), 'compact', writeDigits);
  const isCompactMoney = rounded.pattern !== undefined && f.style === 'currency' && f.currencySign === 'standard' && sign === 'minus';
  const pattern = isCompactMoney && f.data.compactMinus !== '' ? f.data.compactMinus + f.patterns[0] : signedPattern(f.patterns, sign);
  const out = [];
  const writeSigned = pattern === '{0}' ? writeCompact : (to) => expand(f, to, pattern, writeCompact);
  if (f.style === 'unit') writeUnit(f, out, rounded, writeSigned);
  else if (f.currencyDisplay === 'name' && f.style === 'currency') {
    const names = { ...f, currencyText: choose(f, f.currencyNames, whole(rounded)) };
    expand(names, out, choose(f, f.data.currencyNamePattern, whole(rounded)), writeSigned);
  } else writeSigned(out);
  return out;
}

function writeUnit(f, out, rounded, write) {
  const pattern = choose(f, f.unitPattern, whole(rounded));
  if (f.perPattern === undefined) surround(out, pattern, 'unit', write);
  else surround(out, f.perPattern.replace('{1}', pattern), 'unit', write);
}

/** The plural category of a number that the formatter f rounds as it shows it. */
function categoryOf(f, x) {
  if (Number.isSafeInteger(x) && x >= 0 && f.roundingType === 'fractionDigits' && f.minimumFractionDigits === 0 && f.roundingIncrement === 1) {
    return pluralOf(f.dataLocale, `${x}`, f.type === 'ordinal');
  }
  const decimal = toDecimal(x);
  return decimal.kind === 'finite' ? pluralOf(f.dataLocale, operand(round(f, decimal)), f.type === 'ordinal') : 'other';
}

const join = (parts) => {
  let text = '';
  for (let i = 0; i < parts.length; i++) text += parts[i][1];
  return text;
};

const objects = (parts) => parts.map(([type, value]) => ({ type, value }));

/* -------------------------------------------------------------------- *
 * The four verbs.
 * -------------------------------------------------------------------- */

const formatExactly = (f, value) => join(partition(f, toDecimal(value)));

/** The text around a number of a sign: [before, after]. */
function affixesOf(f, sign) {
  const around = (pattern) => {
    const out = [];
    expand(f, out, pattern, (to) => to.push(['', '\0']));
    return join(out).split('\0');
  };
  return around(signedPattern(f.patterns, sign));
}

const formatNumberToParts = (f, value) => objects(partition(f, toDecimal(value)));

/** @see https://tc39.es/ecma402/#sec-partitionnumberrangepattern */
function partitionRange(f, x, y) {
  const [from, to] = [toDecimal(x), toDecimal(y)];
  for (const [name, end] of [['start', from], ['end', to]]) {
    if (end.kind === 'nan') throw new primordials.RangeError(`Invalid ${name} : NaN`);
  }
  const start = partition(f, from);
  const end = partition(f, to);
  const part = ([type, value], source) => ({ type, value, source });
  if (join(start) === join(end)) {
    const sign = { type: 'approximatelySign', value: f.symbols.approximately, source: 'shared' };
    return [sign, ...start.map((p) => part(p, 'shared'))];
  }
  // A currency or the like that both ends have is written once, unless it is a
  // single character; a sign keeps it at each end.
  const isSigned = [...start, ...end].some(([type]) => type === 'minusSign' || type === 'plusSign');
  const collapses = !isSigned || f.style === 'unit';
  const head = collapses ? sharedEdge(start, end, (parts, i) => parts[i]) : 0;
  const tail = collapses ? sharedEdge(start, end, (parts, i) => parts[parts.length - 1 - i]) : 0;
  const [isHeadShared, isTailShared] = [lengthOf(start.slice(0, head)) > 1, lengthOf(start.slice(start.length - tail)) > 1];
  const [from1, to1] = [isHeadShared ? head : 0, isTailShared ? tail : 0];
  const isTight = !isSigned && (head === 0 || isHeadShared) && (tail === 0 || isTailShared);
  return [
    ...start.slice(0, from1).map((p) => part(p, 'shared')),
    ...start.slice(from1, start.length - to1).map((p) => part(p, 'startRange')),
    { type: 'literal', value: isTight ? f.symbols.range : spaced(f.symbols.range), source: 'shared' },
    ...end.slice(from1, end.length - to1).map((p) => part(p, 'endRange')),
    ...end.slice(end.length - to1).map((p) => part(p, 'shared')),
  ];
}

const spaced = (separator) => (/^\s/.test(separator) ? separator : ` ${separator} `);
const lengthOf = (parts) => [...join(parts)].length;
const affixes = new primordials.Set(['literal', 'unit', 'currency', 'percentSign', 'compact']);

/** How many parts beside the number both have at one edge. */
function sharedEdge(start, end, at) {
  let n = 0;
  while (n < start.length && n < end.length && affixes.has(at(start, n)[0]) && at(start, n)[0] === at(end, n)[0] && at(start, n)[1] === at(end, n)[1]) n++;
  return n;
}

const formatNumberRangeToParts = partitionRange;
const formatNumberRange = (f, x, y) =>
  partitionRange(f, x, y)
    .map((p) => p.value)
    .join('');

module.exports = { affixesOf, categoryOf, choose, digitsOf, formatExactly, formatNumberRange, formatNumberRangeToParts, formatNumberToParts, inDigits, operand, patternsOf, pluralOf, round, toDecimal };
