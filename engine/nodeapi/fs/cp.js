// fs.cp: https://nodejs.org/docs/latest-v20.x/api/fs.html#fscpsyncsrc-dest-options
//
// One algorithm for cpSync and cp, whose filter may give a promise: a generator
// that yields what the filter gave.

const path = require('internal:nodeapi/path');
const v = require('internal:nodeapi/errors/validators');
const sync = require('./sync');
const { codes, toPath } = require('./options');
const { constants: { errno } } = require('internal:nodeapi/os/constants');

const defaults = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};

function toOptions(options) {
  if (options === undefined) return { ...defaults };
  v.validateObject(options, 'options');
  const merged = { ...defaults, ...options };
  for (const [name, value] of Object.entries(defaults)) {
    if (typeof value === 'boolean') v.validateBoolean(merged[name], `options.${name}`);
  }
  if (merged.dereference && merged.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (merged.filter !== undefined) v.validateFunction(merged.filter, 'options.filter');
  return merged;
}

const failure = (Class, message, file, code, number = errno[code]) =>
  new Class({ message, path: file, syscall: 'cp', errno: number, code });

const intoItself = (source, target, at = target) =>
  failure(codes.ERR_FS_CP_EINVAL, `cannot copy ${source} to a subdirectory of self ${target}`, at, 'EINVAL');

const identical = (a, b) => a.ino !== 0 && a.ino === b.ino && a.dev === b.dev;
const partsOf = (file) => path.resolve(file).split(path.sep).filter(Boolean);

function isInside(source, target) {
  const parts = partsOf(target);
  return partsOf(source).every((part, i) => parts[i] === part);
}

const statWith = (options) => (options.dereference ? sync.stat : sync.lstat);

// The facts of both ends; undefined if the filter leaves the source out.
function* checkPaths(source, target, options) {
  if (options.filter && !(yield options.filter(source, target))) return undefined;
  const stat = statWith(options);
  const from = stat(source);
  const to = stat(target, { throwIfNoEntry: false });
  if (to !== undefined) checkKinds(source, target, from, to);
  if (from.isDirectory() && isInside(source, target)) throw intoItself(source, target);
  return { from, to };
}

function checkKinds(source, target, from, to) {
  if (identical(from, to)) throw failure(codes.ERR_FS_CP_EINVAL, 'src and dest cannot be the same', target, 'EINVAL');
  if (from.isDirectory() && !to.isDirectory()) {
    throw failure(codes.ERR_FS_CP_DIR_TO_NON_DIR, `cannot overwrite non-directory ${target} with directory ${source}`, target, 'EISDIR');
  }
  if (!from.isDirectory() && to.isDirectory()) {
    throw failure(codes.ERR_FS_CP_NON_DIR_TO_DIR, `cannot overwrite directory ${target} with non-directory ${source}`, target, 'ENOTDIR');
  }
}

// A folder above the target may be the source under another name.
function checkParents(source, from, target) {
  const parent = path.resolve(path.dirname(target));
  if (parent === path.resolve(path.dirname(source)) || parent === path.parse(parent).root) return;
  const stats = sync.stat(parent, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (identical(from, stats)) throw intoItself(source, target);
  checkParents(source, from, parent);
}

function* copyTree(source, target, options, isSync) {
  const stats = yield* checkPaths(source, target, options);
  if (stats === undefined) return;
  checkParents(source, stats.from, target);
  const parent = path.dirname(target);
  if (!sync.exists(parent)) sync.mkdir(parent, { recursive: true });
  yield* copy(source, target, stats, options, isSync);
}

function* copy(source, target, stats, options, isSync) {
  const from = statWith(options)(source);
  if (from.isDirectory()) {
    if (!options.recursive) {
      // Their error numbers differ in Node.js too.
      throw failure(codes.ERR_FS_EISDIR, `${source} is a directory (not copied)`, source, 'EISDIR', isSync ? errno.EINVAL : errno.EISDIR);
    }
    yield* copyFolder(source, target, from, stats.to, options, isSync);
  } else if (from.isSymbolicLink()) {
    copyLink(source, target, stats.to, options);
  } else {
    copyFile(source, target, from, stats.to, options);
  }
}

function* copyFolder(source, target, from, to, options, isSync) {
  if (to === undefined) sync.mkdir(target);
  for (const name of sync.readdir(source)) {
    const item = path.join(source, name);
    const itemTarget = path.join(target, name);
    const stats = yield* checkPaths(item, itemTarget, options);
    if (stats !== undefined) yield* copy(item, itemTarget, stats, options, isSync);
  }
  if (to === undefined) sync.chmod(target, from.mode & 0o7777);
}

function copyFile(source, target, from, to, options) {
  if (to !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw failure(codes.ERR_FS_CP_EEXIST, `${target} already exists`, target, 'EEXIST');
      return;
    }
    sync.unlink(target);
  }
  sync.copyFile(source, target, options.mode);
  if (options.preserveTimestamps) sync.utimes(target, from.atime, from.mtime);
  sync.chmod(target, from.mode & 0o7777);
}

function copyLink(source, target, to, options) {
  let destination = sync.readlink(source);
  if (!options.verbatimSymlinks) destination = path.resolve(path.dirname(source), destination);
  if (to === undefined) {
    sync.symlink(destination, target);
    return;
  }
  let old;
  try {
    old = path.resolve(path.dirname(target), sync.readlink(target));
  } catch (error) {
    if (error.code !== 'EINVAL') throw error;
    sync.symlink(destination, target);
    return;
  }
  if (isInside(destination, old)) throw intoItself(destination, old, target);
  if (sync.stat(target).isDirectory() && isInside(old, destination)) {
    throw failure(codes.ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY, `cannot overwrite ${old} with ${destination}`, target, 'EINVAL');
  }
  sync.unlink(target);
  sync.symlink(destination, target);
}

function cpSync(src, dest, options) {
  const given = toOptions(options);
  const steps = copyTree(toPath(src, 'src'), toPath(dest, 'dest'), given, true);
  for (let step = steps.next(); !step.done; step = steps.next(step.value)) {
    if (require('internal:nodeapi/util/types').isPromise(step.value)) {
      throw new codes.ERR_INVALID_RETURN_VALUE('boolean', 'filter', step.value);
    }
  }
}

async function cp(src, dest, options) {
  const given = toOptions(options);
  const steps = copyTree(toPath(src, 'src'), toPath(dest, 'dest'), given, false);
  for (let step = steps.next(); !step.done; step = steps.next(await step.value));
}

module.exports = { cp, cpSync };
