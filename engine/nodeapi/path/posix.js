// path.posix: https://nodejs.org/docs/latest-v20.x/api/path.html#pathposix

const { op_process_cwd } = ops;
const { normalizeSegments, withoutSuffix, extensionOf, format, splitName, validateString } = require('./segments');

const isAbsolute = (path) => {
  validateString(path, 'path');
  return path.startsWith('/');
};

function normalize(path) {
  validateString(path, 'path');
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const result = normalizeSegments(path.split('/'), !absolute).join('/');
  const slash = path.endsWith('/') ? '/' : '';
  if (result === '') return absolute ? '/' : `.${slash}`;
  return `${absolute ? '/' : ''}${result}${slash}`;
}

function resolve(...paths) {
  let result = '';
  for (let i = paths.length - 1; i >= -1 && !result.startsWith('/'); i--) {
    const path = i >= 0 ? paths[i] : op_process_cwd().replaceAll('\\', '/');
    validateString(path, `paths[${i}]`);
    if (path !== '') result = result === '' ? path : `${path}/${result}`;
  }
  const absolute = result.startsWith('/');
  const normal = normalizeSegments(result.split('/'), !absolute).join('/');
  return absolute ? `/${normal}` : normal || '.';
}

function join(...paths) {
  for (const path of paths) validateString(path, 'path');
  const joined = paths.filter((path) => path !== '').join('/');
  return joined === '' ? '.' : normalize(joined);
}

function relative(from, to) {
  validateString(from, 'from');
  validateString(to, 'to');
  const source = resolve(from).split('/').filter(Boolean);
  const target = resolve(to).split('/').filter(Boolean);
  let same = 0;
  while (same < source.length && same < target.length && source[same] === target[same]) same++;
  return [...source.slice(same).map(() => '..'), ...target.slice(same)].join('/');
}

function dirname(path) {
  validateString(path, 'path');
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return '/';
  const slash = trimmed.lastIndexOf('/');
  if (slash === -1) return '.';
  if (slash === 0) return '/';
  // Two slashes at the start are a root of their own, as POSIX allows.
  if (slash === 1 && path.startsWith('//')) return '//';
  return trimmed.slice(0, slash);
}

function basename(path, suffix) {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const trimmed = path.replace(/\/+$/, '');
  return withoutSuffix(trimmed.slice(trimmed.lastIndexOf('/') + 1), suffix, path);
}

function extname(path) {
  validateString(path, 'path');
  return extensionOf(basename(path));
}

function parse(path) {
  validateString(path, 'path');
  const root = path.startsWith('/') ? '/' : '';
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return { root, dir: root, base: '', ext: '', name: '' };
  const slash = trimmed.lastIndexOf('/');
  // Node.js takes only a ".." behind a folder for what has no extension.
  if (trimmed === '/..') return { root, dir: '/', base: '..', ext: '.', name: '.' };
  return { root, dir: slash <= 0 ? (slash === 0 ? '/' : '') : trimmed.slice(0, slash), ...splitName(trimmed.slice(slash + 1)) };
}

module.exports = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath: (path) => path,
  _makeLong: (path) => path,
  dirname,
  basename,
  extname,
  format: (object) => format('/', object),
  parse,
  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};
