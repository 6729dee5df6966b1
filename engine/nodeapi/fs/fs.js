// fs: https://nodejs.org/docs/latest-v20.x/api/fs.html
// Go half: fs.go, which says which paths a project can use.
//
// Missing, and throwing an error that says so: watching, statfs, lutimes.

const { op_fs_turn } = ops;
const { enqueueTick } = require('internal:js/context');
const { AbortError, notProvided } = require('internal:nodeapi/errors');
const { validateFunction } = require('internal:nodeapi/errors/validators');
const { promisify } = require('internal:nodeapi/util/promisify');
const sync = require('./sync');
const { Stats, Dirent } = require('./stats');
const { constants } = require('./constants');

const fs = { constants, Stats, Dirent, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 };

// How many arguments come before a callback at least, if not one.
const required = {
  writeFile: 2, appendFile: 2, rename: 2, link: 2, copyFile: 2, symlink: 2, chmod: 2, fchmod: 2, cp: 2, readv: 2, writev: 2,
  write: 2, utimes: 3, futimes: 3, chown: 3, lchown: 3, fchown: 3,
};

// An option signal that has aborted ends a call before its work.
function checkAborted(args) {
  const options = args.find((arg) => arg !== null && typeof arg === 'object' && 'signal' in arg);
  if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
}

// A read or write that fails has moved no bytes.
const counting = new Set(['read', 'write', 'readv', 'writev']);

/** A function with a callback of a synchronous one; results names what it gives. */
function callbackForm(name, fn, results = (value) => (value === undefined ? [] : [value])) {
  return {
    [name](...args) {
      const last = args.findLastIndex((arg) => arg !== undefined);
      const callback = last >= (required[name] ?? 1) ? args[last] : undefined;
      validateFunction(callback, 'cb');
      const given = args.slice(0, last);
      checkEarly(name, given);
      op_fs_turn().then(() => {
        try {
          checkAborted(given);
          enqueueTick(callback, [null, ...results(fn(...given), given)]);
        } catch (error) {
          enqueueTick(callback, counting.has(name) ? [error, 0, given[1]] : [error]);
        }
      });
    },
  }[name];
}

// A wrong path is the caller's mistake, and thrown at once.
const withFD = new Set(['close', 'read', 'readv', 'write', 'writev', 'fstat', 'ftruncate', 'fsync', 'fdatasync', 'fchmod', 'fchown', 'futimes']);

function checkEarly(name, [first]) {
  const { toPath, checkFD } = require('./options');
  if (withFD.has(name)) checkFD(first);
  else if (typeof first !== 'number') toPath(first, name === 'symlink' ? 'target' : 'path');
}

for (const [name, fn] of Object.entries(sync)) {
  const syncName = `${name}Sync`;
  fs[syncName] = Object.defineProperty((...args) => fn(...args), 'name', { value: syncName });
  if (name !== 'exists') fs[name] = callbackForm(name, fn);
}

// How many bytes, and the buffers they are in.
for (const [name, names] of [
  ['read', ['bytesRead', 'buffer']], ['write', ['bytesWritten', 'buffer']],
  ['readv', ['bytesRead', 'buffers']], ['writev', ['bytesWritten', 'buffers']],
]) {
  fs[name] = callbackForm(name, sync[name], (count, [, buffer]) => [count, buffer]);
  Object.defineProperty(fs[name], promisify.customArgs, { value: names });
}

fs.realpath.native = fs.realpath;
fs.realpathSync.native = sync.realpath.native;

fs.exists = (path, callback) => {
  validateFunction(callback, 'cb');
  op_fs_turn().then(() => enqueueTick(callback, [sync.exists(path)]));
};
// Without a buffer, one of these many bytes is made.
const readBytes = 16384;
const { read } = fs;
fs.read = function read_(fd, ...rest) {
  const [first] = rest;
  if (ArrayBuffer.isView(first) || rest.length > 2) return read(fd, ...rest);
  const options = typeof first === 'function' || first === null || first === undefined ? {} : first;
  const callback = rest.find((arg) => typeof arg === 'function');
  const buffer = options.buffer ?? require('internal:nodeapi/buffer').Buffer.alloc(readBytes);
  return read(fd, buffer, options, callback);
};
Object.defineProperties(fs.read, { name: { value: 'read' }, [promisify.customArgs]: { value: ['bytesRead', 'buffer'] } });

// Its filter may be asynchronous.
fs.cp = function cp(src, dest, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  require('./promises').cp(src, dest, options).then(
    (value) => enqueueTick(callback, [null, value]),
    (error) => enqueueTick(callback, [error]),
  );
};

Object.defineProperty(fs.exists, promisify.custom, { value: async (path) => sync.exists(path) });

for (const name of ['createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream']) {
  Object.defineProperty(fs, name, { configurable: true, enumerable: true, get: () => require('./streams')[name] });
}
for (const name of ['ReadStream', 'WriteStream']) {
  Object.defineProperty(fs, `File${name}`, { configurable: true, enumerable: true, get: () => fs[name] });
}
fs._toUnixTimestamp = (time, name) => require('./options').toSeconds(time, name);
Object.defineProperties(fs, {
  promises: { configurable: true, enumerable: true, get: () => require('./promises') },
  Dir: { configurable: true, enumerable: true, get: () => require('./dir').Dir },
});

for (const name of ['watch', 'watchFile', 'unwatchFile', 'lutimes', 'lutimesSync', 'statfs', 'statfsSync', 'openAsBlob']) {
  fs[name] = {
    [name]() {
      throw notProvided(`fs.${name}()`);
    },
  }[name];
}

module.exports = fs;
