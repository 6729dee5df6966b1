// Arguments of fs functions: paths, flags, modes, encodings, times.
// https://nodejs.org/docs/latest-v20.x/api/fs.html#file-paths

const { codes, defineError } = require('internal:nodeapi/errors');
const { defineSystemError, systemError } = require('internal:nodeapi/errors/system');
const { Buffer } = require('internal:nodeapi/buffer');
const path = require('internal:nodeapi/path');
const v = require('internal:nodeapi/errors/validators');
const { constants } = require('./constants');

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = codes;

/** A path as text, from what Node.js takes for one. */
function toPath(value, name = 'path') {
  const text = pathText(value, name);
  if (text.includes('\0')) throw new ERR_INVALID_ARG_VALUE(name, ArrayBuffer.isView(value) ? value : text, 'must be a string, Uint8Array, or URL without null bytes');
  return text;
}

function pathText(value, name) {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value !== null && typeof value === 'object' && typeof value.href === 'string' && typeof value.protocol === 'string') {
    return require('internal:nodeapi/url').fileURLToPath(value);
  }
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
}

/** Runs an op on a path, with the error that Node.js would throw. */
function call(syscall, op, given, ...args) {
  try {
    // An empty path is none, and not the current folder.
    if (given === '') throw Object.assign(new Error(''), { code: 'ENOENT' });
    return op(path.resolve(given), ...args);
  } catch (error) {
    throw fsError(error, syscall, given);
  }
}

function fsError(error, syscall, given, dest) {
  if (typeof error?.code !== 'string' || error.code.startsWith('ERR_') || error.syscall !== undefined) return error;
  return systemError(error.code, syscall, given, dest, error.message || undefined);
}

/** Runs an op on an open file. */
function callFile(syscall, op, fd, ...args) {
  try {
    return op(fd, ...args);
  } catch (error) {
    throw fsError(error, syscall);
  }
}

const flagNumbers = {
  r: constants.O_RDONLY,
  rs: constants.O_RDONLY | constants.O_SYNC,
  'r+': constants.O_RDWR,
  'rs+': constants.O_RDWR | constants.O_SYNC,
  w: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY,
  wx: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  'w+': constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR,
  'wx+': constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  a: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY,
  ax: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  as: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_SYNC,
  'a+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR,
  'ax+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  'as+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_SYNC,
};
const flagAliases = { sr: 'rs', 'sr+': 'rs+', xw: 'wx', 'xw+': 'wx+', xa: 'ax', 'xa+': 'ax+', sa: 'as', 'sa+': 'as+' };

function toFlags(flags, fallback = 'r') {
  if (typeof flags === 'number') return flags;
  const name = flags ?? fallback;
  const number = flagNumbers[flagAliases[name] ?? name];
  if (number === undefined) throw new ERR_INVALID_ARG_VALUE('flags', flags);
  return number;
}

function toMode(mode, fallback, name = 'mode') {
  if (mode === undefined || mode === null) return fallback;
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) throw new ERR_INVALID_ARG_VALUE(name, mode, 'must be a 32-bit unsigned integer or an octal string');
    return parseInt(mode, 8);
  }
  v.validateUint32(mode, name);
  return mode;
}

/** Options that may be the name of an encoding. */
function toOptions(options, defaults = {}) {
  if (options === undefined || options === null || typeof options === 'function') return defaults;
  if (typeof options !== 'string' && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  const merged = typeof options === 'string' ? { ...defaults, encoding: options } : { ...defaults, ...options };
  checkEncoding(merged.encoding);
  v.validateAbortSignal(merged.signal, 'options.signal');
  return merged;
}

function checkEncoding(encoding) {
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

/** Seconds since 1970, of a number, a text or a Date. */
function toSeconds(time, name = 'time') {
  if (typeof time === 'string' && String(+time) === time) return +time;
  if (Number.isFinite(time)) return time;
  if (time instanceof Date) return time.getTime() / 1000;
  throw new ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

function toBytes(data, encoding, name = 'data') {
  if (typeof data === 'string') return Buffer.from(data, encoding || 'utf8');
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

/** Names and contents as text, or as a Buffer if that is asked for. */
function encodeName(name, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  const buffer = Buffer.from(name);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

function checkFD(fd) {
  v.validateInt32(fd, 'fd', 0);
  return fd;
}

for (const [code, message, base] of [
  ['ERR_FS_INVALID_SYMLINK_TYPE', (type) => `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`],
  ['ERR_DIR_CLOSED', 'Directory handle was closed'],
  ['ERR_FS_FILE_TOO_LARGE', (size) => `File size (${size}) is greater than 2 GiB`, 'RangeError'],
]) {
  if (codes[code] === undefined) defineError(code, message, base);
}

for (const [code, prefix] of [
  ['ERR_FS_EISDIR', 'Path is a directory'],
  ['ERR_FS_CP_EINVAL', 'Invalid src or dest'],
  ['ERR_FS_CP_EEXIST', 'Target already exists'],
  ['ERR_FS_CP_DIR_TO_NON_DIR', 'Cannot overwrite non-directory with directory'],
  ['ERR_FS_CP_NON_DIR_TO_DIR', 'Cannot overwrite directory with non-directory'],
  ['ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', 'Cannot overwrite symlink in subdirectory of self'],
]) {
  if (codes[code] === undefined) defineSystemError(code, prefix);
}

/** A mode to ask for or to copy with, of which the native half of Node.js complains. */
function checkAccessMode(mode) {
  let error;
  if (mode === undefined || mode === null) return;
  if (!Number.isInteger(mode)) error = Object.assign(new TypeError('mode must be int32 or null/undefined'), { code: 'ERR_INVALID_ARG_TYPE' });
  else if (mode < 0 || mode > 7) error = Object.assign(new RangeError('mode is out of range: >= 0 && <= 7'), { code: 'ERR_OUT_OF_RANGE' });
  if (error !== undefined) throw error;
}

module.exports = { checkAccessMode, codes, toPath, call, callFile, fsError, toFlags, toMode, toOptions, toSeconds, toBytes, encodeName, checkFD };
