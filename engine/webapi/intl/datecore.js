// What DateTimeFormat does with a time: https://tc39.es/ecma402/#sec-partitiondatetimepattern
// A formatter is the state of an Intl.DateTimeFormat, as datetimeformat.js makes it.
// Go half: zone.go.

const { Date, Map, RangeError, uncurryThis } = primordials;
const { op_intl_zone_at } = ops;
const { tokenize, kindOf } = require('./pattern');
const { inDigits } = require('./numbercore');
const { zoneText } = require('./zonenames');

const utc = {
  year: uncurryThis(Date.prototype.getUTCFullYear),
  month: uncurryThis(Date.prototype.getUTCMonth),
  day: uncurryThis(Date.prototype.getUTCDate),
  weekday: uncurryThis(Date.prototype.getUTCDay),
  hour: uncurryThis(Date.prototype.getUTCHours),
  minute: uncurryThis(Date.prototype.getUTCMinutes),
  second: uncurryThis(Date.prototype.getUTCSeconds),
};

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
  const date = new Date(local);
  return { ms, local, date, year: utc.year(date), month: utc.month(date), day: utc.day(date), hour: utc.hour(date), minute: utc.minute(date) };
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

/** A pattern as steps: { type, letter, width, text }. */
function compile(pattern) {
  return tokenize(pattern).map(([run, text]) => {
    if (run === undefined) return { type: 'literal', letter: '', kind: '', width: 0, text };
    const kind = kindOf(run[0]);
    return { type: types[kind], letter: run[0], kind, width: run.length, text: '' };
  });
}

const twoDigits = (n, width) => (width === 2 && n < 10 ? `0${n}` : `${n}`);

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
  const starts = f.data.dayPeriods[dayPeriodLists[f.dayPeriod] ?? 0];
  let found = '';
  for (let h = 0; h <= hour; h++) found = starts[h] ?? found;
  return found;
}

function fieldText(f, { kind, letter, width }, at) {
  switch (kind) {
    case 'G':
      return f.data.eras[width === 4 ? 1 : width === 5 ? 2 : 0][at.year > 0 ? 1 : 0];
    case 'y': {
      const year = at.year > 0 ? at.year : 1 - at.year;
      return inDigits(f, width === 2 ? twoDigits(year % 100, 2) : `${year}`);
    }
    case 'M':
      return width > 2 ? name(f.data.months, letter, width, at.month) : inDigits(f, twoDigits(at.month + 1, width));
    case 'E':
      return name(f.data.weekdays, letter, width, utc.weekday(at.date));
    case 'd':
      return inDigits(f, twoDigits(at.day, width));
    case 'a':
      return f.data.ampm[at.hour < 12 ? 0 : 1];
    case 'B':
      return flexibleDayPeriod(f, at.hour);
    case 'h':
    case 'H':
      return inDigits(f, twoDigits(hourOf(f, at.hour), width));
    case 'm':
      return inDigits(f, twoDigits(at.minute, width));
    case 's':
      return inDigits(f, twoDigits(utc.second(at.date), width));
    case 'S':
      return inDigits(f, `${(((at.ms % 1000) + 1000) % 1000) + 1000}`.slice(1, 1 + width));
    default:
      return zoneText(f, f.zoneStyle ?? (width === 4 ? 'long' : 'short'), at.ms, offsetAt(f.timeZone, at.ms));
  }
}

const stepText = (f, step, at) => (step.type === 'literal' ? step.text : fieldText(f, step, at));

/* -------------------------------------------------------------------- *
 * Formatting.
 * -------------------------------------------------------------------- */

function formatSteps(f, steps, at) {
  let text = '';
  for (let i = 0; i < steps.length; i++) text += stepText(f, steps[i], at);
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
