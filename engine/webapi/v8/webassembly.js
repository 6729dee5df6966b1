// WebAssembly: https://webassembly.github.io/spec/js-api/
// Missing: all of it. The name is there, as programs look for it before they
// choose what to load; every function says what is missing.

const { Error, Object, Promise, Symbol } = primordials;

function missing(name) {
  return new Error(`WebAssembly.${name} is not supported by this engine`);
}

const WebAssembly = Object.create(Object.prototype, {
  [Symbol.toStringTag]: { value: 'WebAssembly', configurable: true },
});

function define(name, value) {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(WebAssembly, name, { value, writable: true, configurable: true });
}

for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
  define(name, () => new Promise((_, reject) => reject(missing(name))));
}
define('validate', () => false);
for (const name of ['Module', 'Instance', 'Memory', 'Table', 'Global', 'Tag', 'Exception']) {
  define(
    name,
    class {
      constructor() {
        throw missing(name);
      }
    },
  );
}
for (const name of ['CompileError', 'LinkError', 'RuntimeError']) define(name, class extends Error {});

module.exports = { WebAssembly };
