// structuredClone: https://html.spec.whatwg.org/#structured-cloning
// Go half: none. Serialization and deserialization are one pass here, as both
// ends are one realm. A class of the Web platform takes part by a method under
// the symbol `clone` (or `transfer`); others clone as plain objects, as in Node.

const { Object, Array, Map, Set, Date, RegExp, Error, TypeError, Symbol, Reflect, String } = primordials;
const { ArrayBuffer, DataView, Uint8Array, TypedArray, global, uncurryThis } = primordials;
const { codes, define, nodeError } = require('internal:webapi/webidl/codes');
const { isArrayBuffer } = require('internal:webapi/webidl');
const { peek } = require('internal:js');

/** object[clone](cloneValue) gives the clone of a platform object. */
const clone = Symbol('clone');
/** object[transfer]() gives the object's successor and detaches it. */
const transfer = Symbol('transfer');

function fail(message) {
  const { DOMException } = require('internal:webapi/dom/exception');
  throw new DOMException(message, 'DataCloneError');
}

function describe(value) {
  // The compiler breaks the line in an empty body.
  if (typeof value === 'function') return String(value).replace(/\{\s+\}$/, '{}');
  if (typeof value === 'symbol') return String(value);
  const name = value.constructor?.name;
  return `#<${name && name !== 'Iterator' ? name : 'Object'}>`; // V8 of Node.js 20 has no Iterator
}

/** Throws for an object that can only be transferred. */
function notListed() {
  throw nodeError(
    TypeError,
    'ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST',
    'Object that needs transfer was found in message but not listed in transferList',
  );
}

/* -------------------------------------------------------------------- *
 * Kinds of objects, by an internal slot: a method that throws without it.
 * -------------------------------------------------------------------- */

const getter = (prototype, name) => uncurryThis(Object.getOwnPropertyDescriptor(prototype, name).get);

function hasSlot(read, value) {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}

const typedArrayTag = getter(TypedArray.prototype, Symbol.toStringTag);
const { Boolean, Number, BigInt, SharedArrayBuffer } = global;

const unboxBoolean = uncurryThis(Boolean.prototype.valueOf);
const unboxNumber = uncurryThis(Number.prototype.valueOf);
const unboxString = uncurryThis(String.prototype.valueOf);
const unboxBigInt = uncurryThis(BigInt.prototype.valueOf);
const unboxSymbol = uncurryThis(Symbol.prototype.valueOf);
const dateValue = uncurryThis(Date.prototype.getTime);
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const regexpSource = getter(RegExp.prototype, 'source');
const sharedLength = getter(SharedArrayBuffer.prototype, 'byteLength');

// What cannot be cloned: the tags of objects whose state no clone could share.
const uncloneable = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'FinalizationRegistry',
  'Generator',
  'AsyncGenerator',
  'Map Iterator',
  'Set Iterator',
  'Array Iterator',
  'String Iterator',
  'RegExp String Iterator',
]);

const builtin = [
  { tag: 'Boolean', read: unboxBoolean, make: (v) => Object(unboxBoolean(v)) },
  { tag: 'Number', read: unboxNumber, make: (v) => Object(unboxNumber(v)) },
  { tag: 'String', read: unboxString, make: (v) => Object(unboxString(v)) },
  { tag: 'BigInt', read: unboxBigInt, make: (v) => Object(unboxBigInt(v)) },
  { tag: 'Symbol', read: unboxSymbol, make: () => fail('[object Symbol] could not be cloned.') },
  { tag: 'Date', read: dateValue, make: (v) => new Date(dateValue(v)) },
  { tag: 'RegExp', read: regexpSource, make: (v) => new RegExp(regexpSource(v), v.flags) },
];

/* -------------------------------------------------------------------- *
 * The algorithm.
 * -------------------------------------------------------------------- */

/** @see https://html.spec.whatwg.org/#structuredserializeinternal */
function cloneValue(value, memory) {
  if (typeof value === 'symbol' || typeof value === 'function') fail(`${describe(value)} could not be cloned.`);
  if (typeof value !== 'object' || value === null) return value;
  const known = memory.get(value);
  if (known !== undefined) return known;
  if (peek(value)?.[0] === 'Proxy') failForProxy(value);
  if (typeof value[clone] === 'function') return remember(value, value[clone]((v) => cloneValue(v, memory)), memory);
  if (Array.isArray(value)) {
    const out = remember(value, new Array(value.length), memory);
    return cloneProperties(value, out, memory);
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return clonePlain(value, memory);
  return cloneOther(value, memory);
}

// V8 knows of a proxy only whether it stands for an array.
function failForProxy(proxy) {
  const [, target] = peek(proxy);
  const name = Array.isArray(target) ? '[object Array]' : '#<Object>';
  fail(`${target === null ? target : name} could not be cloned.`);
}

function remember(value, out, memory) {
  memory.set(value, out);
  return out;
}

function clonePlain(value, memory) {
  return cloneProperties(value, remember(value, {}, memory), memory);
}

// Keys are those at the start; one that is gone when its turn comes is left out.
function cloneProperties(value, out, memory) {
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(value, key)) continue;
    const property = cloneValue(value[key], memory);
    Object.defineProperty(out, key, { value: property, writable: true, enumerable: true, configurable: true });
  }
  return out;
}

function cloneOther(value, memory) {
  if (hasSlot(mapSize, value)) return cloneMap(value, memory);
  if (hasSlot(setSize, value)) return cloneSet(value, memory);
  if (ArrayBuffer.isView(value)) return cloneView(value, memory);
  if (isArrayBuffer(value)) return remember(value, cloneBuffer(value), memory);
  if (Error.isError ? Error.isError(value) : value instanceof Error) return cloneError(value, memory);
  const { isBlob, cloneBlob } = require('internal:webapi/fileapi');
  if (isBlob(value)) return remember(value, cloneBlob(value), memory);
  for (const { tag, read, make } of builtin) {
    if (value instanceof global[tag] && hasSlot(read, value)) return remember(value, make(value), memory);
  }
  if (hasSlot(sharedLength, value)) return remember(value, value, memory);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === 'Blob' || tag === 'File') return cloneBlob(value, memory);
  if (tag.startsWith('Intl.') || value === global) fail(`${describe(value)} could not be cloned.`);
  if (uncloneable.has(tag)) fail(`${tag.includes('Generator') ? `[object ${tag}]` : describe(value)} could not be cloned.`);
  return clonePlain(value, memory);
}

// As in Node.js, a file is cloned as the blob that it is.
function cloneBlob(value, memory) {
  const { Blob, isBlob } = require('internal:webapi/fileapi');
  return isBlob(value) ? remember(value, new Blob([value], { type: value.type }), memory) : clonePlain(value, memory);
}

function cloneMap(value, memory) {
  const out = remember(value, new Map(), memory);
  for (const [key, item] of [...Map.prototype.entries.call(value)]) {
    out.set(cloneValue(key, memory), cloneValue(item, memory));
  }
  return out;
}

function cloneSet(value, memory) {
  const out = remember(value, new Set(), memory);
  for (const item of [...Set.prototype.values.call(value)]) out.add(cloneValue(item, memory));
  return out;
}

function cloneBuffer(buffer) {
  if (buffer.detached) fail('An ArrayBuffer is detached and could not be cloned.');
  if (!buffer.resizable) return ArrayBuffer.prototype.slice.call(buffer, 0);
  const out = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength });
  new Uint8Array(out).set(new Uint8Array(buffer));
  return out;
}

function cloneView(view, memory) {
  const { buffer, byteOffset } = view;
  if (buffer.detached) fail('An ArrayBuffer is detached and could not be cloned.');
  const copy = cloneValue(buffer, memory);
  const tag = typedArrayTag(view);
  const out = tag === undefined ? new DataView(copy, byteOffset, view.byteLength) : new global[tag](copy, byteOffset, view.length);
  return remember(view, out, memory);
}

const errorNames = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];

function cloneError(value, memory) {
  // 1-2. A name that is none of the standard's becomes "Error".
  const { name } = value;
  const Class = errorNames.includes(name) ? global[name] : Error;
  // 3-5. A message that is the error's own and no accessor.
  const message = Reflect.getOwnPropertyDescriptor(value, 'message')?.value;
  const out = remember(value, new Class(message === undefined ? undefined : String(message)), memory);
  const define = (key, property) => {
    Object.defineProperty(out, key, { value: property, writable: true, configurable: true });
  };
  define('stack', String(value.stack));
  if (Object.hasOwn(value, 'cause')) define('cause', cloneValue(value.cause, memory));
  return out;
}

/* -------------------------------------------------------------------- *
 * Transferring.
 * -------------------------------------------------------------------- */

define('ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList', TypeError);

function checkTransferable(item, seen) {
  if (seen.has(item)) fail('Transfer list contains duplicate ArrayBuffer');
  seen.add(item);
  if (isArrayBuffer(item)) return;
  if (typeof item?.[transfer] !== 'function') throw codes.ERR_INVALID_TRANSFER_OBJECT();
}

/**
 * Buffers are copied, and detached once nothing can throw any more.
 * @see https://html.spec.whatwg.org/#structuredserializewithtransfer
 */
function cloneWithTransfer(value, transferList) {
  const seen = new Set();
  for (const item of transferList) checkTransferable(item, seen);
  const memory = new Map();
  for (const item of transferList) if (!item.detached) memory.set(item, isArrayBuffer(item) ? cloneBuffer(item) : item[transfer]());
  const out = cloneValue(value, memory);
  for (const item of transferList) if (isArrayBuffer(item) && !item.detached) item.transfer();
  return { value: out, transferred: transferList.map((item) => memory.get(item)) };
}

const invalidArgument = (message) => nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);

function structuredClone(value = undefined, options = undefined) {
  if (arguments.length === 0) throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
  if (options !== undefined && options !== null && typeof options !== 'object') {
    throw invalidArgument('The options argument must be either an object or undefined');
  }
  const list = options?.transfer;
  if (list === undefined || list === null) return cloneValue(value, new Map());
  if (typeof list !== 'object' || typeof list[Symbol.iterator] !== 'function') {
    throw invalidArgument('Optional transferList argument must be an iterable');
  }
  return cloneWithTransfer(value, [...list]).value;
}

module.exports = { structuredClone, cloneWithTransfer, clone, transfer, notListed };
