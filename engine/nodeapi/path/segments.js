// What the POSIX and the Windows form of path share.

const { validateString, validateObject } = require('internal:nodeapi/errors/validators');

/** Resolves "." and ".." in the segments of a path. */
function normalizeSegments(segments, allowAboveRoot) {
  const kept = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (allowAboveRoot) kept.push('..');
  }
  return kept;
}

/** The name without a suffix; nothing but the suffix is left alone behind a folder. */
function withoutSuffix(name, suffix, path) {
  if (suffix === undefined || suffix === '' || !name.endsWith(suffix)) return name;
  return name === suffix && path !== suffix ? name : name.slice(0, -suffix.length);
}

/** From the last dot of a name, if it is neither its first character nor "..". */
function extensionOf(name) {
  const dot = name.lastIndexOf('.');
  return dot <= 0 || name === '..' ? '' : name.slice(dot);
}

function format(separator, object) {
  validateObject(object, 'pathObject');
  const folder = object.dir || object.root;
  const ext = object.ext ? `${object.ext[0] === '.' ? '' : '.'}${object.ext}` : '';
  const base = object.base || `${object.name || ''}${ext}`;
  if (!folder) return base;
  return folder === object.root ? `${folder}${base}` : `${folder}${separator}${base}`;
}

const splitName = (base) => {
  const ext = extensionOf(base);
  return { base, ext, name: ext === '' ? base : base.slice(0, -ext.length) };
};

module.exports = { normalizeSegments, withoutSuffix, extensionOf, format, splitName, validateString };
