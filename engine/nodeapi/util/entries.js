// The entries util.inspect shows that are no properties: elements, keys and
// values, bytes. Each function returns their texts.

const { Map, Set, TypedArray, uncurryThis } = primordials;
const { peek } = require('internal:js');
const { formatNumber, formatBigInt, reduceToSingleString, kArrayType, kArrayExtrasType } = require('./text');
const { formatValue, formatProperty } = require('./inspect');

const setValues = uncurryThis(Set.prototype.values);
const mapEntries = uncurryThis(Map.prototype.entries);
const typedArrayLength = uncurryThis(Object.getOwnPropertyDescriptor(TypedArray.prototype, 'length').get);

const plural = (n) => (n > 1 ? 's' : '');
const more = (n, what = 'item') => `... ${n} more ${what}${plural(n)}`;
const limitOf = (ctx, size) => Math.min(Math.max(0, ctx.maxArrayLength), size);

const none = () => [];

function array(ctx, value, recurseTimes) {
  const limit = limitOf(ctx, value.length);
  const output = [];
  for (let i = 0; i < limit; i++) {
    if (!Object.hasOwn(value, i)) return sparseArray(ctx, value, recurseTimes, limit, output, i);
    output.push(formatProperty(ctx, value, recurseTimes, i, kArrayType));
  }
  if (value.length > limit) output.push(more(value.length - limit));
  return output;
}

const emptyItems = (ctx, n) => ctx.stylize(`<${n} empty item${plural(n)}>`, 'undefined');

// Goes on from a first hole: a run of holes counts as one entry.
function sparseArray(ctx, value, recurseTimes, limit, output, index) {
  const keys = Object.keys(value);
  for (let i = index; i < keys.length && output.length < limit; i++) {
    const key = Number(keys[i]);
    if (!Number.isInteger(key) || key >= 2 ** 32 - 1) break;
    if (key !== index) {
      output.push(emptyItems(ctx, key - index));
      index = key;
      if (output.length === limit) break;
    }
    output.push(formatProperty(ctx, value, recurseTimes, keys[i], kArrayType));
    index++;
  }
  const remaining = value.length - index;
  if (remaining <= 0) return output;
  output.push(output.length === limit ? more(remaining) : emptyItems(ctx, remaining));
  return output;
}

function typedArray(ctx, value, recurseTimes) {
  const length = typedArrayLength(value);
  const limit = limitOf(ctx, length);
  const format = typeof value[0] === 'bigint' ? formatBigInt : formatNumber;
  const output = [];
  for (let i = 0; i < limit; i++) output.push(format(ctx.stylize, value[i], ctx.numericSeparator));
  if (length > limit) output.push(more(length - limit));
  if (ctx.showHidden) {
    ctx.indentationLvl += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      output.push(`[${key}]: ${formatValue(ctx, value[key], recurseTimes, true)}`);
    }
    ctx.indentationLvl -= 2;
  }
  return output;
}

const collection = (iterate, format) => (ctx, value, recurseTimes) => {
  const items = [...iterate(value)];
  const limit = limitOf(ctx, items.length);
  ctx.indentationLvl += 2;
  const output = items.slice(0, limit).map((item) => format(ctx, item, recurseTimes));
  ctx.indentationLvl -= 2;
  if (items.length > limit) output.push(more(items.length - limit));
  return output;
};

const set = collection(setValues, formatValue);
const formatPair = (ctx, [key, value], recurseTimes) =>
  `${formatValue(ctx, key, recurseTimes)} => ${formatValue(ctx, value, recurseTimes)}`;
const map = collection(mapEntries, formatPair);

function arrayBuffer(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const limit = limitOf(ctx, bytes.length);
  let text = bytes.subarray(0, limit).toHex().replace(/(.{2})(?!$)/g, '$1 ');
  if (bytes.length > limit) text += ` ${more(bytes.length - limit, 'byte')}`;
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${text}>`];
}

const unknownItems = (ctx) => [ctx.stylize('<items unknown>', 'special')];

// Values that were looked up inside an object.
function hidden(ctx, items, format) {
  const limit = limitOf(ctx, items.length);
  ctx.indentationLvl += 2;
  const output = items.slice(0, limit).map(format);
  ctx.indentationLvl -= 2;
  return output;
}

const withRest = (output, total) => {
  if (total > output.length) output.push(more(total - output.length));
  return output;
};

const pairsOf = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);

/** What an iterator of a Map or a Set has not given yet. */
function iterator(ctx, value, recurseTimes) {
  const [, areEntries, items] = peek(value);
  const show = (item) => formatValue(ctx, item, recurseTimes);
  if (!areEntries) return withRest(hidden(ctx, items, show), items.length);
  const pairs = pairsOf(items);
  const output = hidden(ctx, pairs, (pair) =>
    reduceToSingleString(ctx, pair.map(show), '', ['[', ']'], kArrayExtrasType, recurseTimes),
  );
  return withRest(output, pairs.length);
}

// The items of weak collections have no order of their own.
const weakCollection = (split, format) => (ctx, value, recurseTimes) => {
  const items = split(peek(value)[1]);
  const output = hidden(ctx, items, (item) => format(ctx, item, recurseTimes));
  if (!ctx.sorted) output.sort();
  return withRest(output, items.length);
};

const weakSet = weakCollection((items) => items, formatValue);
const weakMap = weakCollection(pairsOf, formatPair);

function promise(ctx, value, recurseTimes) {
  const [, state, result] = peek(value);
  if (state === 'pending') return [ctx.stylize('<pending>', 'special')];
  ctx.indentationLvl += 2;
  const text = formatValue(ctx, result, recurseTimes);
  ctx.indentationLvl -= 2;
  return [state === 'rejected' ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

module.exports = { none, array, typedArray, set, map, arrayBuffer, iterator, weakSet, weakMap, unknownItems, promise };
