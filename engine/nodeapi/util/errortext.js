// How util.inspect shows an error: its stack, its cause, its own properties.

const { Error } = primordials;
const errors = require('internal:nodeapi/errors');

const textOf = (error) => {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return Object.prototype.toString.call(error);
  }
};

// QuickJS's stacks are only frames; those of our own modules say nothing to a
// project.
function stackOf(error) {
  const { stack } = error;
  if (!stack || typeof stack !== 'string') return textOf(error);
  const text = /^\s*at /.test(stack) ? `${headOf(error)}\n${stack}` : renamed(stack, error);
  return text
    .split('\n')
    .filter((line) => !/^\s+at .*\(?(?:internal:|native\))/.test(line))
    .join('\n')
    .trimEnd();
}

// V8 writes a stack's first line when somebody asks for it, so that a name which
// a constructor sets is in it.
function renamed(stack, error) {
  const { name } = error;
  const [written] = /^[A-Z][A-Za-z]*Error(?=:|\n)|^Error(?=:|\n)/.exec(stack) ?? [];
  if (written === undefined || written === name || typeof name !== 'string') return stack;
  return primordials[written] !== undefined && stack.includes('\n    at ') ? name + stack.slice(written.length) : stack;
}

const headOf = (error) =>
  error[errors.kIsNodeError] ? `${error.name} [${error.code}]: ${error.message}` : textOf(error);

// Properties that the stack shows already.
function dropShown(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index !== -1 && (typeof error[name] !== 'string' || stack.includes(error[name]))) keys.splice(index, 1);
  }
}

const firstName = (stack) =>
  (/^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack))?.[1] ?? '';

// The class is shown even if the error goes by the name of a parent class.
function improveStack(stack, constructor, name, tag) {
  const end = stack[name.length];
  const startsWithName = name.endsWith('Error') && stack.startsWith(name) && (end === undefined || end === ':' || end === '\n');
  if (constructor !== null && !startsWithName) return stack;
  const shown = constructor === null ? firstName(stack) : name;
  const prefix = require('./kinds').prefixOf(constructor, tag, constructor === null ? shown || 'Error' : 'Error').slice(0, -1);
  if (name === prefix) return stack;
  if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(shown.length)}`;
  return shown === '' ? `${prefix}: ${stack}` : `${prefix}${stack.slice(shown.length)}`;
}

function formatError(error, constructor, tag, ctx, keys) {
  const name = error.name === undefined || error.name === null ? 'Error' : String(error.name);
  let stack = stackOf(error);
  dropShown(ctx, keys, error, stack);
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = improveStack(stack, constructor, name, tag);
  // Without frames, brackets say that it is an error and no text.
  const message = error.message ? stack.indexOf(String(error.message)) : -1;
  const from = message === -1 ? 0 : message + String(error.message).length;
  if (stack.indexOf('\n    at', from) === -1) stack = `[${stack}]`;
  if (ctx.indentationLvl !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
  return stack;
}

module.exports = { formatError };
