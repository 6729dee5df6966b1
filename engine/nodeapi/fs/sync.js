// The functions of fs that answer at once. All others are made of them.
// https://nodejs.org/docs/latest-v20.x/api/fs.html#synchronous-api

const {
  op_fs_read_file, op_fs_read_text, op_fs_stat, op_fs_readdir, op_fs_mkdir, op_fs_mkdtemp, op_fs_remove, op_fs_chmod, op_fs_chown,
  op_fs_utimes, op_fs_readlink, op_fs_symlink, op_fs_realpath, op_fs_access, op_fs_rename, op_fs_link, op_fs_open,
  op_fs_close, op_fs_read, op_fs_write, op_fs_fstat, op_fs_ftruncate, op_fs_fsync, op_fs_futimes, op_fs_fchmod, op_fs_fchown,
} = ops;
const { Buffer, internals } = require('internal:nodeapi/buffer');
const path = require('internal:nodeapi/path');
const v = require('internal:nodeapi/errors/validators');
const { constants } = require('./constants');
const { Dirent, statsOf } = require('./stats');
const o = require('./options');

const { codes, toPath, call, callFile, fsError } = o;

/* -------------------------------------------------------------------- *
 * Whole files.
 * -------------------------------------------------------------------- */

const isUTF8 = (encoding) => encoding === 'utf8' || encoding === 'utf-8';

function readFile(file, options) {
  const { encoding, flag } = o.toOptions(options, { flag: 'r' });
  if ((file | 0) === file) {
    callFile('fstat', op_fs_fstat, o.checkFD(file));
    return decode(readAll(file), encoding);
  }
  const name = toPath(file);
  if (name === '') open(name, flag); // there is no such file
  try {
    if (o.toFlags(flag) !== constants.O_RDONLY) close(open(name, flag));
    if (isUTF8(encoding)) return op_fs_read_text(path.resolve(name));
    return decode(internals.wrap(op_fs_read_file(path.resolve(name))), encoding);
  } catch (error) {
    // A folder can be opened, but not read.
    throw error?.code === 'EISDIR' ? fsError(error, 'read') : fsError(error, 'open', name);
  }
}

const decode = (buffer, encoding) => (encoding ? buffer.toString(encoding) : buffer);

function readAll(fd) {
  const chunks = [];
  for (;;) {
    const chunk = callFile('read', op_fs_read, o.checkFD(fd), 1 << 16, -1);
    if (chunk.length === 0) return Buffer.concat(chunks);
    chunks.push(chunk);
  }
}

function writeFile(file, data, options) {
  const { encoding, mode, flag, flush = false } = o.toOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w' });
  v.validateBoolean(flush ?? false, 'options.flush');
  const bytes = o.toBytes(data, encoding);
  const fd = typeof file === 'number' ? file : open(file, flag, mode);
  try {
    for (let at = 0; at < bytes.length; ) at += callFile('write', op_fs_write, fd, bytes.subarray(at), -1);
  } finally {
    if (typeof file !== 'number') close(fd);
  }
}

function appendFile(file, data, options) {
  writeFile(file, data, { flag: 'a', ...o.toOptions(options, { encoding: 'utf8', mode: 0o666 }) });
}

function copyFile(src, dest, mode = 0) {
  const from = toPath(src, 'src');
  const to = toPath(dest, 'dest');
  o.checkAccessMode(mode);
  try {
    const bytes = op_fs_read_file(path.resolve(from));
    const { mode: permissions } = statsOf(op_fs_stat(path.resolve(from), true));
    const fd = open(to, mode & constants.COPYFILE_EXCL ? 'wx' : 'w', permissions & 0o777);
    for (let at = 0; at < bytes.length; ) at += op_fs_write(fd, bytes.subarray(at), -1);
    close(fd);
  } catch (error) {
    throw fsError(typeof error.syscall === 'string' ? Object.assign(new Error(''), { code: error.code }) : error, 'copyfile', from, to);
  }
}

/* -------------------------------------------------------------------- *
 * Open files.
 * -------------------------------------------------------------------- */

function open(file, flags, mode) {
  const name = toPath(file);
  return call('open', op_fs_open, name, o.toFlags(flags), o.toMode(mode, 0o666));
}

function close(fd) {
  callFile('close', op_fs_close, o.checkFD(fd));
}

// read(fd, buffer, options) or read(fd, buffer, offset, length, position)
function read(fd, buffer, offsetOrOptions, length, position) {
  o.checkFD(fd);
  v.validateBuffer(buffer);
  const given = offsetOrOptions !== null && typeof offsetOrOptions === 'object' ? offsetOrOptions : { offset: offsetOrOptions, length, position };
  const offset = given.offset ?? 0;
  const count = given.length ?? buffer.byteLength - offset;
  v.validateInteger(offset, 'offset', 0);
  if (count === 0) return 0;
  checkLength(count, buffer.byteLength - offset);
  const at = given.position === undefined || given.position === null ? -1 : Number(given.position);
  const bytes = callFile('read', op_fs_read, fd, count, at);
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(bytes, offset);
  return bytes.length;
}

function checkLength(count, max) {
  if (count < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', count);
  if (count > max) throw new codes.ERR_OUT_OF_RANGE('length', `<= ${max}`, count);
  v.validateInt32(count, 'length', 0);
}

function readv(fd, buffers, position) {
  v.validateArray(buffers, 'buffers');
  let total = 0;
  for (const buffer of buffers) {
    const n = read(fd, buffer, 0, buffer.byteLength, typeof position === 'number' ? position + total : null);
    total += n;
    if (n < buffer.byteLength) break;
  }
  return total;
}

// write(fd, buffer, offset, length, position) or write(fd, text, position, encoding)
function write(fd, data, offsetOrOptions, length, position) {
  o.checkFD(fd);
  if (typeof data === 'string') {
    const at = typeof offsetOrOptions === 'number' ? offsetOrOptions : -1;
    return callFile('write', op_fs_write, fd, Buffer.from(data, typeof length === 'string' ? length : 'utf8'), at);
  }
  const bytes = o.toBytes(data, undefined, 'buffer');
  const given = offsetOrOptions !== null && typeof offsetOrOptions === 'object' ? offsetOrOptions : { offset: offsetOrOptions, length, position };
  const offset = given.offset ?? 0;
  const count = given.length ?? bytes.length - offset;
  v.validateInteger(offset, 'offset', 0);
  if (offset > bytes.length) throw new codes.ERR_OUT_OF_RANGE('offset', `<= ${bytes.length}`, offset);
  checkLength(count, bytes.length - offset);
  return callFile('write', op_fs_write, fd, bytes.subarray(offset, offset + count), typeof given.position === 'number' ? given.position : -1);
}

function writev(fd, buffers, position) {
  v.validateArray(buffers, 'buffers');
  return write(fd, Buffer.concat(buffers.map((buffer) => o.toBytes(buffer))), 0, undefined, position);
}

const fstat = (fd, options) => statsOf(callFile('fstat', op_fs_fstat, o.checkFD(fd)), options?.bigint);
function ftruncate(fd, length = 0) {
  o.checkFD(fd);
  v.validateInteger(length ?? 0, 'len');
  callFile('ftruncate', op_fs_ftruncate, fd, Math.max(0, length));
}
const fsync = (fd) => callFile('fsync', op_fs_fsync, o.checkFD(fd));
const fchmod = (fd, mode) => callFile('fchmod', op_fs_fchmod, o.checkFD(fd), o.toMode(mode));
const futimes = (fd, atime, mtime) =>
  callFile('futime', op_fs_futimes, o.checkFD(fd), o.toSeconds(atime, 'atime'), o.toSeconds(mtime, 'mtime'));

function truncate(file, length = 0) {
  const fd = open(file, 'r+');
  try {
    ftruncate(fd, length);
  } finally {
    close(fd);
  }
}

/* -------------------------------------------------------------------- *
 * What is there.
 * -------------------------------------------------------------------- */

const statWith = (syscall, follow) => (file, options) => {
  const name = toPath(file);
  try {
    return statsOf(call(syscall, op_fs_stat, name, follow), options?.bigint);
  } catch (error) {
    if (options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
};
const stat = statWith('stat', true);
const lstat = statWith('lstat', false);

function access(file, mode = constants.F_OK) {
  const name = toPath(file);
  o.checkAccessMode(mode);
  call('access', op_fs_access, name, mode ?? constants.F_OK);
}

function exists(file) {
  try {
    call('access', op_fs_access, toPath(file), constants.F_OK);
    return true;
  } catch {
    return false;
  }
}

function readdir(folder, options, syscall = 'scandir') {
  const name = toPath(folder);
  const { encoding, withFileTypes, recursive } = o.toOptions(options);
  if (recursive !== undefined && recursive !== null) v.validateBoolean(recursive, 'options.recursive');
  const result = [];
  const walk = (dir, prefix) => {
    const list = call(syscall, op_fs_readdir, dir);
    for (let i = 0; i < list.length; i += 2) {
      const [entry, mode] = [list[i], list[i + 1]];
      result.push(withFileTypes ? new Dirent(o.encodeName(entry, encoding), dir, mode) : o.encodeName(prefix + entry, encoding));
      if (recursive && (mode & constants.S_IFMT) === constants.S_IFDIR) {
        walk(path.join(dir, entry), `${prefix}${entry}${path.sep}`);
      }
    }
  };
  walk(name, '');
  return result;
}

const readlink = (file, options) => o.encodeName(call('readlink', op_fs_readlink, toPath(file)), o.toOptions(options).encoding);
const nativeRealpath = (file, options) => o.encodeName(call('realpath', op_fs_realpath, toPath(file)), o.toOptions(options).encoding);

// Part by part in Node.js: the error is that of the first part that fails.
function realpath(file, options) {
  try {
    return nativeRealpath(file, options);
  } catch (error) {
    if (error.syscall === undefined) throw error;
    let at = path.parse(path.resolve(toPath(file))).root;
    for (const part of path.relative(at, path.resolve(toPath(file))).split(path.sep)) {
      at = path.join(at, part);
      if (lstat(at).isSymbolicLink()) stat(at);
    }
    throw error;
  }
}
realpath.native = nativeRealpath;

/* -------------------------------------------------------------------- *
 * Changing what is there.
 * -------------------------------------------------------------------- */

function mkdir(folder, options) {
  const name = toPath(folder);
  const { mode, recursive = false } = typeof options === 'object' && options !== null ? options : { mode: options };
  v.validateBoolean(recursive, 'options.recursive');
  return call('mkdir', op_fs_mkdir, name, o.toMode(mode, 0o777), recursive);
}

function mkdtemp(prefix, options) {
  const { encoding } = o.toOptions(options);
  const name = toPath(prefix, 'prefix');
  try {
    // A slash at the end is part of the prefix.
    const base = path.resolve(name) + (/[\\/]$/.test(name) ? path.sep : '');
    return o.encodeName(mkdtempIn(base), encoding);
  } catch (error) {
    throw fsError(error, 'mkdtemp', `${name}XXXXXX`);
  }
}

function mkdtempIn(base) {
  if (!base.endsWith(path.sep)) return op_fs_mkdtemp(base);
  // Names in a folder: the op puts letters behind a name.
  for (;;) {
    const letters = ops.op_crypto_random(4).toBase64({ alphabet: 'base64url', omitPadding: true });
    const folder = `${base}${letters.replace(/[-_]/g, 'x')}`;
    try {
      op_fs_mkdir(folder, 0o700, false);
      return folder;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

const unlink = (file) => call('unlink', op_fs_remove, toPath(file), 'file');

function rmdir(folder, options) {
  const name = toPath(folder);
  if (options?.recursive) rm(folder, { recursive: true, force: false });
  else call('rmdir', op_fs_remove, name, 'folder');
}

function rm(file, options = {}) {
  const name = toPath(file);
  v.validateObject(options, 'options');
  const { recursive, force, retryDelay, maxRetries } = { recursive: false, force: false, retryDelay: 100, maxRetries: 0, ...options };
  v.validateBoolean(recursive, 'options.recursive');
  v.validateInt32(retryDelay, 'options.retryDelay', 0);
  v.validateUint32(maxRetries, 'options.maxRetries');
  v.validateBoolean(force, 'options.force');
  const stats = lstat(name, { throwIfNoEntry: !force });
  if (stats === undefined) return;
  if (stats.isDirectory() && !recursive) {
    throw new codes.ERR_FS_EISDIR({ code: 'EISDIR', message: 'is a directory', path: name, syscall: 'rm', errno: 21 });
  }
  call('rm', op_fs_remove, name, recursive ? 'all' : 'file');
}

const twoPaths = (syscall, op, first, second) => (from, to) => {
  const source = toPath(from, first);
  const target = toPath(to, second);
  try {
    op(path.resolve(source), path.resolve(target));
  } catch (error) {
    throw fsError(error, syscall, source, target);
  }
};
const rename = twoPaths('rename', op_fs_rename, 'oldPath', 'newPath');
const link = twoPaths('link', op_fs_link, 'existingPath', 'newPath');

function symlink(target, file, type) {
  if (![undefined, null, 'dir', 'file', 'junction'].includes(type)) throw new codes.ERR_FS_INVALID_SYMLINK_TYPE(type);
  const to = toPath(target, 'target');
  const name = toPath(file);
  try {
    op_fs_symlink(path.resolve(name), to);
  } catch (error) {
    throw fsError(error, 'symlink', to, name);
  }
}

const chmod = (file, mode) => call('chmod', op_fs_chmod, toPath(file), o.toMode(mode));
const maxID = 2 ** 32 - 1;

function checkOwner(uid, gid) {
  v.validateInteger(uid, 'uid', -1, maxID);
  v.validateInteger(gid, 'gid', -1, maxID);
}

const chownWith = (syscall, follow) => (file, uid, gid) => {
  const name = toPath(file);
  checkOwner(uid, gid);
  call(syscall, op_fs_chown, name, uid, gid, follow);
};
const chown = chownWith('chown', true);
const lchown = chownWith('lchown', false);

function fchown(fd, uid, gid) {
  o.checkFD(fd);
  checkOwner(uid, gid);
  callFile('fchown', op_fs_fchown, fd, uid, gid);
}

const utimes = (file, atime, mtime) =>
  call('utime', op_fs_utimes, toPath(file), o.toSeconds(atime), o.toSeconds(mtime));

function opendir(folder, options) {
  const name = toPath(folder);
  const given = o.toOptions(options, { encoding: 'utf8' });
  if (given.bufferSize !== undefined) v.validateUint32(given.bufferSize, 'options.bufferSize', true);
  return new (require('./dir').Dir)(name, given);
}

module.exports = {
  readFile, writeFile, appendFile, copyFile, open, close, read, readv, write, writev, fstat, ftruncate, fsync,
  fdatasync: fsync, fchmod, futimes, truncate, stat, lstat, access, exists, readdir, readlink, realpath, mkdir, mkdtemp,
  unlink, rmdir, rm, rename, link, symlink, chmod, chown, lchown, fchown, utimes,
  cp: (src, dest, options) => require('./cp').cpSync(src, dest, options),
  opendir,
};
