// What DateTimeFormat does with a time: https://tc39.es/ecma402/#sec-partitiondatetimepattern
// A formatter is the state of an Intl.DateTimeFormat, as datetimeformat.js makes it.
// Go half: zone.go.

const { Array, Map, Math, RangeError } = primordials;
const { op_intl_zone_at } = ops;
const { tokenize, kindOf } = require('./pattern');
const { inDigits } = require('./numbercore');
const { zoneText } = require('./zonenames');

/* -------------------------------------------------------------------- *
 * Local time.
 * -------------------------------------------------------------------- */

// Zones change on full quarters of an hour (in this century, and the last).
const quarter = 900_000;
const offsets = new Map(); // zone → [quarter, [minutes, is daylight]]

/** [offset in minutes, is daylight time] of a zone. */
function offsetAt(zone, ms) {
  if (zone === 'UTC') return utcOffset;
  const at = Math.floor(ms / quarter);
  const last = offsets.get(zone);
  if (last !== undefined && last[0] === at) return last[1];
  const found = op_intl_zone_at(zone, ms);
  offsets.set(zone, [at, found]);
  return found;
}

const utcOffset = [0, false];

/** The fields of a time in the formatter's zone. */
function fieldsAt(f, ms) {
  const [minutes] = offsetAt(f.timeZone, ms);
  const local = ms + minutes * 60_000;
  const days = Math.floor(local / 86_400_000);
  const time = local - days * 86_400_000;
  const hour = Math.floor(time / 3_600_000);
  const minute = Math.floor(time / 60_000) % 60;
  const second = Math.floor(time / 1000) % 60;
  return civil(days, { ms, year: 0, month: 0, day: 0, weekday: (((days + 4) % 7) + 7) % 7, hour, minute, second });
}

/** Fills in the Gregorian date of a day since 1970, by years that begin in March. */
function civil(days, at) {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
  at.year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
  at.month = month;
  at.day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return at;
}

/** @see https://tc39.es/ecma262/#sec-timeclip */
function timeClip(x) {
  if (!(Math.abs(x) <= 8.64e15)) throw new RangeError('Invalid time value');
  return Math.trunc(x) + 0;
}

/* -------------------------------------------------------------------- *
 * Fields.
 * -------------------------------------------------------------------- */

const types = { G: 'era', y: 'year', M: 'month', E: 'weekday', d: 'day', a: 'dayPeriod', B: 'dayPeriod', h: 'hour', H: 'hour', m: 'minute', s: 'second', S: 'fractionalSecond', z: 'timeZoneName' };

/** A pattern as steps: { type, letter, kind, width, text, read }. */
function compile(pattern) {
  return tokenize(pattern).map(([run, text]) => {
    if (run === undefined) return { type: 'literal', letter: '', kind: '', width: 0, text, read: readers[''] };
    const kind = kindOf(run[0]);
    return { type: types[kind], letter: run[0], kind, width: run.length, text: '', read: readers[kind] };
  });
}

const padded = Array.from({ length: 100 }, (_, n) => (n < 10 ? `0${n}` : `${n}`));

/** A number below a hundred, in the formatter's digits. */
function digitsText(f, n, width) {
  const text = width === 2 ? padded[n] : `${n}`;
  return f.digits === undefined ? text : inDigits(f, text);
}

// Names by width: 3 short, 4 long, 5 narrow; then those that stand alone.
function name(lists, letter, width, index) {
  const at = width < 3 ? 0 : width - 3;
  const alone = letter === 'L' || letter === 'c' ? lists[at + 3] : undefined;
  return (alone || lists[at])[index];
}

function hourOf(f, hour) {
  switch (f.hourCycle) {
    case 'h11':
      return hour % 12;
    case 'h12':
      return hour % 12 || 12;
    case 'h24':
      return hour || 24;
    default:
      return hour;
  }
}

const dayPeriodLists = { short: 0, long: 1, narrow: 2 };

// The period of the day that has begun last.
function flexibleDayPeriod(f, hour) {
  const starts = f.data.dayPeriods[dayPeriodLists[f.dayPeriod] ?? 0] || f.data.dayPeriods[0];
  let found = '';
  for (let h = 0; h <= hour; h++) found = starts[h] ?? found;
  return found;
}

// How a field is written, by its kind: (formatter, step, fields of the time).
const readers = {
  '': (f, step) => step.text,
  G: (f, { width }, at) => f.data.eras[width === 4 ? 1 : width === 5 ? 2 : 0][at.year > 0 ? 1 : 0],
  y(f, { width }, at) {
    const year = f.calendar === 'buddhist' ? at.year + 543 : at.year > 0 ? at.year : 1 - at.year;
    return width === 2 ? digitsText(f, year % 100, 2) : inDigits(f, `${year}`);
  },
  M: (f, { letter, width }, at) => (width > 2 ? name(f.data.months, letter, width, at.month) : digitsText(f, at.month + 1, width)),
  E: (f, { letter, width }, at) => name(f.data.weekdays, letter, width, at.weekday),
  d: (f, step, at) => digitsText(f, at.day, step.width),
  a: (f, step, at) => f.data.ampm[at.hour < 12 ? 0 : 1],
  B: (f, step, at) => flexibleDayPeriod(f, at.hour),
  h: (f, step, at) => digitsText(f, hourOf(f, at.hour), step.width),
  H: (f, step, at) => digitsText(f, hourOf(f, at.hour), step.width),
  m: (f, step, at) => digitsText(f, at.minute, step.width),
  s: (f, step, at) => digitsText(f, at.second, step.width),
  S: (f, step, at) => inDigits(f, `${(((at.ms % 1000) + 1000) % 1000) + 1000}`.slice(1, 1 + step.width)),
  z(f, { width }, at) {
    return inDigits(f, zoneText(f, f.zoneStyle ?? (width === 4 ? 'long' : 'short'), at.ms, offsetAt(f.timeZone, at.ms)));
  },
};

const stepText = (f, step, at) => step.read(f, step, at);

/* -------------------------------------------------------------------- *
 * Formatting.
 * -------------------------------------------------------------------- */

function formatSteps(f, steps, at) {
  let text = '';
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    text += step.read(f, step, at);
  }
  return plainSpaces(text);
}

// V8 writes a space where CLDR has a narrow one, in texts though not in parts.
const plainSpaces = (text) => (text.includes('\u202f') ? text.replaceAll('\u202f', ' ') : text);

function formatDate(f, ms) {
  return formatSteps(f, f.steps, fieldsAt(f, timeClip(ms)));
}

function formatDateToParts(f, ms) {
  const at = fieldsAt(f, timeClip(ms));
  return f.steps.map((step) => ({ type: step.type, value: stepText(f, step, at) }));
}

module.exports = { compile, plainSpaces, fieldsAt, formatDate, formatDateToParts, formatSteps, offsetAt, stepText, timeClip };
