// fs.Dir: https://nodejs.org/docs/latest-v20.x/api/fs.html#class-fsdir

const sync = require('./sync');
const { codes } = require('./options');
const { enqueueTick } = require('internal:js/context');

const settle = (promise, callback) => {
  if (typeof callback !== 'function') return promise;
  promise.then(
    (value) => enqueueTick(callback, [null, value]),
    (error) => enqueueTick(callback, [error]),
  );
  return undefined;
};

class Dir {
  #path;

  #entries;

  #closed = false;

  constructor(path, options) {
    this.#path = path;
    this.#entries = sync.readdir(path, { ...options, withFileTypes: true }, 'opendir');
  }

  get path() {
    return this.#path;
  }

  readSync() {
    if (this.#closed) throw new codes.ERR_DIR_CLOSED();
    return this.#entries.shift() ?? null;
  }

  read(callback) {
    return settle((async () => this.readSync())(), callback);
  }

  closeSync() {
    if (this.#closed) throw new codes.ERR_DIR_CLOSED();
    this.#closed = true;
  }

  close(callback) {
    return settle((async () => this.closeSync())(), callback);
  }

  async *entries() {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
    } finally {
      if (!this.#closed) this.closeSync();
    }
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, { value: Dir.prototype.entries, writable: true, configurable: true });

module.exports = { Dir };
