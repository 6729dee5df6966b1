// Module and Instance: https://webassembly.github.io/spec/js-api/#modules

const { WeakRef, FinalizationRegistry } = globalThis;
const { ArrayBuffer, JSON, Map, Object, Symbol, TypeError } = primordials;
const { op_wasm_compile, op_wasm_custom_sections, op_wasm_instantiate } = ops;
const { guard, keepThrown, LinkError } = require('./errors');
const { toWasm, fromWasm, exportedFunction, resultsToWasm } = require('./values');
const { Memory, Table, Global, made, newGlobal, objectOf, registry, finish, isObject } = require('./objects');

const kCompiled = Symbol('compiled');

const isBufferSource = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** Checks that an argument is bytes. */
function bytesOf(where, value) {
  if (isBufferSource(value)) return value;
  throw new TypeError(`${where}: Argument 0 must be a buffer source`);
}

class Module {
  #info;

  constructor(bytes, compiled) {
    this.#info = bytes === kCompiled ? compiled : guard('WebAssembly.Module()', op_wasm_compile, bytesOf('WebAssembly.Module()', bytes));
    registry.register(this, this.#info.id);
  }

  static exports(module) {
    return Module.#infoOf(module, 'exports').exports.map((one) => ({ ...one }));
  }

  static imports(module) {
    return Module.#infoOf(module, 'imports').imports.map(({ module: from, name, kind }) => ({ module: from, name, kind }));
  }

  static customSections(module, name) {
    const { id } = Module.#infoOf(module, 'customSections');
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return op_wasm_custom_sections(id, String(name)).map((bytes) => bytes.buffer);
  }

  static #infoOf(module, method) {
    if (isObject(module) && #info in module) return module.#info;
    throw new TypeError(`WebAssembly.Module.${method}(): Argument 0 must be a WebAssembly.Module`);
  }

  static infoOf = (value) => (isObject(value) && #info in value ? value.#info : undefined);
}

const { infoOf } = Module;
delete Module.infoOf;
for (const name of ['exports', 'imports', 'customSections']) Object.defineProperty(Module, name, { enumerable: true });
Object.defineProperty(Module, 'length', { value: 1, configurable: true });
finish(Module);

/** A module for code that was compiled already. */
const moduleOf = (info) => new Module(kCompiled, info);

// Instances by a number of ours, for the imports that they call. What WebAssembly
// exports keeps its instance alive; this does not.
const live = new Map();
let lastInstance = 0;

/** What Go calls for an import: gives the results, or undefined if it threw. */
function dispatch(instance, index, args) {
  try {
    const { call, params, results } = live.get(instance).deref().imports[index];
    return resultsToWasm(results, call(...args.map((value, i) => fromWasm(params[i], value))));
  } catch (error) {
    keepThrown(error);
    return undefined;
  }
}

// The value of an import: https://webassembly.github.io/spec/js-api/#read-the-imports
function read(where, i, { module: from, name, kind, params = [], results = [], value: type }, given) {
  const namespace = given?.[from];
  if (!isObject(namespace)) throw new TypeError(`${where}: Import #${i} module="${from}" error: module is not an object or function`);
  const value = namespace[name];
  const refuse = (what) => new LinkError(`${where}: Import #${i} module="${from}" function="${name}" error: ${what}`);
  if (kind === 'function') {
    if (typeof value !== 'function') throw refuse('function import requires a callable');
    return { call: value, params, results, bound: null };
  }
  const bound = objectOf[kind](value);
  if (bound !== undefined) return { value, bound };
  if (kind !== 'global') throw refuse(`${kind} import must be a WebAssembly.${kind === 'memory' ? 'Memory' : 'Table'} object`);
  if (type === 'i64' ? typeof value !== 'bigint' : type !== 'externref' && type !== 'anyfunc' && typeof value !== 'number') {
    throw refuse(type === 'i64' ? 'global import must be a BigInt' : 'global import must be a number, valid Wasm reference, or WebAssembly.Global object');
  }
  return { bound: newGlobal(type, false, value) };
}

function instantiate(where, info, given) {
  if (given === undefined && info.imports.length > 0) throw new TypeError(`${where}: Imports argument must be present and must be an object`);
  const imports = info.imports.map((one, i) => read(where, i, one, given));
  const handle = { where, imports, objects: new Map() };
  for (const { bound, value } of imports) if (value !== undefined) handle.objects.set(bound, value);
  const number = ++lastInstance;
  live.set(number, new WeakRef(handle));
  const bindings = imports.map(({ bound }) => bound);
  const { id, exports } = JSON.parse(guard(where, op_wasm_instantiate, info.id, number, bindings));
  registry.register(handle, id);
  gone.register(handle, number);
  return exportsOf(handle, exports);
}

const gone = new FinalizationRegistry((number) => live.delete(number));

function exportsOf(handle, list) {
  const exports = Object.create(null);
  for (const one of list) {
    // One object may be exported under several names, or be an import.
    if (!handle.objects.has(one.object)) handle.objects.set(one.object, exported(handle, one));
    Object.defineProperty(exports, one.name, { value: handle.objects.get(one.object), enumerable: true });
  }
  return Object.freeze(exports);
}

function exported(handle, { kind, object, index, params, results, value, mutable }) {
  switch (kind) {
    case 'function':
      return exportedFunction(object, index, params, results, handle);
    case 'memory':
      return made(Memory, object, handle);
    case 'table':
      return made(Table, undefined, object, value, handle);
    default:
      return made(Global, undefined, object, value, Boolean(mutable), handle);
  }
}

class Instance {
  #exports;

  constructor(module, imports, caller) {
    const where = caller === kCompiled ? 'WebAssembly.instantiate()' : 'WebAssembly.Instance()';
    const info = infoOf(module);
    if (info === undefined) throw new TypeError(`${where}: Argument 0 must be a WebAssembly.Module`);
    checkImports(where, imports);
    this.#exports = instantiate(where, info, imports);
  }

  get exports() {
    return this.#exports;
  }
}
Object.defineProperty(Instance, 'length', { value: 1, configurable: true });
finish(Instance);

/** What WebAssembly.instantiate() makes of a module. */
const instanceOf = (module, imports) => new Instance(module, imports, kCompiled);

function checkImports(where, imports) {
  if (imports !== undefined && !isObject(imports)) throw new TypeError(`${where}: Argument 1 must be an object`);
}

module.exports = { Module, Instance, instanceOf, moduleOf, infoOf, bytesOf, checkImports, dispatch };
