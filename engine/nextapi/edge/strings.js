// Makes an isolate refuse to make code of strings, as V8 does for a context whose
// codeGeneration.strings is off. Next.js allows it in development.
// Reference: https://nextjs.org/docs/app/api-reference/edge#unsupported-apis

function refuse() {
  throw new EvalError('Code generation from strings disallowed for this context');
}

const constructors = [
  function () {},
  function* () {},
  async function () {},
  async function* () {},
].map((made) => Object.getPrototypeOf(made).constructor);

// A constructor that differs from the original in that it cannot be called;
// instanceof goes by the prototype, and that is the same.
function replace(original) {
  const { prototype } = original;
  const refusing = {
    [original.name]: function () {
      refuse();
    },
  }[original.name];
  Object.setPrototypeOf(refusing, Object.getPrototypeOf(original));
  Object.defineProperty(refusing, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(prototype, 'constructor', { value: refusing, writable: true, configurable: true, enumerable: false });
  return refusing;
}

function disallow() {
  const [refusingFunction] = constructors.map(replace);
  const hidden = { writable: true, configurable: true, enumerable: false };
  Object.defineProperty(globalThis, 'Function', { ...hidden, value: refusingFunction });
  Object.defineProperty(globalThis, 'eval', { ...hidden, value: { eval: () => refuse() }.eval });
}

module.exports = { disallow };
