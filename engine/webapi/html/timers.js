// Timers in Node's form: https://nodejs.org/api/timers.html,
// https://html.spec.whatwg.org/#timers
// Go half: timers.go (op_timers_now, op_timers_arm, op_timers_turn). An isolate
// lives until it is closed, so that ref() and unref() only keep their record.
//
// As in libuv, callbacks run in phases: every timer that is due, then the
// immediates that were there, then timers again. Each callback has a turn of its
// own, so that ticks and promise jobs run before the next.

const { Map, Symbol, Number, Math, Object } = primordials;
const { validate } = require('internal:webapi/webidl/codes');
const { getFrame, run } = require('internal:js/context');
const { op_timers_now, op_timers_arm, op_timers_turn } = ops;

const longest = 2 ** 31 - 1;

const now = () => Math.floor(op_timers_now());

/* -------------------------------------------------------------------- *
 * The heap of timers, by expiry, then by the order they were started in.
 * -------------------------------------------------------------------- */

const heap = [];
let started = 0;

const isBefore = (a, b) => a.expiry < b.expiry || (a.expiry === b.expiry && a.order < b.order);

function place(entry, i) {
  heap[i] = entry;
  entry.position = i;
}

function siftUp(entry, i) {
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!isBefore(entry, heap[parent])) break;
    place(heap[parent], i);
    i = parent;
  }
  place(entry, i);
}

function siftDown(entry, i) {
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
    if (!isBefore(heap[child], entry)) break;
    place(heap[child], i);
    i = child;
  }
  place(entry, i);
}

function removeAt(i) {
  const last = heap.pop();
  if (i === heap.length) return;
  siftDown(last, i);
  siftUp(last, last.position);
}

/* -------------------------------------------------------------------- *
 * Timeout and Immediate.
 * -------------------------------------------------------------------- */

const byID = new Map();
let lastID = 0;

const unscheduled = { expiry: 0, order: 0, position: -1, timer: null };

class Timeout {
  #entry = unscheduled;
  #frame = getFrame();
  #id = 0;
  #isRefed = true;

  constructor(callback, after, args, isRepeat) {
    let delay = Number(after);
    if (!(delay >= 1 && delay <= longest)) delay = 1;
    this._idleTimeout = delay;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? delay : null;
    this._destroyed = false;
    this.#start();
  }

  #start() {
    this.#stop();
    const entry = { expiry: now() + Math.trunc(this._idleTimeout), order: ++started, position: -1, timer: this };
    this.#entry = entry;
    heap.push(entry);
    siftUp(entry, heap.length - 1);
    if (entry.position === 0) arm();
  }

  #stop() {
    const { position } = this.#entry;
    if (position < 0) return;
    this.#entry.position = -1;
    removeAt(position);
  }

  #destroy() {
    this._destroyed = true;
    if (this.#id !== 0) byID.delete(this.#id);
  }

  refresh() {
    if (this._onTimeout !== null) {
      this._destroyed = false;
      this.#start();
    }
    return this;
  }

  ref() {
    this.#isRefed = true;
    return this;
  }

  unref() {
    this.#isRefed = false;
    return this;
  }

  hasRef() {
    return this.#isRefed;
  }

  close() {
    clearTimeout(this);
    return this;
  }

  [Symbol.toPrimitive]() {
    if (this.#id === 0) {
      this.#id = ++lastID;
      byID.set(this.#id, this);
    }
    return this.#id;
  }

  [Symbol.dispose]() {
    clearTimeout(this);
  }

  static isTimeout(value) {
    return typeof value === 'object' && value !== null && #entry in value;
  }

  static clear(timer) {
    timer._onTimeout = null;
    timer.#stop();
    timer.#destroy();
  }

  /** What enterWith() sets in an interval's callback is there the next time. */
  #keepFrame(callback) {
    const timer = this;
    return function (...args) {
      try {
        return callback.apply(this, args);
      } finally {
        timer.#frame = getFrame();
      }
    };
  }

  static run(timer) {
    timer.#stop();
    const callback = timer._onTimeout;
    if (typeof callback !== 'function') return;
    try {
      const call = timer._repeat === null ? callback : timer.#keepFrame(callback);
      run(timer.#frame, call, timer, ...(timer._timerArgs ?? []));
    } catch (error) {
      report(error, timer.#frame);
    }
    if (timer.#entry.position >= 0) return; // refreshed by its callback
    if (timer._repeat !== null && timer._onTimeout !== null) timer.#start();
    else timer.#destroy();
  }
}

const { isTimeout, clear, run: runTimeout } = Timeout;
for (const name of ['isTimeout', 'clear', 'run']) delete Timeout[name];

function report(error, frame) {
  run(frame, require('./report').reportException, undefined, error);
}

/** Immediates that wait for the next check phase. */
let immediates = [];

class Immediate {
  #frame = getFrame();
  #isRefed = true;

  constructor(callback, args) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    immediates.push(this);
    wake();
  }

  ref() {
    this.#isRefed = true;
    return this;
  }

  unref() {
    this.#isRefed = false;
    return this;
  }

  hasRef() {
    return this.#isRefed;
  }

  [Symbol.dispose]() {
    clearImmediate(this);
  }

  static run(immediate) {
    const callback = immediate._onImmediate;
    immediate._destroyed = true;
    immediate._onImmediate = null;
    try {
      run(immediate.#frame, callback, immediate, ...(immediate._argv ?? []));
    } catch (error) {
      report(error, immediate.#frame);
    }
  }
}

const runImmediate = Immediate.run;
delete Immediate.run;

/* -------------------------------------------------------------------- *
 * The phases.
 * -------------------------------------------------------------------- */

let inTimers = false; // the timers that were due at phaseStart run
let inCheck = false; // then the immediates
let checking = []; // the immediates of this check phase, the next one last
let isAwake = false; // a turn is posted, or runs
let armedFor = Infinity;
let phaseStart = 0; // a timer that is started in this phase waits for the next

const isTimerDue = (at) => heap.length > 0 && heap[0].expiry <= at;

function wake() {
  if (isAwake) return;
  isAwake = true;
  op_timers_turn();
}

function arm() {
  const { expiry } = heap[0];
  if (isAwake || expiry >= armedFor) return;
  armedFor = expiry;
  op_timers_arm(expiry);
}

/** Runs the next callback that is due; timers.go calls it. */
function turn() {
  isAwake = true;
  armedFor = Infinity;
  if (!inTimers && !inCheck) {
    inTimers = true;
    phaseStart = now();
  }
  if (inTimers && isTimerDue(phaseStart)) runTimeout(heap[0].timer);
  else runCheck();
  isAwake = false;
  if (inTimers && !isTimerDue(phaseStart)) {
    inTimers = false;
    inCheck = true;
  }
  if (inTimers || inCheck || immediates.length > 0 || isTimerDue(now())) wake();
  else if (heap.length > 0) arm();
}

// Takes the immediates there are when the phase begins; theirs wait for the next.
function runCheck() {
  inTimers = false;
  if (checking.length === 0) {
    checking = immediates.reverse();
    immediates = [];
  }
  let next = checking.pop();
  while (next !== undefined && next._destroyed) next = checking.pop();
  if (next !== undefined) runImmediate(next);
  inCheck = checking.length > 0;
}

/* -------------------------------------------------------------------- *
 * The functions.
 * -------------------------------------------------------------------- */

function setTimeout(callback, after, ...args) {
  validate.function(callback, 'callback');
  return new Timeout(callback, after, args.length > 0 ? args : undefined, false);
}

function setInterval(callback, repeat, ...args) {
  validate.function(callback, 'callback');
  return new Timeout(callback, repeat, args.length > 0 ? args : undefined, true);
}

function setImmediate(callback, ...args) {
  validate.function(callback, 'callback');
  return new Immediate(callback, args.length > 0 ? args : undefined);
}

function clearTimeout(timer) {
  if (isTimeout(timer)) {
    clear(timer);
    return;
  }
  if (typeof timer !== 'number' && typeof timer !== 'string') return;
  const known = byID.get(Number(timer));
  if (known !== undefined) clear(known);
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function clearImmediate(immediate) {
  if (!(immediate instanceof Immediate)) return;
  immediate._destroyed = true;
  immediate._onImmediate = null;
}

// util.promisify(setTimeout) is timers/promises' setTimeout.
function definePromisified(fn, name) {
  Object.defineProperty(fn, Symbol.for('nodejs.util.promisify.custom'), {
    enumerable: true,
    get: () => require('internal:nodeapi/timers/promises')[name],
  });
}
definePromisified(setTimeout, 'setTimeout');
definePromisified(setImmediate, 'setImmediate');

// Node.js names three arguments that it passes on.
for (const fn of [setTimeout, setInterval, setImmediate]) {
  Object.defineProperty(fn, 'length', { value: fn.length + 3, configurable: true });
}

module.exports = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
  setTimeoutID: named('setTimeout', (callback, after, ...args) => Number(setTimeout(callback, after, ...args))),
  setIntervalID: named('setInterval', (callback, repeat, ...args) => Number(setInterval(callback, repeat, ...args))),
  Timeout,
  Immediate,
  turn,
};

function named(name, fn) {
  return Object.defineProperty(fn, 'name', { value: name });
}
