// process.emitWarning.
// https://nodejs.org/docs/latest-v20.x/api/process.html#processemitwarningwarning-options

const { Error } = primordials;
const { codes } = require('internal:nodeapi/errors');
const { validateString } = require('internal:nodeapi/errors/validators');
const { enqueueTick } = require('internal:js/context');

function createWarning(text, type, code, detail) {
  const warning = new Error(text);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  return warning;
}

function print(process, warning) {
  const code = warning.code === undefined ? '' : `[${warning.code}] `;
  const text = warning.name === undefined ? String(warning) : `${warning.name}: ${warning.message}`;
  const detail = typeof warning.detail === 'string' ? `\n${warning.detail}` : '';
  process.stderr.write(`(node:${process.pid}) ${code}${text}${detail}\n`);
}

function emitWarning(warning, typeOrOptions, code) {
  let type = typeOrOptions;
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ({ code, detail } = type);
    if (typeof detail !== 'string') detail = undefined;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    type = 'Warning';
    code = '';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') code = undefined;
  else if (code !== undefined) validateString(code, 'code');
  if (typeof warning === 'string') warning = createWarning(warning, type, code, detail);
  else if (!(warning instanceof Error)) throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);

  const { process } = require('internal:nodeapi/process');
  if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
  enqueueTick(() => {
    if (!process.noProcessWarnings) print(process, warning);
    process.emit('warning', warning);
  }, []);
}

module.exports = { emitWarning };
