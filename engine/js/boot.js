// boot.js prepares a fresh QuickJS realm: it turns the one host function into
// named ops, gives internal modules their require, defines the lazy globals,
// and hands Go the few functions it calls back.
//
// It is one function expression: Go evaluates it once per isolate and calls it
// with the host function, the function that looks into objects, and the
// extensions' tables as JSON.
(function boot(hostCall, peek, tables) {
  'use strict';

  const { ops: opTable, globals: globalTable, eager } = JSON.parse(tables);

  // What internal modules use instead of globals that a project may patch.
  const primordials = Object.freeze({
    global: globalThis,
    uncurryThis: Function.prototype.bind.bind(Function.prototype.call),
    Promise,
    PromiseThen: Promise.prototype.then,
    PromiseResolve: Promise.resolve.bind(Promise),
    TypedArray: Object.getPrototypeOf(Uint8Array),
    Date,
    DateNow: Date.now,
    Math,
    MathRandom: Math.random,
    JSON,
    JSONParse: JSON.parse,
    JSONStringify: JSON.stringify,
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    Map,
    Set,
    WeakMap,
    WeakSet,
    WeakRef,
    Symbol,
    Object,
    Array,
    Uint8Array,
    ArrayBuffer,
    DataView,
    String,
    Number,
    BigInt,
    RegExp,
    Function,
    Proxy,
    Reflect,
  });

  /* ------------------------------------------------------------------ *
   * Ops: one host function, called by number.
   * ------------------------------------------------------------------ */

  // An op's error crosses as a message that starts with this and holds JSON.
  const errorMark = '\u0001op:';
  let revive = reviveEarly;

  function reviveEarly({ c: className, n: name, k: code, m: message }) {
    const constructor = typeof primordials[className] === 'function' ? primordials[className] : Error;
    const error = new constructor(message);
    if (className === 'DOMException') error.name = name;
    if (code) error.code = code;
    return error;
  }

  function thrown(error) {
    const message = error !== null && typeof error === 'object' ? error.message : undefined;
    if (typeof message !== 'string' || !message.startsWith(errorMark)) return error;
    return revive(JSON.parse(message.slice(errorMark.length)));
  }

  const pending = new Map();
  let lastPending = 0;

  function syncOp(index) {
    return (...args) => {
      try {
        return hostCall(index, ...args);
      } catch (error) {
        throw thrown(error);
      }
    };
  }

  function asyncOp(index) {
    return (...args) => {
      const id = ++lastPending;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        try {
          hostCall(index, id, ...args);
        } catch (error) {
          pending.delete(id);
          reject(thrown(error));
        }
      });
    };
  }

  const ops = Object.create(null);
  opTable.forEach(({ name, async }, index) => {
    ops[name] = async ? asyncOp(index) : syncOp(index);
  });
  Object.freeze(ops);

  // Go settles an async op.
  function settle(id, ok, value) {
    const entry = pending.get(id);
    if (entry === undefined) return;
    pending.delete(id);
    if (ok) entry.resolve(value);
    else entry.reject(revive(JSON.parse(value)));
  }

  /* ------------------------------------------------------------------ *
   * Internal modules.
   * ------------------------------------------------------------------ */

  const internal = new Map();

  function requireInternal(specifier) {
    let module = internal.get(specifier);
    if (module === undefined) {
      const factory = ops.op_internal_module(specifier);
      module = { exports: {} };
      internal.set(specifier, module);
      try {
        factory.call(undefined, module.exports, requireFrom(specifier), module, primordials, ops);
      } catch (error) {
        internal.delete(specifier);
        throw error;
      }
    }
    return module.exports;
  }

  // "./body" in "internal:webapi/fetch" or in "internal:webapi/fetch/request"
  // is "internal:webapi/fetch/body".
  function requireFrom(base) {
    const folder = ops.op_internal_folder(base);
    return (specifier) => requireInternal(specifier.startsWith('./') ? folder + specifier.slice(1) : specifier);
  }

  /* ------------------------------------------------------------------ *
   * Globals, read on first use.
   * ------------------------------------------------------------------ */

  let lazyListener; // told of every global that loads

  function defineLazy(target, name, read, enumerable = false) {
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable,
      get() {
        const value = read();
        if (target === globalThis && lazyListener !== undefined) lazyListener(name, value);
        Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
        return value;
      },
      set(value) {
        Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }

  for (const { name, module, export: exported, enumerable } of globalTable) {
    defineLazy(globalThis, name, () => requireInternal(module)[exported], enumerable);
  }
  Object.defineProperty(globalThis, 'global', { value: globalThis, writable: true, configurable: true, enumerable: false });

  // The pieces that other internal modules reach through "internal:js".
  internal.set('internal:js', {
    exports: {
      defineLazy,
      /** What an object hides from scripts: see quickjs.VM.PeekFunction. */
      peek,
      /** Calls fn with the name and value of every global that loads from now on. */
      onLazy(fn) {
        lazyListener = fn;
      },
      /** Replaces how an op's error becomes one of JavaScript: DOMException needs its class. */
      setRevive(fn) {
        revive = fn;
      },
    },
  });

  const { now, root, currentRequest, runTicks } = requireInternal('internal:js/context');
  for (const specifier of eager) requireInternal(specifier);
  return { settle, require: requireInternal, current: currentRequest, runTicks, now, root };
})
