// Memory, Table and Global: https://webassembly.github.io/spec/js-api/#memories

const { FinalizationRegistry } = globalThis;
const { Map, Number, Object, RangeError, Symbol, TypeError } = primordials;
const {
  op_wasm_new,
  op_wasm_release,
  op_wasm_memory_buffer,
  op_wasm_memory_grow,
  op_wasm_global_get,
  op_wasm_global_set,
  op_wasm_table_size,
  op_wasm_table_get,
  op_wasm_table_set,
  op_wasm_table_grow,
} = ops;
const { guard } = require('./errors');
const { types, functions, refer, toWasm, fromWasm, exportedFunction } = require('./values');

/** Frees what Go keeps for objects that are gone, by number. */
const registry = new FinalizationRegistry((number) => op_wasm_release(number));

/** Marks the constructors' calls from here; see made(). */
const kMade = Symbol('made');

/** An instance of a class for an object that exists already. keep lives as long. */
const made = (Class, ...args) => new Class(kMade, ...args);

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

const maxPages = 65536;
const maxElements = 10_000_000;

// A limit of a descriptor; undefined if it has none.
function limit(descriptor, name, where, lower, upper) {
  const value = descriptor[name];
  if (value === undefined) return undefined;
  const n = Number(value);
  if (!Number.isFinite(n)) throw new TypeError(`${where}: Property '${name}': value ${value} is ${Number.isNaN(n) ? 'not a number' : 'above the upper bound'}`);
  if (n < lower) throw new RangeError(`${where}: Property '${name}': value ${value} is below the lower bound ${lower}`);
  if (n > upper) throw new RangeError(`${where}: Property '${name}': value ${value} is above the upper bound ${upper}`);
  return Math.trunc(n);
}

function limits(descriptor, where, upper) {
  const initial = limit(descriptor, 'initial', where, 0, upper) ?? limit(descriptor, 'minimum', where, 0, upper);
  if (initial === undefined) throw new TypeError(`${where}: Property 'initial' is required`);
  return { initial, maximum: limit(descriptor, 'maximum', where, initial, upper === maxPages ? upper : 2 ** 32 - 1) ?? null };
}

class Memory {
  #object;
  #keep; // the instance it belongs to

  constructor(descriptor, object, keep) {
    if (descriptor === kMade) {
      this.#object = object;
      this.#keep = keep;
      return;
    }
    if (!isObject(descriptor)) throw new TypeError('WebAssembly.Memory(): Argument 0 must be a memory descriptor');
    const { initial, maximum } = limits(descriptor, 'WebAssembly.Memory()', maxPages);
    if (descriptor.shared) throw new TypeError('WebAssembly.Memory(): shared memories are not provided by routescope');
    this.#object = op_wasm_new('memory', '', initial, maximum, false, null);
    registry.register(this, this.#object);
  }

  grow(delta) {
    const pages = Number(delta);
    const before = pages >= 0 && pages <= maxPages ? op_wasm_memory_grow(this.#object, pages) : -1;
    if (before < 0) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return before;
  }

  get buffer() {
    return op_wasm_memory_buffer(this.#object);
  }

  static objectOf = (value) => (isObject(value) && #object in value ? value.#object : undefined);
}

class Global {
  #object;
  #type;
  #mutable;
  #keep;

  constructor(descriptor, value, object, type, mutable, keep) {
    if (descriptor === kMade) {
      [this.#object, this.#type, this.#mutable, this.#keep] = [object, type, mutable, keep];
      return;
    }
    if (!isObject(descriptor)) throw new TypeError('WebAssembly.Global(): Argument 0 must be a global descriptor');
    this.#mutable = Boolean(descriptor.mutable);
    this.#type = String(descriptor.value);
    if (!types.includes(this.#type)) {
      throw new TypeError("WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type");
    }
    this.#object = newGlobal(this.#type, this.#mutable, value);
    registry.register(this, this.#object);
  }

  valueOf() {
    return this.value;
  }

  get value() {
    return fromWasm(this.#type, op_wasm_global_get(this.#object));
  }

  set value(value) {
    if (!this.#mutable) throw new TypeError("set WebAssembly.Global.value: Can't set the value of an immutable global.");
    op_wasm_global_set(this.#object, toWasm(this.#type, value));
  }

  static objectOf = (value) => (isObject(value) && #object in value ? value.#object : undefined);
}

const zeros = { i64: 0n, externref: undefined, anyfunc: null };

/** Makes a global and returns its number. */
function newGlobal(type, mutable, value) {
  const initial = value === undefined && type in zeros ? zeros[type] : (value ?? (type === 'externref' ? value : 0));
  return op_wasm_new('global', type, 0, null, mutable, toWasm(type, initial));
}

// Functions that tables held, so that one is always the same.
const held = new Map();

class Table {
  #object;
  #type;
  #keep;

  constructor(descriptor, value, object, type, keep) {
    if (descriptor === kMade) {
      [this.#object, this.#type, this.#keep] = [object, type, keep];
      return;
    }
    if (!isObject(descriptor)) throw new TypeError('WebAssembly.Table(): Argument 0 must be a table descriptor');
    this.#type = String(descriptor.element);
    if (this.#type !== 'anyfunc' && this.#type !== 'externref') {
      throw new TypeError("WebAssembly.Table(): Descriptor property 'element' must be a WebAssembly reference type");
    }
    const { initial, maximum } = limits(descriptor, 'WebAssembly.Table()', maxElements);
    this.#object = op_wasm_new('table', this.#type, initial, maximum, false, null);
    registry.register(this, this.#object);
    if (value !== undefined || this.#type === 'externref') {
      for (let i = 0; i < initial; i++) this.set(i, value);
    }
  }

  get length() {
    return op_wasm_table_size(this.#object);
  }

  get(index) {
    const i = this.#checked('get', index);
    const found = op_wasm_table_get(this.#object, i);
    if (found === null) return null;
    if (this.#type === 'externref') return fromWasm('externref', found);
    const [number, name, params, results] = found;
    if (!held.has(number)) held.set(number, exportedFunction(number, name, params, results));
    return held.get(number);
  }

  set(index, value) {
    op_wasm_table_set(this.#object, this.#checked('set', index), this.#element('set', value, arguments.length > 1));
  }

  grow(delta, value) {
    const before = op_wasm_table_grow(this.#object, Number(delta), this.#element('grow', value, arguments.length > 1));
    if (before < 0) throw new RangeError(`WebAssembly.Table.grow(): failed to grow table by ${delta}`);
    return before;
  }

  #checked(method, index) {
    const i = Number(index);
    if (!(i >= 0 && i < this.length)) throw new RangeError(`WebAssembly.Table.${method}(): invalid index ${index} into function table`);
    return Math.trunc(i);
  }

  // What an element is set to: null, or an exported function; of an externref
  // anything.
  #element(method, value, given) {
    if (this.#type === 'externref') return refer(value);
    if (value === null || (value === undefined && !given)) return 0;
    if (!functions.has(value)) {
      throw new TypeError(`WebAssembly.Table.${method}(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object`);
    }
    held.set(functions.get(value), value);
    return functions.get(value);
  }

  static objectOf = (value) => (isObject(value) && #object in value ? value.#object : undefined);
}

/** Gives a class what Web IDL has: its tag, and members that can be enumerated. */
function finish(Class) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `WebAssembly.${Class.name}`, configurable: true });
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    if (name !== 'constructor') Object.defineProperty(Class.prototype, name, { enumerable: true });
  }
}

const objectOf = { memory: Memory.objectOf, table: Table.objectOf, global: Global.objectOf };
for (const Class of [Memory, Table, Global]) {
  delete Class.objectOf;
  Object.defineProperty(Class, 'length', { value: 1, configurable: true });
  finish(Class);
}

module.exports = { Memory, Table, Global, made, newGlobal, objectOf, registry, finish, isObject };
