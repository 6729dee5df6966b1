// util.parseArgs: https://nodejs.org/docs/latest-v20.x/api/util.html#utilparseargsconfig

const { codes, defineError } = require('internal:nodeapi/errors');
const v = require('internal:nodeapi/errors/validators');

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = codes;
const ERR_PARSE_ARGS_INVALID_OPTION_VALUE = defineError('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', (x) => x, 'TypeError');
const ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL = defineError(
  'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
  (arg) => `Unexpected argument '${arg}'. This command does not take positional arguments`,
  'TypeError',
);
const ERR_PARSE_ARGS_UNKNOWN_OPTION = defineError(
  'ERR_PARSE_ARGS_UNKNOWN_OPTION',
  (option, positionals) => {
    const hint = positionals
      ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${option}"`
      : '';
    return `Unknown option '${option}'${hint}`;
  },
  'TypeError',
);

const isString = (type) => type === 'string';

function checkOption(name, option) {
  const path = `options.${name}`;
  v.validateObject(option, path);
  if (option.type !== 'string' && option.type !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE(`${path}.type`, "('string|boolean')", option.type);
  }
  if (Object.hasOwn(option, 'short')) {
    v.validateString(option.short, `${path}.short`);
    if (option.short.length !== 1) throw new ERR_INVALID_ARG_VALUE(`${path}.short`, option.short, 'must be a single character');
  }
  if (Object.hasOwn(option, 'multiple')) v.validateBoolean(option.multiple, `${path}.multiple`);
  if (option.default !== undefined) checkDefault(option, `${path}.default`);
}

function checkDefault(option, path) {
  const check = isString(option.type) ? v.validateString : v.validateBoolean;
  if (!option.multiple) return check(option.default, path);
  v.validateArray(option.default, path);
  return option.default.forEach((item, i) => check(item, `${path}[${i}]`));
}

const longNameOf = (short, options) =>
  Object.entries(options).find(([, option]) => option.short === short)?.[0] ?? short;
const typeOf = (name, options) => (Object.hasOwn(options, name) ? options[name].type : undefined);

// Turns arguments into tokens; a group of short options becomes several.
function tokenize(args, options) {
  const tokens = [];
  const rest = args.map((arg, index) => ({ arg, index }));
  while (rest.length > 0) {
    const { arg, index } = rest.shift();
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      tokens.push(...rest.map((r) => ({ kind: 'positional', index: r.index, value: r.arg })));
      break;
    }
    if (/^-[^-]$/.test(arg)) tokens.push(shortOption(arg, index, options, rest));
    else if (/^-[^-]./.test(arg)) splitGroup(arg, index, options, rest, tokens);
    else if (/^--./.test(arg)) tokens.push(longOption(arg, index, options, rest));
    else tokens.push({ kind: 'positional', index, value: arg });
  }
  return tokens;
}

function takeValue(name, options, rest) {
  if (!isString(typeOf(name, options)) || rest.length === 0) return { value: undefined, inlineValue: undefined };
  return { value: rest.shift().arg, inlineValue: false };
}

function shortOption(arg, index, options, rest) {
  const name = longNameOf(arg[1], options);
  return { kind: 'option', name, rawName: arg, index, ...takeValue(name, options, rest) };
}

// -abc is -a -b -c, or -a with the value bc if a takes one.
function splitGroup(arg, index, options, rest, tokens) {
  for (let i = 1; i < arg.length; i++) {
    const name = longNameOf(arg[i], options);
    const rawName = `-${arg[i]}`;
    if (isString(typeOf(name, options))) {
      const value = i < arg.length - 1 ? { value: arg.slice(i + 1), inlineValue: true } : takeValue(name, options, rest);
      tokens.push({ kind: 'option', name, rawName, index, ...value });
      return;
    }
    tokens.push({ kind: 'option', name, rawName, index, value: undefined, inlineValue: undefined });
  }
}

function longOption(arg, index, options, rest) {
  const equals = arg.indexOf('=');
  if (equals > 2) {
    const name = arg.slice(2, equals);
    return { kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true };
  }
  const name = arg.slice(2);
  return { kind: 'option', name, rawName: arg, index, ...takeValue(name, options, rest) };
}

function checkUsage(config, token) {
  const { options, allowPositionals } = config;
  if (!Object.hasOwn(options, token.name)) throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
  const { short, type } = options[token.name];
  const shown = `${short ? `-${short}, ` : ''}--${token.name}`;
  if (type === 'string' && typeof token.value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (type === 'boolean' && token.value !== undefined && token.value !== null) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
}

function checkAmbiguous(token) {
  if (token.inlineValue || typeof token.value !== 'string' || token.value.length < 2 || !token.value.startsWith('-')) return;
  const example = token.rawName.startsWith('--')
    ? `'${token.rawName}=-XYZ'`
    : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${token.rawName}'?\nTo specify an option argument starting with a dash use ${example}.`,
  );
}

function store(name, value, options, values) {
  if (name === '__proto__') return;
  if (options[name]?.multiple) (values[name] ??= []).push(value);
  else values[name] = value;
}

// --no-foo turns the option foo off, unless there is an option no-foo.
function negated(token, config) {
  const { options, allowNegative } = config;
  if (!allowNegative || !token.name.startsWith('no-') || Object.hasOwn(options, token.name)) return token;
  const name = token.name.slice(3);
  return typeOf(name, options) === 'boolean' ? { ...token, name, negative: true } : token;
}

function parseArgs(config = {}) {
  v.validateObject(config, 'config');
  const { strict = true, options = {}, allowNegative = false } = config;
  const args = config.args ?? require('internal:nodeapi/process').process.argv.slice(2);
  const allowPositionals = config.allowPositionals ?? !strict;
  v.validateArray(args, 'args');
  v.validateBoolean(strict, 'strict');
  v.validateBoolean(allowPositionals, 'allowPositionals');
  v.validateObject(options, 'options');
  for (const [name, option] of Object.entries(options)) checkOption(name, option);

  const settings = { options, allowPositionals, allowNegative };
  const tokens = tokenize(args, options);
  const values = Object.create(null);
  const positionals = [];
  for (const raw of tokens) {
    if (raw.kind === 'positional') {
      if (!allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(raw.value);
      positionals.push(raw.value);
    } else if (raw.kind === 'option') {
      const token = negated(raw, settings);
      if (strict) {
        checkUsage(settings, token);
        checkAmbiguous(token);
      }
      store(token.name, token.value ?? token.negative !== true, options, values);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined && name !== '__proto__') values[name] = option.default;
  }
  const result = { values, positionals };
  if (config.tokens) result.tokens = tokens;
  return result;
}

module.exports = { parseArgs };
