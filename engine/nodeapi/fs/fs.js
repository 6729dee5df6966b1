// fs: https://nodejs.org/docs/latest-v20.x/api/fs.html
// Go half: fs.go, which says which paths a project can use.
//
// Missing, and throwing an error that says so: watching, owners, statfs.

const { op_fs_turn } = ops;
const { enqueueTick } = require('internal:js/context');
const { notProvided } = require('internal:nodeapi/errors');
const { validateFunction } = require('internal:nodeapi/errors/validators');
const { promisify } = require('internal:nodeapi/util/promisify');
const sync = require('./sync');
const { Stats, Dirent } = require('./stats');
const { constants } = require('./constants');

const fs = { constants, Stats, Dirent, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 };

/** A function with a callback of a synchronous one; results names what it gives. */
function callbackForm(name, fn, results = (value) => (value === undefined ? [] : [value])) {
  return {
    [name](...args) {
      const last = args.findLastIndex((arg) => arg !== undefined);
      const callback = last > 0 ? args[last] : undefined;
      validateFunction(callback, 'cb');
      const given = args.slice(0, last);
      checkEarly(name, given);
      op_fs_turn().then(() => {
        try {
          enqueueTick(callback, [null, ...results(fn(...given), given)]);
        } catch (error) {
          enqueueTick(callback, [error]);
        }
      });
    },
  }[name];
}

// A wrong path is the caller's mistake, and thrown at once.
const withFD = new Set(['close', 'read', 'readv', 'write', 'writev', 'fstat', 'ftruncate', 'fsync', 'fdatasync', 'fchmod', 'futimes']);

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
Object.defineProperty(fs.exists, promisify.custom, { value: async (path) => sync.exists(path) });

for (const name of ['createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream']) {
  Object.defineProperty(fs, name, { configurable: true, enumerable: true, get: () => require('./streams')[name] });
}
Object.defineProperties(fs, {
  promises: { configurable: true, enumerable: true, get: () => require('./promises') },
  Dir: { configurable: true, enumerable: true, get: () => require('./dir').Dir },
});

for (const name of ['watch', 'watchFile', 'unwatchFile', 'chown', 'chownSync', 'fchown', 'fchownSync', 'lchown', 'lchownSync', 'lutimes', 'lutimesSync', 'statfs', 'statfsSync', 'openAsBlob']) {
  fs[name] = {
    [name]() {
      throw notProvided(`fs.${name}()`);
    },
  }[name];
}

module.exports = fs;
