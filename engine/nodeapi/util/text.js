// Text for util.inspect: quoting, numbers, colours, and fitting entries into
// lines. https://nodejs.org/docs/latest-v20.x/api/util.html#utilinspectobject-options

const controlNames = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

// Control characters, backslashes and lone surrogates.
const escaped = /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const escapedAll = new RegExp(escaped.source, 'g');
const quoteAll = /'/g;

function escapeChar(char) {
  const name = controlNames[char];
  if (name !== undefined) return name;
  const hex = char.charCodeAt(0).toString(16);
  return hex.length > 2 ? `\\u${hex}` : `\\x${hex.toUpperCase().padStart(2, '0')}`;
}

/** Escapes what a terminal would not show. */
const escapeText = (text) => (escaped.test(text) ? text.replace(escapedAll, escapeChar) : text);

/** A string literal with the quotes that need the fewest escapes. */
function quote(text) {
  const body = escapeText(text);
  if (!text.includes("'")) return `'${body}'`;
  if (!text.includes('"')) return `"${body}"`;
  if (!text.includes('`') && !text.includes('${')) return `\`${body}\``;
  return `'${body.replace(quoteAll, "\\'")}'`;
}

const groupInteger = (digits) => digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
const groupFraction = (digits) => digits.replace(/.{3}(?=.)/g, '$&_');

/** A number, with separators if the option numericSeparator asks for them. */
function formatNumber(stylize, number, numericSeparator) {
  if (Object.is(number, -0)) return stylize('-0', 'number');
  const text = String(number);
  if (!numericSeparator || !Number.isFinite(number)) return stylize(text, 'number');
  if (Number.isInteger(number) && text.includes('e')) return stylize(text, 'number');
  const sign = text.startsWith('-') ? '-' : '';
  const point = text.indexOf('.'); // -1 in 1e-7: Node.js writes 1e-.1e-_7
  if (Number.isInteger(number)) return stylize(`${sign}${groupInteger(text.slice(sign.length))}`, 'number');
  return stylize(`${sign}${groupInteger(text.slice(sign.length, point))}.${groupFraction(text.slice(point + 1))}`, 'number');
}

function formatBigInt(stylize, number, numericSeparator) {
  const text = String(number);
  if (!numericSeparator) return stylize(`${text}n`, 'bigint');
  const sign = text.startsWith('-') ? '-' : '';
  return stylize(`${sign}${groupInteger(text.slice(sign.length))}n`, 'bigint');
}

const ansi = /[\u001B\u009B][[\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001B\u005C|\u009C))|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g;

/** Takes terminal control sequences out of a text. */
const stripColors = (text) => text.replace(ansi, '');

const shownLength = (ctx, text) => (ctx.colors ? stripColors(text).length : text.length);

/** How the entries of a value are laid out. */
const kObjectType = 0; // key: value
const kArrayType = 1; // an element, printed without its key
const kArrayExtrasType = 2; // elements, then key: value

const separatorSpace = 2; // ", "

// How many columns make the block about 2.5 times as wide as it is high, a
// character being higher than wide.
function columnCount(ctx, lengths, entries, actualMax, totalLength) {
  const averageBias = Math.sqrt(actualMax - totalLength / entries);
  const biasedMax = Math.max(actualMax - 3 - averageBias, 1);
  return Math.min(
    Math.round(Math.sqrt(2.5 * biasedMax * lengths.length) / biasedMax),
    Math.floor((ctx.breakLength - ctx.indentationLvl) / actualMax),
    ctx.compact * 4,
    15,
  );
}

function columnWidths(lengths, columns) {
  const widths = [];
  for (let i = 0; i < columns; i++) {
    let width = 0;
    for (let j = i; j < lengths.length; j += columns) width = Math.max(width, lengths[j]);
    widths.push(width + separatorSpace);
  }
  return widths;
}

const isNumeric = (value) => typeof value === 'number' || typeof value === 'bigint';

/** Puts the elements of an array with more than six into columns. */
function groupArrayElements(ctx, output, value) {
  // The last entry may be "... n more items".
  const hasMore = ctx.maxArrayLength < output.length;
  const count = hasMore ? output.length - 1 : output.length;
  const lengths = output.slice(0, count).map((entry) => shownLength(ctx, entry));
  const maxLength = Math.max(...lengths, 0);
  const totalLength = lengths.reduce((sum, n) => sum + n + separatorSpace, 0);
  const actualMax = maxLength + separatorSpace;
  if (actualMax * 3 + ctx.indentationLvl >= ctx.breakLength) return output;
  if (totalLength / actualMax <= 5 && maxLength > 6) return output;
  const columns = columnCount(ctx, lengths, output.length, actualMax, totalLength);
  if (columns <= 1) return output;

  const widths = columnWidths(lengths, columns);
  const alignRight = value === undefined || output.every((_, i) => isNumeric(value[i]));
  const rows = [];
  for (let i = 0; i < count; i += columns) {
    const end = Math.min(i + columns, count);
    let row = '';
    for (let j = i; j < end; j++) {
      const colours = output[j].length - lengths[j];
      const last = j === end - 1;
      const cell = last ? output[j] : `${output[j]}, `;
      const width = widths[j - i] + colours;
      if (alignRight) row += cell.padStart(last ? width - separatorSpace : width);
      else row += last ? cell : cell.padEnd(width);
    }
    rows.push(row);
  }
  if (hasMore) rows.push(output[count]);
  return rows;
}

function isBelowBreakLength(ctx, output, start, base) {
  let total = output.length + start;
  if (total + output.length > ctx.breakLength) return false;
  for (const entry of output) {
    total += shownLength(ctx, entry);
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** Joins the entries of a value on one line if they fit, else on one line each. */
function reduceToSingleString(ctx, output, base, braces, extrasType, recurseTimes, value) {
  const [open, close] = braces;
  const indentation = ' '.repeat(ctx.indentationLvl);
  if (ctx.compact === true) {
    const head = base ? ` ${base}` : '';
    if (isBelowBreakLength(ctx, output, 0, base)) return `${open}${head} ${output.join(', ')} ${close}`;
    const gap = base === '' && open.length === 1 ? ' ' : `${head}\n${indentation}  `;
    return `${open}${gap}${output.join(`,\n${indentation}  `)} ${close}`;
  }
  const head = base ? `${base} ` : '';
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    const entries = output.length;
    if (extrasType === kArrayExtrasType && entries > 6) output = groupArrayElements(ctx, output, value);
    // An object goes on one line if it holds at most compact levels inside.
    if (ctx.currentDepth - recurseTimes < ctx.compact && entries === output.length) {
      const start = output.length + ctx.indentationLvl + open.length + base.length + 10;
      if (isBelowBreakLength(ctx, output, start, base)) {
        const joined = output.join(', ');
        if (!joined.includes('\n')) return `${head}${open} ${joined} ${close}`;
      }
    }
  }
  return `${head}${open}\n${indentation}  ${output.join(`,\n${indentation}  `)}\n${indentation}${close}`;
}

module.exports = {
  escapeText,
  quote,
  formatNumber,
  formatBigInt,
  stripColors,
  reduceToSingleString,
  kObjectType,
  kArrayType,
  kArrayExtrasType,
};
