// https://urlpattern.spec.whatwg.org/#tokenizing

const { TypeError } = primordials;

const nameStart = /[\p{ID_Start}$_]/u;
const namePart = /[\p{ID_Continue}$\u200c\u200d]/u;
const single = { __proto__: null, '*': 'asterisk', '+': 'other-modifier', '?': 'other-modifier', '{': 'open', '}': 'close' };

/**
 * Splits a pattern into { type, index, value }. policy is 'strict', which throws,
 * or 'lenient', which makes invalid-char tokens.
 * @see https://urlpattern.spec.whatwg.org/#tokenize
 */
function tokenize(pattern, policy) {
  const input = [...pattern];
  const tokens = [];
  let index = 0;

  const add = (type, next, value) => {
    tokens.push({ type, index, value });
    index = next;
  };
  const invalid = (next, at, reason) => {
    if (policy === 'strict') throw new TypeError(`Invalid pattern "${pattern}": ${reason} at ${at}.`);
    add('invalid-char', next, input.slice(index, next).join(''));
  };

  while (index < input.length) {
    const char = input[index];
    if (single[char] !== undefined) add(single[char], index + 1, char);
    else if (char === '\\') {
      if (index === input.length - 1) invalid(index + 1, index, 'a trailing backslash');
      else add('escaped-char', index + 2, input[index + 1]);
    } else if (char === ':') {
      let end = index + 1;
      while (end < input.length && (end === index + 1 ? nameStart : namePart).test(input[end])) end++;
      if (end === index + 1) invalid(end, index, 'a colon without a name');
      else add('name', end, input.slice(index + 1, end).join(''));
    } else if (char === '(') {
      const [end, reason] = regexpEnd(input, index + 1);
      if (reason !== null) invalid(end, index, reason);
      else add('regexp', end, input.slice(index + 1, end - 1).join(''));
    } else {
      add('char', index + 1, char);
    }
  }
  add('end', index, '');
  return tokens;
}

/** Finds the parenthesis that closes a group: [index after it, what is wrong or null]. */
function regexpEnd(input, start) {
  let depth = 1;
  let position = start;
  while (position < input.length) {
    const char = input[position];
    if (char > '\x7f') return [start, 'a character that is not ASCII in a group'];
    if (position === start && char === '?') return [start, 'a group that starts with "?"'];
    if (char === '\\') {
      if (position === input.length - 1 || input[position + 1] > '\x7f') return [start, 'a wrong escape in a group'];
      position += 2;
      continue;
    }
    position++;
    if (char === ')' && --depth === 0) break;
    if (char === '(') {
      depth++;
      if (input[position] !== '?') return [start, 'a capturing group in a group'];
    }
  }
  if (depth > 0) return [start, 'a group without an end'];
  return position === start + 1 ? [start, 'an empty group'] : [position, null];
}

module.exports = { tokenize, isNamePart: (char) => namePart.test(char) };
