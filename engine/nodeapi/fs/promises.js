// fs/promises: https://nodejs.org/docs/latest-v20.x/api/fs.html#promises-api
//
// The synchronous functions, run in a turn of their own.

const { op_fs_turn } = ops;
const { AbortError, notProvided } = require('internal:nodeapi/errors');
const EventEmitter = require('internal:nodeapi/events');
const sync = require('./sync');
const { toOptions } = require('./options');
const { constants } = require('./constants');

/** An asynchronous function of a synchronous one. */
const later = (name, fn) =>
  ({
    async [name](...args) {
      const signal = args.find((arg) => arg !== null && typeof arg === 'object' && 'signal' in arg)?.signal;
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      await op_fs_turn();
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      return fn(...args);
    },
  })[name];

const fdOf = (file) => (file instanceof FileHandle ? file.fd : file);

class FileHandle extends EventEmitter {
  #fd;

  constructor(fd) {
    super();
    this.#fd = fd;
  }

  get fd() {
    return this.#fd;
  }

  // The number for a system call.
  #open(syscall) {
    if (this.#fd === -1) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
    return this.#fd;
  }

  static numberOf(handle, syscall) {
    return handle.#open(syscall);
  }

  async close() {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    await op_fs_turn();
    sync.close(fd);
    this.emit('close');
  }

  async read(buffer, ...args) {
    const fd = this.#open('read');
    await op_fs_turn();
    const view = ArrayBuffer.isView(buffer);
    const options = view ? undefined : buffer;
    const target = view ? buffer : (options?.buffer ?? require('internal:nodeapi/buffer').Buffer.alloc(16384));
    const bytesRead = view ? sync.read(fd, target, ...args) : sync.read(fd, target, options ?? {});
    return { bytesRead, buffer: target };
  }

  async readv(buffers, position) {
    await op_fs_turn();
    return { bytesRead: sync.readv(this.#open('readv'), buffers, position), buffers };
  }

  async write(buffer, ...args) {
    await op_fs_turn();
    return { bytesWritten: sync.write(this.#open('write'), buffer, ...args), buffer };
  }

  async writev(buffers, position) {
    await op_fs_turn();
    return { bytesWritten: sync.writev(this.#open('writev'), buffers, position), buffers };
  }

  async appendFile(data, options) {
    return this.writeFile(data, options);
  }

  createReadStream(options) {
    return require('./streams').createReadStream('', { ...options, fd: this });
  }

  createWriteStream(options) {
    return require('./streams').createWriteStream('', { ...options, fd: this });
  }

  async *readLines(options) {
    let rest = '';
    for await (const chunk of this.createReadStream({ encoding: 'utf8', ...options })) {
      const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      yield* lines;
    }
    if (rest !== '') yield rest;
  }

  readableWebStream() {
    return require('internal:nodeapi/stream').Readable.toWeb(this.createReadStream({ autoClose: false }));
  }
}

const { numberOf } = FileHandle;
delete FileHandle.numberOf;

for (const [method, fn] of Object.entries({
  readFile: sync.readFile,
  writeFile: (fd, ...args) => writeFile(fd, ...args),
  stat: sync.fstat,
  truncate: sync.ftruncate,
  sync: sync.fsync,
  datasync: sync.fdatasync,
  chmod: sync.fchmod,
  chown: sync.fchown,
  utimes: sync.futimes,
})) {
  const syscall = method.endsWith('File') ? method : `f${method}`;
  Object.defineProperty(FileHandle.prototype, method, {
    value: async function onHandle(...args) {
      const fd = numberOf(this, syscall);
      await op_fs_turn();
      return fn(fd, ...args);
    },
    writable: true,
    configurable: true,
  });
}
if (Symbol.asyncDispose) {
  FileHandle.prototype[Symbol.asyncDispose] = function dispose() {
    return this.close();
  };
}

const onFileOrHandle = (fn) => (file, ...args) => fn(fdOf(file), ...args);

const promises = { constants, FileHandle };
for (const name of [
  'access', 'copyFile', 'rename', 'truncate', 'rm', 'rmdir', 'mkdir', 'readdir', 'readlink', 'symlink', 'lstat',
  'stat', 'link', 'unlink', 'chmod', 'chown', 'lchown', 'utimes', 'realpath', 'mkdtemp', 'opendir',
]) {
  promises[name] = later(name, sync[name]);
}
promises.cp = later('cp', (...args) => require('./cp').cp(...args));
promises.realpath = later('realpath', sync.realpath.native);
for (const name of ['readFile', 'appendFile']) promises[name] = later(name, onFileOrHandle(sync[name]));
promises.writeFile = later('writeFile', writeFile);

// What is iterated is written piece by piece.
async function writeFile(file, data, options) {
  const pieces = typeof data === 'object' && data !== null && !ArrayBuffer.isView(data) && (data[Symbol.asyncIterator] ?? data[Symbol.iterator]);
  if (!pieces) {
    sync.writeFile(fdOf(file), data, options);
    return;
  }
  const { encoding, flag, mode } = toOptions(options, { encoding: 'utf8', flag: 'w', mode: 0o666 });
  const fd = fdOf(file);
  const own = typeof fd === 'number' ? undefined : sync.open(fd, flag, mode);
  try {
    for await (const piece of data) sync.writeFile(own ?? fd, piece, { encoding });
  } finally {
    if (own !== undefined) sync.close(own);
  }
}
promises.open = later('open', (...args) => new FileHandle(sync.open(...args)));
for (const name of ['watch', 'statfs', 'lchmod', 'lutimes']) {
  promises[name] = async () => {
    throw notProvided(`fs.promises.${name}()`);
  };
}
delete promises.FileHandle;

module.exports = promises;
Object.defineProperty(module.exports, 'FileHandle', { value: FileHandle, enumerable: false });
