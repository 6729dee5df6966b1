// Deep equality, for util.isDeepStrictEqual and assert.
// https://nodejs.org/docs/latest-v20.x/api/assert.html#assertdeepstrictequalactual-expected-message

const types = require('./types');

const isEnumerable = primordials.uncurryThis(Object.prototype.propertyIsEnumerable);
const tagOf = primordials.uncurryThis(Object.prototype.toString);

const enumerableSymbols = (value) => Object.getOwnPropertySymbols(value).filter((key) => isEnumerable(value, key));

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  const left = ArrayBuffer.isView(a) ? new Uint8Array(a.buffer, a.byteOffset, a.byteLength) : new Uint8Array(a);
  const right = ArrayBuffer.isView(b) ? new Uint8Array(b.buffer, b.byteOffset, b.byteLength) : new Uint8Array(b);
  return left.every((byte, i) => byte === right[i]);
}

function sameFloats(a, b, strict) {
  if (a.length !== b.length) return false;
  return a.every((x, i) => (strict ? Object.is(x, b[i]) : x === b[i]));
}

const isFloats = (value) => types.isFloat32Array(value) || types.isFloat64Array(value);

function sameErrors(a, b) {
  return a.message === b.message && a.name === b.name;
}

// Pairs of a brand check and a comparison of what the brand hides.
const brands = [
  [types.isDate, (a, b) => Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))],
  [types.isRegExp, (a, b) => a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex],
  [(value) => types.isNativeError(value) || value instanceof Error, sameErrors],
  [types.isTypedArray, (a, b, memo) => (isFloats(a) ? sameFloats(a, b, memo.strict) : sameBytes(a, b))],
  [types.isAnyArrayBuffer, sameBytes],
  [types.isDataView, sameBytes],
  [(value) => value instanceof primordials.global.URL, (a, b) => a.href === b.href],
  [types.isBoxedPrimitive, (a, b) => Object.is(a.valueOf(), b.valueOf())],
];

// Values of these cannot be looked into: equal only if identical.
const opaque = [types.isWeakMap, types.isWeakSet, types.isPromise];

// The state of one comparison; pairs under way stand for equal, so that
// circular structures end.
class Comparison {
  constructor(strict) {
    this.strict = strict;
    this.left = [];
    this.right = [];
  }

  equal(a, b) {
    if (a === b) return a !== 0 || !this.strict || Object.is(a, b);
    if (this.strict) return this.strictlyEqual(a, b);
    if (a === null || typeof a !== 'object') {
      if (b === null || typeof b !== 'object') return a == b || (Number.isNaN(a) && Number.isNaN(b));
      return false;
    }
    return b !== null && typeof b === 'object' && this.objects(a, b);
  }

  strictlyEqual(a, b) {
    if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
    if (typeof b !== 'object' || a === null || b === null) return false;
    return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && this.objects(a, b);
  }

  objects(a, b) {
    if (tagOf(a) !== tagOf(b) && (this.strict || !sameKind(a, b))) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    for (const [is, same] of brands) {
      if (is(a) !== is(b)) return false;
      if (is(a)) return same(a, b, this) && this.contents(a, b);
    }
    if (opaque.some((is) => is(a) || is(b))) return false;
    if (types.isSet(a) !== types.isSet(b) || types.isMap(a) !== types.isMap(b)) return false;
    return this.contents(a, b);
  }

  keysOf(value) {
    const keys = Object.keys(value);
    const own = types.isTypedArray(value) ? keys.filter((key) => !/^\d+$/.test(key)) : keys;
    return this.strict ? own.concat(enumerableSymbols(value)) : own;
  }

  contents(a, b) {
    if (Array.isArray(a) && a.length !== b.length) return false;
    const keys = this.keysOf(a);
    if (keys.length !== this.keysOf(b).length) return false;
    if (!keys.every((key) => isEnumerable(b, key))) return false;
    if (this.strict && (a instanceof Error || types.isNativeError(a)) && !this.hiddenOfErrors(a, b)) return false;
    const known = this.left.indexOf(a);
    if (known !== -1 && this.right[known] === b) return true;
    this.left.push(a);
    this.right.push(b);
    const same = this.collections(a, b) && keys.every((key) => this.equal(a[key], b[key]));
    this.left.pop();
    this.right.pop();
    return same;
  }

  // An error's cause and errors count though they are not enumerable.
  hiddenOfErrors(a, b) {
    return ['cause', 'errors'].every((key) => Object.hasOwn(a, key) === Object.hasOwn(b, key) && this.equal(a[key], b[key]));
  }

  collections(a, b) {
    if (types.isSet(a)) return a.size === b.size && this.sets(a, b);
    if (types.isMap(a)) return a.size === b.size && this.maps(a, b);
    return true;
  }

  sets(a, b) {
    const rest = [...b].filter((value) => !a.has(value));
    const mine = [...a].filter((value) => !b.has(value));
    return mine.every((value) => takeFirst(rest, (other) => this.equal(value, other)));
  }

  maps(a, b) {
    const rest = [...b].filter(([key, value]) => !(a.has(key) && this.equal(a.get(key), value)));
    const mine = [...a].filter(([key, value]) => !(b.has(key) && this.equal(value, b.get(key))));
    return mine.every(([key, value]) => takeFirst(rest, ([k, v]) => this.equal(key, k) && this.equal(value, v)));
  }
}

// Loosely, an object may pass for one with another tag if both are plain.
const sameKind = (a, b) => !brands.some(([is]) => is(a) || is(b));

// Removes the first item that matches, and says whether there was one.
function takeFirst(items, matches) {
  const index = items.findIndex(matches);
  if (index === -1) return false;
  items.splice(index, 1);
  return true;
}

const isDeepEqual = (a, b) => new Comparison(false).equal(a, b);
const isDeepStrictEqual = (a, b) => new Comparison(true).equal(a, b);

module.exports = { isDeepEqual, isDeepStrictEqual };
