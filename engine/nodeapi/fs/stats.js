// Stats and Dirent: https://nodejs.org/docs/latest-v20.x/api/fs.html#class-fsstats

const { constants } = require('./constants');

const { S_IFMT } = constants;
const kinds = {
  isFile: constants.S_IFREG,
  isDirectory: constants.S_IFDIR,
  isSymbolicLink: constants.S_IFLNK,
  isFIFO: constants.S_IFIFO,
  isSocket: constants.S_IFSOCK,
  isCharacterDevice: constants.S_IFCHR,
  isBlockDevice: constants.S_IFBLK,
};

const fields = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'];
const times = ['atime', 'mtime', 'ctime', 'birthtime'];

const kType = Symbol('type');
/** By their UV_DIRENT numbers; 0 is for unknown. */
const direntTypes = [undefined, kinds.isFile, kinds.isDirectory, kinds.isSymbolicLink, kinds.isFIFO, kinds.isSocket, kinds.isCharacterDevice, kinds.isBlockDevice];

class Stats {
  constructor(numbers) {
    fields.forEach((name, i) => {
      this[name] = numbers[i];
    });
    times.forEach((name, i) => {
      // Microseconds are as fine as a double can tell.
      this[`${name}Ms`] = Math.round(numbers[fields.length + i] / 1e3) / 1e3;
    });
    for (const name of times) this[name] = new Date(Math.round(this[`${name}Ms`]));
  }
}

class BigIntStats {
  constructor(numbers) {
    fields.forEach((name, i) => {
      this[name] = BigInt(Math.trunc(numbers[i]));
    });
    const nanoseconds = numbers.slice(fields.length).map((n) => BigInt(Math.trunc(n)));
    times.forEach((name, i) => {
      this[`${name}Ms`] = nanoseconds[i] / 1000000n;
    });
    times.forEach((name, i) => {
      this[`${name}Ns`] = nanoseconds[i];
    });
    for (const name of times) this[name] = new Date(Number(this[`${name}Ms`]));
  }
}

class Dirent {
  constructor(name, folder, mode) {
    this.name = name;
    this.parentPath = folder;
    this.path = folder;
    this[kType] = direntTypes.indexOf(mode & S_IFMT);
    Object.defineProperty(this, 'mode', { value: mode, enumerable: false });
  }
}

for (const [name, bits] of Object.entries(kinds)) {
  const is = {
    [name]() {
      return (Number(this.mode) & S_IFMT) === bits;
    },
  }[name];
  for (const Class of [Stats, BigIntStats, Dirent]) {
    Object.defineProperty(Class.prototype, name, { value: is, writable: true, configurable: true });
  }
}

const statsOf = (numbers, bigint) => (bigint ? new BigIntStats(numbers) : new Stats(numbers));

module.exports = { Stats, BigIntStats, Dirent, statsOf };
