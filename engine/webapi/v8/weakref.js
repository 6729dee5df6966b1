// WeakRef whose targets live until the job ends that made the reference or asked it:
// https://tc39.es/ecma262/#sec-weakref-execution. QuickJS counts references, and
// frees a target at once that nothing else holds.

const { Object, Promise, Reflect, TypeError, WeakRef: Native } = primordials;
const { deref } = Native.prototype;

/** The agent's [[KeptAlive]]. */
let kept = [];

function clearKeptObjects() {
  kept = [];
}

/** @see https://tc39.es/ecma262/#sec-addtokeptobjects */
function addToKeptObjects(target) {
  if (kept.length === 0) Promise.resolve().then(clearKeptObjects);
  kept.push(target);
}

function WeakRef(target) {
  if (new.target === undefined) throw new TypeError("Constructor WeakRef requires 'new'");
  const reference = Reflect.construct(Native, [target], new.target);
  addToKeptObjects(target);
  return reference;
}
Object.defineProperty(WeakRef, 'prototype', { value: Native.prototype, writable: false });
Object.defineProperties(Native.prototype, {
  constructor: { value: WeakRef, writable: true, configurable: true },
  deref: {
    value: {
      deref() {
        const target = Reflect.apply(deref, this, []);
        if (target !== undefined) addToKeptObjects(target);
        return target;
      },
    }.deref,
    writable: true,
    configurable: true,
  },
});

module.exports = { WeakRef };
