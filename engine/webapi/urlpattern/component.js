// Patterns of one component: https://urlpattern.spec.whatwg.org/#pattern-parser

const { TypeError, RegExp, Map } = primordials;
const { tokenize, isNamePart } = require('./tokenize');

const fullWildcard = '.*';
const escapeRegExp = (text) => text.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
const escapePattern = (text) => text.replace(/[+*?:{}()\\]/g, '\\$&');
const segmentWildcard = ({ delimiter }) => `[^${escapeRegExp(delimiter)}]+?`;

const modifiers = { __proto__: null, '?': 'optional', '*': 'zero-or-more', '+': 'one-or-more' };
const modifierText = { __proto__: null, none: '', optional: '?', 'zero-or-more': '*', 'one-or-more': '+' };

/**
 * Parses a pattern into parts { type, value, modifier, name, prefix, suffix }.
 * encode canonicalizes fixed text; options are { delimiter, prefix, ignoreCase }.
 * @see https://urlpattern.spec.whatwg.org/#parse-a-pattern-string
 */
class PatternParser {
  #tokens;
  #encode;
  #options;
  #segmentWildcard;
  #parts = [];
  #names = new Map();
  #pending = '';
  #index = 0;
  #nextName = 0;

  constructor(input, options, encode) {
    this.#tokens = tokenize(input, 'strict');
    this.#encode = encode;
    this.#options = options;
    this.#segmentWildcard = segmentWildcard(options);
  }

  parse() {
    while (this.#index < this.#tokens.length) {
      const char = this.#consume('char');
      const name = this.#consume('name');
      const group = this.#consumeGroup(name);
      if (name !== null || group !== null) {
        let prefix = char?.value ?? '';
        if (prefix !== '' && prefix !== this.#options.prefix) {
          this.#pending += prefix;
          prefix = '';
        }
        this.#flush();
        this.#addPart(prefix, name, group, '', this.#consumeModifier());
        continue;
      }
      const fixed = char ?? this.#consume('escaped-char');
      if (fixed !== null) {
        this.#pending += fixed.value;
        continue;
      }
      if (this.#consume('open') !== null) {
        this.#parseBraces();
        continue;
      }
      this.#flush();
      this.#require('end');
    }
    return this.#parts;
  }

  #parseBraces() {
    const prefix = this.#consumeText();
    const name = this.#consume('name');
    const group = this.#consumeGroup(name);
    const suffix = this.#consumeText();
    this.#require('close');
    this.#addPart(prefix, name, group, suffix, this.#consumeModifier());
  }

  #consume(type) {
    const token = this.#tokens[this.#index];
    if (token?.type !== type) return null;
    this.#index++;
    return token;
  }

  // https://urlpattern.spec.whatwg.org/#try-to-consume-a-regexp-or-wildcard-token
  #consumeGroup(name) {
    const token = this.#consume('regexp');
    return token === null && name === null ? this.#consume('asterisk') : token;
  }

  #consumeModifier() {
    return this.#consume('other-modifier') ?? this.#consume('asterisk');
  }

  #require(type) {
    if (this.#consume(type) !== null) return;
    const token = this.#tokens[this.#index];
    throw new TypeError(`Invalid pattern: "${token?.value ?? ''}" where ${type} is expected.`);
  }

  #consumeText() {
    let text = '';
    for (;;) {
      const token = this.#consume('char') ?? this.#consume('escaped-char');
      if (token === null) return text;
      text += token.value;
    }
  }

  #flush() {
    if (this.#pending === '') return;
    this.#parts.push(this.#fixed(this.#pending, 'none'));
    this.#pending = '';
  }

  #fixed(text, modifier) {
    return { type: 'fixed-text', value: this.#encode(text), modifier, name: '', prefix: '', suffix: '' };
  }

  // https://urlpattern.spec.whatwg.org/#add-a-part
  #addPart(prefix, name, group, suffix, modifierToken) {
    const modifier = modifierToken === null ? 'none' : modifiers[modifierToken.value];
    if (name === null && group === null) {
      if (modifier === 'none') this.#pending += prefix;
      else {
        this.#flush();
        if (prefix !== '') this.#parts.push(this.#fixed(prefix, modifier));
      }
      return;
    }
    this.#flush();
    let value = this.#segmentWildcard;
    if (group !== null) value = group.type === 'asterisk' ? fullWildcard : group.value;
    let type = 'regexp';
    if (value === this.#segmentWildcard) type = 'segment-wildcard';
    else if (value === fullWildcard) type = 'full-wildcard';
    const label = name !== null ? name.value : String(this.#nextName++);
    if (this.#names.has(label)) throw new TypeError(`Invalid pattern: the name "${label}" is there twice.`);
    this.#names.set(label, true);
    this.#parts.push({
      type,
      value: type === 'regexp' ? value : '',
      modifier,
      name: label,
      prefix: this.#encode(prefix),
      suffix: this.#encode(suffix),
    });
  }
}

/** @see https://urlpattern.spec.whatwg.org/#generate-a-regular-expression-and-name-list */
function toRegExp(parts, options) {
  let source = '^';
  const names = [];
  for (const part of parts) {
    const modifier = modifierText[part.modifier];
    if (part.type === 'fixed-text') {
      const text = escapeRegExp(part.value);
      source += modifier === '' ? text : `(?:${text})${modifier}`;
      continue;
    }
    names.push(part.name);
    source += groupSource(part, groupValue(part, options), modifier);
  }
  return { source: `${source}$`, names };
}

function groupValue({ type, value }, options) {
  if (type === 'segment-wildcard') return segmentWildcard(options);
  return type === 'full-wildcard' ? fullWildcard : value;
}

function groupSource(part, value, modifier) {
  if (part.prefix === '' && part.suffix === '') {
    return modifier === '' || modifier === '?' ? `(${value})${modifier}` : `((?:${value})${modifier})`;
  }
  const prefix = escapeRegExp(part.prefix);
  const suffix = escapeRegExp(part.suffix);
  if (modifier === '' || modifier === '?') return `(?:${prefix}(${value})${suffix})${modifier}`;
  const optional = modifier === '*' ? '?' : '';
  return `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})${optional}`;
}

/** @see https://urlpattern.spec.whatwg.org/#generate-a-pattern-string */
function toPatternString(parts, options) {
  let result = '';
  parts.forEach((part, i) => {
    if (part.type === 'fixed-text') {
      const text = escapePattern(part.value);
      result += part.modifier === 'none' ? text : `{${text}}${modifierText[part.modifier]}`;
      return;
    }
    result += partString(part, parts[i - 1], parts[i + 1], options);
  });
  return result;
}

function partString(part, previous, next, options) {
  const customName = !/^[0-9]/.test(part.name);
  const grouping = needsGrouping(part, previous, next, options, customName);
  let text = '';
  if (grouping) text += '{';
  text += escapePattern(part.prefix);
  if (customName) text += `:${part.name}`;
  if (part.type === 'regexp') text += `(${part.value})`;
  else if (part.type === 'segment-wildcard' && !customName) text += `(${segmentWildcard(options)})`;
  else if (part.type === 'full-wildcard') text += customName || followsGroup(part, previous, grouping) ? `(${fullWildcard})` : '*';
  if (part.type === 'segment-wildcard' && customName && part.suffix !== '' && isNamePart(part.suffix[0])) text += '\\';
  text += escapePattern(part.suffix);
  if (grouping) text += '}';
  return text + modifierText[part.modifier];
}

function followsGroup(part, previous, grouping) {
  const free = previous === undefined || previous.type === 'fixed-text' || previous.modifier !== 'none';
  return !(free || grouping || part.prefix !== '');
}

function needsGrouping(part, previous, next, options, customName) {
  if (part.suffix !== '' || (part.prefix !== '' && part.prefix !== options.prefix)) return true;
  if (customName && part.type === 'segment-wildcard' && part.modifier === 'none' && next !== undefined && next.prefix === '' && next.suffix === '') {
    if (next.type === 'fixed-text' ? isNamePart([...next.value][0] ?? '') : /^[0-9]/.test(next.name)) return true;
  }
  if (part.prefix !== '' || previous === undefined || previous.type !== 'fixed-text') return false;
  return options.prefix !== '' && previous.value.endsWith(options.prefix);
}

/**
 * Compiles a component's pattern.
 * @see https://urlpattern.spec.whatwg.org/#compile-a-component
 */
function compileComponent(input, encode, options) {
  const parts = new PatternParser(input, options, encode).parse();
  const { source, names } = toRegExp(parts, options);
  let regexp;
  try {
    // The standard says "v", with which QuickJS refuses "-" outside of classes.
    regexp = new RegExp(source, options.ignoreCase ? 'ui' : 'u');
  } catch (error) {
    throw new TypeError(`Invalid pattern "${input}": ${error.message}`);
  }
  return {
    pattern: toPatternString(parts, options),
    regexp,
    names,
    hasRegExpGroups: parts.some((part) => part.type === 'regexp'),
  };
}

module.exports = { compileComponent };
