// Random numbers, primes and the comparison in constant time.
// https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptorandombytessize-callback

const { op_crypto_random, op_crypto_equal, op_crypto_prime } = ops;
const { enqueueTick } = require('internal:js/context');
const { codes, views, isBytes, asBytes } = require('./input');
const { internals, Buffer } = require('internal:nodeapi/buffer');
const v = require('internal:nodeapi/errors/validators');

const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = codes;
const maxSize = 2 ** 31 - 1;

// Gives a value, or calls back with it.
function deliver(callback, make) {
  if (callback === undefined) return make();
  v.validateFunction(callback, 'callback');
  enqueueTick(callback, [null, make()]);
  return undefined;
}

function randomBytes(size, callback) {
  v.validateNumber(size, 'size', 0, maxSize);
  return deliver(callback, () => internals.wrap(op_crypto_random(size)));
}

function checkRange(buffer, offset = 0, size = undefined) {
  v.validateNumber(offset, 'offset', 0, buffer.byteLength);
  const count = size ?? buffer.byteLength - offset;
  v.validateNumber(count, 'size', 0, maxSize);
  if (count + offset > buffer.byteLength) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${buffer.byteLength}`, count + offset);
  return count;
}

function randomFillSync(buffer, offset = 0, size = undefined) {
  if (!isBytes(buffer)) throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  const unit = buffer.BYTES_PER_ELEMENT ?? 1;
  const count = checkRange(buffer, offset * unit, size === undefined ? undefined : size * unit);
  asBytes(buffer).set(op_crypto_random(count), offset * unit);
  return buffer;
}

function randomFill(buffer, offset, size, callback) {
  const args = [offset, size, callback];
  const done = args.find((arg) => typeof arg === 'function');
  v.validateFunction(done, 'callback');
  const [from, count] = args.slice(0, args.indexOf(done));
  deliver(done, () => randomFillSync(buffer, from, count));
}

const maxRange = 2 ** 48 - 1;

function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') {
    callback = max;
    max = min;
    min = 0;
  }
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > maxRange) throw new ERR_OUT_OF_RANGE(min === 0 ? 'max' : 'max - min', `<= ${maxRange}`, range);
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

function checkPrimeSync(candidate, options = {}) {
  if (typeof candidate === 'bigint' && candidate < 0n) throw new ERR_OUT_OF_RANGE('candidate', '>= 0', candidate);
  const bytes = typeof candidate === 'bigint' ? bigToBytes(candidate) : candidate;
  if (!isBytes(bytes)) throw new ERR_INVALID_ARG_TYPE('candidate', [...views, 'bigint'], candidate);
  v.validateObject(options, 'options');
  const { checks = 0 } = options;
  v.validateUint32(checks, 'options.checks');
  return op_crypto_prime(bytes, checks);
}

function checkPrime(candidate, options, callback) {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  v.validateFunction(done, 'callback');
  deliver(done, () => checkPrimeSync(candidate, settings));
}

function generatePrimeSync(size, options = {}) {
  v.validateInt32(size, 'size', 1);
  v.validateObject(options, 'options');
  const { safe = false, bigint = false, add, rem } = options;
  const toBig = (value) => (typeof value === 'bigint' || value === undefined ? value : bytesToBig(asBytes(value)));
  const step = toBig(add);
  const rest = toBig(rem) ?? (safe ? 3n : 1n);
  const top = 1n << BigInt(size - 1);
  for (;;) {
    let number = bytesToBig(op_crypto_random(Math.ceil(size / 8))) & ((top << 1n) - 1n);
    number |= top | (size > 1 ? 1n : 0n);
    if (step !== undefined) number += rest - (number % step);
    const bytes = bigToBytes(number);
    if (!op_crypto_prime(bytes, 0) || (safe && !op_crypto_prime(bigToBytes((number - 1n) / 2n), 0))) continue;
    return bigint ? number : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
}

function generatePrime(size, options, callback) {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  v.validateFunction(done, 'callback');
  deliver(done, () => generatePrimeSync(size, settings));
}

module.exports = {
  randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual,
  checkPrime, checkPrimeSync, generatePrime, generatePrimeSync,
};
