// The Intl object: https://tc39.es/ecma402/#intl-object
// Go half: intl.go, whose doc says what is missing.

const { Object, RangeError, String, Symbol } = primordials;
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

const Intl = {};
for (const name in members) Object.defineProperty(Intl, name, { value: members[name], writable: true, configurable: true });

// All at once: an isolate that is put back into its first state tells a project's
// changes by properties that are no longer what they were.
for (const service of [
  require('./collator'),
  require('./datetimeformat'),
  require('./displaynames'),
  require('./listformat'),
  require('./localeobject'),
  require('./numberformat'),
  require('./pluralrules'),
  require('./relativetimeformat'),
  require('./segmenter'),
]) {
  for (const name in service) {
    if (/^[A-Z]/.test(name)) Object.defineProperty(Intl, name, { value: service[name], writable: true, configurable: true });
  }
}
Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });

module.exports = { Intl };
