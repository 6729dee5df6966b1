// Values on their way between JavaScript and WebAssembly, and the functions that
// came from there.
// @see https://webassembly.github.io/spec/js-api/#tojsvalue

const { BigInt, Map, Math, Number, Object, TypeError, WeakMap } = primordials;
const { op_wasm_call } = ops;
const { guard } = require('./errors');

const types = ['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'];

// References are numbers in WebAssembly: 0 is null. A value keeps its number, as
// nobody tells when WebAssembly forgets one.
const referred = [null, undefined];
const references = new Map([[undefined, 1]]);

function refer(value) {
  if (value === null) return 0;
  let reference = references.get(value);
  if (reference === undefined) {
    reference = referred.push(value) - 1;
    references.set(value, reference);
  }
  return reference;
}

/** Functions that WebAssembly exports → their numbers. */
const functions = new WeakMap();

/** @see https://webassembly.github.io/spec/js-api/#towebassemblyvalue */
function toWasm(type, value) {
  switch (type) {
    case 'i32':
      return value | 0;
    case 'i64':
      return String(BigInt.asIntN(64, toBigInt(value)));
    case 'f32':
      return Math.fround(value);
    case 'f64':
      return Number(value);
    case 'externref':
      return refer(value);
    case 'anyfunc':
      if (value === null) return 0;
      if (functions.has(value)) return functions.get(value);
      throw new TypeError('type incompatibility when transforming from/to JS');
    default:
      throw new TypeError('type incompatibility when transforming from/to JS');
  }
}

function toBigInt(value) {
  if (typeof value === 'number') throw new TypeError(`Cannot convert ${value} to a BigInt`);
  return BigInt(value);
}

function fromWasm(type, value) {
  if (type === 'i64') return BigInt(value);
  if (type === 'externref') return referred[value];
  return value;
}

const none = [];

/**
 * A function of WebAssembly as JavaScript calls it: its number, the name that V8
 * gives it, and its type. keep is what must live as long as the function.
 */
function exportedFunction(object, name, params = none, results = none, keep = undefined) {
  const call = (...args) => {
    const out = guard(keep?.where, op_wasm_call, object, ...params.map((type, i) => toWasm(type, args[i])));
    if (results.length === 0) return undefined;
    if (results.length === 1) return fromWasm(results[0], out[0]);
    return out.map((value, i) => fromWasm(results[i], value));
  };
  Object.defineProperty(call, 'name', { value: String(name), configurable: true });
  Object.defineProperty(call, 'length', { value: params.length, configurable: true });
  functions.set(call, object);
  return call;
}

/** The results of an import, as its type has them. */
function resultsToWasm(types, value) {
  if (types.length === 0) return none;
  if (types.length === 1) return [toWasm(types[0], value)];
  const values = [...value];
  if (values.length !== types.length) throw new TypeError('multi-return length mismatch');
  return values.map((one, i) => toWasm(types[i], one));
}

module.exports = { types, functions, refer, toWasm, fromWasm, exportedFunction, resultsToWasm };
