// util.parseEnv: the form of .env files that Node.js reads.
// https://nodejs.org/docs/latest-v20.x/api/util.html#utilparseenvcontent

const { validateString } = require('internal:nodeapi/errors/validators');

// Name, then a value in quotes of one kind (which may span lines), or up to a #.
const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^#\r\n]*))/gm;

function parseEnv(content) {
  validateString(content, 'content');
  const values = {};
  for (const [, name, double, single, backtick, plain] of content.matchAll(line)) {
    values[name] = double?.replaceAll('\\n', '\n') ?? single ?? backtick ?? plain.trim();
  }
  return values;
}

module.exports = { parseEnv };
