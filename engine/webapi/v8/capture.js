// Error.captureStackTrace and call sites: https://v8.dev/docs/stack-trace-api
// Go half: none; see v8.js.

const { Error, Number, Object, String, TypeError, uncurryThis } = primordials;

const toErrorString = uncurryThis(Error.prototype.toString);

/** One frame of a stack, as Error.prepareStackTrace gets it. */
class CallSite {
  #text;
  #function;
  #file;
  #line;
  #column;

  constructor(line) {
    this.#text = line.trim().slice('at '.length);
    const [, name, place] = /^(?:(.*) \()?(.*?)\)?$/.exec(this.#text);
    const [, file, row, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place);
    this.#function = name ?? null;
    this.#file = file === '<anonymous>' ? null : file;
    this.#line = row === undefined ? null : Number(row);
    this.#column = column === undefined ? null : Number(column);
  }

  getThis() {
    return undefined;
  }

  getTypeName() {
    return null;
  }

  getFunction() {
    return undefined;
  }

  getFunctionName() {
    return this.#function;
  }

  getMethodName() {
    return this.#function === null ? null : this.#function.slice(this.#function.lastIndexOf('.') + 1);
  }

  getFileName() {
    return this.#file;
  }

  getScriptNameOrSourceURL() {
    return this.#file;
  }

  getLineNumber() {
    return this.#line;
  }

  getColumnNumber() {
    return this.#column;
  }

  getEnclosingLineNumber() {
    return this.#line;
  }

  getEnclosingColumnNumber() {
    return this.#column;
  }

  getPosition() {
    return 0;
  }

  getEvalOrigin() {
    return undefined;
  }

  getPromiseIndex() {
    return null;
  }

  getScriptHash() {
    return '';
  }

  isToplevel() {
    return this.#function === null;
  }

  isNative() {
    return this.#file === null;
  }

  isEval() {
    return false;
  }

  isConstructor() {
    return false;
  }

  isAsync() {
    return false;
  }

  isPromiseAll() {
    return false;
  }

  toString() {
    return this.#text;
  }
}

const isFrame = (line) => line.startsWith('    at ');

function framesOf(stack) {
  return stack.split('\n').filter(isFrame);
}

/** What Error.prepareStackTrace makes of an error and the text of its stack. */
function prepare(error, stack) {
  const sites = framesOf(stack).map((line) => new CallSite(line));
  return Error.prepareStackTrace(error, sites);
}

// QuickJS's frames have a function's name alone: the first of that name it is.
function framesBelow(frames, hide) {
  if (typeof hide !== 'function' || hide.name === '') return frames;
  const at = frames.findIndex((line) => line.startsWith(`    at ${hide.name} (`));
  return frames.slice(at + 1);
}

/** The frames of here: the text of a stack without anyone's say in it. */
function currentFrames() {
  const { prepareStackTrace } = Error;
  if (typeof prepareStackTrace !== 'function') return framesOf(new Error().stack);
  Error.prepareStackTrace = undefined;
  try {
    return framesOf(new Error().stack);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function capture(object, hide, setLimit) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
    throw new TypeError(`Invalid argument`);
  }
  const { stackTraceLimit: limit } = Error;
  setLimit(2 ** 30);
  const all = currentFrames();
  setLimit(limit);
  const frames = framesBelow(all, hide).slice(0, typeof limit === 'number' ? limit : 0);
  const stack = [headerOf(object), ...frames].join('\n');
  const value = typeof Error.prepareStackTrace === 'function' ? prepare(object, stack) : stack;
  Object.defineProperty(object, 'stack', { value, writable: true, configurable: true });
}

function headerOf(object) {
  try {
    return toErrorString(object);
  } catch {
    return String(object);
  }
}

module.exports = { capture, prepare };
