// The namespace WebAssembly: https://webassembly.github.io/spec/js-api/#webassembly-namespace
// Missing: Tag and Exception, which throw.

const { Error, Object, Symbol, TypeError } = primordials;
const { op_wasm_compile_async, op_wasm_validate } = ops;
const { CompileError, LinkError, RuntimeError, meaning } = require('./errors');
const { Memory, Table, Global, isObject } = require('./objects');
const { Module, Instance, instanceOf, moduleOf, infoOf, bytesOf, checkImports, dispatch } = require('./instance');

async function compiled(where, bytes) {
  try {
    return moduleOf(await op_wasm_compile_async(bytesOf(where, bytes)));
  } catch (error) {
    throw meaning(where, error);
  }
}

function absent(name) {
  const { [name]: Class } = {
    [name]: class {
      constructor() {
        throw new Error(`WebAssembly.${name} is not provided by routescope`);
      }
    },
  };
  return Class;
}

// Bytes of a response: https://webassembly.github.io/spec/web-api/#streaming-modules
async function streamed(source) {
  const response = await source;
  if (!(response instanceof Response)) {
    throw Object.assign(new TypeError('The "source" argument must be an instance of Response or an Promise resolving to Response.'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const refuse = (what) => Object.assign(new TypeError(`WebAssembly response ${what}`), { code: 'ERR_WEBASSEMBLY_RESPONSE' });
  const type = response.headers.get('content-type');
  if (type !== 'application/wasm') throw refuse(`has unsupported MIME type '${type}'`);
  if (!response.ok) throw refuse(`has status code ${response.status}`);
  if (response.bodyUsed) throw refuse('body has already been used');
  return response.arrayBuffer();
}

const functions = {
  compile(bytes) {
    return compiled('WebAssembly.compile()', bytes);
  },
  validate(bytes) {
    return op_wasm_validate(bytesOf('WebAssembly.validate()', bytes));
  },
  async instantiate(source, imports) {
    const where = 'WebAssembly.instantiate()';
    if (!isObject(source)) throw new TypeError(`${where}: Argument 0 must be a buffer source or a WebAssembly.Module object`);
    checkImports(where, imports);
    if (infoOf(source) !== undefined) return instanceOf(source, imports);
    const module = await compiled(where, source);
    return { module, instance: instanceOf(module, imports) };
  },
  async compileStreaming(source) {
    return compiled('WebAssembly.compileStreaming()', await streamed(source));
  },
  async instantiateStreaming(source, imports) {
    const module = await compiled('WebAssembly.instantiateStreaming()', await streamed(source));
    return { module, instance: instanceOf(module, imports) };
  },
};
Object.defineProperty(functions.instantiate, 'length', { value: 1, configurable: true });

const WebAssembly = Object.create(Object.prototype, {
  [Symbol.toStringTag]: { value: 'WebAssembly', configurable: true },
});
Object.assign(WebAssembly, functions);
for (const Class of [Module, Instance, Table, Memory, Global, absent('Tag'), absent('Exception'), CompileError, LinkError, RuntimeError]) {
  Object.defineProperty(WebAssembly, Class.name, { value: Class, writable: true, configurable: true });
}

module.exports = { WebAssembly, dispatch };
