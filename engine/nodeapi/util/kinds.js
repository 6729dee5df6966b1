// What util.inspect shows of each kind of object: its prefix ("Map(2)"), its
// braces, its own keys, and the entries that are no properties.
// https://nodejs.org/docs/latest-v20.x/api/util.html#utilinspectobject-options

const { uncurryThis, TypedArray, Map, Set, RegExp } = primordials;
const types = require('./types');
const { peek } = require('internal:js');
const { formatNumber, kObjectType, kArrayExtrasType } = require('./text');
const { inspect, formatPrimitive, stylizeNoColor } = require('./inspect');
const entries = require('./entries');

const isEnumerable = uncurryThis(Object.prototype.propertyIsEnumerable);
const functionSource = uncurryThis(Function.prototype.toString);
const typedArrayGetter = (key) => uncurryThis(Object.getOwnPropertyDescriptor(TypedArray.prototype, key).get);
const typedArrayTag = typedArrayGetter(Symbol.toStringTag);
const typedArrayLength = typedArrayGetter('length');

/** "Foo(2) [Tag] ", "[Object: null prototype] ". */
function prefixOf(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    const suffix = tag !== '' && fallback !== tag ? `[${tag}] ` : '';
    return `[${fallback}${size}: null prototype] ${suffix}`;
  }
  return tag !== '' && constructor !== tag ? `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

// The name of the class of an object without one: what V8 calls its class name.
function className(value) {
  for (const name of ['Map', 'Set', 'Promise', 'WeakMap', 'WeakSet', 'DataView', 'ArrayBuffer', 'SharedArrayBuffer']) {
    if (types[`is${name}`](value)) return name;
  }
  const name = types.isTypedArray(value) ? typedArrayTag(value) : '';
  return name || (/^\[object (.*)\]$/.exec(Object.prototype.toString.call(value))?.[1] ?? 'Object');
}

/** The prefix of an object that is shown by nothing but its class. */
function classPrefix(value, constructor, tag) {
  if (constructor !== null) return prefixOf(constructor, tag, '');
  const name = className(value);
  return prefixOf(constructor, tag, name === tag ? 'Object' : name);
}

/** The name of the nearest constructor in the prototype chain; null if none. */
function constructorName(value, ctx, recurseTimes, protoProps) {
  let firstPrototype;
  for (let o = value; o !== null && o !== undefined; o = Object.getPrototypeOf(o)) {
    const constructor = Object.getOwnPropertyDescriptor(o, 'constructor')?.value;
    if (typeof constructor === 'function' && constructor.name !== '' && ((o === Function.prototype && o !== value) || isInstance(value, constructor))) {
      if (protoProps !== undefined && (o !== value || !builtInNames.has(constructor.name))) {
        collectInherited(value, firstPrototype ?? o, protoProps);
      }
      return String(constructor.name);
    }
    if (firstPrototype === undefined && o !== value) firstPrototype = o;
  }
  firstPrototype ??= Object.getPrototypeOf(value);
  if (firstPrototype === null) return null;
  const name = className(value);
  if (recurseTimes > ctx.depth && ctx.depth !== null) return `${name} <Complex prototype>`;
  const inherited = constructorName(firstPrototype, ctx, recurseTimes + 1, protoProps);
  if (inherited !== null) return `${name} <${inherited}>`;
  return `${name} <${inspect(firstPrototype, { ...ctx, customInspect: false, depth: -1 })}>`;
}

const builtInNames = new Set(Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][a-zA-Z0-9]+$/.test(name)));

// Accessors that instances inherit from classes of the project, for showHidden.
function collectInherited(value, prototype, output) {
  let depth = 0;
  for (let o = prototype; o !== null && depth < 3; o = Object.getPrototypeOf(o), depth++) {
    const constructor = Object.getOwnPropertyDescriptor(o, 'constructor')?.value;
    if (typeof constructor === 'function' && builtInNames.has(constructor.name)) return;
    for (const key of Reflect.ownKeys(o)) {
      if (key === 'constructor' || Object.hasOwn(value, key) || output.includes(key)) continue;
      if (typeof Object.getOwnPropertyDescriptor(o, key).value !== 'function') output.push(key);
    }
  }
}

function ownKeys(value, showHidden) {
  const symbols = Object.getOwnPropertySymbols(value);
  if (showHidden) return [...Object.getOwnPropertyNames(value), ...symbols];
  return [...Object.keys(value), ...symbols.filter((key) => isEnumerable(value, key))];
}

const isIndex = (key) => typeof key === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
const nonIndexKeys = (value, showHidden) => ownKeys(value, showHidden).filter((key) => !isIndex(key));

function describeArray(ctx, value, shape) {
  const { constructor, tag } = shape;
  const plain = constructor === 'Array' && tag === '';
  const prefix = plain ? '' : prefixOf(constructor, tag, 'Array', `(${value.length})`);
  shape.keys = nonIndexKeys(value, ctx.showHidden);
  shape.braces = [`${prefix}[`, ']'];
  if (value.length === 0 && shape.keys.length === 0 && shape.protoProps === undefined) shape.text = `${prefix}[]`;
  shape.extrasType = kArrayExtrasType;
  shape.entries = entries.array;
}

const describeCollection = (fallback, sizeOf, format) => (ctx, value, shape) => {
  const size = sizeOf(value);
  const prefix = prefixOf(shape.constructor, shape.tag, fallback, `(${size})`);
  shape.keys = ownKeys(value, ctx.showHidden);
  shape.braces = [`${prefix}{`, '}'];
  if (size === 0 && shape.keys.length === 0 && shape.protoProps === undefined) shape.text = `${prefix}{}`;
  shape.entries = format;
};

const sizeGetter = (prototype) => uncurryThis(Object.getOwnPropertyDescriptor(prototype, 'size').get);
const describeSet = describeCollection('Set', sizeGetter(Set.prototype), entries.set);
const describeMap = describeCollection('Map', sizeGetter(Map.prototype), entries.map);

function describeTypedArray(ctx, value, shape) {
  const fallback = shape.constructor === null ? typedArrayTag(value) : '';
  const prefix = prefixOf(shape.constructor, shape.tag, fallback, `(${typedArrayLength(value)})`);
  shape.keys = nonIndexKeys(value, ctx.showHidden);
  shape.braces = [`${prefix}[`, ']'];
  if (value.length === 0 && shape.keys.length === 0 && !ctx.showHidden) shape.text = `${prefix}[]`;
  shape.extrasType = kArrayExtrasType;
  shape.entries = entries.typedArray;
}

const describeIterator = (kind) => (ctx, value, shape) => {
  shape.keys = ownKeys(value, ctx.showHidden);
  const tag = shape.tag === `${kind} Iterator` || shape.tag === '' ? '' : `${shape.tag}] [`;
  const [, areEntries] = peek(value);
  shape.braces = [`[${tag}${kind} ${areEntries ? 'Entries' : 'Iterator'}] {`, '}'];
  shape.entries = entries.iterator;
};

function describeFunction(ctx, value, shape) {
  shape.base = functionBase(value, shape.constructor, shape.tag);
  if (shape.keys.length === 0 && shape.protoProps === undefined) shape.text = ctx.stylize(shape.base, 'special');
}

// With a parenthesis before its body, a class is one only if it is `extends` that
// has the parenthesis, and nothing but a name: Node.js takes others for functions.
const classHead = /^(\s+[^(]*?)\s*{/;
const comments = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;

function isClassSource(source) {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const rest = source.slice(5, -1);
  const brace = rest.indexOf('{');
  if (brace === -1) return false;
  return !rest.slice(0, brace).includes('(') || classHead.test(rest.replace(comments, ''));
}

function functionBase(value, constructor, tag) {
  const source = functionSource(value);
  if (isClassSource(source)) return classBase(value, constructor, tag);
  const kind = `${types.isAsyncFunction(value) ? 'Async' : ''}${types.isGeneratorFunction(value) ? 'Generator' : ''}Function`;
  let base = `[${kind}`;
  if (constructor === null) base += ' (null prototype)';
  base += value.name === '' ? ' (anonymous)' : `: ${String(value.name)}`;
  base += ']';
  if (constructor !== kind && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

function classBase(value, constructor, tag) {
  const name = (Object.hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) return `[${base} extends [null prototype]]`;
  const parent = Object.getPrototypeOf(value).name;
  return parent ? `[${base} extends ${parent}]` : `[${base}]`;
}

const atomic = (fallback, style, show) => (ctx, value, shape, recurseTimes) => {
  const prefix = prefixOf(shape.constructor, shape.tag, fallback);
  shape.base = show(value);
  if (prefix !== `${fallback} `) shape.base = `${prefix}${shape.base}`;
  const tooDeep = recurseTimes > ctx.depth && ctx.depth !== null;
  if ((shape.keys.length === 0 && shape.protoProps === undefined) || (fallback === 'RegExp' && tooDeep)) {
    shape.text = ctx.stylize(shape.base, style);
  }
};

const regExpSource = (value) =>
  RegExp.prototype.toString.call(Object.getPrototypeOf(value) === null ? new RegExp(value) : value);
const dateText = (date) => (Number.isNaN(Date.prototype.getTime.call(date)) ? 'Invalid Date' : Date.prototype.toISOString.call(date));
const describeRegExp = atomic('RegExp', 'regexp', (value) => regExpSource(value));
const describeDate = atomic('Date', 'date', dateText);

function describeError(ctx, value, shape) {
  shape.base = require('./errortext').formatError(value, shape.constructor, shape.tag, ctx, shape.keys);
  if (shape.keys.length === 0 && shape.protoProps === undefined) shape.text = shape.base;
}

function describeArrayBuffer(ctx, value, shape, recurseTimes, typedArray) {
  const prefix = prefixOf(shape.constructor, shape.tag, types.isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer');
  if (!typedArray) shape.entries = entries.arrayBuffer;
  else if (shape.keys.length === 0 && shape.protoProps === undefined) {
    shape.text = `${prefix}{ byteLength: ${formatNumber(ctx.stylize, value.byteLength, false)} }`;
  }
  shape.braces[0] = `${prefix}{`;
  shape.keys.unshift('byteLength');
}

function describeBoxed(ctx, value, shape) {
  const [, kind, Class] = boxes.find(([is]) => is(value));
  const text = formatPrimitive(stylizeNoColor, Class.prototype.valueOf.call(value), ctx);
  // The characters of a String are its keys.
  if (kind === 'String') shape.keys.splice(0, value.length);
  let base = `[${kind}`;
  if (kind !== shape.constructor) base += shape.constructor === null ? ' (null prototype)' : ` (${shape.constructor})`;
  base += `: ${text}]`;
  if (shape.tag !== '' && shape.tag !== shape.constructor) base += ` [${shape.tag}]`;
  shape.base = base;
  if (shape.keys.length === 0 && shape.protoProps === undefined) {
    shape.text = ctx.stylize === stylizeNoColor ? base : ctx.stylize(base, kind.toLowerCase());
  }
}

const boxes = [
  [types.isNumberObject, 'Number', Number],
  [types.isStringObject, 'String', String],
  [types.isBooleanObject, 'Boolean', Boolean],
  [types.isBigIntObject, 'BigInt', BigInt],
  [types.isSymbolObject, 'Symbol', Symbol],
];

const bracesOf = (fallback, format) => (ctx, value, shape) => {
  shape.braces[0] = `${prefixOf(shape.constructor, shape.tag, fallback)}{`;
  if (format !== undefined) shape.entries = format;
};

const weakEntries = (format) => (ctx, ...rest) => (ctx.showHidden ? format : entries.unknownItems)(ctx, ...rest);

function describeDataView(ctx, value, shape) {
  bracesOf('DataView')(ctx, value, shape);
  shape.keys.unshift('byteLength', 'byteOffset', 'buffer');
}

function describePlain(ctx, value, shape) {
  const { constructor, tag } = shape;
  if (types.isArgumentsObject(value)) shape.braces[0] = '[Arguments] {';
  else if (constructor !== 'Object' || tag !== '') shape.braces[0] = `${classPrefix(value, constructor, tag)}{`;
  if (shape.keys.length === 0 && shape.protoProps === undefined) shape.text = `${shape.braces[0]}}`;
}

// Kinds that can be iterated are looked for first, as an object without
// Symbol.iterator is none of them.
const iterables = [
  [Array.isArray, describeArray],
  [types.isSet, describeSet],
  [types.isMap, describeMap],
  [types.isTypedArray, describeTypedArray],
  [types.isMapIterator, describeIterator('Map')],
  [types.isSetIterator, describeIterator('Set')],
];

const others = [
  [(value) => typeof value === 'function', describeFunction],
  [types.isRegExp, describeRegExp],
  [types.isDate, describeDate],
  [types.isNativeError, describeError],
  [(value) => value instanceof Error, describeError],
  [types.isAnyArrayBuffer, describeArrayBuffer],
  [types.isDataView, describeDataView],
  [types.isPromise, bracesOf('Promise', entries.promise)],
  [types.isWeakSet, bracesOf('WeakSet', weakEntries(entries.weakSet))],
  [types.isWeakMap, bracesOf('WeakMap', weakEntries(entries.weakMap))],
  [types.isModuleNamespaceObject, bracesOf('Module')],
  [types.isBoxedPrimitive, describeBoxed],
];

function tagOf(ctx, value) {
  const tag = value[Symbol.toStringTag];
  if (typeof tag !== 'string' || tag === '') return '';
  // As a property of its own it is shown among the keys.
  const shown = ctx.showHidden ? Object.hasOwn(value, Symbol.toStringTag) : isEnumerable(value, Symbol.toStringTag);
  return shown ? '' : tag;
}

/** How an object is shown: its text if it has no entries, or else the parts. */
function describe(ctx, value, recurseTimes, typedArray) {
  const inherited = ctx.showHidden && (recurseTimes <= ctx.depth || ctx.depth === null) ? [] : undefined;
  const constructor = constructorName(value, ctx, recurseTimes, inherited);
  const shape = {
    text: undefined,
    constructor,
    tag: tagOf(ctx, value),
    protoProps: inherited?.length > 0 ? inherited : undefined,
    keys: undefined,
    base: '',
    braces: ['{', '}'],
    entries: entries.none,
    extrasType: kObjectType,
  };
  const kind = Symbol.iterator in value || constructor === null ? iterables.find(([is]) => is(value)) : undefined;
  if (kind !== undefined) {
    kind[1](ctx, value, shape, recurseTimes, typedArray);
    return shape;
  }
  shape.keys = ownKeys(value, ctx.showHidden);
  // Most objects are plain: spare them the brand checks.
  const plain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype && !(Symbol.toStringTag in value);
  const describeOther = plain ? describePlain : (others.find(([is]) => is(value))?.[1] ?? describePlain);
  describeOther(ctx, value, shape, recurseTimes, typedArray);
  return shape;
}

module.exports = { describe, prefixOf, classPrefix };
