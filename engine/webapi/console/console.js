// console: https://console.spec.whatwg.org/, https://nodejs.org/api/console.html
// Go half: console.go (op_console_write). Values are shown by nodeapi/util.
// Missing: profile, profileEnd, timeStamp, which do nothing without an inspector;
// Node's have no effect either.

const { Array, Error, Map, Math, Number, Object, String, Symbol, TypeError } = primordials;
const { currentRequest } = require('internal:js/context');
const { codes, define } = require('internal:webapi/webidl/codes');
const { op_console_write, op_performance_now } = ops;

define(
  'ERR_CONSOLE_WRITABLE_STREAM',
  (name) => `Console expects a writable stream instance for ${name}`,
  TypeError,
);

const writer = Symbol('writer');

/** util.inspect and util.format, or what does without nodeapi. */
function util() {
  try {
    return require('internal:nodeapi/util/inspect');
  } catch {
    return require('./plain');
  }
}

class Console {
  #write; // (level, text)
  #options; // for inspect
  #indentation = '';
  #groupWidth = 2;
  #counts = new Map();
  #timers = new Map();

  /** As in Node.js: new Console({ stdout, stderr, … }) or new Console(stdout, stderr). */
  constructor(options, stderr = undefined) {
    const settings = typeof options?.write === 'function' ? { stdout: options, stderr } : options;
    this.#write = settings?.[writer] ?? streamWriter(settings);
    this.#options = { ...settings?.inspectOptions };
    if (typeof settings?.colorMode === 'boolean') this.#options.colors = settings.colorMode;
    if (settings?.groupIndentation !== undefined) this.#groupWidth = settings.groupIndentation;
    // Methods are the instance's own, so that they work unbound.
    for (const name of methodNames) {
      const method = this[name].bind(this);
      Object.defineProperty(method, 'name', { value: name });
      Object.defineProperty(this, name, { value: method, writable: true, enumerable: true, configurable: true });
    }
  }

  #print(level, args) {
    let text = args.length === 1 && typeof args[0] === 'string' ? args[0] : util().formatWithOptions(this.#options, ...args);
    if (this.#indentation !== '') text = this.#indentation + text.replaceAll('\n', `\n${this.#indentation}`);
    this.#write(level, text);
  }

  // A warning of the process, and not of the console's own streams.
  #warn(message) {
    const { process } = primordials.global;
    if (process === undefined) this.#write('warn', `(node) Warning: ${message}`);
    else process.emitWarning(message);
  }

  log(...args) {
    this.#print('log', args);
  }

  info(...args) {
    this.#print('info', args);
  }

  debug(...args) {
    this.#print('debug', args);
  }

  warn(...args) {
    this.#print('warn', args);
  }

  error(...args) {
    this.#print('error', args);
  }

  dirxml(...args) {
    this.#print('log', args);
  }

  dir(object, options) {
    this.#print('log', [util().inspect(object, { customInspect: false, ...this.#options, ...options })]);
  }

  trace(...args) {
    const text = args.length > 0 ? util().formatWithOptions(this.#options, ...args) : '';
    this.#print('error', [`Trace${text === '' ? '' : `: ${text}`}\n${framesOf(new Error())}`]);
  }

  assert(condition, ...args) {
    if (condition) return;
    const [first, ...rest] = args;
    this.#print('warn', [args.length === 0 ? 'Assertion failed' : `Assertion failed: ${first}`, ...rest]);
  }

  clear() {}

  count(label = 'default') {
    const name = `${label}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    this.#print('log', [`${name}: ${count}`]);
  }

  countReset(label = 'default') {
    const name = `${label}`;
    if (!this.#counts.delete(name)) this.#warn(`Count for '${name}' does not exist`);
  }

  group(...args) {
    if (args.length > 0) this.#print('log', args);
    this.#indentation += ' '.repeat(this.#groupWidth);
  }

  groupCollapsed(...args) {
    this.group(...args);
  }

  groupEnd() {
    this.#indentation = this.#indentation.slice(0, Math.max(0, this.#indentation.length - this.#groupWidth));
  }

  time(label = 'default') {
    const name = `${label}`;
    if (this.#timers.has(name)) this.#warn(`Label '${name}' already exists for console.time()`);
    else this.#timers.set(name, op_performance_now());
  }

  timeEnd(label = 'default') {
    if (this.#logTime('timeEnd', `${label}`, [])) this.#timers.delete(`${label}`);
  }

  timeLog(label = 'default', ...data) {
    this.#logTime('timeLog', `${label}`, data);
  }

  #logTime(method, name, data) {
    const start = this.#timers.get(name);
    if (start === undefined) {
      this.#warn(`No such label '${name}' for console.${method}()`);
      return false;
    }
    this.#print('log', ['%s: %s', name, formatTime(op_performance_now() - start), ...data]);
    return true;
  }

  table(data, properties = undefined) {
    if (properties !== undefined && !Array.isArray(properties)) {
      throw codes.ERR_INVALID_ARG_TYPE('properties', 'Array', properties);
    }
    if (data === null || typeof data !== 'object') this.log(data);
    else this.#print('log', [require('./table').renderTable(data, properties, util().inspect, this.#options)]);
  }

  profile() {}

  profileEnd() {}

  timeStamp() {}
}

const methodNames = Object.getOwnPropertyNames(Console.prototype).filter((name) => name !== 'constructor');

// A console over two streams of the project's.
function streamWriter(settings) {
  const { stdout, stderr = stdout } = settings ?? {};
  for (const [name, stream] of [['stdout', stdout], ['stderr', stderr]]) {
    if (typeof stream?.write !== 'function') {
      throw codes.ERR_CONSOLE_WRITABLE_STREAM(name);
    }
  }
  return (level, text) => {
    (level === 'warn' || level === 'error' ? stderr : stdout).write(`${text}\n`);
  };
}

/** The frames of an error's stack, without those of this module. */
function framesOf({ stack }) {
  const lines = String(stack).split('\n');
  return lines.filter((line) => line.startsWith('    at ') && !line.includes('internal:')).join('\n');
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A duration as console.timeEnd shows it: 1.5ms, 12.345s, 1:02.500 (m:ss.mmm). */
function formatTime(ms) {
  if (ms < second) return `${Number(ms.toFixed(3))}ms`;
  if (ms < minute) return `${(ms / second).toFixed(3)}s`;
  const hours = Math.floor(ms / hour);
  const minutes = Math.floor((ms % hour) / minute);
  const seconds = ((ms % minute) / second).toFixed(3).padStart(6, '0');
  if (hours === 0) return `${minutes}:${seconds} (m:ss.mmm)`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds} (h:mm:ss.mmm)`;
}

function writeToHost(level, text) {
  op_console_write(level, text, currentRequest(), String(new Error().stack));
}

const console = Object.create(Object.create(Object.prototype));
const own = new Console({ [writer]: writeToHost });
for (const name of methodNames) {
  Object.defineProperty(console, name, { value: own[name], writable: true, enumerable: true, configurable: true });
}
Object.defineProperty(console, 'Console', { value: Console, writable: true, configurable: true });
Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });

module.exports = { console, Console, formatTime };
