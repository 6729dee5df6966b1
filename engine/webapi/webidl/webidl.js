// Web IDL, JavaScript binding: https://webidl.spec.whatwg.org/#javascript-binding
// Go half: none. Missing: overload resolution, which each function does itself.
//
// What it exports:
//
//   defineInterface(Class, options?)      enumerable members, @@toStringTag
//   defineIterable(Class, name, pairs)    keys, values, entries, forEach, @@iterator of a maplike
//   brandCheck(value, Class)              "Illegal invocation" unless value is an instance
//   illegalConstructor()                  throws "Illegal constructor"
//   requireArguments(count, min, prefix)  "F: 2 arguments required, but only 1 found."
//   converters.<type>(V, prefix, argument, options?)
//       any, boolean, DOMString, USVString, ByteString, object, Function, BufferSource,
//       double, and the integer types by their IDL name ('unsigned long')
//   sequence(c), record(k, v), nullable(c), interfaceOf(Class), enumeration(name, values),
//   dictionary(members)                   converters made of converters
//   convertToInt(V, bits, options), isBufferSource(V), bytesOf(bufferSource), toUSVString(s)
//   exception(prefix, message)            the TypeError `prefix: message`
//   stringify(V)                          a value as messages show it
//
// A prefix is "Interface.method"; an argument is what messages call the value.

const { TypeError, Symbol, Object, Reflect, Uint8Array, ArrayBuffer, String, Math, Number, uncurryThis } = primordials;

const toWellFormed = uncurryThis(String.prototype.toWellFormed);
const charCodeAt = uncurryThis(String.prototype.charCodeAt);

/* -------------------------------------------------------------------- *
 * Errors.
 * -------------------------------------------------------------------- */

function exception(prefix, message) {
  return new TypeError(`${prefix}: ${message}`);
}

function stringify(V) {
  switch (typeof V) {
    case 'symbol':
      return V.toString();
    case 'string':
      return `"${V}"`;
    case 'object':
    case 'function':
      return V === null ? 'null' : describeObject(V);
    default:
      return String(V);
  }
}

function describeObject(V) {
  if (typeof V === 'function') return V.name ? `[Function: ${V.name}]` : '[Function (anonymous)]';
  const name = V.constructor?.name;
  return name && name !== 'Object' ? `[object ${name}]` : '{}';
}

/** Throws what Node.js throws for a method called on a foreign object. */
function illegalInvocation() {
  const error = new TypeError('Illegal invocation');
  error.code = 'ERR_INVALID_THIS';
  return error;
}

function brandCheck(value, Class) {
  if (!(value instanceof Class)) throw illegalInvocation();
}

function illegalConstructor() {
  throw exception('TypeError', 'Illegal constructor');
}

function requireArguments(count, min, prefix) {
  if (count >= min) return;
  const only = count > 0 ? ' only' : '';
  throw exception(prefix, `${min} argument${min === 1 ? '' : 's'} required, but${only} ${count} found.`);
}

/* -------------------------------------------------------------------- *
 * Interfaces.
 * -------------------------------------------------------------------- */

/**
 * Gives a class the shape of an interface: operations and attributes are
 * enumerable, and @@toStringTag is the interface's name.
 * @see https://webidl.spec.whatwg.org/#define-the-operations
 *
 * options.tag is the name, Class.name if absent; null leaves the tag away.
 * options.constants are defined
 * on the class and on its prototype, and cannot be changed. options.hidden lists
 * members that stay as the class syntax made them.
 */
function defineInterface(Class, { tag = Class.name, constants, hidden = [] } = {}) {
  makeEnumerable(Class.prototype, ['constructor', ...hidden]);
  makeEnumerable(Class, ['prototype', 'length', 'name', ...hidden]);
  if (tag !== null) Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: tag, configurable: true });
  for (const name in constants) {
    const descriptor = { value: constants[name], enumerable: true };
    Object.defineProperty(Class, name, descriptor);
    Object.defineProperty(Class.prototype, name, descriptor);
  }
  return Class;
}

function makeEnumerable(target, except) {
  for (const key of Reflect.ownKeys(target)) {
    if (typeof key === 'symbol' || except.includes(key)) continue;
    Object.defineProperty(target, key, { enumerable: true });
  }
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/**
 * Gives a class the members of `iterable<K, V>`. pairs(object) returns the
 * object's value pairs to iterate over, as an array of [key, value]; it is asked
 * at every step, so that changes during iteration show.
 *
 * options.foreign makes the error for a next() of something else; options.show is
 * util.inspect's view: (the items that are left, depth, options, inspect) → text.
 * @see https://webidl.spec.whatwg.org/#js-iterable
 */
function defineIterable(Class, name, pairs, options) {
  const makeIterator = iteratorFactory(`${name} Iterator`, pairs, options);
  const members = {
    keys() {
      brandCheck(this, Class);
      return makeIterator(this, 'key');
    },
    values() {
      brandCheck(this, Class);
      return makeIterator(this, 'value');
    },
    entries() {
      brandCheck(this, Class);
      return makeIterator(this, 'key+value');
    },
    forEach(callbackfn, thisArg = undefined) {
      brandCheck(this, Class);
      requireArguments(arguments.length, 1, `${name}.forEach`);
      if (typeof callbackfn !== 'function') {
        throw new TypeError(`Failed to execute 'forEach' on '${name}': parameter 1 is not of type 'Function'.`);
      }
      for (let i = 0, list = pairs(this); i < list.length; i++, list = pairs(this)) {
        callbackfn.call(thisArg, list[i][1], list[i][0], this);
      }
    },
  };
  const descriptors = Object.getOwnPropertyDescriptors(members);
  descriptors[Symbol.iterator] = { value: members.entries, writable: true, configurable: true };
  Object.defineProperties(Class.prototype, descriptors);
}

/** @see https://webidl.spec.whatwg.org/#js-default-iterator-object */
function iteratorFactory(tag, pairs, { foreign, show } = {}) {
  class DefaultIterator {
    #target;
    #kind;
    #index = 0;

    constructor(target, kind) {
      this.#target = target;
      this.#kind = kind;
    }

    next() {
      if (typeof this !== 'object' || this === null || !(#target in this)) {
        if (foreign !== undefined) throw foreign();
        throw new TypeError(`'next' called on an object that does not implement interface ${tag}.`);
      }
      const list = pairs(this.#target);
      if (this.#index >= list.length) return { value: undefined, done: true };
      return { value: this.#item(list[this.#index++]), done: false };
    }

    #item(pair) {
      if (this.#kind === 'key+value') return [pair[0], pair[1]];
      return this.#kind === 'key' ? pair[0] : pair[1];
    }

    static {
      if (show !== undefined) {
        this.prototype[inspectCustom] = function (depth, options, inspect) {
          const rest = pairs(this.#target).slice(this.#index);
          return show(rest.map((pair) => this.#item(pair)), depth, options, inspect);
        };
        Object.defineProperty(this.prototype, inspectCustom, { enumerable: false });
      }
    }
  }
  const prototype = DefaultIterator.prototype;
  delete prototype.constructor;
  Object.setPrototypeOf(prototype, IteratorPrototype);
  Object.defineProperty(prototype, 'next', { enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: tag, configurable: true });
  return (target, kind) => new DefaultIterator(target, kind);
}

/* -------------------------------------------------------------------- *
 * Numbers.
 * -------------------------------------------------------------------- */

/** @see https://webidl.spec.whatwg.org/#abstract-opdef-converttoint */
function convertToInt(V, bitLength, { signed = false, enforceRange = false, clamp = false, name = 'value' } = {}) {
  // 1-3. The bounds; 64 bits stop where doubles are exact.
  const top = bitLength === 64 ? Number.MAX_SAFE_INTEGER : 2 ** (signed ? bitLength - 1 : bitLength) - 1;
  const bottom = signed ? (bitLength === 64 ? Number.MIN_SAFE_INTEGER : -(2 ** (bitLength - 1))) : 0;
  // 4-5. ToNumber, without -0.
  let x = Number(V) + 0;
  const finite = Number.isFinite(x);
  if (enforceRange) {
    if (!finite) throw new TypeError(`Integer conversion: Could not convert ${stringify(V)} to an integer.`);
    x = Math.trunc(x) + 0;
    if (x < bottom || x > top) throw new TypeError(`${name} must be between ${bottom} and ${top}, got ${x}.`);
    return x;
  }
  if (clamp && !Number.isNaN(x)) return roundHalfEven(Math.min(Math.max(x, bottom), top));
  // 8-12. Modulo 2^bitLength.
  if (!finite) return 0;
  const modulus = 2 ** bitLength;
  x = Math.trunc(x) % modulus;
  if (x < 0 && !signed) x += modulus;
  if (signed && x > top) x -= modulus;
  else if (signed && x < bottom) x += modulus;
  return x + 0;
}

function roundHalfEven(x) {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return (rest < 0.5 ? floor : floor + 1) + 0;
  return (floor % 2 === 0 ? floor : floor + 1) + 0;
}

const integer = (bitLength, signed) => (V, prefix, argument, options) =>
  convertToInt(V, bitLength, { ...options, signed, name: argument });

/* -------------------------------------------------------------------- *
 * Strings and bytes.
 * -------------------------------------------------------------------- */

function DOMString(V, prefix, argument) {
  if (typeof V === 'string') return V;
  if (typeof V === 'symbol') {
    throw exception(prefix, `${argument} is a symbol, which cannot be converted to a DOMString.`);
  }
  return String(V);
}

// As Node.js and undici convert: a symbol fails as it does in a template.
function toUSVString(V) {
  return toWellFormed(typeof V === 'string' ? V : `${V}`);
}

function USVString(V, prefix, argument) {
  return toWellFormed(DOMString(V, prefix, argument));
}

function ByteString(V, prefix, argument) {
  const x = DOMString(V, prefix, argument);
  for (let i = 0; i < x.length; i++) {
    const code = charCodeAt(x, i);
    if (code > 255) {
      throw new TypeError(
        `Cannot convert argument to a ByteString because the character at index ${i} has a value of ${code} which is greater than 255.`,
      );
    }
  }
  return x;
}

function isBufferSource(V) {
  return ArrayBuffer.isView(V) || isArrayBuffer(V);
}

const byteLengthOf = uncurryThis(Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get);

function isArrayBuffer(V) {
  if (typeof V !== 'object' || V === null) return false;
  if (V instanceof ArrayBuffer) return true;
  try {
    byteLengthOf(V);
    return true;
  } catch {
    return false;
  }
}

/** The bytes of a BufferSource, not copied. */
function bytesOf(V) {
  // Not a subclass: slice() of a Buffer makes no copy.
  if (V instanceof Uint8Array && Object.getPrototypeOf(V) === Uint8Array.prototype) return V;
  if (ArrayBuffer.isView(V)) return new Uint8Array(V.buffer, V.byteOffset, V.byteLength);
  return new Uint8Array(V);
}

/* -------------------------------------------------------------------- *
 * Converters made of converters.
 * -------------------------------------------------------------------- */

const isObject = (V) => (typeof V === 'object' && V !== null) || typeof V === 'function';

function sequence(converter) {
  return (V, prefix, argument) => {
    if (!isObject(V)) throw exception(prefix, `${argument} (${stringify(V)}) is not iterable.`);
    const iterator = V[Symbol.iterator]?.();
    if (iterator === undefined || typeof iterator.next !== 'function') {
      throw exception(prefix, `${argument} is not iterable.`);
    }
    const out = [];
    for (let step = iterator.next(); !step.done; step = iterator.next()) {
      out.push(converter(step.value, prefix, `${argument}[${out.length}]`));
    }
    return out;
  };
}

const typeNames = { undefined: 'Undefined', boolean: 'Boolean', string: 'String', number: 'Number' };

/** The result is an array of [key, value], in order, a later key replacing an earlier one. */
function record(keyConverter, valueConverter) {
  return (V, prefix, argument) => {
    if (!isObject(V)) {
      const type = V === null ? 'Null' : (typeNames[typeof V] ?? typeof V);
      throw exception(prefix, `${argument} ("${type}") is not an Object.`);
    }
    const out = new primordials.Map();
    for (const key of Reflect.ownKeys(V)) {
      if (!Reflect.getOwnPropertyDescriptor(V, key)?.enumerable) continue;
      const typedKey = keyConverter(key, prefix, argument);
      out.set(typedKey, valueConverter(V[key], prefix, argument));
    }
    return [...out];
  };
}

const nullable = (converter) => (V, prefix, argument) =>
  V === null || V === undefined ? null : converter(V, prefix, argument);

function interfaceOf(Class) {
  return (V, prefix, argument) => {
    if (V instanceof Class) return V;
    throw exception(prefix, `Expected ${argument} ("${stringify(V)}") to be an instance of ${Class.name}.`);
  };
}

function enumeration(name, values) {
  return (V, prefix, argument) => {
    const S = DOMString(V, prefix, argument);
    if (values.includes(S)) return S;
    throw exception(prefix, `${S} is not an accepted type. Expected one of ${values.join(', ')}.`);
  };
}

/**
 * members are { key, converter, required?, default? } in the order in which the
 * standard reads them: inherited first, then by name. default is a function.
 */
function dictionary(members) {
  return (V, prefix, argument) => {
    const out = {};
    if (V !== undefined && V !== null && !isObject(V)) {
      throw exception(prefix, `Expected ${stringify(V)} to be one of: Null, Undefined, Object.`);
    }
    for (const member of members) {
      const { key } = member;
      const value = V?.[key];
      if (value !== undefined) out[key] = member.converter(value, prefix, `${argument}.${key}`);
      else if (member.required) throw exception(prefix, `Missing required key "${key}".`);
      else if (member.default !== undefined) out[key] = member.default();
    }
    return out;
  };
}

const converters = {
  __proto__: null,
  any: (V) => V,
  boolean: (V) => Boolean(V),
  double(V, prefix, argument) {
    const x = Number(V);
    if (!Number.isFinite(x)) throw exception(prefix, `${argument} is not a finite floating-point value.`);
    return x;
  },
  'unrestricted double': (V) => Number(V),
  byte: integer(8, true),
  octet: integer(8, false),
  short: integer(16, true),
  'unsigned short': integer(16, false),
  long: integer(32, true),
  'unsigned long': integer(32, false),
  'long long': integer(64, true),
  'unsigned long long': integer(64, false),
  DOMString,
  USVString,
  ByteString,
  object(V, prefix, argument) {
    if (!isObject(V)) throw exception(prefix, `${argument} is not an object.`);
    return V;
  },
  Function(V, prefix, argument) {
    if (typeof V !== 'function') throw exception(prefix, `${argument} is not a function.`);
    return V;
  },
  BufferSource(V, prefix, argument) {
    if (isBufferSource(V)) return V;
    throw exception(prefix, `${argument} ("${stringify(V)}") could not be converted to: BufferSource.`);
  },
};

module.exports = {
  defineInterface,
  defineIterable,
  brandCheck,
  illegalConstructor,
  illegalInvocation,
  requireArguments,
  converters,
  sequence,
  record,
  nullable,
  interfaceOf,
  enumeration,
  dictionary,
  convertToInt,
  isBufferSource,
  isArrayBuffer,
  bytesOf,
  toUSVString,
  exception,
  stringify,
};
