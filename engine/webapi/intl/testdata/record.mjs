// Writes node20.jsonl, what the Intl of Node.js 20 answers: node record.mjs.
// A line is an expression and its value, or the name of the error it throws.

import { writeFileSync } from 'node:fs';

const js = (value) => JSON.stringify(value);
const lines = [];

function ask(expression) {
  let value;
  try {
    value = new Function(`return ${expression};`)();
  } catch (error) {
    value = error.name;
  }
  lines.push(js([expression, value ?? null]));
}

const locales = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'es-MX', 'it-IT', 'pt-BR', 'nl-NL', 'sv-SE', 'da-DK', 'nb-NO', 'fi-FI', 'pl-PL', 'cs-CZ', 'ru-RU', 'uk-UA', 'tr-TR', 'ja-JP', 'ko-KR', 'zh-CN', 'zh-TW', 'ar-EG', 'he-IL', 'hi-IN', 'en-IN', 'de-AT', 'fr-CA', 'pt-PT', 'en-CA', 'en-AU'];

/* Numbers. */
const numberOptions = [
  {},
  { style: 'percent', maximumFractionDigits: 1 },
  { style: 'currency', currency: 'EUR' },
  { style: 'currency', currency: 'USD', currencyDisplay: 'name' },
  { style: 'currency', currency: 'JPY', currencyDisplay: 'code' },
  { style: 'currency', currency: 'USD', currencySign: 'accounting', signDisplay: 'exceptZero' },
  { notation: 'compact' },
  { notation: 'compact', compactDisplay: 'long' },
  { notation: 'compact', style: 'currency', currency: 'USD' },
  { style: 'unit', unit: 'kilometer-per-hour' },
  { style: 'unit', unit: 'megabyte', unitDisplay: 'long' },
  { style: 'unit', unit: 'day', unitDisplay: 'narrow' },
  { notation: 'scientific', maximumFractionDigits: 2 },
  { signDisplay: 'always', minimumFractionDigits: 2 },
];
for (const l of locales) {
  for (const o of numberOptions) ask(`[0, 1, -1234.567, 98765432.1].map(new Intl.NumberFormat(${js(l)}, ${js(o)}).format)`);
}
const digitOptions = [
  { maximumSignificantDigits: 3 },
  { minimumSignificantDigits: 4 },
  { minimumFractionDigits: 1, maximumFractionDigits: 4, maximumSignificantDigits: 3, roundingPriority: 'morePrecision' },
  { maximumFractionDigits: 1, maximumSignificantDigits: 3, roundingPriority: 'lessPrecision' },
  { maximumFractionDigits: 2, minimumFractionDigits: 2, roundingIncrement: 5 },
  { maximumFractionDigits: 0, roundingIncrement: 50 },
  { minimumFractionDigits: 2, trailingZeroDisplay: 'stripIfInteger' },
  { minimumIntegerDigits: 5, useGrouping: false },
  { style: 'percent', signDisplay: 'negative' },
  { style: 'currency', currency: 'KWD' },
  { style: 'currency', currency: 'USD', notation: 'compact', maximumFractionDigits: 2 },
  { style: 'currency', currency: 'XYZ' },
  { notation: 'engineering' },
  { notation: 'compact', maximumSignificantDigits: 4 },
  { style: 'unit', unit: 'byte-per-second', unitDisplay: 'long' },
  { style: 'unit', unit: 'liter-per-kilometer' },
  { style: 'unit', unit: 'mile-per-hour', unitDisplay: 'narrow' },
];
for (const o of digitOptions) {
  ask(`[0, 1, 0.5, 1.005, 12.345, -99.995, 999999, 1234567.891, 0.000012345, 1e21, -0].map(new Intl.NumberFormat('en-US', ${js(o)}).format)`);
  ask(`new Intl.NumberFormat('en-US', ${js(o)}).resolvedOptions()`);
  ask(`new Intl.NumberFormat('de-DE', ${js(o)}).formatToParts(-1234.5)`);
}
for (const text of ["'12345678901234567890.123456789'", "' 1e3 '", "'0x1f'", "''", "'1,000'", '1e-7', '2n ** 70n', '-0', "{ valueOf: () => 4 }", '[5]', "'Infinity'"]) {
  ask(`new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 }).format(${text})`);
}
for (const [a, b] of [[3, 5], [3, 3], [1000, 2000.5], [-5, 5], [0.1, 0.12]]) {
  for (const o of [{}, { style: 'currency', currency: 'EUR' }, { style: 'unit', unit: 'kilometer' }, { style: 'percent' }, { notation: 'compact' }]) {
    for (const l of ['en-US', 'de-DE', 'fr-FR']) ask(`new Intl.NumberFormat(${js(l)}, ${js(o)}).formatRange(${a}, ${b})`);
  }
}
for (const o of ["{ style: 'x' }", "{ currencyDisplay: 'x' }", "{ minimumFractionDigits: -1 }", "{ style: 'unit', unit: 'parsec' }", "{ useGrouping: 'x' }", "{ useGrouping: 'true' }", "{ roundingIncrement: 3 }", 'null', "{ signDisplay: 'z' }", "{ minimumSignificantDigits: 22 }", "{ numberingSystem: 'x' }", "{ roundingMode: 'up' }"]) {
  ask(`new Intl.NumberFormat('en-US', ${o}).format(1234.5)`);
}

/* Dates. */
const dates = ['Date.UTC(2024, 0, 9, 3, 4, 5, 67)', 'Date.UTC(2023, 10, 25, 0, 30)', 'Date.UTC(1999, 5, 30, 12)', 'Date.UTC(2024, 8, 1, 23, 59, 59, 999)'];
const dateOptions = [
  {},
  { dateStyle: 'full', timeStyle: 'short' },
  { dateStyle: 'long', timeStyle: 'medium' },
  { dateStyle: 'medium', timeStyle: 'full' },
  { dateStyle: 'short' },
  { timeStyle: 'long' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  { weekday: 'short', month: 'short', day: 'numeric' },
  { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  { month: 'long', year: 'numeric' },
  { month: 'long' },
  { month: 'narrow', day: 'numeric' },
  { weekday: 'long', hour: 'numeric' },
  { hour: 'numeric', minute: 'numeric' },
  { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
  { hour: 'numeric', minute: '2-digit', hour12: true },
  { year: '2-digit', month: 'numeric' },
  { era: 'short', year: 'numeric', month: 'long', day: 'numeric' },
  { hour: 'numeric', dayPeriod: 'short' },
];
for (const l of locales) {
  for (const o of dateOptions) ask(`[${dates.join(', ')}].map(new Intl.DateTimeFormat(${js(l)}, { timeZone: 'UTC', ...${js(o)} }).format)`);
  for (const m of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) ask(`[${dates.join(', ')}].map((t) => new Date(t).${m}(${js(l)}, { timeZone: 'Europe/Berlin' }))`);
}
const zones = ['America/New_York', 'America/St_Johns', 'Europe/London', 'Europe/Dublin', 'Asia/Kolkata', 'Asia/Tokyo', 'Pacific/Chatham', 'Africa/Cairo', 'Etc/GMT+3', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'US/Pacific', 'GMT', 'europe/kyiv'];
for (const z of zones) {
  for (const name of ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric']) {
    ask(`[Date.UTC(2024, 0, 5), Date.UTC(2024, 6, 5)].map(new Intl.DateTimeFormat('en-US', { timeZone: ${js(z)}, timeZoneName: ${js(name)} }).format)`);
  }
  ask(`new Intl.DateTimeFormat('de-DE', { timeZone: ${js(z)}, timeStyle: 'full' }).format(0)`);
  ask(`new Intl.DateTimeFormat('en-GB', { timeZone: ${js(z)}, timeZoneName: 'short', hour: 'numeric' }).resolvedOptions()`);
}
for (const o of [{}, { dateStyle: 'full' }, { timeStyle: 'short', hourCycle: 'h23' }, { hour: '2-digit', minute: '2-digit', hour12: false }, { month: 'long', weekday: 'short' }, { fractionalSecondDigits: 3, second: 'numeric' }, { hour: 'numeric', timeZoneName: 'longOffset' }]) {
  for (const l of ['en-US', 'de', 'ja-JP', 'en-US-u-hc-h23', 'ar-EG']) {
    ask(`new Intl.DateTimeFormat(${js(l)}, { timeZone: 'UTC', ...${js(o)} }).resolvedOptions()`);
    ask(`new Intl.DateTimeFormat(${js(l)}, { timeZone: 'UTC', ...${js(o)} }).formatToParts(${dates[0]})`);
  }
}
const ends = [['2024, 0, 3', '2024, 0, 10'], ['2024, 0, 3', '2024, 2, 1'], ['2023, 11, 31', '2024, 0, 1'], ['2024, 0, 3, 9', '2024, 0, 3, 10, 30'], ['2024, 0, 3, 9', '2024, 0, 3, 15'], ['2024, 0, 3, 9', '2024, 0, 4, 9']];
for (const o of [{}, { dateStyle: 'medium' }, { dateStyle: 'long' }, { dateStyle: 'full' }, { month: 'short', day: 'numeric' }, { hour: 'numeric', minute: '2-digit' }, { dateStyle: 'short', timeStyle: 'short' }, { year: 'numeric', month: 'long' }]) {
  for (const l of ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'ja-JP', 'es-ES']) {
    ask(`[${ends.map(([a, b]) => `[Date.UTC(${a}), Date.UTC(${b})]`).join(', ')}].map(([a, b]) => new Intl.DateTimeFormat(${js(l)}, { timeZone: 'UTC', ...${js(o)} }).formatRange(a, b))`);
  }
  ask(`new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...${js(o)} }).formatRangeToParts(Date.UTC(2024, 0, 3, 9), Date.UTC(2024, 0, 10, 10))`);
}
for (const o of ["{ timeZone: 'Mars/Base' }", "{ timeZone: '' }", "{ month: 'x' }", "{ dateStyle: 'x' }", "{ fractionalSecondDigits: 4 }", "{ hourCycle: 'h25' }", 'null', "{ timeZone: '+05:30' }", "{ calendar: 'x' }", "{ dateStyle: 'short', hour: 'numeric' }"]) {
  ask(`new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...${o} }).format(0)`);
}
ask(`new Intl.DateTimeFormat('en-US', null)`);
ask(`new Date(8.64e15).toLocaleString('en-US', { timeZone: 'UTC' })`);
ask(`new Date(-1e14).toLocaleString('en-US', { timeZone: 'UTC' })`);
ask(`new Date(0).toLocaleDateString('en-US', { timeZone: 'UTC', hour: 'numeric' })`);
ask(`new Date(0).toLocaleTimeString('en-US', { timeZone: 'UTC', year: 'numeric' })`);

/* Words. */
for (const l of locales) {
  ask(`['second', 'day', 'month', 'year', 'week'].map((u) => [-1, 0, 1, 2, 5, -21, 1.5].map((n) => new Intl.RelativeTimeFormat(${js(l)}, { numeric: 'auto' }).format(n, u)))`);
  ask(`['hour', 'quarter', 'minute'].map((u) => [-1, 3].map((n) => ['short', 'narrow'].map((style) => new Intl.RelativeTimeFormat(${js(l)}, { style }).format(n, u))))`);
  ask(`['conjunction', 'disjunction', 'unit'].map((type) => ['long', 'short', 'narrow'].map((style) => [1, 2, 3, 4].map((n) => new Intl.ListFormat(${js(l)}, { type, style }).format(['a', 'b', 'c', 'd'].slice(0, n)))))`);
  ask(`[0, 1, 2, 3, 5, 6, 11, 12, 21, 22, 100, 101, 1e6, 0.5, 1.5, 2.0].map((n) => new Intl.PluralRules(${js(l)}).select(n))`);
  ask(`[0, 1, 2, 3, 4, 5, 8, 11, 20, 21, 22, 23, 101].map((n) => new Intl.PluralRules(${js(l)}, { type: 'ordinal' }).select(n))`);
  ask(`['cardinal', 'ordinal'].map((type) => new Intl.PluralRules(${js(l)}, { type }).resolvedOptions().pluralCategories.sort())`);
  ask(`['US', 'DE', 'JP', 'GB', 'BR'].map((c) => new Intl.DisplayNames(${js(l)}, { type: 'region' }).of(c))`);
  ask(`['en', 'de', 'fr', 'ja', 'es'].map((c) => new Intl.DisplayNames(${js(l)}, { type: 'language' }).of(c))`);
  ask(`['USD', 'EUR', 'JPY'].map((c) => new Intl.DisplayNames(${js(l)}, { type: 'currency' }).of(c))`);
  ask(`['z', 'a', 'Z', 'ä', 'Ä', 'o', 'ö', 'ø', 'å', 'ñ', 'n', 'é', 'e', 'ß', 'ss', 'Ł', 'l', '1', '10', '2', '-', ' ', '_'].sort(new Intl.Collator(${js(l)}).compare).join('|')`);
}
for (const words of [['co-op', 'coop', 'CO-OP'], ['a b', 'ab', 'a-b', 'a_b'], ['résumé', 'resume', 'Resume', 'résume'], ['$1', '€2', '#3', '@4', '1', 'a'], ['Æ', 'ae', 'AE', 'af'], ['', ' ', 'a'], ['日本', '中国', 'かな', 'カナ'], ['file1', 'file10', 'file2', 'File2'], ['naïve', 'naive', 'naively']]) {
  for (const o of [{}, { sensitivity: 'base' }, { sensitivity: 'accent' }, { sensitivity: 'case' }, { numeric: true }, { caseFirst: 'upper' }, { ignorePunctuation: true }]) {
    ask(`${js(words)}.sort(new Intl.Collator('en-US', ${js(o)}).compare)`);
  }
}
ask(`new Intl.Collator('de-u-kn-true').resolvedOptions()`);
for (const text of ['👩‍👩‍👧‍👦🏳️‍🌈é', 'नमस्ते', 'a\r\nb', '한국어', 'Z̯ͬa']) ask(`[...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(${js(text)})].map((s) => s.segment)`);
for (const text of ["Hello world! It's 5:30 p.m., e-mail me@x.com.", 'foo_bar 1,000.5 $3', 'Über Straße', '  two  spaces', "can't won't"]) ask(`[...new Intl.Segmenter('en', { granularity: 'word' }).segment(${js(text)})]`);
for (const text of ['Mr. Smith went. Then? Yes! "Ok." Done', 'One.\nTwo.', 'A.B. c. D']) ask(`[...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(${js(text)})].map((s) => s.segment)`);
for (const code of ['en-US', 'en-GB', 'zh-Hans', 'zh-Hant', 'pt-BR', 'fr-CA', 'es-419', 'sr-Latn', 'nl-BE', 'xx', 'de-AT']) {
  ask(`new Intl.DisplayNames('en', { type: 'language' }).of(${js(code)})`);
  ask(`new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' }).of(${js(code)})`);
}
for (const code of ['US', 'TR', 'CZ', 'HK', '419', 'EU', 'XX', 'CI', 'CD', 'VA', 'PS', 'usa']) ask(`new Intl.DisplayNames('en', { type: 'region' }).of(${js(code)})`);
for (const code of ['Latn', 'Cyrl', 'Hans', 'Arab', 'Zzzz', 'Deva']) ask(`new Intl.DisplayNames('en', { type: 'script' }).of(${js(code)})`);
for (const code of ['USD', 'eur', 'XBT', 'us']) for (const style of ['long', 'short', 'narrow']) ask(`new Intl.DisplayNames('en', { type: 'currency', style: ${js(style)} }).of(${js(code)})`);
ask(`new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of('XX')`);
ask(`new Intl.DisplayNames('en')`);

/* Locales. */
for (const tag of ['EN-latn-us', 'zh-tw', 'de-DE-u-co-phonebk', 'en-u-ca-gregory-nu-latn', 'en-u-nu-latn-ca-gregory', 'sl-rozaj-biske', 'x-private', 'i-klingon', 'en_US', 'en-', 'e', 'iw', 'mo', 'sh', 'cmn', 'en-UK', 'de-1996-1996', 'en-a-bb-a-cc', 'en-u-kn-true', 'en-x-a', 'zh-cmn', 'root', 'und', 'art-lojban', 'en-t-de']) {
  ask(`Intl.getCanonicalLocales(${js(tag)})`);
}
for (const tag of ['zh-TW', 'en', 'sr', 'und-US', 'ar-EG', 'pt', 'zh-Hant']) ask(`[new Intl.Locale(${js(tag)}).maximize().toString(), new Intl.Locale(${js(tag)}).minimize().toString()]`);
ask(`(() => { const l = new Intl.Locale('de-latn-de-1996-u-ca-buddhist-kn', { region: 'AT', numeric: false }); return [String(l), l.baseName, l.calendar, l.numeric, l.collation, l.region]; })()`);
for (const bad of ['undefined', '5', "''", "'de', { region: 'x1' }", "'de', { calendar: 'x' }", 'null']) ask(`new Intl.Locale(${bad}).toString()`);
ask(`Intl.NumberFormat.supportedLocalesOf(['de-DE', 'en', 'zxx', 'ja-JP-u-ca-japanese'])`);
ask(`Intl.DateTimeFormat(['zxx', 'de-CH']).resolvedOptions().locale`);
ask(`new Intl.NumberFormat([new Intl.Locale('fr')]).resolvedOptions().locale`);
ask(`Intl.supportedValuesOf('collation')`);
ask(`Intl.supportedValuesOf('x')`);
for (const name of ['NumberFormat', 'DateTimeFormat', 'PluralRules', 'RelativeTimeFormat', 'ListFormat', 'Collator', 'Segmenter', 'DisplayNames', 'Locale']) {
  ask(`[Intl.${name}.name, Intl.${name}.length, Object.getOwnPropertyNames(Intl.${name}.prototype).filter((n) => !/^(?:get[A-Z].*|calendars|collations|hourCycles|numberingSystems|timeZones|textInfo|weekInfo)$/.test(n)).sort(), Object.prototype.toString.call(Intl.${name}.prototype)]`);
  ask(`Intl.${name}()`);
  ask(`Intl.${name}.prototype.resolvedOptions?.call({})`);
}
ask(`[Object.keys(Intl), typeof Intl, Intl.toString()]`);
ask(`['I', 'İ', 'ı', 'i'].map((s) => [s.toLocaleLowerCase('tr'), s.toLocaleUpperCase('tr'), s.toLocaleLowerCase('en'), s.toLocaleUpperCase('az')])`);
ask(`['ἀπὸ', 'άλφα', 'ΐ'].map((s) => s.toLocaleUpperCase('el'))`);
ask(`'x'.toLocaleUpperCase('bad tag')`);
ask(`['b', 'a', 'ä', 'Z'].sort((x, y) => x.localeCompare(y))`);
ask(`[1234.5, 12n, null, [5000, 'x'], true].toLocaleString('de')`);
ask(`new Float64Array([1234.5, 2]).toLocaleString('de')`);
ask(`[Number.prototype.toLocaleString.length, String.prototype.localeCompare.length, Date.prototype.toLocaleString.name]`);
ask(`Number.prototype.toLocaleString.call('x')`);
ask(`[(1234.5).toLocaleString(undefined, { style: 'currency', currency: 'EUR' }), (0.5).toLocaleString([], { style: 'percent' })]`);

writeFileSync(new URL('node20.jsonl', import.meta.url), `${lines.join('\n')}\n`);
