// How ES modules and CommonJS modules see each other: esbuild's helpers, with
// the rules of Turbopack's runtime.
// @see https://github.com/vercel/next.js/blob/canary/turbopack/crates/turbopack-ecmascript-runtime/js/src/shared/runtime-utils.ts
//
// The exports of a compiled ES module are its namespace, an object of getters
// with __esModule; every importer gets the same one. Missing: a namespace is not
// sealed, and `export *` from a module of a cycle copies the names known then.

const { Error, Object, Proxy, Reflect, Symbol, TypeError, WeakMap, WeakSet } = primordials;
const { create, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf } = Object;
const { hasOwnProperty } = Object.prototype;

/** Exports of compiled ES modules. */
const namespaces = new WeakSet();

/** Namespaces of built-in modules, by their exports. */
const builtins = new WeakMap();
const moduleNamespaces = new WeakSet();

/** Namespaces made for exports of CommonJS modules. */
const views = new WeakMap();
const nodeViews = new WeakMap();

/** esbuild's __export: live bindings. */
function exportAll(target, getters) {
  for (const name in getters) defineProperty(target, name, { get: getters[name], enumerable: true });
}

/** esbuild's __copyProps. */
function copyProps(to, from, except) {
  if ((from && typeof from === 'object') || typeof from === 'function') {
    for (const key of getOwnPropertyNames(from)) {
      if (key === except || hasOwnProperty.call(to, key)) continue;
      const desc = getOwnPropertyDescriptor(from, key);
      defineProperty(to, key, { get: () => from[key], enumerable: desc === undefined || desc.enumerable });
    }
  }
  return to;
}

/** esbuild's __reExport: `export * from`. */
function reExport(target, mod, second) {
  copyProps(target, mod, 'default');
  if (second && second !== target) copyProps(second, mod, 'default');
}

/** esbuild's __name: what a function is called though esbuild renamed it. */
function name(target, value) {
  return defineProperty(target, 'name', { value, configurable: true });
}

/** Gives an anonymous function that is exported as default its name. */
function nameDefault(value) {
  if (typeof value === 'function' && value.name === 'module_default') {
    defineProperty(value, 'name', { value: 'default', configurable: true });
  }
}

/** A module that is required when it is first needed. */
function later(load) {
  let exports;
  return () => (exports ??= load());
}

/** `export * from` a module whose names the compiler knows. */
function reExportLater(target, names, load) {
  const exports = later(load);
  for (const name of names) {
    if (hasOwnProperty.call(target, name)) continue;
    defineProperty(target, name, { get: () => exports()[name], enumerable: true });
  }
}

/** esbuild's __toCommonJS: makes a module's exports its namespace. */
function toCommonJS(namespace) {
  // `export *` may have brought one along.
  if (!hasOwnProperty.call(namespace, '__esModule')) defineProperty(namespace, '__esModule', { value: true });
  defineProperty(namespace, Symbol.toStringTag, { value: 'Module' });
  namespaces.add(namespace);
  return namespace;
}

/**
 * esbuild's __toESM: the namespace of whatever a module exports. nodeMode says that
 * a module imports it which Node.js itself loads: its default is all that a CommonJS
 * module exports.
 */
function toESM(exports, nodeMode = false) {
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return makeView(exports);
  if (namespaces.has(exports)) return exports;
  // A module of a cycle may have got more exports since.
  const size = getOwnPropertyNames(exports).length;
  const seen = nodeMode ? nodeViews : views;
  const known = seen.get(exports);
  if (known !== undefined && known.size === size) return known.view;
  const view = makeView(exports, nodeMode);
  seen.set(exports, { view, size });
  return view;
}

/**
 * The namespace that import() of a built-in module gives: Node.js's own, as
 * Turbopack passes it on. Members that load lazily do so when they are read.
 */
function builtinNamespace(exports) {
  let namespace = builtins.get(exports);
  if (namespace !== undefined) return namespace;
  namespace = create(null, { [Symbol.toStringTag]: { value: 'Module' } });
  const names = Object.keys(exports).filter((name) => name !== 'default');
  for (const name of [...names, 'default'].sort()) {
    const get = name === 'default' ? () => exports : () => exports[name];
    const set = () => {
      throw new TypeError(`Cannot assign to read only property '${name}' of object '[object Module]'`);
    };
    defineProperty(namespace, name, { get, set, enumerable: true });
  }
  builtins.set(exports, Object.preventExtensions(namespace));
  moduleNamespaces.add(namespace);
  return namespace;
}

/** Whether a value is what util.types.isModuleNamespaceObject means. */
function isModuleNamespace(value) {
  return value !== null && typeof value === 'object' && moduleNamespaces.has(value);
}

function makeView(exports, nodeMode) {
  const view = exports === null || exports === undefined ? {} : create(getPrototypeOf(exports));
  if (nodeMode || !exports || !exports.__esModule) defineProperty(view, 'default', { value: exports, enumerable: true });
  return copyProps(view, exports);
}

/**
 * The exports of a module that the runtime lacks. Packages take functions and
 * classes of such modules when they load, and often never use them: so it is the
 * use that throws.
 */
function absent(message) {
  const members = Object.create(null);
  const exports = new Proxy(Object.freeze({}), {
    get(_, key) {
      if (key === 'default') return exports;
      if (typeof key === 'symbol' || key === 'then' || key === '__esModule') return undefined;
      return (members[key] ??= absentMember(`${message} (${key})`));
    },
  });
  namespaces.add(exports);
  return exports;
}

function absentMember(message) {
  const fail = () => {
    throw new Error(message);
  };
  return new Proxy(function () {}, { apply: fail, construct: fail });
}

module.exports = {
  absent,
  builtinNamespace,
  isModuleNamespace,
  create,
  defProp: defineProperty,
  getOwnPropDesc: getOwnPropertyDescriptor,
  getOwnPropNames: getOwnPropertyNames,
  getProtoOf: getPrototypeOf,
  hasOwnProp: hasOwnProperty,
  reflectGet: Reflect.get,
  knownSymbol: (name) => Symbol[name] ?? Symbol.for(`Symbol.${name}`),
  typeError(message) {
    throw new TypeError(message);
  },
  export: exportAll,
  copyProps,
  reExport,
  reExportLater,
  later,
  name,
  nameDefault,
  toCommonJS,
  toESM,
  superGet: (cls, self, key) => Reflect.get(getPrototypeOf(cls), key, self),
};
