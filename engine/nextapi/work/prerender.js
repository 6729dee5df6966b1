// With cacheComponents, what a prerender cannot know keeps an answer from being
// made ahead: chance, the time, and whatever comes later.
// Reference: https://nextjs.org/docs/app/getting-started/cache-components

const work = require('internal:nextapi/work');

// In a cached function the value is kept with the result.
function notice(api) {
  const now = work.current();
  if (now !== undefined && now.isPrerender && now.cachedIn === undefined) now.dynamic(api);
}

function watch(object, name, api) {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  const original = object[name];
  if (typeof original !== 'function') return;
  const watched = {
    [name](...args) {
      notice(api);
      return original.apply(this, args);
    },
  }[name];
  Object.defineProperty(watched, 'length', { value: original.length, configurable: true });
  Object.defineProperty(object, name, { value: watched, writable: true, configurable: true, enumerable: descriptor?.enumerable ?? false });
}

function watchedDate() {
  const Native = globalThis.Date;
  function Date(...args) {
    if (args.length === 0 || new.target === undefined) notice('new Date()');
    return new.target === undefined ? Native() : Reflect.construct(Native, args, new.target);
  }
  for (const name of ['now', 'parse', 'UTC']) {
    Object.defineProperty(Date, name, { value: Native[name], writable: true, configurable: true, enumerable: false });
  }
  Object.defineProperty(Date, 'length', { value: Native.length, configurable: true });
  Object.defineProperty(Date, 'prototype', { value: Native.prototype, writable: false });
  Object.defineProperty(Native.prototype, 'constructor', { value: Date, writable: true, configurable: true, enumerable: false });
  return Date;
}

const chance = ['generateKeyPairSync', 'generateKeySync', 'getRandomValues', 'randomBytes', 'randomFillSync', 'randomInt', 'randomUUID'];

// Node.js's own: chance, and files that are not read at once.
function watchNode() {
  const crypto = require('internal:nodeapi/crypto');
  for (const name of chance) watch(crypto, name, `crypto.${name}()`);
  const fs = require('internal:nodeapi/fs');
  for (const name of Object.keys(fs)) if (`${name}Sync` in fs) watch(fs, name, `fs.${name}()`);
  const promises = require('internal:nodeapi/fs/promises');
  for (const name of Object.keys(promises)) watch(promises, name, `fs.promises.${name}()`);
}

/** Watches the sources of chance and time, once per isolate. */
function install() {
  Object.defineProperty(globalThis, 'Date', { value: watchedDate(), writable: true, configurable: true, enumerable: false });
  watch(globalThis.Date, 'now', 'Date.now()');
  watch(Math, 'random', 'Math.random()');
  for (const name of ['randomUUID', 'getRandomValues']) {
    watch(Object.getPrototypeOf(globalThis.crypto), name, `crypto.${name}()`);
  }
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) watch(globalThis, name, `${name}()`);
  if (globalThis.EdgeRuntime === undefined) watchNode();
}

module.exports = { install };
