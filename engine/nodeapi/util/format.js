// util.format: https://nodejs.org/docs/latest-v20.x/api/util.html#utilformatformat-args

const { inspect, stylizeNoColor } = require('./inspect');
const { formatNumber, formatBigInt } = require('./text');
const { proxyDetails } = require('./proxy');

// Classes of the language: their toString says less than inspect.
const builtIns = new Set([
  'Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error',
  'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError',
  'ArrayBuffer', 'SharedArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array',
  'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array', 'DataView',
  'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy', 'FinalizationRegistry',
]);

function hasBuiltInToString(value) {
  const proxy = proxyDetails(value);
  if (proxy !== undefined) {
    if (proxy[0] === null) return true;
    [value] = proxy;
  }
  // Symbol.toPrimitive makes a text too.
  const makers = ['toString', Symbol.toPrimitive].filter((key) => typeof value[key] === 'function');
  if (makers.length === 0) return true;
  const isHolder = (object) => makers.some((key) => Object.hasOwn(object, key));
  if (isHolder(value)) return false;
  let holder = value;
  do {
    holder = Object.getPrototypeOf(holder);
  } while (!isHolder(holder));
  const constructor = Object.getOwnPropertyDescriptor(holder, 'constructor')?.value;
  return typeof constructor === 'function' && builtIns.has(constructor.name);
}

function formatJSON(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular/i.test(error.message)) return '[Circular]';
    throw error;
  }
}

const number = (value) => formatNumber(stylizeNoColor, value, false);
const numeric = (convert) => (value) => (typeof value === 'symbol' ? number(NaN) : number(convert(value)));
const orBigInt = (convert) => (value) =>
  typeof value === 'bigint' ? formatBigInt(stylizeNoColor, value, false) : convert(value);

function formatString(value, options) {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return formatBigInt(stylizeNoColor, value, false);
  if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

// %s, %j, … to what they print of a value.
const specifiers = {
  s: formatString,
  j: formatJSON,
  d: orBigInt(numeric(Number)),
  i: orBigInt(numeric((value) => parseInt(value))),
  f: numeric(parseFloat),
  O: (value, options) => inspect(value, options),
  o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  c: () => '',
};

function formatWithOptions(options, ...args) {
  if (options === null || typeof options !== 'object') {
    const { codes } = require('internal:nodeapi/errors');
    throw new codes.ERR_INVALID_ARG_TYPE('inspectOptions', 'object', options);
  }
  return formatArgs(options, args);
}

function formatArgs(options, args) {
  const [template] = args;
  if (args.length === 1 && typeof template === 'string') return template;
  let used = 0;
  let text = '';
  let separator = '';
  if (typeof template === 'string') {
    used = 1;
    separator = ' ';
    text = template.replace(/%([sjdifoOc%])/g, (match, specifier) => {
      if (specifier === '%') return '%';
      if (used >= args.length) return match;
      return specifiers[specifier](args[used++], options);
    });
  }
  for (; used < args.length; used++) {
    const value = args[used];
    text += separator + (typeof value === 'string' ? value : inspect(value, options));
    separator = ' ';
  }
  return text;
}

module.exports = { format: (...args) => formatArgs({}, args), formatWithOptions };
