// util.types: https://nodejs.org/docs/latest-v20.x/api/util.html#utiltypes
//
// A brand is told by a getter or method that throws for everything else, since
// instanceof and Symbol.toStringTag can lie; where there is no such getter
// (promises, iterators, generators), by a look into the object.
// isExternal knows no values here: always false.

const { uncurryThis, TypedArray, Map, Set, WeakMap, WeakSet, Date, RegExp, DataView, ArrayBuffer, Error } = primordials;
const { peek } = require('internal:js');
const { isModuleNamespace } = require('internal:js/interop');
const { proxyDetails } = require('./proxy');

const getter = (prototype, key) => uncurryThis(Object.getOwnPropertyDescriptor(prototype, key).get);

// Whether probe(value) does not throw.
const branded = (probe) => (value) => {
  if (value === null || typeof value !== 'object') return false;
  try {
    probe(value);
    return true;
  } catch {
    return false;
  }
};

const typedArrayTag = getter(TypedArray.prototype, Symbol.toStringTag);
const weakMapHas = uncurryThis(WeakMap.prototype.has);
const weakSetHas = uncurryThis(WeakSet.prototype.has);
const regExpUnicode = getter(RegExp.prototype, 'unicode');

const isMap = branded(getter(Map.prototype, 'size'));
const isSet = branded(getter(Set.prototype, 'size'));
const isWeakMap = branded((value) => weakMapHas(value, {}));
const isWeakSet = branded((value) => weakSetHas(value, {}));
const isDate = branded(uncurryThis(Date.prototype.getTime));
const isArrayBuffer = branded(getter(ArrayBuffer.prototype, 'byteLength'));
const isSharedArrayBuffer = branded(getter(SharedArrayBuffer.prototype, 'byteLength'));
const isDataView = branded(getter(DataView.prototype, 'byteLength'));
const isRegExp = (value) => value !== RegExp.prototype && isRegExpObject(value);
const isRegExpObject = branded(regExpUnicode);

const isNumberObject = branded(uncurryThis(Number.prototype.valueOf));
const isStringObject = branded(uncurryThis(String.prototype.valueOf));
const isBooleanObject = branded(uncurryThis(Boolean.prototype.valueOf));
const isBigIntObject = branded(uncurryThis(BigInt.prototype.valueOf));
const isSymbolObject = branded(uncurryThis(Symbol.prototype.valueOf));

const tagOf = uncurryThis(Object.prototype.toString);

const isKind = (kind) => (value) => peek(value)?.[0] === kind;
const isMapIterator = isKind('Map Iterator');
const isSetIterator = isKind('Set Iterator');
const isGenerator = isKind('Generator');
const isAsyncGenerator = isKind('AsyncGenerator');
const isGeneratorObject = (value) => isGenerator(value) || isAsyncGenerator(value);
const isPromise = isKind('Promise');
const isNativeError = Error.isError ?? ((value) => value instanceof Error);
const isArgumentsObject = (value) =>
  value !== null && typeof value === 'object' && !(Symbol.toStringTag in value) && tagOf(value) === '[object Arguments]';

// Also of functions that the compiler made from async ones: internal:js gives
// them the tag of what they were written as.
const functionTag = (value) => (typeof value === 'function' ? tagOf(value).slice(8, -1) : '');
const isAsyncFunction = (value) => functionTag(value).startsWith('Async');
const isGeneratorFunction = (value) => functionTag(value).endsWith('GeneratorFunction');

const isTypedArray = (value) => value !== null && typeof value === 'object' && typedArrayTag(value) !== undefined;
const isTyped = (name) => (value) => value !== null && typeof value === 'object' && typedArrayTag(value) === name;

const types = {
  isExternal: () => false,
  isModuleNamespaceObject: (value) => isModuleNamespace(value),
  isDate,
  isArgumentsObject,
  isBigIntObject,
  isBooleanObject,
  isNumberObject,
  isStringObject,
  isSymbolObject,
  isBoxedPrimitive: (value) =>
    isNumberObject(value) || isStringObject(value) || isBooleanObject(value) || isBigIntObject(value) || isSymbolObject(value),
  isNativeError: (value) => isNativeError(value),
  isRegExp,
  isAsyncFunction,
  isGeneratorFunction,
  isGeneratorObject,
  isPromise,
  isMap,
  isSet,
  isMapIterator,
  isSetIterator,
  isWeakMap,
  isWeakSet,
  isArrayBuffer,
  isDataView,
  isSharedArrayBuffer,
  isProxy: (value) => proxyDetails(value) !== undefined,
  isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isTypedArray,
  isCryptoKey: (value) => value instanceof primordials.global.CryptoKey,
  isKeyObject: (value) => value instanceof require('internal:nodeapi/crypto/keys').KeyObject,
};

for (const name of [
  'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
]) {
  types[`is${name}`] = isTyped(name);
}

// Most of Node.js's are native: they have names, and count no parameters.
const scripted = new Set(['isArrayBufferView', 'isTyped', 'isCryptoKey', 'isKeyObject', ...Object.keys(types).filter((name) => name.endsWith('Array'))]);
for (const [name, check] of Object.entries(types)) {
  Object.defineProperty(check, 'name', { value: name, configurable: true });
  if (!scripted.has(name)) Object.defineProperty(check, 'length', { value: 0, configurable: true });
}

module.exports = types;
