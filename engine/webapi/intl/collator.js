// Intl.Collator: https://tc39.es/ecma402/#collator-objects
// Go half: collate.go. Missing: other collations than those listed below; scripts
// keep one order (in Russian, Cyrillic does not come first); caseFirst "lower" is the
// order of all languages here.

const { Object, String } = primordials;
const { op_intl_compare } = ops;
const { coerceOptions, defineService, getBooleanOption, getOption, getTypeOption, resolveLocale } = require('./locale');

const caseOrders = ['upper', 'lower', 'false'];
// The collations that x/text has beside a language's first.
const collations = { phonebk: /^de\b/, trad: /^es\b/, pinyin: /^zh\b/, stroke: /^zh\b/ };
const isBoolean = (value) => value === 'true' || value === 'false';

/** @see https://tc39.es/ecma402/#sec-initializecollator */
function makeCollator(locales, given) {
  const options = coerceOptions(given);
  const usage = getOption(options, 'usage', ['sort', 'search'], 'sort');
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  const co = getTypeOption(options, 'collation');
  const numeric = getBooleanOption(options, 'numeric');
  const caseFirst = getOption(options, 'caseFirst', caseOrders);
  const f = resolveLocale(locales, ['co', 'kf', 'kn'], { co, kn: numeric === undefined ? undefined : String(numeric), kf: caseFirst }, { co: (value) => value in collations, kn: isBoolean, kf: (v) => caseOrders.includes(v) });
  const isKnown = f.co !== undefined && collations[f.co].test(f.dataLocale);
  if (!isKnown && f.co !== undefined) f.locale = f.locale.replace(`-co-${f.co}`, '').replace(/-u$/, '');
  f.collation = isKnown ? f.co : 'default';
  f.collationLocale = isKnown ? `${f.dataLocale}-u-co-${f.co}` : f.dataLocale;
  f.usage = usage;
  f.numeric = f.kn === 'true';
  f.caseFirst = f.kf ?? (/^da\b/.test(f.dataLocale) ? 'upper' : 'false');
  f.sensitivity = getOption(options, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant');
  f.ignorePunctuation = getBooleanOption(options, 'ignorePunctuation', /^th\b/.test(f.dataLocale));
  const words = [f.sensitivity, f.numeric && 'numeric', f.caseFirst === 'upper' && 'upper', f.ignorePunctuation && 'punctuation'];
  f.words = words.filter(Boolean).join(' ');
  return f;
}

const compareStrings = (f, a, b) => {
  const [x, y] = [String(a), String(b)];
  return x === y ? 0 : op_intl_compare(f.collationLocale, f.words, x, y);
};

const { Service: Collator } = defineService('Collator', {
  isCallable: true,
  init: makeCollator,
  getters: {
    compare: (f) => (f.bound ??= Object.defineProperty((a, b) => compareStrings(f, a, b), 'name', { value: '' })),
  },
  methods: {
    resolvedOptions({ locale, usage, sensitivity, ignorePunctuation, collation, numeric, caseFirst }) {
      return { locale, usage, sensitivity, ignorePunctuation, collation, numeric, caseFirst };
    },
  },
});

module.exports = { Collator, makeCollator, compareStrings };
