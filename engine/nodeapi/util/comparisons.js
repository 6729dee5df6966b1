// Deep equality, for util.isDeepStrictEqual and assert.
// https://nodejs.org/docs/latest-v20.x/api/assert.html#assertdeepstrictequalactual-expected-message

const { uncurryThis, Array, Date, Error, Number, Object, Uint8Array } = primordials;
const types = require('./types');

const isEnumerable = uncurryThis(Object.prototype.propertyIsEnumerable);
const tagOf = uncurryThis(Object.prototype.toString);
const timeOf = uncurryThis(Date.prototype.getTime);

const isObject = (value) => value !== null && typeof value === 'object';
const isError = (value) => types.isNativeError(value) || value instanceof Error;
const isFloats = (value) => types.isFloat32Array(value) || types.isFloat64Array(value);
const isURL = (value) => Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
const isIndex = (key) => typeof key === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  const left = ArrayBuffer.isView(a) ? new Uint8Array(a.buffer, a.byteOffset, a.byteLength) : new Uint8Array(a);
  const right = ArrayBuffer.isView(b) ? new Uint8Array(b.buffer, b.byteOffset, b.byteLength) : new Uint8Array(b);
  return left.every((byte, i) => byte === right[i]);
}

const sameFloats = (a, b) => a.byteLength === b.byteLength && a.every((x, i) => x === b[i]);

function sameViews(a, b, strict) {
  if (a[Symbol.toStringTag] !== b[Symbol.toStringTag]) return false;
  return !strict && isFloats(a) ? sameFloats(a, b) : sameBytes(a, b);
}

const sameRegExps = (a, b) => a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;

function sameBoxes(a, b) {
  return types.isBoxedPrimitive(b) && Object.is(a.valueOf(), b.valueOf());
}

// What an error hides counts: its name, message, cause and errors, unless they are
// enumerable and so among its keys.
function sameErrors(a, b, comparison) {
  return ['message', 'name', 'cause', 'errors'].every((key) => {
    const shown = isEnumerable(a, key);
    return shown === isEnumerable(b, key) && (shown || comparison.equal(a[key], b[key]));
  });
}

// Kinds of objects beside arrays and plain objects: a brand, and a comparison of
// what the brand hides.
const kinds = [
  [types.isDate, (a, b) => timeOf(a) === timeOf(b)],
  [types.isRegExp, sameRegExps],
  [ArrayBuffer.isView, (a, b, comparison) => sameViews(a, b, comparison.strict)],
  [types.isSet, (a, b) => a.size === b.size],
  [types.isMap, (a, b) => a.size === b.size],
  [types.isAnyArrayBuffer, sameBytes],
  [isError, sameErrors],
  [types.isBoxedPrimitive, sameBoxes],
];

// Keys are of one kind with others, and compared as they say themselves.
const sameKeyObjects = (a, b) => tagOf(a) !== '[object KeyObject]' || a.equals(b);

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
    if (this.strict) {
      if (typeof a === 'number') return Number.isNaN(a) && Number.isNaN(b);
      return isObject(a) && isObject(b) && Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && this.objects(a, b);
    }
    if (!isObject(a)) return !isObject(b) && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
    return isObject(b) && this.objects(a, b);
  }

  objects(a, b) {
    const tag = tagOf(a);
    if (tag !== tagOf(b)) return false;
    if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && this.contents(a, b, true);
    if (tag === '[object Object]') return this.contents(a, b);
    const kind = kinds.find(([is]) => is(a));
    if (kind !== undefined) {
      const [is, same] = kind;
      return is(b) && same(a, b, this) && this.contents(a, b, ArrayBuffer.isView(a));
    }
    if (Array.isArray(b) || kinds.some(([is]) => is(b))) return false;
    if (isURL(a)) return isURL(b) && a.href === b.href && this.contents(a, b);
    return sameKeyObjects(a, b) && this.contents(a, b);
  }

  // The keys to compare: without those of elements, if others compare them.
  keysOf(value, withoutIndices) {
    let keys = Object.keys(value);
    if (withoutIndices) keys = keys.filter((key) => !isIndex(key));
    if (!this.strict) return keys;
    return keys.concat(Object.getOwnPropertySymbols(value).filter((key) => isEnumerable(value, key)));
  }

  contents(a, b, withoutIndices = false) {
    const keys = this.keysOf(a, withoutIndices);
    if (keys.length !== this.keysOf(b, withoutIndices).length) return false;
    if (!keys.every((key) => isEnumerable(b, key))) return false;
    const known = this.left.indexOf(a);
    if (known !== -1 && this.right[known] === b) return true;
    this.left.push(a);
    this.right.push(b);
    const same = keys.every((key) => this.equal(a[key], b[key])) && this.items(a, b);
    this.left.pop();
    this.right.pop();
    return same;
  }

  items(a, b) {
    if (Array.isArray(a)) return this.elements(a, b);
    if (types.isSet(a)) return this.sets(a, b);
    return !types.isMap(a) || this.maps(a, b);
  }

  // A hole equals nothing but a hole.
  elements(a, b) {
    for (let i = 0; i < a.length; i++) {
      const present = Object.hasOwn(a, i);
      if (present !== Object.hasOwn(b, i)) return false;
      if (present) {
        if (!this.equal(a[i], b[i])) return false;
      } else {
        const keys = Object.keys(a);
        return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && this.equal(a[key], b[key]));
      }
    }
    return true;
  }

  sets(a, b) {
    const rest = new Set(); // values of a that b has not: objects, and what equals loosely
    for (const value of a) {
      if (b.has(value)) continue;
      if (!isObject(value) && (this.strict || !mayEqualLoosely(value, (other) => b.has(other) && !a.has(other)))) return false;
      rest.add(value);
    }
    if (rest.size === 0) return true;
    for (const value of b) {
      const settled = a.has(value) || (this.strict && !isObject(value));
      if (!settled && !takeFirst(rest, (other) => this.equal(other, value))) return false;
    }
    return rest.size === 0;
  }

  maps(a, b) {
    const rest = new Set();
    for (const [key, value] of a) {
      if (!isObject(key)) {
        if (b.has(key) && this.equal(value, b.get(key))) continue;
        const matches = (other) => b.has(other) && !a.has(other) && this.equal(value, b.get(other));
        if (this.strict || !mayEqualLoosely(key, matches)) return false;
      }
      rest.add(key);
    }
    if (rest.size === 0) return true;
    for (const [key, value] of b) {
      const direct = !isObject(key) && (this.strict || (a.has(key) && this.equal(a.get(key), value)));
      if (!direct && !takeFirst(rest, (other) => this.equal(other, key) && this.equal(a.get(other), value))) return false;
    }
    return rest.size === 0;
  }
}

// Whether a primitive that the other collection has not may equal another
// primitive there: undefined only null, numbers and texts any that is a number.
function mayEqualLoosely(value, has) {
  switch (typeof value) {
    case 'undefined':
      return has(null);
    case 'object':
      return has(undefined);
    case 'symbol':
      return false;
    case 'string':
    case 'number':
      return !Number.isNaN(Number(value));
    default:
      return true;
  }
}

// Removes the first item of a Set that matches, and says whether there was one.
function takeFirst(items, matches) {
  for (const item of items) {
    if (matches(item)) return items.delete(item);
  }
  return false;
}

const isDeepEqual = (a, b) => new Comparison(false).equal(a, b);
const isDeepStrictEqual = (a, b) => new Comparison(true).equal(a, b);

module.exports = { isDeepEqual, isDeepStrictEqual };
