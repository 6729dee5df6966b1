// Ranges of times: https://tc39.es/ecma402/#sec-partitiondatetimerangepattern
// Go half: none. A pattern for a range has its fields once, where both ends share
// them, or twice.

const { Map } = primordials;
const { datePattern, timePattern, widen, tokenize, kindOf } = require('./pattern');
const { compile, fieldsAt, stepText, timeClip } = require('./datecore');

/** A pattern's fields as a skeleton: "d. MMM y" is yMMMd. */
function skeletonOf(pattern, letters) {
  const widths = {};
  for (const [run] of tokenize(pattern)) if (run !== undefined) widths[kindOf(run[0])] = run.length;
  let out = '';
  for (const letter of letters) {
    if (widths[letter] === undefined) continue;
    const width = letter === 'E' && widths.E === 3 ? 1 : widths[letter];
    out += letter.repeat(width);
  }
  return out;
}

const plain = (skeleton) => skeleton.replace('yy', 'y').replace('MMMMM', 'MMM').replace(/(?<!M)MM(?!M)/, 'M').replace(/E+/, 'E').replace('dd', 'd').replace(/([hHm])\1/g, '$1');

/** The pattern for a range in which the fields from difference on differ. */
function rangePattern(f, skeleton, difference, single) {
  const { ranges } = f.data;
  const base = plain(skeleton);
  const entry = ranges[skeleton] ?? ranges[base] ?? ranges[base.replace('MMMM', 'MMM')];
  const pattern = entry?.[difference];
  if (pattern === undefined) return undefined;
  if (pattern === 1) return single + ranges.wide + single;
  const widths = {};
  for (const run of skeleton.match(/([a-zA-Z])\1*/g)) {
    if (/^(?:MM|dd|yy|M{4,}|E{4,})$/.test(run)) widths[run[0]] = run.length;
  }
  return widen(pattern, widths);
}

/** The greatest field in which two times differ: y, M, d, a, h, m or ''. */
function greatestDifference(a, b) {
  if (a.year !== b.year) return 'y';
  if (a.month !== b.month) return 'M';
  if (a.day !== b.day) return 'd';
  if (a.hour < 12 !== b.hour < 12) return 'a';
  if (a.hour !== b.hour) return 'h';
  return a.minute !== b.minute ? 'm' : '';
}

const isDate = (difference) => difference !== '' && 'yMd'.includes(difference);

// A date that does not show the field in which the ends differ gets it.
function dateRangePattern(f, skeleton, difference, single) {
  if (difference !== 'y' || skeleton.includes('y')) return rangePattern(f, skeleton, difference, single);
  const whole = datePattern(f.data.dates, `y${skeleton}`);
  return rangePattern(f, `y${skeleton}`, difference, whole) ?? whole + f.data.ranges.separator + whole;
}

/** The pattern of the whole range, or undefined if both ends are written in full. */
function choosePattern(f, difference) {
  const { date, time } = f.halves;
  if (time === undefined) return dateRangePattern(f, skeletonOf(date, 'GyMEd'), difference, date);
  if (isDate(difference)) return undefined;
  const short = rangePattern(f, skeletonOf(time, 'hHms'), difference, time);
  if (short === undefined || date === undefined) return short;
  return f.join(date, short);
}

/** Marks what belongs to the start, to the end and to both. */
function sources(steps) {
  const first = new Map();
  const repeated = new Map();
  steps.forEach(({ kind }, i) => {
    if (kind === '') return;
    if (first.has(kind)) repeated.set(kind, i);
    else first.set(kind, i);
  });
  const starts = [...repeated.keys()].map((kind) => first.get(kind));
  const ends = [...repeated.values()];
  const within = (i, list) => i >= Math.min(...list) && i <= Math.max(...list);
  return steps.map((_, i) => (within(i, starts) ? 'startRange' : within(i, ends) ? 'endRange' : 'shared'));
}

/** @see https://tc39.es/ecma402/#sec-formatdatetimerangetoparts */
function formatDateRangeToParts(f, x, y) {
  const start = fieldsAt(f, timeClip(x));
  const end = fieldsAt(f, timeClip(y));
  const part = (type, value, source) => ({ type, value, source });
  const parts = (steps, at, source) => steps.map((step) => part(step.type, stepText(f, step, at), source));
  const difference = greatestDifference(start, end);
  const bringsDates = f.halves.date === undefined && isDate(difference);
  if (!bringsDates && f.steps.every((step) => stepText(f, step, start) === stepText(f, step, end))) return parts(f.steps, start, 'shared');
  const cycle = difference === 'a' && /^h2/.test(f.hourCycle ?? '') ? 'h' : difference;
  const pattern = difference === '' ? undefined : choosePattern(f, cycle);
  if (pattern === undefined) {
    const steps = fullSteps(f, difference);
    return [...parts(steps, start, 'startRange'), part('literal', f.data.ranges.separator, 'shared'), ...parts(steps, end, 'endRange')];
  }
  const steps = compile(pattern);
  const marks = sources(steps);
  return steps.map((step, i) => part(step.type, stepText(f, step, marks[i] === 'endRange' ? end : start), marks[i]));
}

// Times of different days bring their dates along.
function fullSteps(f, difference) {
  if (f.halves.date !== undefined || !isDate(difference)) return f.steps;
  const { time, timeSkeleton } = f.halves;
  const plainTime = timeSkeleton === undefined ? time : timePattern(f.data.times, timeSkeleton.replace('mm', 'm').replace('ss', 's'));
  return compile(f.join(datePattern(f.data.dates, 'yMd'), plainTime));
}

const formatDateRange = (f, x, y) =>
  formatDateRangeToParts(f, x, y)
    .map((p) => p.value)
    .join('');

module.exports = { formatDateRange, formatDateRangeToParts };
