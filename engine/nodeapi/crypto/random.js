// Random numbers, primes and the comparison in constant time.
// https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptorandombytessize-callback

const { op_crypto_random, op_crypto_equal, op_crypto_prime, op_fs_turn } = ops;
const { enqueueTick } = require('internal:js/context');
const { codes, views, isBytes, asBytes } = require('./input');
const { internals, Buffer } = require('internal:nodeapi/buffer');
const { nodeError } = require('internal:webapi/webidl/codes');
const v = require('internal:nodeapi/errors/validators');

const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = codes;
const maxSize = 2 ** 31 - 1;

// Gives a value, or calls back with it when the loop comes round, as what a thread
// pool did.
function deliver(callback, make) {
  if (callback === undefined) return make();
  v.validateFunction(callback, 'callback');
  const value = make();
  op_fs_turn().then(() => enqueueTick(callback, [null, value]));
  return undefined;
}

// In bytes, of a number of elements.
function checkOffset(offset, unit, length) {
  v.validateNumber(offset, 'offset');
  const bytes = offset * unit;
  const max = Math.min(length, maxSize);
  if (Number.isNaN(bytes) || bytes > max || bytes < 0) throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${max}`, bytes);
  return bytes >>> 0;
}

function checkSize(size, unit, offset, length) {
  v.validateNumber(size, 'size');
  const bytes = size * unit;
  if (Number.isNaN(bytes) || bytes > maxSize || bytes < 0) throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${maxSize}`, bytes);
  if (bytes + offset > length) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, bytes + offset);
  return bytes >>> 0;
}

function randomBytes(size, callback) {
  const count = checkSize(size, 1, 0, Infinity);
  return deliver(callback, () => internals.wrap(op_crypto_random(count)));
}

function fill(buffer, offset, size) {
  const unit = buffer.BYTES_PER_ELEMENT || 1;
  const from = checkOffset(offset, unit, buffer.byteLength);
  const count = size === undefined ? buffer.byteLength - from : checkSize(size, unit, from, buffer.byteLength);
  return () => {
    asBytes(buffer).set(op_crypto_random(count), from);
    return buffer;
  };
}

function checkBuffer(buffer) {
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
}

function randomFillSync(buffer, offset = 0, size = undefined) {
  checkBuffer(buffer);
  return fill(buffer, offset, size)();
}

function randomFill(buffer, offset, size, callback) {
  checkBuffer(buffer);
  if (typeof offset === 'function') return deliver(offset, fill(buffer, 0, undefined));
  if (typeof size === 'function') return deliver(size, fill(buffer, offset, undefined));
  v.validateFunction(callback, 'callback');
  return deliver(callback, fill(buffer, offset, size));
}

const maxRange = 2 ** 48 - 1;

function randomInt(min, max, callback) {
  const minGiven = max !== undefined && typeof max !== 'function';
  if (!minGiven) {
    callback = max;
    max = min;
    min = 0;
  }
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > maxRange) throw new ERR_OUT_OF_RANGE(minGiven ? 'max - min' : 'max', `<= ${maxRange}`, range);
  return deliver(callback, () => min + below(range));
}

// A number under range: numbers beyond the last whole multiple are drawn again.
function below(range) {
  const limit = 2 ** 48 - (2 ** 48 % range);
  for (;;) {
    const number = internals.wrap(op_crypto_random(6)).readUIntBE(0, 6);
    if (number < limit) return number % range;
  }
}

function randomUUID(options) {
  if (options !== undefined) {
    v.validateObject(options, 'options');
    if (options.disableEntropyCache !== undefined) v.validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
  }
  return require('internal:webapi/webcrypto').randomUUID();
}

// What may be a secret is not shown.
function notBytes(name, value) {
  const error = new ERR_INVALID_ARG_TYPE(name, views, value);
  error.message = error.message.replace(/ Received .*$/s, '');
  return error;
}

function timingSafeEqual(a, b) {
  if (!isBytes(a)) throw notBytes('buf1', a);
  if (!isBytes(b)) throw notBytes('buf2', b);
  if (a.byteLength !== b.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return op_crypto_equal(a, b);
}

/* -------------------------------------------------------------------- *
 * Primes.
 * -------------------------------------------------------------------- */

function bigToBytes(number) {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}

const bytesToBig = (bytes) => BigInt(`0x${bytes.toHex() || '0'}`);

const primeTypes = ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'];

function primeCandidate(candidate, options) {
  if (typeof candidate === 'bigint' && candidate < 0n) throw new ERR_OUT_OF_RANGE('candidate', '>= 0', candidate);
  const bytes = typeof candidate === 'bigint' ? bigToBytes(candidate) : candidate;
  if (!isBytes(bytes)) throw new ERR_INVALID_ARG_TYPE('candidate', primeTypes, candidate);
  v.validateObject(options, 'options');
  const { checks = 0 } = options;
  v.validateInt32(checks, 'options.checks', 0);
  return () => op_crypto_prime(bytes, checks);
}

function checkPrimeSync(candidate, options = {}) {
  return primeCandidate(candidate, options)();
}

function checkPrime(candidate, options = {}, callback = undefined) {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  v.validateFunction(done, 'callback');
  deliver(done, primeCandidate(candidate, settings));
}

function primeOption(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw new ERR_OUT_OF_RANGE(`options.${name}`, '>= 0', value);
    return value;
  }
  if (value === undefined) return undefined;
  if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, primeTypes, value);
  return bytesToBig(asBytes(value));
}

const badPrimeOption = (message) => nodeError(RangeError, 'ERR_OUT_OF_RANGE', message);

function primeMaker(size, options) {
  v.validateInt32(size, 'size', 1);
  v.validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  v.validateBoolean(safe, 'options.safe');
  v.validateBoolean(bigint, 'options.bigint');
  const step = primeOption(options.add, 'add');
  const rem = primeOption(options.rem, 'rem');
  if (step !== undefined) {
    if (step.toString(2).length > size) throw badPrimeOption('invalid options.add');
    if (rem !== undefined && step <= rem) throw badPrimeOption('invalid options.rem');
  }
  return () => {
    const prime = findPrime(size, safe, step, rem ?? (safe ? 3n : 1n));
    if (bigint) return prime;
    const bytes = bigToBytes(prime);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
}

// Random numbers of the size are tried, which leave the rest when divided by step.
function findPrime(size, safe, step, rest) {
  const top = 1n << BigInt(size - 1);
  for (;;) {
    let number = (bytesToBig(op_crypto_random(Math.ceil(size / 8))) & (top - 1n)) | top;
    if (step === undefined) number |= size > 2 ? 1n : 0n;
    else number += rest - (number % step);
    if (number >> BigInt(size) !== 0n || number < top) continue;
    if (!op_crypto_prime(bigToBytes(number), 0)) continue;
    if (!safe || op_crypto_prime(bigToBytes((number - 1n) / 2n), 0)) return number;
  }
}

function generatePrimeSync(size, options = {}) {
  return primeMaker(size, options)();
}

function generatePrime(size, options = {}, callback = undefined) {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  v.validateFunction(done, 'callback');
  deliver(done, primeMaker(size, settings));
}
for (const [fn, length] of [[checkPrime, 1], [generatePrime, 3]]) Object.defineProperty(fn, 'length', { value: length });

module.exports = {
  randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual,
  checkPrime, checkPrimeSync, generatePrime, generatePrimeSync,
};
