// next.config: imports the file, calls what are functions in it, and gives the
// result to Go as JSON.
// Reference: https://nextjs.org/docs/app/api-reference/config/next-config-js
// Go half: host.go.

const { op_nextconfig_done, op_nextconfig_failed } = ops;
const { importModule } = require('internal:js/modules');

// Next.js takes these as functions only, and calls them when it builds.
const routeFunctions = ['headers', 'redirects', 'rewrites'];

/** Starts the evaluation and returns at once. */
function evaluate(entry, name, phase) {
  load(entry, name, phase).then(
    ({ config, env }) => op_nextconfig_done(config, env),
    (error) => op_nextconfig_failed(String(error?.name ?? ''), messageOf(error), String(error?.stack ?? '')),
  );
}

// fetch says why it failed in its error's cause only.
function messageOf(error) {
  const message = String(error?.message ?? error);
  return error?.cause?.message ? `${message}: ${error.cause.message}` : message;
}

async function load(entry, name, phase) {
  const before = { ...globalThis.process.env };
  const userland = await importModule(entry);
  let config = userland?.default || userland;
  if (typeof config === 'function') config = config(phase, { defaultConfig: {} });
  config = await config;
  if (typeof config !== 'object' || config === null) {
    throw new TypeError(`${name} must export an object, or a function that returns one, not ${config === null ? 'null' : typeof config}`);
  }
  const called = await callRouteFunctions(config);
  return { config: stringify({ ...config, ...called }), env: stringify(changes(before)) };
}

async function callRouteFunctions(config) {
  const called = {};
  for (const key of routeFunctions) {
    if (typeof config[key] === 'function') called[key] = await config[key]();
    else if (key in config) called[key] = undefined;
  }
  return called;
}

// What the configuration set in process.env stays set, for handlers too.
function changes(before) {
  const changed = {};
  for (const [name, value] of Object.entries(globalThis.process.env)) {
    if (before[name] !== value) changed[name] = value;
  }
  return changed;
}

// Next.js's "never", which has to survive JSON.
const infiniteCache = 0xfffffffe;

// Functions, cycles and what JSON has no words for are left out.
function stringify(value) {
  const open = [];
  return JSON.stringify(value, function (key, member) {
    while (open.length > 0 && open.at(-1) !== this) open.pop();
    switch (typeof member) {
      case 'bigint':
        return String(member);
      case 'number':
        return member === Infinity ? infiniteCache : member;
      case 'object':
        if (member instanceof RegExp) return member.source;
        if (open.includes(member)) return undefined;
        if (member !== null) open.push(member);
    }
    return member;
  });
}

module.exports = { evaluate };
