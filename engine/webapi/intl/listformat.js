// Intl.ListFormat: https://tc39.es/ecma402/#listformat-objects
// Go half: none.

const { Symbol, TypeError } = primordials;
const { defineService, getOption, getOptionsObject, localeData, resolveLocale } = require('./locale');

function makeListFormat(locales, given) {
  const options = getOptionsObject(given);
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const f = resolveLocale(locales);
  f.type = getOption(options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction');
  f.style = getOption(options, 'style', ['long', 'short', 'narrow'], 'long');
  const { lists } = localeData(f.dataLocale);
  f.literals = lists[f.type + f.style] ?? lists[`${f.type}long`];
  f.language = f.dataLocale.split('-')[0];
  return f;
}

/** @see https://tc39.es/ecma402/#sec-createstringlistfromiterable */
function stringsOf(list) {
  if (list === undefined) return [];
  const out = [];
  if (typeof list?.[Symbol.iterator] !== 'function') {
    const what = list === null ? 'object null' : typeof list === 'object' ? 'object' : `${typeof list} ${String(list)}`;
    throw new TypeError(`${what} is not iterable (cannot read property Symbol(Symbol.iterator))`);
  }
  for (const item of list) {
    if (typeof item !== 'string') throw new TypeError(`Iterable yielded ${typeof item === 'object' && item !== null ? '#<Object>' : String(item)} which is not a string`);
    out.push(item);
  }
  return out;
}

// Spanish "y" and "o" and Hebrew "ו" yield to the word that follows.
function euphonic(f, literal, next) {
  if (f.language === 'es') {
    if (literal.trim() === 'y' && /^(?:i|hi(?![ae]))/i.test(next)) return literal.replace('y', 'e');
    if (literal.trim() === 'o' && /^(?:o|ho|8|11(?:\D|$))/i.test(next)) return literal.replace('o', 'u');
  }
  if (f.language === 'he' && literal === ' ו' && !/^\p{sc=Hebrew}/u.test(next)) return ' ו-';
  return literal;
}

/** @see https://tc39.es/ecma402/#sec-createpartsfromlist */
function formatToParts(f, list) {
  const items = stringsOf(list);
  const [pair, start, middle, end] = f.literals;
  const out = [];
  items.forEach((value, i) => {
    if (i > 0) {
      const last = i === items.length - 1;
      const literal = items.length === 2 ? pair : last ? end : i === 1 ? start : middle;
      out.push({ type: 'literal', value: last ? euphonic(f, literal, value) : literal });
    }
    out.push({ type: 'element', value });
  });
  return out;
}

const { Service: ListFormat } = defineService('ListFormat', {
  init: makeListFormat,
  methods: {
    format: (f, list) =>
      formatToParts(f, list)
        .map((p) => p.value)
        .join(''),
    formatToParts,
    resolvedOptions: ({ locale, type, style }) => ({ locale, type, style }),
  },
});

module.exports = { ListFormat };
