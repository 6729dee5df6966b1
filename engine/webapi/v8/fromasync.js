// Array.fromAsync: https://tc39.es/proposal-array-from-async/
// Go half: none. V8 has it from Node.js 22 on; routes written for that are common.

const { Array, Math, Number, Object, Reflect, String, Symbol, TypeError } = primordials;

Object.defineProperty(Array, 'fromAsync', {
  value: fromAsync,
  writable: true,
  configurable: true,
});

function isConstructor(value) {
  if (typeof value !== 'function') return false;
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

function put(target, index, value) {
  Object.defineProperty(target, index, { value, writable: true, enumerable: true, configurable: true });
}

async function fromAsync(items, mapper = undefined, thisArg = undefined) {
  if (mapper !== undefined && typeof mapper !== 'function') throw new TypeError(`${String(mapper)} is not a function`);
  const map = (value, index) => (mapper === undefined ? value : Reflect.apply(mapper, thisArg, [value, index]));
  if ((items[Symbol.asyncIterator] ?? items[Symbol.iterator]) === undefined) return fromArrayLike(this, Object(items), map);

  const out = isConstructor(this) ? new this() : [];
  let index = 0;
  for await (const value of items) {
    put(out, index, await map(value, index));
    index++;
  }
  out.length = index;
  return out;
}

async function fromArrayLike(Constructor, items, map) {
  const length = Math.min(Math.max(Math.trunc(Number(items.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  const out = isConstructor(Constructor) ? new Constructor(length) : new Array(length);
  for (let index = 0; index < length; index++) put(out, index, await map(await items[index], index));
  out.length = length;
  return out;
}
