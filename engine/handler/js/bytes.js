// Sizes such as "1mb", as bodyParser.sizeLimit and responseLimit take them.
// Reference: https://github.com/visionmedia/bytes.js

const units = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40, pb: 2 ** 50 };
const pattern = /^((-|\+)?(\d+(?:\.\d+)?)) *(kb|mb|gb|tb|pb)$/i;

/** Returns a number of bytes, or null if the text is no size. */
function parseBytes(value) {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (typeof value !== 'string') return null;
  const match = pattern.exec(value);
  if (match !== null) return Math.floor(units[match[4].toLowerCase()] * Number.parseFloat(match[1]));
  const number = Number.parseInt(value, 10);
  return Number.isNaN(number) ? null : Math.floor(number);
}

/** Writes a number of bytes with the largest unit that fits: "4MB". */
function formatBytes(value) {
  if (!Number.isFinite(value)) return null;
  const name = ['pb', 'tb', 'gb', 'mb', 'kb'].find((unit) => Math.abs(value) >= units[unit]) ?? 'b';
  const text = (value / units[name]).toFixed(2).replace(/(?:\.0*|(\.[^0]+)0+)$/, '$1');
  return text + name.toUpperCase();
}

module.exports = { parseBytes, formatBytes };
