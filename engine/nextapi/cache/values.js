// Arguments and results of functions with 'use cache', as text and back. React's
// serialization decides what may pass: plain data and a few built-ins.
// Reference: https://nextjs.org/docs/app/api-reference/directives/use-cache#serialization

/*
 * JSON, in which an object with a "$" stands for what JSON lacks: its kind, and
 * under "v" its parts.
 */

const bufferTypes = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView };

const bytesOf = (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength).toBase64();

function refuse(value) {
  if (typeof value === 'function') {
    throw new Error(`Functions cannot be passed to or returned from a function with "use cache": ${value.name || 'anonymous'}`);
  }
  if (typeof value === 'symbol') throw new Error(`Symbols cannot be passed to or returned from a function with "use cache": ${String(value)}`);
  throw new Error(
    'Only plain objects, and a few built-ins, can be passed to Client Components from Server Components. Classes or null prototypes are not supported.',
  );
}

const primitives = {
  undefined: () => ({ $: 'undefined' }),
  bigint: (value) => ({ $: 'bigint', v: String(value) }),
  number: (value) => (Number.isFinite(value) && !Object.is(value, -0) ? value : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) }),
  string: (value) => value,
  boolean: (value) => value,
  function: refuse,
  symbol: refuse,
};

function pack(value, above) {
  if (value === null) return null;
  if (typeof value !== 'object') return primitives[typeof value](value);
  if (above.includes(value)) throw new Error('A value that contains itself cannot pass a function with "use cache".');
  return packObject(value, [...above, value]);
}

function packObject(value, above) {
  const list = (items) => Array.from(items, (item) => pack(item, above));
  if (Array.isArray(value)) return list(value);
  if (value instanceof Date) return { $: 'date', v: value.getTime() };
  if (value instanceof Map) return { $: 'map', v: Array.from(value, list) };
  if (value instanceof Set) return { $: 'set', v: list(value) };
  if (value instanceof Error) return { $: 'error', v: [value.name, value.message] };
  if (value instanceof ArrayBuffer) return { $: 'buffer', v: ['ArrayBuffer', new Uint8Array(value).toBase64()] };
  const type = ArrayBuffer.isView(value) ? Object.keys(bufferTypes).find((name) => value instanceof bufferTypes[name]) : undefined;
  if (type !== undefined) return { $: 'buffer', v: [type, bytesOf(value)] };
  if (Object.getPrototypeOf(value) !== Object.prototype) return refuse(value);
  const entries = Object.entries(value).map(([name, item]) => [name, pack(item, above)]);
  return Object.hasOwn(value, '$') ? { $: 'object', v: entries } : Object.fromEntries(entries);
}

const unpackers = {
  undefined: () => undefined,
  bigint: (v) => BigInt(v),
  number: (v) => Number(v),
  date: (v) => new Date(v),
  map: (v) => new Map(v.map((pair) => pair.map(unpack))),
  set: (v) => new Set(v.map(unpack)),
  error: ([name, message]) => Object.assign(new Error(message), { name }),
  object: (v) => fromEntries(v),
  buffer([type, text]) {
    const { buffer } = Uint8Array.fromBase64(text);
    return type === 'ArrayBuffer' ? buffer : new bufferTypes[type](buffer);
  },
};

// As in React's serialization members that are undefined are not there afterwards.
function fromEntries(entries) {
  return Object.fromEntries(entries.map(([name, item]) => [name, unpack(item)]).filter(([, item]) => item !== undefined));
}

function unpack(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  return typeof value.$ === 'string' ? unpackers[value.$](value.v) : fromEntries(Object.entries(value));
}

module.exports = {
  /** Writes a value as text; throws for what may not pass. */
  encode: (value) => JSON.stringify(pack(value, [])),
  /** Reads what encode() wrote. */
  decode: (text) => unpack(JSON.parse(text)),
};
