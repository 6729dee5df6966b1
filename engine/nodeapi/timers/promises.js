// timers/promises: https://nodejs.org/docs/latest-v20.x/api/timers.html#timers-promises-api

const { Promise } = primordials;
const timers = require('internal:webapi/html/timers');
const { AbortError } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');

function checkOptions(options = {}) {
  v.validateObject(options, 'options');
  v.validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) v.validateBoolean(options.ref, 'options.ref');
  return options;
}

const abortErrorOf = (signal) => new AbortError(undefined, { cause: signal.reason });

// A promise of one timer: start sets it, stop clears it.
function timer(options, start, stop, value) {
  return new Promise((resolve, reject) => {
    const { signal } = checkOptions(options);
    if (signal?.aborted) throw abortErrorOf(signal);
    let onAbort;
    const handle = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (options?.ref === false) handle.unref?.();
    if (signal === undefined) return;
    onAbort = () => {
      stop(handle);
      reject(abortErrorOf(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function setTimeout(delay, value, options = {}) {
  try {
    if (delay !== undefined) v.validateNumber(delay, 'delay');
  } catch (error) {
    return Promise.reject(error);
  }
  return timer(options, (done) => timers.setTimeout(done, delay), timers.clearTimeout, value);
}

function setImmediate(value, options = {}) {
  return timer(options, (done) => timers.setImmediate(done), timers.clearImmediate, value);
}

/** Gives its value each time, and catches up with times that were missed. */
async function* setInterval(delay, value, options = {}) {
  const { signal } = checkOptions(options);
  if (delay !== undefined) v.validateNumber(delay, 'delay');
  if (signal?.aborted) throw abortErrorOf(signal);
  let due = 0;
  let wake = () => {};
  const handle = timers.setInterval(() => {
    due++;
    wake();
  }, delay);
  if (options?.ref === false) handle.unref?.();
  const onAbort = () => {
    timers.clearInterval(handle);
    wake();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (signal?.aborted) throw abortErrorOf(signal);
      if (due === 0) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      for (; due > 0; due--) yield value;
    }
  } finally {
    timers.clearInterval(handle);
    signal?.removeEventListener('abort', onAbort);
  }
}

const scheduler = {
  wait: (delay, options) => setTimeout(delay, undefined, options),
  yield: () => setImmediate(),
};

module.exports = { setTimeout, setImmediate, setInterval, scheduler };
