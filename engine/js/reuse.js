// Reuse: puts an isolate back into the state it began in, which costs a tenth of
// starting another one. A project that changed something that cannot be put back
// (a built-in prototype, process.env) is told by restore's false.

const { Map, Reflect } = primordials;
const { is } = primordials.Object; // NaN is a global, too
const { onLazy } = require('internal:js');
const { forget } = require('./modules');

/** What an object's properties were: key → descriptor. */
const describe = (object) => new Map(Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)]));

const sameProperty = (a, b) => a !== undefined && is(a.value, b.value) && a.get === b.get && a.set === b.set;

/** @type {Map<object, Map<PropertyKey, PropertyDescriptor>>} */
const watched = new Map();
const lazyValues = new Map();
let globals;

function watch(object) {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') watched.set(object, describe(object));
}

function watchClass(value) {
  watch(value);
  if (typeof value === 'function') watch(value.prototype);
}

/** Notes the state of now; what globals load later is noted when they do. */
function remember() {
  globals = describe(globalThis);
  for (const { value } of globals.values()) if (value !== globalThis) watchClass(value);
  for (const hidden of [function* () {}, async () => {}, async function* () {}]) watch(Reflect.getPrototypeOf(hidden));
  for (const iterator of [[][Symbol.iterator](), new Map().entries(), ''[Symbol.iterator]()]) watch(Reflect.getPrototypeOf(iterator));
  onLazy((name, value) => {
    lazyValues.set(name, value);
    watchClass(value);
    if (name === 'process') watch(value.env);
  });
}

function pristine() {
  for (const [object, properties] of watched) {
    const keys = Reflect.ownKeys(object);
    if (keys.length !== properties.size) return false;
    for (const key of keys) {
      const before = properties.get(key);
      if (before === undefined || !sameProperty(Reflect.getOwnPropertyDescriptor(object, key), before)) return false;
    }
  }
  return true;
}

/** Forgets the project's modules and globals. Says whether that is all there is. */
function restore() {
  if (!pristine()) return false;
  for (const key of Reflect.ownKeys(globalThis)) {
    const before = globals.get(key);
    if (before === undefined) {
      if (!Reflect.deleteProperty(globalThis, key)) return false;
      continue;
    }
    const now = Reflect.getOwnPropertyDescriptor(globalThis, key);
    if (sameProperty(now, before) || (lazyValues.has(key) && now.value === lazyValues.get(key))) continue;
    const value = lazyValues.has(key) ? { value: lazyValues.get(key), writable: true, configurable: true, enumerable: false } : before;
    if (!Reflect.defineProperty(globalThis, key, value)) return false;
  }
  forget();
  return true;
}

module.exports = { remember, restore };
