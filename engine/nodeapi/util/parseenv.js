// util.parseEnv: the form of .env files that Node.js reads.
// https://nodejs.org/docs/latest-v20.x/api/util.html#utilparseenvcontent

const { validateString } = require('internal:nodeapi/errors/validators');

// Cuts text at a character, if it is there.
const before = (text, char) => (text.includes(char) ? text.slice(0, text.indexOf(char)) : text);

// The value that text starts with, and what follows its line.
function readValue(text) {
  const quote = /^["'`]/.exec(text)?.[0];
  const close = quote === undefined ? -1 : text.indexOf(quote, 1);
  if (close !== -1) {
    const value = text.slice(1, close);
    const end = text.indexOf('\n', close + 1);
    return [quote === '"' ? value.replaceAll('\\n', '\n') : value, end === -1 ? '' : text.slice(end)];
  }
  const line = before(text, '\n');
  if (quote !== undefined && line === text) return undefined; // Node.js gives up here
  return [quote === undefined ? before(line, '#').trim() : line, text.slice(line.length)];
}

function parseEnv(content) {
  validateString(content, 'content');
  const values = {};
  let text = content.replaceAll('\r', '').trim();
  while (text !== '') {
    if (text.startsWith('\n') || text.startsWith('#')) {
      text = text.slice(before(text, '\n').length + 1);
      continue;
    }
    // A name is all there is before the sign, be it lines.
    const sign = text.indexOf('=');
    const name = text.slice(0, Math.max(sign, 0)).trim();
    if (name === '') break;
    const read = readValue(text.slice(sign + 1).replace(/^[ \t]+/, ''));
    if (read === undefined) break;
    const [value, rest] = read;
    values[name.replace(/^export /, '')] = value;
    text = rest;
  }
  return values;
}

module.exports = { parseEnv };
