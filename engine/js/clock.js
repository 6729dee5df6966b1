// The isolate's clock as Date shows it, where that is not the system's: a test
// froze it, or someone moved it forward.
// Standard: https://tc39.es/ecma262/#sec-date-constructor
// Go half: clock.go.

const { op_now } = ops;
const { Date: NativeDate, Reflect } = primordials;

let installed = false;

/** Makes Date read the isolate's clock from now on. */
function useClock() {
  if (installed) return;
  installed = true;
  function Date(...args) {
    if (new.target === undefined) return new NativeDate(op_now()).toString();
    return Reflect.construct(NativeDate, args.length === 0 ? [op_now()] : args, new.target);
  }
  const { prototype, parse, UTC } = NativeDate;
  const now = () => Math.floor(op_now());
  for (const [name, value] of Object.entries({ now, parse, UTC })) {
    Object.defineProperty(Date, name, { value, writable: true, configurable: true });
  }
  Object.defineProperty(Date, 'length', { value: 7, configurable: true });
  Object.defineProperty(Date, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(prototype, 'constructor', { value: Date, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'Date', { value: Date, writable: true, configurable: true });
}

module.exports = { useClock };
