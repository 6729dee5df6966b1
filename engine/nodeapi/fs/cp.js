// fs.cp: https://nodejs.org/docs/latest-v20.x/api/fs.html#fscpsyncsrc-dest-options

const path = require('internal:nodeapi/path');
const sync = require('./sync');
const { codes, toPath } = require('./options');

function checkPaths(source, target, stats, options) {
  if (stats.isDirectory() && !options.recursive) {
    throw new codes.ERR_FS_EISDIR(`Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${source} is a directory (not copied)) ${source}`);
  }
  const inside = path.relative(source, target);
  if (stats.isDirectory() && (inside === '' || (!inside.startsWith('..') && !path.isAbsolute(inside)))) {
    throw new codes.ERR_FS_CP_EINVAL(`Invalid src or dest: cp returned EINVAL (cannot copy ${source} to a subdirectory of self ${target}) ${target}`);
  }
}

function cp(src, dest, options = {}) {
  const source = toPath(src, 'src');
  const target = toPath(dest, 'dest');
  const stats = (options.dereference ? sync.stat : sync.lstat)(source);
  checkPaths(source, target, stats, options);
  copy(source, target, stats, options);
}

function copy(source, target, stats, options) {
  if (options.filter && !options.filter(source, target)) return;
  if (stats.isDirectory()) copyFolder(source, target, stats, options);
  else if (stats.isSymbolicLink()) copyLink(source, target, options);
  else copyFile(source, target, stats, options);
}

function copyFolder(source, target, stats, options) {
  sync.mkdir(target, { recursive: true, mode: stats.mode & 0o777 });
  for (const name of sync.readdir(source)) {
    const from = path.join(source, name);
    copy(from, path.join(target, name), (options.dereference ? sync.stat : sync.lstat)(from), options);
  }
}

function refuseExisting(target, options) {
  if (!sync.exists(target)) return false;
  if (options.force ?? true) return false;
  if (options.errorOnExist) throw new codes.ERR_FS_CP_EEXIST(`Target already exists: cp returned EEXIST (${target} already exists) ${target}`);
  return true;
}

function copyLink(source, target, options) {
  if (refuseExisting(target, options)) return;
  if (sync.exists(target)) sync.unlink(target);
  const to = sync.readlink(source);
  sync.symlink(options.verbatimSymlinks ? to : path.resolve(path.dirname(source), to), target);
}

function copyFile(source, target, stats, options) {
  if (refuseExisting(target, options)) return;
  sync.mkdir(path.dirname(target), { recursive: true });
  sync.copyFile(source, target, options.mode ?? 0);
  if (options.preserveTimestamps) sync.utimes(target, stats.atime, stats.mtime);
}

module.exports = { cp };
