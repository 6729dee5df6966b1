// Buffer's read and write methods for numbers.
// https://nodejs.org/docs/latest-v20.x/api/buffer.html#bufreadint8offset
//
// They come from a table of sizes instead of one function each.

const { codes } = require('internal:nodeapi/errors');

const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = codes;

function boundsError(value, length, type) {
  if (Math.floor(value) !== value) {
    if (typeof value !== 'number') return new ERR_INVALID_ARG_TYPE(type ?? 'offset', 'number', value);
    return new ERR_OUT_OF_RANGE(type ?? 'offset', 'an integer', value);
  }
  if (length < 0) return new ERR_BUFFER_OUT_OF_BOUNDS();
  return new ERR_OUT_OF_RANGE(type ?? 'offset', `>= ${type ? 1 : 0} and <= ${length}`, value);
}

// Checks that size bytes lie at an offset.
function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number') throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
    throw boundsError(offset, buffer.length - size);
  }
}

function checkByteLength(byteLength) {
  if (byteLength === undefined || typeof byteLength !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('byteLength', 'number', byteLength);
  }
  if (!Number.isInteger(byteLength) || byteLength < 1 || byteLength > 6) throw boundsError(byteLength, 6, 'byteLength');
}

function readUInt(buffer, offset, size, little) {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < size; i++) {
    value += buffer[little ? offset + i : offset + size - 1 - i] * scale;
    scale *= 256;
  }
  return value;
}

function readInt(buffer, offset, size, little) {
  const value = readUInt(buffer, offset, size, little);
  const limit = 2 ** (8 * size);
  return value < limit / 2 ? value : value - limit;
}

function writeInt(buffer, value, offset, size, little) {
  // Two's complement up to 48 bits, in parts, as bit operations end at 32.
  let rest = value < 0 ? value + 2 ** (8 * size) : value;
  for (let i = 0; i < size; i++) {
    buffer[little ? offset + i : offset + size - 1 - i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function checkValue(value, size, signed) {
  const bits = 8 * size;
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = 2 ** (signed ? bits - 1 : bits) - 1;
  if (value <= max && value >= min) return;
  if (Number.isNaN(value)) return;
  if (size <= 4) throw new ERR_OUT_OF_RANGE('value', rangeText(min, max), value);
  throw new ERR_OUT_OF_RANGE('value', signed ? `>= -(2 ** ${bits - 1}) and < 2 ** ${bits - 1}` : `>= 0 and < 2 ** ${bits}`, value);
}

const rangeText = (min, max) => `>= ${min} and <= ${max}`;

const methods = {};

function defineInteger(name, size, signed, little) {
  const read = signed ? readInt : readUInt;
  methods[`read${name}`] = function readNumber(offset = 0) {
    checkOffset(this, offset, size);
    return read(this, offset, size, little);
  };
  methods[`write${name}`] = function writeNumber(value, offset = 0) {
    value = +value;
    checkValue(value, size, signed);
    checkOffset(this, offset, size);
    return writeInt(this, Math.trunc(value) || 0, offset, size, little);
  };
}

function defineVariable(name, signed, little) {
  const read = signed ? readInt : readUInt;
  methods[`read${name}`] = function readNumber(offset, byteLength) {
    if (offset === undefined) throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
    checkByteLength(byteLength);
    checkOffset(this, offset, byteLength);
    return read(this, offset, byteLength, little);
  };
  methods[`write${name}`] = function writeNumber(value, offset, byteLength) {
    checkByteLength(byteLength);
    value = +value;
    checkValue(value, byteLength, signed);
    checkOffset(this, offset, byteLength);
    return writeInt(this, Math.trunc(value) || 0, offset, byteLength, little);
  };
}

const viewOf = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function defineFloat(name, size, method, little) {
  methods[`read${name}`] = function readNumber(offset = 0) {
    checkOffset(this, offset, size);
    return viewOf(this)[`get${method}`](offset, little);
  };
  methods[`write${name}`] = function writeNumber(value, offset = 0) {
    checkOffset(this, offset, size);
    viewOf(this)[`set${method}`](offset, +value, little);
    return offset + size;
  };
}

function defineBig(name, signed, little) {
  const method = signed ? 'BigInt64' : 'BigUint64';
  const min = signed ? -(2n ** 63n) : 0n;
  const max = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  const range = signed ? '>= -(2n ** 63n) and < 2n ** 63n' : '>= 0n and < 2n ** 64n';
  methods[`read${name}`] = function readNumber(offset = 0) {
    checkOffset(this, offset, 8);
    return viewOf(this)[`get${method}`](offset, little);
  };
  methods[`write${name}`] = function writeNumber(value, offset = 0) {
    if (typeof value !== 'bigint') throw new TypeError(`Cannot mix BigInt and other types, use explicit conversions`);
    if (value > max || value < min) throw new ERR_OUT_OF_RANGE('value', range, value);
    checkOffset(this, offset, 8);
    viewOf(this)[`set${method}`](offset, value, little);
    return offset + 8;
  };
}

defineInteger('UInt8', 1, false, true);
defineInteger('Int8', 1, true, true);
for (const [suffix, little] of [['LE', true], ['BE', false]]) {
  for (const bits of [16, 32]) {
    defineInteger(`UInt${bits}${suffix}`, bits / 8, false, little);
    defineInteger(`Int${bits}${suffix}`, bits / 8, true, little);
  }
  defineVariable(`UInt${suffix}`, false, little);
  defineVariable(`Int${suffix}`, true, little);
  defineFloat(`Float${suffix}`, 4, 'Float32', little);
  defineFloat(`Double${suffix}`, 8, 'Float64', little);
  defineBig(`BigUInt64${suffix}`, false, little);
  defineBig(`BigInt64${suffix}`, true, little);
}

// In Node.js too, methods for floats have the names of what they do: of copying
// bytes as they are, or backwards.
const nameOf = (name) => name.replace(/(Float|Double)LE$/, '$1Forwards').replace(/(Float|Double)BE$/, '$1Backwards');

// readUint8 and readUInt8 are the same function.
for (const name of Object.keys(methods)) {
  Object.defineProperty(methods[name], 'name', { value: nameOf(name), configurable: true });
  if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = methods[name];
}

module.exports = methods;
