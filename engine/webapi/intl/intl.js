// The Intl object: https://tc39.es/ecma402/#intl-object
// Go half: intl.go, whose doc says what is missing.

const { Object, RangeError, String, Symbol } = primordials;
const { defineLazy } = require('internal:js');
const { canonicalizeLocaleList, sharedData } = require('./locale');

const members = {
  getCanonicalLocales: (locales) => canonicalizeLocaleList(locales),
  supportedValuesOf(key) {
    const name = lists[String(key)];
    if (name === undefined) throw new RangeError(`Invalid key : ${String(key)}`);
    return [...sharedData(name)];
  },
};
const lists = { calendar: 'calendars', collation: 'collations', currency: 'currencies', numberingSystem: 'numberingSystems', timeZone: 'timeZones', unit: 'units' };

const services = {
  Collator: './collator',
  DateTimeFormat: './datetimeformat',
  DisplayNames: './displaynames',
  ListFormat: './listformat',
  Locale: './localeobject',
  NumberFormat: './numberformat',
  PluralRules: './pluralrules',
  RelativeTimeFormat: './relativetimeformat',
  Segmenter: './segmenter',
};

const Intl = {};
for (const name in members) Object.defineProperty(Intl, name, { value: members[name], writable: true, configurable: true });
for (const name in services) defineLazy(Intl, name, () => require(services[name])[name]);
Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });

module.exports = { Intl };
