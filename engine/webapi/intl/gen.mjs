// Records what the Intl of a Node.js with full ICU knows about locales, for the
// formatters beside it: node gen.mjs writes data.json.
//
// What a locale has is read off formatToParts: patterns with their fields, names,
// symbols. A region holds what differs from its language. What pattern.js derives
// from other patterns is left out.

import { readFileSync, writeFileSync } from 'node:fs';
import { places, zones, zoneNames } from './gen-zones.mjs';
import { numbers } from './gen-numbers.mjs';

const folder = new URL('.', import.meta.url);
const patternModule = { exports: {} };
new Function('module', readFileSync(new URL('pattern.js', folder), 'utf8'))(patternModule);
const { datePattern, timePattern, widen } = patternModule.exports;

// Each language, and the regions that differ from it or from another region.
const parents = {
  en: '', 'en-GB': 'en', 'en-CA': 'en', 'en-AU': 'en-GB', 'en-IN': 'en-GB', 'en-NZ': 'en-GB', 'en-IE': 'en-GB', 'en-ZA': 'en-GB',
  de: '', 'de-AT': 'de', 'de-CH': 'de', fr: '', 'fr-CA': 'fr', 'fr-CH': 'fr', 'fr-BE': 'fr',
  es: '', 'es-MX': 'es', 'es-US': 'es-MX', 'es-AR': 'es-MX', it: '', 'it-CH': 'it',
  pt: '', 'pt-PT': 'pt', nl: '', 'nl-BE': 'nl', sv: '', da: '', nb: '', fi: '', pl: '', cs: '', ru: '', uk: '', tr: '',
  ja: '', ko: '', zh: '', 'zh-TW': 'zh', 'zh-HK': 'zh-TW', th: '', ar: '', 'ar-EG': 'ar', he: '', hi: '',
};

const widths = ['short', 'long', 'narrow'];
const probe = Date.UTC(2023, 8, 5, 5, 7, 9, 123);
const months = Array.from({ length: 12 }, (_, m) => Date.UTC(2023, m, 5, 5, 7, 9, 123));
const days = Array.from({ length: 7 }, (_, d) => Date.UTC(2023, 8, 3 + d, 5, 7, 9, 123)); // from Sunday

// Thai years are Buddhist; all other languages here count from Christ by default.
const calendarOf = (locale) => (locale === 'th' ? 'buddhist' : 'gregory');
const dtf = (locale, options) => new Intl.DateTimeFormat(`${locale}-u-ca-${calendarOf(locale)}-nu-latn`, { timeZone: 'UTC', ...options });
const values = (f, dates, type) => dates.map((d) => f.formatToParts(d).find((p) => p.type === type)?.value);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* -------------------------------------------------------------------- *
 * Names.
 * -------------------------------------------------------------------- */

function names(locale) {
  const out = { months: [], weekdays: [], eras: [], dayPeriods: [] };
  for (const [i, width] of widths.entries()) {
    out.months[i] = values(dtf(locale, { month: width, day: 'numeric' }), months, 'month');
    out.months[i + 3] = values(dtf(locale, { month: width }), months, 'month');
    out.weekdays[i] = values(dtf(locale, { weekday: width, day: 'numeric', month: 'long', year: 'numeric' }), days, 'weekday');
    out.weekdays[i + 3] = values(dtf(locale, { weekday: width }), days, 'weekday');
    out.eras[i] = values(dtf(locale, { era: width, year: 'numeric' }), [Date.UTC(-5, 5, 1), probe], 'era');
    const hours = Array.from({ length: 24 }, (_, h) => Date.UTC(2023, 8, 5, h));
    out.dayPeriods[i] = dayPeriods(values(dtf(locale, { hour: 'numeric', dayPeriod: width, hourCycle: 'h12' }), hours, 'dayPeriod'));
  }
  for (const list of [out.months, out.weekdays]) {
    for (let i = 3; i < 6; i++) if (same(list[i], list[i - 3])) list[i] = 0;
    while (list.at(-1) === 0) list.pop();
  }
  for (const i of [1, 2]) if (same(out.dayPeriods[i], out.dayPeriods[0])) out.dayPeriods[i] = 0;
  out.ampm = values(dtf(locale, { hour: 'numeric', hourCycle: 'h12' }), [Date.UTC(2023, 1, 1, 1), Date.UTC(2023, 1, 1, 13)], 'dayPeriod');
  return out;
}

// By the hour at which each begins; the first of them rules from midnight.
function dayPeriods(byHour) {
  const out = {};
  byHour.forEach((name, hour) => {
    if (hour === 0 || name !== byHour[hour - 1]) out[hour] = name ?? '';
  });
  return out;
}

/* -------------------------------------------------------------------- *
 * Patterns.
 * -------------------------------------------------------------------- */

const quote = (text) => (/[a-zA-Z']/.test(text) ? `'${text.replaceAll("'", "''")}'` : text);
const digits = (letter) => (value) => (value.length > 1 ? letter + letter : letter);
const numeric = { day: digits('d'), hour: digits('h'), minute: digits('m'), second: digits('s') };

/** A named field's letters: the table whose names the formatter gives, that of hint first. */
function letters(tables, names, hint, [format, alone]) {
  const order = [hint, hint + 3, 0, 1, 2, 3, 4, 5];
  const found = order.find((i) => i >= 0 && same(tables[i] || tables[i - 3], names));
  if (found === undefined) return undefined;
  return (found < 3 ? format : alone).repeat([3, 4, 5][found % 3]);
}

function field({ type, value }, f, options, known) {
  switch (type) {
    case 'literal':
      return quote(value);
    case 'year':
      return value.length === 2 ? 'yy' : 'y';
    case 'month':
      if (/^\d+$/.test(value)) return value.length > 1 ? 'MM' : 'M';
      return letters(known.months, values(f, months, 'month'), widths.indexOf(options.month), 'ML') ?? 'MMM';
    case 'weekday':
      return letters(known.weekdays, values(f, days, 'weekday'), widths.indexOf(options.weekday), 'Ec') ?? 'EEE';
    case 'era':
      return 'G'.repeat([1, 4, 5][Math.max(0, widths.indexOf(options.era))]);
    case 'dayPeriod':
      return options.dayPeriod || !known.ampm.includes(value) ? 'B' : 'a';
    case 'timeZoneName':
      return options.timeStyle === 'full' ? 'zzzz' : 'z';
    case 'hour':
      return digits(/^h1/.test(f.resolvedOptions().hourCycle) ? 'h' : 'H')(value);
    default:
      return numeric[type](value);
  }
}

function patternOf(locale, options, known) {
  const f = dtf(locale, options);
  return f.formatToParts(probe).map((part) => field(part, f, options, known)).join('');
}

const eraOf = { '': undefined, G: 'short', GGGG: 'long', GGGGG: 'narrow' };
const weekdayOf = { '': undefined, E: 'short', EEEE: 'long', EEEEE: 'narrow' };
const yearOf = { '': undefined, y: 'numeric', yy: '2-digit' };
const monthOf = { '': undefined, M: 'numeric', MM: '2-digit', MMM: 'short', MMMM: 'long', MMMMM: 'narrow' };
const dayOf = { '': undefined, d: 'numeric', dd: '2-digit' };

function* dateSkeletons() {
  for (const G in eraOf) {
    for (const y in yearOf) {
      for (const M in monthOf) {
        for (const E in weekdayOf) {
          for (const d in dayOf) {
            const options = { era: eraOf[G], year: yearOf[y], month: monthOf[M], weekday: weekdayOf[E], day: dayOf[d] };
            if (isAsked(G, y, M, E, d)) yield [G + y + M + E + d, options];
          }
        }
      }
    }
  }
}

// An era without a year brings one along; a weekday goes with a day or alone.
function isAsked(G, y, M, E, d) {
  if (G !== '') return y === 'y' && G === 'G' && !/^(?:MM|MMMMM)$/.test(M) && (E === '' || (E === 'E' && M !== '' && d !== '')) && d !== 'dd';
  return y + M + E + d !== '' && (E === '' || y + M === '' || d !== '');
}

/** Letters for which the locale has no names of their own are those of the other context. */
function canonical(pattern, known) {
  if (pattern === undefined) return undefined;
  const plain = (list, letter) => (run) => (list[run.length - 3 + 3] ? run : letter.repeat(run.length));
  return pattern.replace(/c{3,}/g, plain(known.weekdays, 'E')).replace(/L{3,}/g, plain(known.months, 'M'));
}

const isBase = (skeleton) => !/GG|yy|MMMMM|(?<!M)MM(?!M)|EE|dd/.test(skeleton);

/** Records the shortest skeletons first, the others where they cannot be derived. */
function datePatterns(locale, known) {
  const table = {};
  const all = [...dateSkeletons()].sort(([a], [b]) => isBase(b) - isBase(a) || a.length - b.length);
  for (const [skeleton, options] of all) {
    // V8 aborts where ICU fills one of these with a field it has no part for.
    if (parents[locale] && options.era && options.weekday) {
      if (skeleton in full[parents[locale]].dates) table[skeleton] = full[parents[locale]].dates[skeleton];
      continue;
    }
    const pattern = patternOf(locale, options, known);
    if (canonical(datePattern(table, skeleton), known) !== canonical(pattern, known)) table[skeleton] = pattern;
  }
  return table;
}

function* timeSkeletons() {
  for (const z of ['', 'z']) {
    for (const ms of ['ms', 's', 'm', '', 'mm', 'mmss']) {
      for (const h of ['h', 'H', 'hh', 'HH', 'Bh', 'Bhh', '']) {
        if (h + ms === '' || (ms.includes('mm') && !/^[hH]*$/.test(h)) || (h !== '' && ms === 's')) continue;
        yield [h + ms + z, {
          hour: h === '' ? undefined : /hh|HH/.test(h) ? '2-digit' : 'numeric',
          hourCycle: h === '' ? undefined : h.includes('h') ? 'h12' : 'h23',
          minute: ms.includes('mm') ? '2-digit' : ms.includes('m') ? 'numeric' : undefined,
          second: ms.includes('ss') ? '2-digit' : ms.includes('s') ? 'numeric' : undefined,
          dayPeriod: h.includes('B') ? 'short' : undefined,
          timeZoneName: z ? 'short' : undefined,
        }];
      }
    }
  }
}

function timePatterns(locale, known) {
  const table = {};
  for (const [skeleton, options] of timeSkeletons()) {
    const pattern = patternOf(locale, options, known);
    if (timePattern(table, skeleton) !== pattern) table[skeleton] = pattern;
  }
  for (const h of ['h', 'hm', 'hms', 'H', 'Hm', 'Hms']) {
    const options = { weekday: 'short', hour: 'numeric', hourCycle: h[0] === 'h' ? 'h12' : 'h23' };
    if (h.includes('m')) options.minute = 'numeric';
    if (h.includes('s')) options.second = 'numeric';
    table[`E${h}`] = patternOf(locale, options, known);
  }
  return table;
}

// How a date and a time join: "{1}, {0}".
function glue(locale, date, time) {
  const joined = patternOf(locale, { ...date, ...time }, joinNames);
  const d = patternOf(locale, date, joinNames);
  const t = patternOf(locale, time, joinNames);
  return joined.replace(d, '{1}').replace(t, '{0}');
}

let joinNames;

function styles(locale, known) {
  joinNames = known;
  const all = ['full', 'long', 'medium', 'short'];
  const time = { hour: 'numeric', minute: '2-digit' };
  const numericDate = { year: 'numeric', month: 'numeric', day: 'numeric' };
  return {
    date: all.map((dateStyle) => patternOf(locale, { dateStyle }, known)),
    time12: all.map((timeStyle) => patternOf(locale, { timeStyle, hourCycle: 'h12' }, known)),
    time24: all.map((timeStyle) => patternOf(locale, { timeStyle, hourCycle: 'h23' }, known)),
    join: all.map((dateStyle) => glue(locale, { dateStyle }, { timeStyle: 'short' })),
    joinFields: [
      glue(locale, { ...numericDate, weekday: 'long', month: 'long' }, time),
      glue(locale, { ...numericDate, month: 'long' }, time),
      glue(locale, { ...numericDate, month: 'short' }, time),
      glue(locale, numericDate, time),
    ],
    hourCycle: dtf(locale, { hour: 'numeric' }).resolvedOptions().hourCycle,
  };
}

/* -------------------------------------------------------------------- *
 * Ranges.
 * -------------------------------------------------------------------- */

const rangeSkeletons = ['y', 'M', 'MMM', 'MMMM', 'd', 'Md', 'MMMd', 'MMMMd', 'yM', 'yMMM', 'yMMMM', 'yMd', 'yMMMd', 'yMMMMd', 'MMMEd', 'yMMMEd', 'yMMMMEEEEd', 'h', 'hm', 'H', 'Hm'];
const starts = { y: [2021, 4, 4, 5, 7], M: [2023, 4, 4, 5, 7], d: [2023, 8, 4, 5, 7], a: [2023, 8, 5, 5, 7], h: [2023, 8, 5, 3, 7], m: [2023, 8, 5, 5, 5] };

function optionsOf(skeleton) {
  const at = (table, letter) => table[(skeleton.match(new RegExp(`${letter}+`)) ?? [''])[0]];
  const hour = /[hH]/.exec(skeleton)?.[0];
  return {
    year: at(yearOf, 'y'), month: at(monthOf, 'M'), weekday: at(weekdayOf, 'E'), day: at(dayOf, 'd'),
    hour: hour && 'numeric', hourCycle: hour && (hour === 'h' ? 'h12' : 'h23'), minute: skeleton.includes('m') ? 'numeric' : undefined,
  };
}

/** skeleton → greatest difference → a pattern in which fields occur once or twice. */
function ranges(locale, known) {
  const out = {};
  const far = dtf(locale, { dateStyle: 'short', timeStyle: 'short' }).formatRangeToParts(Date.UTC(1990, 1), Date.UTC(1995, 1));
  out.separator = far.find((p) => p.type === 'literal' && p.source === 'shared')?.value ?? ' – ';
  for (const skeleton of rangeSkeletons) {
    const options = optionsOf(skeleton);
    const f = dtf(locale, options);
    const isTime = /[hH]/.test(skeleton);
    for (const difference of isTime ? ['a', 'h', 'm'] : ['y', 'M', 'd']) {
      if (!isTime && !skeleton.includes(difference) && !(difference === 'd' && skeleton.includes('E'))) continue;
      if (difference === 'm' && !skeleton.includes('m')) continue;
      const end = difference === 'a' ? Date.UTC(2023, 8, 5, 15, 7) : probe;
      const parts = f.formatRangeToParts(Date.UTC(...starts[difference]), end);
      out[skeleton] ??= {};
      out[skeleton][difference] = parts.map((part) => field(part, f, options, known)).join('');
    }
    // Without a pattern both ends are written in full.
    const single = patternOf(locale, options, known);
    for (const key in out[skeleton]) {
      const pattern = out[skeleton][key];
      // The hour's width in a time is not always that of the range's.
      if (isTime) continue;
      if (pattern === single + quote(out.separator) + single) delete out[skeleton][key];
      else if (pattern.startsWith(single) && pattern.endsWith(single)) {
        out.wide ??= pattern.slice(single.length, -single.length);
        if (pattern === single + out.wide + single) out[skeleton][key] = 1;
      }
    }
    // Long months are those of the short ones, written out.
    const short = skeleton.includes('MMMM') ? out[skeleton.replace('MMMM', 'MMM').replace('EEEE', 'E')] : undefined;
    const wide = (pattern) => (typeof pattern === 'string' ? widen(pattern, { M: 4, ...(skeleton.includes('EEEE') && { E: 4 }) }) : pattern);
    if (short !== undefined && Object.keys(short).every((key) => same(wide(short[key]), out[skeleton][key])) && Object.keys(short).length === Object.keys(out[skeleton]).length) delete out[skeleton];
    else if (Object.keys(out[skeleton]).length === 0) delete out[skeleton];
  }
  return out;
}

/* -------------------------------------------------------------------- *
 * Lists and relative time.
 * -------------------------------------------------------------------- */

function lists(locale) {
  const out = {};
  for (const type of ['conjunction', 'disjunction', 'unit']) {
    for (const style of ['long', 'short', 'narrow']) {
      const f = new Intl.ListFormat(locale, { type, style });
      const text = (items) => f.format(items);
      const [, middle, end] = text(['\u0001', '\u0002', '\u0003', '\u0004']).match(/^\u0001.*\u0002(.*)\u0003(.*)\u0004$/s);
      const start = text(['\u0001', '\u0002', '\u0003', '\u0004']).match(/^\u0001(.*)\u0002/s)[1];
      const pair = text(['\u0001', '\u0002']).match(/^\u0001(.*)\u0002$/s)[1];
      out[type + style] = [pair, start, middle, end];
    }
  }
  for (const type of ['conjunction', 'disjunction', 'unit']) {
    for (const style of ['narrow', 'short']) if (same(out[type + style], out[`${type}long`])) delete out[type + style];
  }
  return out;
}

const samples = [0, 1, 2, 3, 5, 6, 11, 20, 21, 100, 1000000, 1.5];
const relativeUnits = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

function relative(locale) {
  const rules = new Intl.PluralRules(locale);
  const out = {};
  for (const style of ['long', 'short', 'narrow']) {
    out[style] = {};
    for (const unit of relativeUnits) {
      const f = new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`, { style });
      const auto = new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`, { style, numeric: 'auto' });
      const entry = { past: {}, future: {}, auto: {} };
      for (const n of samples) {
        const category = rules.select(n);
        const text = (value) => {
          const parts = f.formatToParts(value, unit);
          const first = parts.findIndex((p) => p.unit);
          const last = parts.findLastIndex((p) => p.unit);
          return [...parts.slice(0, first).map((p) => p.value), first < 0 ? '' : '{0}', ...parts.slice(last + 1).map((p) => p.value)].join('');
        };
        entry.future[category] ??= text(n);
        entry.past[category] ??= text(-n);
      }
      for (const n of [-2, -1, 0, 1, 2]) {
        const parts = auto.formatToParts(n, unit);
        if (parts.length === 1 && parts[0].type === 'literal' && parts[0].value !== f.format(n, unit)) entry.auto[n] = parts[0].value;
      }
      for (const direction of ['past', 'future']) entry[direction] = byPlural(entry[direction]);
      if (Object.keys(entry.auto).length === 0) delete entry.auto;
      out[style][unit] = entry;
    }
  }
  for (const [style, fuller] of [['narrow', 'short'], ['short', 'long']]) {
    for (const unit of relativeUnits) {
      for (const key in out[style][unit]) if (same(out[style][unit][key], out[fuller][unit][key])) delete out[style][unit][key];
    }
  }
  return out;
}

/** Texts by plural category: one text if all agree; those that agree with other left out. */
export function byPlural(texts) {
  const other = texts.other;
  const out = { ...texts };
  for (const category in out) if (category !== 'other' && out[category] === other) delete out[category];
  return Object.keys(out).length === 1 ? other : out;
}

/* -------------------------------------------------------------------- *
 * All of it.
 * -------------------------------------------------------------------- */

function localeData(locale) {
  const known = names(locale);
  return {
    calendar: calendarOf(locale),
    numberingSystem: new Intl.NumberFormat(locale).resolvedOptions().numberingSystem,
    ...numbers(locale, byPlural),
    ...known,
    dates: datePatterns(locale, known),
    times: timePatterns(locale, known),
    styles: styles(locale, known),
    ranges: ranges(locale, known),
    lists: lists(locale),
    relative: relative(locale),
    zones: zoneNames(locale),
  };
}

/** What child says otherwise than parent; null for what it lacks. */
function difference(parent, child) {
  const out = {};
  for (const key in child) {
    if (same(parent[key], child[key])) continue;
    const nested = [parent[key], child[key]].every((v) => typeof v === 'object' && v !== null && !Array.isArray(v));
    out[key] = nested ? difference(parent[key], child[key]) : child[key];
  }
  for (const key in parent) if (!(key in child)) out[key] = null;
  return out;
}

const full = {};
for (const locale in parents) full[locale] = localeData(locale);
const lines = Object.keys(parents).map((locale) => {
  const parent = parents[locale];
  return `    ${JSON.stringify(locale)}: ${JSON.stringify(parent ? { parent, ...difference(full[parent], full[locale]) } : full[locale])}`;
});
const shared = {
  recorded: `ICU ${process.versions.icu}, CLDR ${process.versions.cldr}`,
  zones: zones(),
  places: places(),
  calendars: Intl.supportedValuesOf('calendar'),
  collations: Intl.supportedValuesOf('collation'),
  currencies: Intl.supportedValuesOf('currency'),
  numberingSystems: Intl.supportedValuesOf('numberingSystem'),
  timeZones: Intl.supportedValuesOf('timeZone'),
  units: Intl.supportedValuesOf('unit'),
  currencyDigits: currencyDigits(),
  weeks: weeks(),
  calendarNames: Object.fromEntries(Intl.supportedValuesOf('calendar').map((c) => [c, new Intl.DisplayNames('en', { type: 'calendar' }).of(c)])),
};

function currencyDigits() {
  const out = {};
  for (const currency of Intl.supportedValuesOf('currency')) {
    const n = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    if (n !== 2) out[currency] = n;
  }
  return out;
}

/** How weeks are, as JSON → the regions that have them so. */
function weeks() {
  const out = {};
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  for (const region of letters.flatMap((a) => letters.map((b) => a + b))) {
    if (regions.of(region) === undefined) continue;
    const key = JSON.stringify(new Intl.Locale(`und-${region}`).weekInfo);
    out[key] = out[key] === undefined ? region : `${out[key]} ${region}`;
  }
  return out;
}

const head = Object.entries(shared).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
const text = `{\n${head.join(',\n')},\n  "locales": {\n${lines.join(',\n')}\n  }\n}\n`;
writeFileSync(new URL('data.json', folder), text);
