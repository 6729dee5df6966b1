// Decimal numbers: exact digits, rounding, grouping.
// https://tc39.es/ecma402/#sec-torawprecision and its neighbours.
//
// A decimal is { negative, digits, point }: 0.digits × 10^point, without zeros in
// front; zero has no digits. What is not finite has kind 'nan' or 'infinity'.

const { BigInt, Number, Object, String, TypeError } = primordials;

const special = (kind, negative) => ({ kind, negative, digits: '', point: 0 });

/** Reads "12.5e3" exactly. */
function fromText(text, negative) {
  const e = text.search(/[eE]/);
  const mantissa = e < 0 ? text : text.slice(0, e);
  const exponent = e < 0 ? 0 : Number(text.slice(e + 1));
  const dot = mantissa.indexOf('.');
  const integer = dot < 0 ? mantissa : mantissa.slice(0, dot);
  const all = dot < 0 ? mantissa : integer + mantissa.slice(dot + 1);
  let start = 0;
  while (start < all.length && all[start] === '0') start++;
  let end = all.length;
  while (end > start && all[end - 1] === '0') end--;
  const digits = all.slice(start, end);
  return { kind: 'finite', negative, digits, point: digits === '' ? 0 : integer.length - start + exponent };
}

function fromNumber(x) {
  if (x !== x) return special('nan', false);
  const negative = x < 0 || Object.is(x, -0);
  if (x === Infinity || x === -Infinity) return special('infinity', negative);
  return fromText(String(negative ? -x : x), negative);
}

/** @see https://tc39.es/ecma402/#sec-tointlmathematicalvalue */
function toDecimal(value) {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value === 'object' && value !== null) value = toPrimitive(value);
  if (typeof value === 'bigint') return fromText(String(value < 0n ? -value : value), value < 0n);
  if (typeof value === 'string') {
    const match = /^\s*([+-]?)((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/.exec(value);
    if (match !== null) return fromText(match[2], match[1] === '-');
    if (/^\s*0[xXoObB]/.test(value)) {
      try {
        return toDecimal(BigInt(value));
      } catch {
        return special('nan', false);
      }
    }
  }
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a number');
  return fromNumber(Number(value));
}

function toPrimitive(value) {
  const primitive = value.valueOf();
  return typeof primitive === 'object' ? String(value) : primitive;
}

/* -------------------------------------------------------------------- *
 * Rounding.
 * -------------------------------------------------------------------- */

// Whether what is cut off adds one to the last digit that stays. half compares
// the rest with one half: -1, 0 or 1.
function roundsUp(mode, negative, half, isOdd) {
  switch (mode) {
    case 'ceil':
      return !negative;
    case 'floor':
      return negative;
    case 'expand':
      return true;
    case 'trunc':
      return false;
    case 'halfCeil':
      return half > 0 || (half === 0 && !negative);
    case 'halfFloor':
      return half > 0 || (half === 0 && negative);
    case 'halfTrunc':
      return half > 0;
    case 'halfEven':
      return half > 0 || (half === 0 && isOdd);
    default:
      return half >= 0;
  }
}

/** Cuts a decimal to places digits after the point; places may be negative. */
function roundToPlaces(decimal, places, mode) {
  const keep = decimal.point + places;
  const { digits, negative } = decimal;
  if (keep >= digits.length || digits === '') return decimal;
  const next = keep < 0 ? 0 : Number(digits[keep]);
  const hasMore = keep < 0 || digits.length > keep + 1;
  const half = next !== 5 ? (next < 5 ? -1 : 1) : hasMore ? 1 : 0;
  const last = keep > 0 ? Number(digits[keep - 1]) : 0;
  const kept = keep > 0 ? digits.slice(0, keep) : '';
  if (!roundsUp(mode, negative, half, last % 2 === 1)) return trimmed(decimal, kept, decimal.point);
  if (keep <= 0) return { ...decimal, digits: '1', point: 1 - places };
  let at = keep - 1;
  while (at >= 0 && kept[at] === '9') at--;
  if (at < 0) return { ...decimal, digits: '1', point: decimal.point + 1 };
  return { ...decimal, digits: kept.slice(0, at) + (Number(kept[at]) + 1), point: decimal.point };
}

function trimmed(decimal, kept, point) {
  let end = kept.length;
  while (end > 0 && kept[end - 1] === '0') end--;
  return { ...decimal, digits: kept.slice(0, end), point: end === 0 ? 0 : point };
}

/** Rounds to a multiple of increment in the last of places. */
function roundToIncrement(decimal, places, mode, increment) {
  const scaled = { ...decimal, point: decimal.point + places };
  const [whole, rest] = plainDigits(scaled);
  const value = BigInt(whole || '0');
  const step = BigInt(increment);
  let multiple = value / step;
  const remainder = value % step;
  if (remainder !== 0n || rest !== '') {
    const twice = remainder * 2n;
    const half = twice > step || (twice === step && rest !== '') ? 1 : twice === step ? 0 : twice === step - 1n && rest !== '' ? compareHalf(rest) : -1;
    if (roundsUp(mode, decimal.negative, half, multiple % 2n === 1n)) multiple++;
  }
  const result = fromText(String(multiple * step), decimal.negative);
  return result.digits === '' ? result : { ...result, point: result.point - places };
}

const compareHalf = (rest) => (rest === '5' ? 0 : rest[0] >= '5' ? 1 : -1);

/** The digits before the point and those after it. */
function plainDigits({ digits, point }) {
  if (point <= 0) return ['', digits === '' ? '' : '0'.repeat(-point) + digits];
  if (point >= digits.length) return [digits + '0'.repeat(point - digits.length), ''];
  return [digits.slice(0, point), digits.slice(point)];
}

/**
 * Rounds as the options of a formatter say, and gives [decimal, fewest fraction
 * digits to show].
 * @see https://tc39.es/ecma402/#sec-formatnumericstring
 */
function roundDecimal(decimal, o) {
  const bySignificant = () => {
    const places = o.maximumSignificantDigits - decimal.point;
    const rounded = roundToPlaces(decimal, places, o.roundingMode);
    const shown = o.minimumSignificantDigits - (rounded.digits === '' ? 1 : rounded.point);
    return [rounded, Math.max(0, shown), places];
  };
  const byFraction = () => {
    const places = o.maximumFractionDigits;
    const rounded =
      o.roundingIncrement === 1 ? roundToPlaces(decimal, places, o.roundingMode) : roundToIncrement(decimal, places, o.roundingMode, o.roundingIncrement);
    return [rounded, o.minimumFractionDigits, places];
  };
  let chosen;
  if (o.roundingType === 'fractionDigits') chosen = byFraction();
  else if (o.roundingType === 'significantDigits') chosen = bySignificant();
  else {
    const significant = bySignificant();
    const fraction = byFraction();
    const isSignificant = o.roundingType === 'morePrecision' ? significant[2] >= fraction[2] : significant[2] < fraction[2];
    chosen = isSignificant ? significant : fraction;
    if (o.isCompactDefault) chosen[1] = 0;
  }
  return chosen;
}

/* -------------------------------------------------------------------- *
 * Writing.
 * -------------------------------------------------------------------- */

/** Splits an integer's digits into groups: the last, and those before it. */
function groups(integer, [primary, secondary, minimum]) {
  if (integer.length < primary + minimum) return [integer];
  const out = [integer.slice(-primary)];
  let end = integer.length - primary;
  for (; end > secondary; end -= secondary) out.unshift(integer.slice(end - secondary, end));
  out.unshift(integer.slice(0, end));
  return out;
}

module.exports = { toDecimal, roundDecimal, plainDigits, groups };
