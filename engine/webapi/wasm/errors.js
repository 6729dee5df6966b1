// WebAssembly's errors: https://webassembly.github.io/spec/js-api/#error-objects

const { Error, Object } = primordials;

function errorClass(name) {
  const { [name]: constructor } = { [name]: class extends Error {} };
  Object.defineProperty(constructor.prototype, 'name', { value: name, writable: true, configurable: true });
  return constructor;
}

const CompileError = errorClass('CompileError');
const LinkError = errorClass('LinkError');
const RuntimeError = errorClass('RuntimeError');

// What an import threw, while Go unwinds the calls above it.
let thrown;

/** Keeps what an import threw for guard() to throw again. */
function keepThrown(error) {
  thrown = { error };
}

/** Calls an op for the function that where names, and throws what its errors mean. */
function guard(where, op, ...args) {
  try {
    return op(...args);
  } catch (error) {
    throw meaning(where, error);
  }
}

function meaning(where, error) {
  if (thrown !== undefined) {
    const { error: original } = thrown;
    thrown = undefined;
    return original;
  }
  switch (error.code) {
    case 'WASM_COMPILE':
      return new CompileError(`${where}: ${error.message}`);
    case 'WASM_LINK':
      return new LinkError(`${where}: ${error.message}`);
    case 'WASM_TRAP':
      return new RuntimeError(error.message);
    default:
      return error;
  }
}

module.exports = { CompileError, LinkError, RuntimeError, guard, meaning, keepThrown };
