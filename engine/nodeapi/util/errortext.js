// How util.inspect shows an error: its stack, its cause, its own properties.

const { Error } = primordials;
const errors = require('internal:nodeapi/errors');
const types = require('./types');

const textOf = (error) => {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return Object.prototype.toString.call(error);
  }
};

// Frames of our own modules say nothing to a project.
function stackOf(error) {
  const { stack } = error;
  if (!stack) return textOf(error);
  return withHead(String(stack), error)
    .split('\n')
    .filter((line) => !/^\s+at .*\(?(?:internal:|native\))/.test(line))
    .join('\n')
    .trimEnd();
}

// V8 writes a stack's first lines when somebody asks for it, so that the name and
// the message which a constructor sets late are in it. A stack that the program
// set itself, without places, stays as it is.
function withHead(stack, error) {
  if (stack.startsWith('    at ')) return `${headOf(error)}\n${stack}`;
  const [written] = /^(?:[A-Z][A-Za-z]*)?Error(?=:|\n)/.exec(stack) ?? [];
  const frames = /\n {4}at .*:\d+:\d+\)?(?:\n|$)/.exec(stack);
  if (frames === null || primordials[written] === undefined || error[errors.kIsNodeError]) return stack;
  return textOf(error) + stack.slice(frames.index);
}

const headOf = (error) =>
  error[errors.kIsNodeError] ? `${error.name} [${error.code}]: ${error.message}` : textOf(error);

// Properties that the stack shows already.
function dropShown(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index !== -1 && stack.includes(error[name])) keys.splice(index, 1);
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

// Where lines, in a and b alike, start in a: at least four of them.
function sharedRun(a, b) {
  for (let start = 0; start < a.length - 3; start++) {
    const at = b.indexOf(a[start]);
    if (at === -1 || b.length - at <= 3) continue;
    let length = 1;
    while (start + length < a.length && at + length < b.length && a[start + length] === b[at + length]) length++;
    if (length > 3) return { start, length };
  }
  return undefined;
}

// Frames that the cause shows too are left out.
function foldFrames(ctx, error, text) {
  const frames = text.split('\n');
  let cause;
  try {
    ({ cause } = error);
  } catch {
    return frames;
  }
  if (cause === null || typeof cause !== 'object' || !(types.isNativeError(cause) || cause instanceof Error)) return frames;
  const causeStack = stackOf(cause);
  const from = causeStack.indexOf('\n    at');
  const shared = from === -1 ? undefined : sharedRun(frames, causeStack.slice(from + 1).split('\n'));
  if (shared !== undefined) {
    const skipped = shared.length - 2;
    const note = ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined');
    frames.splice(shared.start + 1, skipped, note);
  }
  return frames;
}

function formatError(error, constructor, tag, ctx, keys) {
  const name = error.name === undefined || error.name === null ? 'Error' : String(error.name);
  let stack = stackOf(error);
  // V8 defines the stack before the message.
  const stackKey = keys.indexOf('stack');
  if (stackKey > 0) keys.unshift(...keys.splice(stackKey, 1));
  dropShown(ctx, keys, error, stack);
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
  stack = improveStack(stack, constructor, name, tag);
  // Without frames, brackets say that it is an error and no text.
  const message = error.message ? stack.indexOf(String(error.message)) : -1;
  const from = message === -1 ? 0 : message + String(error.message).length;
  const frames = stack.indexOf('\n    at', from);
  if (frames === -1) stack = `[${stack}]`;
  else stack = `${stack.slice(0, frames)}\n${foldFrames(ctx, error, stack.slice(frames + 1)).join('\n')}`;
  if (ctx.indentationLvl !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
  return stack;
}

module.exports = { formatError };
