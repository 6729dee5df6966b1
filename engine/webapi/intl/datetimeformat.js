// Intl.DateTimeFormat: https://tc39.es/ecma402/#datetimeformat-objects
// Go half: zone.go. Missing: calendars other than the Gregorian.

const { Date, DateNow, Map, Number, Object, RangeError, String, TypeError, uncurryThis } = primordials;
const { op_intl_zone, op_intl_zone_local } = ops;
const { coerceOptions, defaultNumber, defineService, getBooleanOption, getOption, getTypeOption, localeData, resolveLocale, sharedData } = require('./locale');
const { datePattern, timePattern, widen, tokenize } = require('./pattern');
const { digitsOf } = require('./numbercore');
const { isNumberingSystem } = require('./numberformat');
const core = require('./datecore');

/* -------------------------------------------------------------------- *
 * Options.
 * -------------------------------------------------------------------- */

const texts = ['narrow', 'short', 'long'];
const numbers = ['2-digit', 'numeric'];
const components = {
  weekday: texts,
  era: texts,
  year: numbers,
  month: [...numbers, ...texts],
  day: numbers,
  dayPeriod: texts,
  hour: numbers,
  minute: numbers,
  second: numbers,
  fractionalSecondDigits: undefined,
  timeZoneName: ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'],
};
const hourCycles = ['h11', 'h12', 'h23', 'h24'];
const dateFields = ['weekday', 'year', 'month', 'day'];
const timeFields = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits'];

const zoneNames = new Map();

function canonicalZone(name) {
  let zone = zoneNames.get(name);
  if (zone === undefined) {
    zone = op_intl_zone(name);
    if (zone === null) throw new RangeError(`Invalid time zone specified: ${name}`);
    if (zoneNames.size < 1000) zoneNames.set(name, zone);
  }
  return zone;
}

/** process.env.TZ as it is now, else the system's zone. */
function defaultZone() {
  const set = globalThis.process?.env?.TZ;
  if (typeof set === 'string' && set !== '') return op_intl_zone(set.replace(/^:/, '')) ?? 'UTC';
  return op_intl_zone_local();
}

/** Adds what is shown if the options name none of the required fields. */
function addDefaults(f, required, defaults) {
  const has = (names) => names.some((name) => f.options[name] !== undefined);
  let needsDefaults = true;
  if (required !== 'time' && has(dateFields)) needsDefaults = false;
  if (required !== 'date' && has(timeFields)) needsDefaults = false;
  if (f.dateStyle !== undefined || f.timeStyle !== undefined) {
    needsDefaults = false;
    if (required === 'date' && f.timeStyle !== undefined) throw new TypeError('Invalid option : timeStyle');
    if (required === 'time' && f.dateStyle !== undefined) throw new TypeError('Invalid option : dateStyle');
  }
  if (!needsDefaults) return;
  if (defaults !== 'time') Object.assign(f.options, { year: 'numeric', month: 'numeric', day: 'numeric' });
  if (defaults !== 'date') Object.assign(f.options, { hour: 'numeric', minute: 'numeric', second: 'numeric' });
}

function readComponents(f, options) {
  f.options = {};
  for (const name in components) {
    const value =
      name === 'fractionalSecondDigits' ? defaultNumber(options[name], 1, 3, undefined, name) : getOption(options, name, components[name]);
    if (value !== undefined) f.options[name] = value;
  }
  getOption(options, 'formatMatcher', ['basic', 'best fit'], 'best fit');
  f.dateStyle = getOption(options, 'dateStyle', styles);
  f.timeStyle = getOption(options, 'timeStyle', styles);
  if (f.dateStyle === undefined && f.timeStyle === undefined) return;
  for (const name in f.options) {
    throw new TypeError(`Can't set option ${name} when ${f.dateStyle !== undefined ? 'dateStyle' : 'timeStyle'} is used`);
  }
}

function resolveHourCycle(f, hour12, hourCycle) {
  const usual = f.hc ?? f.data.styles.hourCycle;
  if (hour12 === undefined) return hourCycle ?? usual;
  // V8 11 keeps whether hours are counted from 0, so that en-US writes midnight as 24.
  const fromZero = usual === 'h11' || usual === 'h23';
  if (hour12) return fromZero ? 'h11' : 'h12';
  return fromZero ? 'h23' : 'h24';
}

/**
 * The calendar. A locale's keyword that is not supported does not count, as the
 * standard has it; an option that Node.js would follow is refused.
 */
function calendarOf(f, asked) {
  const { calendar } = f.data;
  const isSupported = (name) => name === calendar || name === 'gregory';
  if (asked !== undefined && !isSupported(asked) && sharedData('calendars').includes(asked)) {
    throw new RangeError(`Intl.DateTimeFormat: the calendar ${asked} is not supported`);
  }
  return isSupported(f.ca) ? f.ca : calendar;
}

/* -------------------------------------------------------------------- *
 * Patterns.
 * -------------------------------------------------------------------- */

const styles = ['full', 'long', 'medium', 'short'];
const monthLetters = { numeric: 1, '2-digit': 2, short: 3, long: 4, narrow: 5 };
const nameLetters = { short: 1, long: 4, narrow: 5 };
const digitLetters = { numeric: 1, '2-digit': 2 };

const fill = (pattern, parts) => pattern.replace(/\{([01])\}/g, (_, i) => parts[i]);

/** The options' fields as skeletons: [date, time without zone]. */
function skeletons(o, isTwelve) {
  const letters = (letter, table, value) => (value === undefined ? '' : letter.repeat(table[value]));
  const year = o.year ?? (o.era === undefined ? undefined : 'numeric');
  const date =
    letters('G', nameLetters, o.era) +
    letters('y', digitLetters, year) +
    letters('M', monthLetters, o.month) +
    letters('E', nameLetters, o.weekday) +
    letters('d', digitLetters, o.day);
  // A field of seconds in two digits asks for nothing else than one of one.
  const areTwoDigits = o.minute === '2-digit' && (o.second === undefined || o.second === '2-digit');
  const time =
    (o.dayPeriod !== undefined && isTwelve ? 'B' : '') +
    letters(isTwelve ? 'h' : 'H', digitLetters, o.hour) +
    (o.minute === undefined ? '' : areTwoDigits && o.hour !== undefined ? 'mm' : 'm') +
    (o.second === undefined ? '' : areTwoDigits && o.hour !== undefined ? 'ss' : 's');
  return [date, time];
}

function dateHalf(data, skeleton) {
  if (skeleton === '') return undefined;
  const found = datePattern(data.dates, skeleton);
  if (found !== undefined) return found;
  // A weekday that belongs to no pattern follows the rest.
  const weekday = /E+/.exec(skeleton)?.[0];
  const rest = weekday === undefined ? undefined : dateHalf(data, skeleton.replace(weekday, ''));
  if (rest !== undefined) return `${rest} ${datePattern(data.dates, weekday)}`;
  return skeleton.match(/([a-zA-Z])\1*/g).map((run) => datePattern(data.dates, run) ?? run).join(' ');
}

function timeHalf({ data, numberingSystem }, skeleton, o) {
  let pattern;
  if (skeleton === '') pattern = o.dayPeriod === undefined || o.hour !== undefined ? undefined : 'B';
  else pattern = timePattern(data.times, o.timeZoneName === undefined ? skeleton : `${skeleton}z`) ?? skeleton;
  if (o.fractionalSecondDigits === undefined) return pattern;
  const fraction = 'S'.repeat(o.fractionalSecondDigits);
  if (pattern === undefined) return fraction;
  return /s/.test(pattern.replace(/'[^']*'/g, '')) ? afterSeconds(pattern, `${(data.symbols[numberingSystem] ?? data.symbols.latn).decimal}${fraction}`) : `${pattern} ${fraction}`;
}

const afterSeconds = (pattern, fraction) => pattern.replace(/'[^']*'|s+/g, (run) => (run[0] === 's' ? run + fraction : run));

function joinOf(f, o) {
  const { joinFields } = f.data.styles;
  const index = o.month === 'long' ? (o.weekday !== undefined ? 0 : 1) : o.month === 'short' ? 2 : 3;
  return (date, time) => fill(joinFields[index], [time, date]);
}

function fieldPattern(f) {
  const { data, options: o } = f;
  const [dateSkeleton, timeSkeleton] = skeletons(o, /^h1/.test(f.hourCycle));
  const date = dateHalf(data, dateSkeleton);
  const time = timeHalf(f, timeSkeleton, o);
  f.join = joinOf(f, o);
  f.halves = { date, time, timeSkeleton };
  if (date !== undefined && time !== undefined) return joined(f, dateSkeleton, timeSkeleton);
  const either = date ?? time;
  if (o.timeZoneName === undefined || timeSkeleton !== '') return either;
  return either === undefined ? 'z' : f.join(either, 'z');
}

// A weekday and a time have patterns of their own.
function joined(f, dateSkeleton, timeSkeleton) {
  const { date, time } = f.halves;
  const short = timeSkeleton.replace('mm', 'm').replace('ss', 's');
  if (/^E+$/.test(dateSkeleton) && `E${short}` in f.data.times && f.options.timeZoneName === undefined) {
    return widen(f.data.times[`E${short}`], dateSkeleton === 'E' ? {} : { E: dateSkeleton.length });
  }
  return f.join(date, time);
}

function stylePattern(f) {
  const { data, dateStyle, timeStyle } = f;
  const d = styles.indexOf(dateStyle);
  const date = dateStyle === undefined ? undefined : data.styles.date[d];
  const time = timeStyle === undefined ? undefined : (/^h1/.test(f.hourCycle) ? data.styles.time12 : data.styles.time24)[styles.indexOf(timeStyle)];
  f.halves = { date, time };
  f.join = (a, b) => fill(data.styles.join[Math.max(d, 0)], [b, a]);
  return date !== undefined && time !== undefined ? f.join(date, time) : (date ?? time);
}

/* -------------------------------------------------------------------- *
 * The state.
 * -------------------------------------------------------------------- */

/** @see https://tc39.es/ecma402/#sec-createdatetimeformat */
function makeDateTimeFormat(locales, given, required = 'any', defaults = 'date') {
  if (given === null) throw new TypeError('Cannot convert undefined or null to object');
  const options = coerceOptions(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const ca = getTypeOption(options, 'calendar');
  const nu = getTypeOption(options, 'numberingSystem');
  const hour12 = getBooleanOption(options, 'hour12');
  const hourCycle = getOption(options, 'hourCycle', hourCycles);
  const valid = { nu: isNumberingSystem, hc: (value) => hourCycles.includes(value), ca: (value) => value === 'gregory' || value === 'buddhist' };
  const f = resolveLocale(locales, ['ca', 'hc', 'nu'], { ca, nu, hc: hour12 === undefined ? hourCycle : undefined }, valid);
  f.data = localeData(f.dataLocale);
  f.calendar = calendarOf(f, ca);
  f.numberingSystem = f.nu ?? f.data.numberingSystem;
  f.digits = digitsOf(f.numberingSystem);
  f.timeZone = options.timeZone === undefined ? defaultZone() : canonicalZone(String(options.timeZone));
  readComponents(f, options);
  addDefaults(f, required, defaults);
  f.hourCycle = resolveHourCycle(f, hour12, hourCycle);
  f.zoneStyle = f.options.timeZoneName;
  f.dayPeriod = f.options.dayPeriod;
  const isStyled = f.dateStyle !== undefined || f.timeStyle !== undefined;
  f.pattern = isStyled ? stylePattern(f) : fieldPattern(f);
  f.steps = core.compile(f.pattern);
  f.hasHour = f.steps.some((step) => step.type === 'hour');
  return f;
}

/* -------------------------------------------------------------------- *
 * The class.
 * -------------------------------------------------------------------- */

function resolvedOptions(f) {
  const out = { locale: f.locale, calendar: f.calendar, numberingSystem: f.numberingSystem, timeZone: f.timeZone };
  if (f.hasHour) Object.assign(out, { hourCycle: f.hourCycle, hour12: /^h1/.test(f.hourCycle) });
  if (f.dateStyle === undefined && f.timeStyle === undefined) Object.assign(out, shownFields(f));
  if (f.dateStyle !== undefined) out.dateStyle = f.dateStyle;
  if (f.timeStyle !== undefined) out.timeStyle = f.timeStyle;
  return out;
}

// The widths that the pattern has, which may not be those that were asked for.
function shownFields(f) {
  const found = {};
  for (const [run] of tokenize(f.pattern)) {
    const [name, value] = run === undefined ? [] : fieldOf(f, run);
    if (name !== undefined) found[name] = value;
  }
  const out = {};
  for (const name in components) if (found[name] !== undefined) out[name] = found[name];
  return out;
}

function fieldOf(f, run) {
  const text = ['short', 'short', 'short', 'short', 'long', 'narrow'][run.length];
  const digits = run.length === 2 ? '2-digit' : 'numeric';
  switch (run[0]) {
    case 'G':
      return ['era', text];
    case 'y':
      return ['year', digits];
    case 'M':
    case 'L':
      return ['month', run.length > 2 ? text : digits];
    case 'E':
    case 'c':
      return ['weekday', text];
    case 'd':
      return ['day', digits];
    case 'h':
    case 'H':
      return ['hour', digits];
    case 'm':
      return ['minute', digits];
    case 's':
      return ['second', digits];
    case 'B':
      return ['dayPeriod', f.dayPeriod];
    case 'S':
      return ['fractionalSecondDigits', run.length];
    default:
      return run[0] === 'z' ? ['timeZoneName', f.zoneStyle] : [];
  }
}

const valueOfDate = uncurryThis(Date.prototype.valueOf);
const now = () => (globalThis.Date?.now ?? DateNow)();

function timeOf(date) {
  if (date === undefined) return now();
  return date instanceof Date ? valueOfDate(date) : +date; // which refuses a BigInt
}

function ends(start, end) {
  if (start === undefined || end === undefined) throw new TypeError('Invalid time value');
  return [timeOf(start), timeOf(end)];
}

const { Service: DateTimeFormat } = defineService('DateTimeFormat', {
  isCallable: true,
  init: (locales, options) => makeDateTimeFormat(locales, options),
  getters: {
    format: (f) => (f.bound ??= Object.defineProperty((date) => core.formatDate(f, timeOf(date)), 'name', { value: '' })),
  },
  methods: {
    formatToParts: (f, date) => core.formatDateToParts(f, timeOf(date)),
    formatRange: (f, start, end) => require('./daterange').formatDateRange(f, ...ends(start, end)),
    formatRangeToParts: (f, start, end) => require('./daterange').formatDateRangeToParts(f, ...ends(start, end)),
    resolvedOptions,
  },
});

module.exports = { DateTimeFormat, makeDateTimeFormat };
