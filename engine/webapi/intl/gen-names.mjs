// Records what the Intl of a Node.js with full ICU calls regions, scripts, languages
// and the fields of dates, for displaynames.js: node gen-names.mjs writes names.json.
//
// A locale has of each kind { code: name }, and of narrower styles what differs from
// the longer one. Codes that a locale has no name for are left out.

import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const { locales } = JSON.parse(readFileSync(new URL('data.json', folder), 'utf8'));

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const english = (type) => new Intl.DisplayNames('en', { type, fallback: 'none' });
const named = (type, codes) => codes.filter((code) => english(type).of(code) !== undefined);

const pairs = letters.flatMap((a) => letters.map((b) => a + b));
const areas = Array.from({ length: 1000 }, (_, n) => `${n}`.padStart(3, '0'));
const codes = {
  region: named('region', [...pairs, ...areas]),
  script: 'Adlm Arab Armn Beng Bopo Brai Cans Cher Cyrl Deva Ethi Geor Goth Grek Gujr Guru Hanb Hang Hani Hans Hant Hebr Hira Hrkt Jamo Jpan Kana Khmr Knda Kore Laoo Latn Mlym Mong Mymr Nkoo Orya Runr Sinh Syrc Taml Telu Tfng Thaa Thai Tibt Vaii Zmth Zsye Zsym Zxxx Zyyy Zzzz'.split(' '),
  language: [
    ...named('language', pairs.map((pair) => pair.toLowerCase())),
    ...'ast bem ceb chr ckb cop csb dsb enm fil frp fur gsw haw hsb jbo kok lad lkt mas mni mul nds nso pap root sah sat scn sco shi smn szl tlh tok tzm und wae yue zgh zxx'.split(' '),
    ...'ar-001 de-AT de-CH en-AU en-CA en-GB en-US es-419 es-ES es-MX fa-AF fr-CA fr-CH nl-BE pt-BR pt-PT ro-MD sw-CD zh-Hans zh-Hant'.split(' '),
  ],
  dateTimeField: ['era', 'year', 'quarter', 'month', 'weekOfYear', 'weekday', 'day', 'dayPeriod', 'hour', 'minute', 'second', 'timeZoneName'],
};

function namesOf(locale, type, style) {
  const names = new Intl.DisplayNames(locale, { type, style, fallback: 'none' });
  return Object.fromEntries(codes[type].map((code) => [code, names.of(code)]).filter(([, name]) => name !== undefined));
}

/** The entries that are not base's. */
function beyond(base, entries) {
  const own = Object.entries(entries).filter(([code, name]) => base[code] !== name);
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** How a language is shown with its script and region: "{0} ({1}, {2})". */
function composed(locale) {
  const of = (type, code, languageDisplay) => new Intl.DisplayNames(locale, { type, languageDisplay }).of(code);
  const whole = of('language', 'uz-Arab-AF', 'standard');
  return whole.replace(of('language', 'uz', 'standard'), '{0}').replace(of('script', 'Arab'), '{1}').replace(of('region', 'AF'), '{2}');
}

const styles = ['long', 'short', 'narrow'];

function localeNames(locale) {
  const out = { composed: composed(locale) };
  for (const type of Object.keys(codes)) {
    const long = namesOf(locale, type, 'long');
    const short = namesOf(locale, type, 'short');
    out[type] = { long, short: beyond(long, short), narrow: beyond(short, namesOf(locale, type, 'narrow')) };
  }
  return out;
}

const all = {};
for (const locale of Object.keys(locales)) all[locale] = localeNames(locale);
const lines = Object.entries(all).map(([locale, names]) => {
  const { parent } = locales[locale];
  if (parent === undefined) return `  ${JSON.stringify(locale)}: ${JSON.stringify(names)}`;
  const own = { parent };
  for (const type of Object.keys(names)) {
    if (JSON.stringify(names[type]) === JSON.stringify(all[parent][type])) continue;
    if (type === 'composed') own[type] = names[type];
    else own[type] = Object.fromEntries(styles.map((style) => [style, beyond(all[parent][type][style] ?? {}, names[type][style] ?? {})]));
  }
  return `  ${JSON.stringify(locale)}: ${JSON.stringify(own)}`;
});
writeFileSync(new URL('names.json', folder), `{\n${lines.join(',\n')}\n}\n`);
