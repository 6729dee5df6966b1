// Intl.Collator: https://tc39.es/ecma402/#collator-objects
// Go half: collate.go. Missing: collations other than a language's first; caseFirst
// "lower" is the order of all languages here.

const { Object, String } = primordials;
const { op_intl_compare } = ops;
const { coerceOptions, defineService, getBooleanOption, getOption, getTypeOption, resolveLocale } = require('./locale');

const caseOrders = ['upper', 'lower', 'false'];
const isBoolean = (value) => value === 'true' || value === 'false';

/** @see https://tc39.es/ecma402/#sec-initializecollator */
function makeCollator(locales, given) {
  const options = coerceOptions(given);
  const usage = getOption(options, 'usage', ['sort', 'search'], 'sort');
  getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  getTypeOption(options, 'collation');
  const numeric = getBooleanOption(options, 'numeric');
  const caseFirst = getOption(options, 'caseFirst', caseOrders);
  const f = resolveLocale(locales, ['kf', 'kn'], { kn: numeric === undefined ? undefined : String(numeric), kf: caseFirst }, { kn: isBoolean, kf: (v) => caseOrders.includes(v) });
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
  return x === y ? 0 : op_intl_compare(f.dataLocale, f.words, x, y);
};

const { Service: Collator } = defineService('Collator', {
  isCallable: true,
  init: makeCollator,
  getters: {
    compare: (f) => (f.bound ??= Object.defineProperty((a, b) => compareStrings(f, a, b), 'name', { value: '' })),
  },
  methods: {
    resolvedOptions({ locale, usage, sensitivity, ignorePunctuation, numeric, caseFirst }) {
      return { locale, usage, sensitivity, ignorePunctuation, collation: 'default', numeric, caseFirst };
    },
  },
});

module.exports = { Collator, makeCollator, compareStrings };
