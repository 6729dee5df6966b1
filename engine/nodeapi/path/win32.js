// path.win32: https://nodejs.org/docs/latest-v20.x/api/path.html#pathwin32

const { op_process_cwd } = ops;
const { normalizeSegments, withoutSuffix, extensionOf, format, splitName, validateString } = require('./segments');

const slashes = /[\\/]+/;
const isSlash = (char) => char === '\\' || char === '/';

/**
 * Splits a path into its device ("C:", "\\server\share"), whether a root
 * follows, and the rest.
 */
function splitRoot(path, withDevices = false) {
  // \\.\ and \\?\ name devices; what follows is a path there.
  const local = withDevices ? /^[\\/]{2}([.?])[\\/]+[^\\/]/.exec(path) : null;
  if (local !== null) return { device: `\\\\${local[1]}`, absolute: true, rest: path.slice(4), root: path.slice(0, 4), unc: true };
  const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]*)/.exec(path);
  if (unc !== null) {
    const [all, server, share, tail] = unc;
    return { device: `\\\\${server}\\${share}`, absolute: true, rest: path.slice(all.length), root: all.slice(0, all.length - Math.max(tail.length - 1, 0)), unc: true };
  }
  const drive = /^[A-Za-z]:/.exec(path);
  const device = drive === null ? '' : drive[0];
  const absolute = isSlash(path[device.length]);
  return { device, absolute, rest: path.slice(device.length), root: path.slice(0, device.length + (absolute ? 1 : 0)), unc: false };
}

const isAbsolute = (path) => {
  validateString(path, 'path');
  return isSlash(path[0]) || /^[A-Za-z]:[\\/]/.test(path);
};

// Whether Windows could take what became of a relative path for an absolute one.
const mayNameDevice = (path, tail) => path.includes(':') && (/^[A-Za-z]:/.test(tail) || /:(?:$|[\\/])/.test(path));

function normalize(path) {
  validateString(path, 'path');
  if (path === '') return '.';
  const { device, absolute, rest, unc } = splitRoot(path, true);
  let tail = normalizeSegments(rest.split(slashes), !absolute).join('\\');
  if (tail === '' && !absolute) tail = '.';
  if (tail !== '' && isSlash(path[path.length - 1])) tail += '\\';
  if (device === '' && !absolute && mayNameDevice(path, tail)) return `.\\${tail}`;
  if (device === '') return absolute ? `\\${tail}` : tail;
  if (unc) return `${device}\\${tail}`;
  return absolute ? `${device}\\${tail}` : `${device}${tail}`;
}

// What the current folder of a drive is.
function folderOf(device) {
  const cwd = op_process_cwd();
  if (device === '') return cwd;
  return cwd.slice(0, 2).toLowerCase() === device.toLowerCase() ? cwd : `${device}\\`;
}

function resolve(...paths) {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1 && !(absolute && device !== ''); i--) {
    const path = i >= 0 ? paths[i] : folderOf(device);
    validateString(path, `paths[${i}]`);
    if (path === '') continue;
    const parts = splitRoot(path, true);
    if (parts.device !== '') {
      if (device !== '' && parts.device.toLowerCase() !== device.toLowerCase()) continue; // another drive
      device ||= parts.device;
    }
    if (absolute) continue;
    tail = `${parts.rest}\\${tail}`;
    absolute = parts.absolute;
  }
  const normal = normalizeSegments(tail.split(slashes), !absolute).join('\\');
  return absolute ? `${device}\\${normal}` : `${device}${normal}` || '.';
}

function join(...paths) {
  for (const path of paths) validateString(path, 'path');
  const given = paths.filter((path) => path !== '');
  if (given.length === 0) return '.';
  let joined = given.join('\\');
  // Two slashes at the start must be meant: "\\server", not "\" + "\a".
  const [first] = given;
  const meant = /^[\\/]{2}[^\\/]/.test(first);
  if (!meant) joined = joined.replace(/^[\\/]{2,}/, '\\');
  return normalize(joined);
}

function relative(from, to) {
  validateString(from, 'from');
  validateString(to, 'to');
  const source = resolve(from).split('\\').filter(Boolean);
  const target = resolve(to).split('\\').filter(Boolean);
  let same = 0;
  while (same < source.length && same < target.length && source[same].toLowerCase() === target[same].toLowerCase()) same++;
  if (same === 0 && (source.length > 0 || target.length > 0)) return resolve(to);
  return [...source.slice(same).map(() => '..'), ...target.slice(same)].join('\\');
}

function toNamespacedPath(path) {
  if (typeof path !== 'string' || path.length === 0) return path;
  const resolved = resolve(path);
  if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
  return /^[A-Za-z]:\\/.test(resolved) ? `\\\\?\\${resolved}` : path;
}

// The part behind the root, without slashes at its end.
function tailOf(path) {
  const { root } = splitRoot(path);
  return { root, tail: path.slice(root.length).replace(/[\\/]+$/, '') };
}

const lastSlash = (text) => Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));

function dirname(path) {
  validateString(path, 'path');
  if (path === '') return '.';
  const { root, tail } = tailOf(path);
  const slash = lastSlash(tail);
  if (slash === -1) return root || '.';
  return `${root}${tail.slice(0, slash).replace(/[\\/]+$/, '')}`;
}

function basename(path, suffix) {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const drive = /^[A-Za-z]:/.test(path) ? 2 : 0;
  const trimmed = path.slice(drive).replace(/[\\/]+$/, '');
  return withoutSuffix(trimmed.slice(lastSlash(trimmed) + 1), suffix, path);
}

function extname(path) {
  validateString(path, 'path');
  return extensionOf(basename(path));
}

function parse(path) {
  validateString(path, 'path');
  const { root, tail } = tailOf(path);
  const slash = lastSlash(tail);
  const dir = slash === -1 ? root : `${root}${tail.slice(0, slash)}`;
  return { root, dir, ...splitName(tail.slice(slash + 1)) };
}

module.exports = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  _makeLong: toNamespacedPath,
  dirname,
  basename,
  extname,
  format: (object) => format('\\', object),
  parse,
  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};
