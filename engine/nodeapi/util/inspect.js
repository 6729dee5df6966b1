// util.inspect: https://nodejs.org/docs/latest-v20.x/api/util.html#utilinspectobject-options
//
// This file holds the options, the colours and the walk over values; ./kinds
// has what is particular to each kind of object, ./text what is done with text.

const { quote, formatNumber, formatBigInt, escapeText, reduceToSingleString, kObjectType, kArrayType } = require('./text');
const { proxyDetails } = require('./proxy');
const { isModuleNamespace } = require('internal:js/interop');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

const defaultOptions = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

const colors = Object.assign(Object.create(null), {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
  inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
  black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
  cyan: [36, 39], white: [37, 39],
  bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49],
  bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49],
  framed: [51, 54], overlined: [53, 55],
  gray: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39],
  magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
  bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49],
  bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
});

for (const [alias, name] of [
  ['grey', 'gray'], ['blackBright', 'gray'], ['bgGrey', 'bgGray'], ['bgBlackBright', 'bgGray'], ['faint', 'dim'],
  ['crossedout', 'strikethrough'], ['strikeThrough', 'strikethrough'], ['crossedOut', 'strikethrough'],
  ['conceal', 'hidden'], ['swapColors', 'inverse'], ['swapcolors', 'inverse'], ['doubleUnderline', 'doubleunderline'],
]) {
  Object.defineProperty(colors, alias, {
    get: () => colors[name],
    set(value) {
      colors[name] = value;
    },
    configurable: true,
    enumerable: false,
  });
}

const styles = Object.assign(Object.create(null), {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
});

const stylizeNoColor = (text) => text;

function stylizeWithColor(text, style) {
  const name = styles[style];
  if (name === undefined) return text;
  const codes = colors[name];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

// The options a custom inspection function gets: everything but the state of
// the walk.
function userOptions(ctx) {
  const options = { stylize: ctx.stylize };
  for (const key of Object.keys(defaultOptions)) options[key] = ctx[key];
  return { ...options, ...ctx.userOptions };
}

/**
 * Shows a value as text.
 * @param {unknown} value
 * @param {object | boolean} [options] showHidden if a boolean, as in old Node.js
 */
function inspect(value, options, ...legacy) {
  const ctx = {
    ...defaultOptions,
    budget: {},
    indentationLvl: 0,
    seen: [],
    currentDepth: 0,
    stylize: stylizeNoColor,
    circular: undefined,
    userOptions: undefined,
  };
  if (typeof options === 'boolean') {
    ctx.showHidden = options;
    if (legacy[0] !== undefined) [ctx.depth] = legacy;
    if (legacy[1] !== undefined) [, ctx.colors] = legacy;
  } else if (options !== null && typeof options === 'object') {
    for (const key of Object.keys(options)) {
      if (Object.hasOwn(defaultOptions, key) || key === 'stylize') ctx[key] = options[key];
      else ctx.userOptions = options;
    }
  }
  if (ctx.colors && ctx.stylize === stylizeNoColor) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0);
}

// Lines longer than this are split at their line feeds.
const minLineWidth = 16;

function formatString(ctx, stylize, value) {
  let trailer = '';
  if (value.length > ctx.maxStringLength) {
    const remaining = value.length - ctx.maxStringLength;
    value = value.slice(0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
  }
  const wide = value.length > minLineWidth && value.length > ctx.breakLength - ctx.indentationLvl - 4;
  if (ctx.compact !== true && wide) {
    const lines = value.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(ctx.indentationLvl + 2)}`) + trailer;
  }
  return stylize(quote(value), 'string') + trailer;
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string':
      return formatString(ctx, stylize, value);
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean':
      return stylize(String(value), 'boolean');
    case 'undefined':
      return stylize('undefined', 'undefined');
    default:
      return stylize(Symbol.prototype.toString.call(value), 'symbol');
  }
}

// What an object's own inspection function makes of it; undefined if it has
// none, or wants to be shown as usual.
function formatCustom(ctx, value, context, recurseTimes) {
  const custom = value[customInspect];
  if (typeof custom !== 'function' || custom === inspect) return undefined;
  // A prototype object has no state of its own to show.
  const { constructor } = value;
  if (constructor && constructor.prototype === value) return undefined;
  const depth = ctx.depth === null ? null : ctx.depth - recurseTimes;
  const shown = custom.call(context, depth, userOptions(ctx), inspect);
  if (shown === context) return undefined;
  const text = typeof shown === 'object' ? formatValue(ctx, shown, recurseTimes) : String(shown);
  return text.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}

function circularReference(ctx, value) {
  ctx.circular ??= new Map();
  let index = ctx.circular.get(value);
  if (index === undefined) {
    index = ctx.circular.size + 1;
    ctx.circular.set(value, index);
  }
  return ctx.stylize(`[Circular *${index}]`, 'special');
}

function formatValue(ctx, value, recurseTimes, typedArray = false) {
  if (value === null) return ctx.stylize('null', 'null');
  if (typeof value !== 'object' && typeof value !== 'function') return formatPrimitive(ctx.stylize, value, ctx);
  const context = value;
  const proxy = proxyDetails(value);
  if (proxy !== undefined) {
    if (proxy[0] === null) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return formatProxy(ctx, proxy, recurseTimes);
    [value] = proxy;
    if (proxyDetails(value) !== undefined) return formatValue(ctx, value, recurseTimes, typedArray);
  }
  if (ctx.customInspect) {
    const text = formatCustom(ctx, value, context, recurseTimes);
    if (text !== undefined) return text;
  }
  if (ctx.seen.includes(value)) return circularReference(ctx, value);
  return formatRaw(ctx, value, recurseTimes, typedArray);
}

function formatProxy(ctx, proxy, recurseTimes) {
  if (recurseTimes > ctx.depth && ctx.depth !== null) return ctx.stylize('Proxy [Array]', 'special');
  recurseTimes += 1;
  ctx.indentationLvl += 2;
  const parts = [formatValue(ctx, proxy[0], recurseTimes), formatValue(ctx, proxy[1], recurseTimes)];
  ctx.indentationLvl -= 2;
  return reduceToSingleString(ctx, parts, '', ['Proxy [', ']'], 2, recurseTimes);
}

function formatRaw(ctx, value, recurseTimes, typedArray) {
  const { describe, classPrefix } = require('./kinds');
  const shape = describe(ctx, value, recurseTimes, typedArray);
  if (shape.text !== undefined) return shape.text;
  if (recurseTimes > ctx.depth && ctx.depth !== null) {
    const name = classPrefix(value, shape.constructor, shape.tag).slice(0, -1);
    return ctx.stylize(shape.constructor === null ? name : `[${name}]`, 'special');
  }
  recurseTimes += 1;
  ctx.seen.push(value);
  ctx.currentDepth = recurseTimes;
  let output;
  try {
    output = shape.entries(ctx, value, recurseTimes);
    for (const key of shape.keys) output.push(formatProperty(ctx, value, recurseTimes, key, shape.extrasType));
    if (shape.protoProps !== undefined) output.push(...formatInherited(ctx, value, recurseTimes, shape.protoProps));
  } catch (error) {
    return stackOverflow(ctx, error, value, shape);
  }
  return finish(ctx, value, recurseTimes, shape, output);
}

// A value nested too deep for the stack is cut, as Node.js does.
function stackOverflow(ctx, error, value, { constructor, tag }) {
  if (!(error instanceof RangeError || /stack/i.test(error?.message))) throw error;
  ctx.seen.pop();
  const name = require('./kinds').classPrefix(value, constructor, tag).slice(0, -1);
  return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
}

function finish(ctx, value, recurseTimes, shape, output) {
  const { braces, keys, extrasType } = shape;
  let { base } = shape;
  const index = ctx.circular?.get(value);
  if (index !== undefined) {
    const reference = ctx.stylize(`<ref *${index}>`, 'special');
    if (ctx.compact === true) braces[0] = `${reference} ${braces[0]}`;
    else base = base === '' ? reference : `${reference} ${base}`;
  }
  ctx.seen.pop();
  if (ctx.sorted) {
    const compare = ctx.sorted === true ? undefined : ctx.sorted;
    const first = extrasType === kObjectType ? 0 : output.length - keys.length;
    output = output.slice(0, first).concat(output.slice(first).sort(compare));
  }
  const text = reduceToSingleString(ctx, output, base, braces, extrasType, recurseTimes, value);
  // Node.js stops going deeper after 128 MiB of text.
  const length = (ctx.budget[ctx.indentationLvl] ?? 0) + text.length;
  ctx.budget[ctx.indentationLvl] = length;
  if (length > 2 ** 27) ctx.depth = -1;
  return text;
}

// With showHidden, accessors of classes appear too.
function formatInherited(ctx, value, recurseTimes, keys) {
  return keys.map((key) => {
    const text = formatProperty(ctx, value, recurseTimes, key, kObjectType, inheritedDescriptor(value, key));
    return ctx.colors ? `\u001b[2m${text}\u001b[22m` : text; // faint
  });
}

function inheritedDescriptor(value, key) {
  for (let o = value; o !== null; o = Object.getPrototypeOf(o)) {
    const descriptor = Object.getOwnPropertyDescriptor(o, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

// What a getter gave; functions are no primitives, so that Node.js throws.
function formatGot(ctx, got, recurseTimes) {
  if (got === null) return ctx.stylize('null', 'null');
  return typeof got === 'object' ? formatValue(ctx, got, recurseTimes) : formatPrimitive(ctx.stylize, got, ctx);
}

function formatGetter(ctx, descriptor, value, recurseTimes) {
  const { stylize } = ctx;
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  const wanted =
    ctx.getters === true ||
    (ctx.getters === 'get' && descriptor.set === undefined) ||
    (ctx.getters === 'set' && descriptor.set !== undefined);
  if (!wanted) return stylize(`[${label}]`, 'special');
  const open = stylize(`[${label}:`, 'special');
  const close = stylize(']', 'special');
  try {
    const got = descriptor.get.call(value);
    ctx.indentationLvl += 2;
    const text = formatGot(ctx, got, recurseTimes);
    ctx.indentationLvl -= 2;
    return got !== null && typeof got === 'object' ? `${stylize(`[${label}]`, 'special')} ${text}` : `${open} ${text}${close}`;
  } catch (error) {
    return `${open} <Inspection threw (${error.message})>${close}`; // which leaves the indentation deeper
  }
}

function formatPropertyValue(ctx, descriptor, value, recurseTimes, type) {
  if (descriptor.value !== undefined) {
    const indent = ctx.compact !== true || type !== kObjectType ? 2 : 3;
    ctx.indentationLvl += indent;
    let text = formatValue(ctx, descriptor.value, recurseTimes);
    if (indent === 3 && ctx.breakLength < text.length) text = `\n${' '.repeat(ctx.indentationLvl)}${text}`;
    ctx.indentationLvl -= indent;
    return text;
  }
  if (descriptor.get !== undefined) return formatGetter(ctx, descriptor, value, recurseTimes);
  if (descriptor.set !== undefined) return ctx.stylize('[Setter]', 'special');
  return ctx.stylize('undefined', 'undefined');
}

// Names in brackets get the escapes of quoted ones.
const escapeName = (text) => escapeText(text).replaceAll("'", "\\'");

function formatKey(ctx, key, enumerable) {
  if (typeof key === 'symbol') return `[${ctx.stylize(escapeName(Symbol.prototype.toString.call(key)), 'symbol')}]`;
  if (key === '__proto__') return "['__proto__']";
  if (enumerable === false) return `[${escapeName(key)}]`;
  if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) return ctx.stylize(key, 'name');
  return ctx.stylize(quote(key), 'string');
}

// Members of a module's namespace are values, though a getter reads them.
function ownProperty(value, key) {
  const descriptor = isModuleNamespace(value) ? undefined : Object.getOwnPropertyDescriptor(value, key);
  return descriptor ?? { value: value[key], configurable: true, enumerable: true };
}

function formatProperty(ctx, value, recurseTimes, key, type, descriptor = undefined) {
  const found = descriptor ?? ownProperty(value, key);
  const text = formatPropertyValue(ctx, found, value, recurseTimes, type);
  if (type === kArrayType) return text;
  const gap = text.startsWith('\n') ? '' : ' ';
  return `${formatKey(ctx, key, found.enumerable)}:${gap}${text}`;
}

Object.defineProperties(inspect, {
  custom: { value: customInspect, writable: false, enumerable: true, configurable: false },
  colors: { value: colors, writable: true, enumerable: true, configurable: true },
  styles: { value: styles, writable: true, enumerable: true, configurable: true },
  defaultOptions: {
    get: () => defaultOptions,
    set(options) {
      require('internal:nodeapi/errors/validators').validateObject(options, 'options');
      Object.assign(defaultOptions, options);
    },
    enumerable: false,
    configurable: false,
  },
  replDefaults: { value: { ...defaultOptions }, writable: true, enumerable: false, configurable: true },
});

module.exports = {
  inspect,
  formatValue,
  formatProperty,
  formatPrimitive,
  stylizeNoColor,
  customInspect,
  get format() {
    return require('./format').format;
  },
  get formatWithOptions() {
    return require('./format').formatWithOptions;
  },
};
