// Date patterns: which one serves a skeleton, and how its fields get the widths
// that were asked for. https://unicode.org/reports/tr35/tr35-dates.html#availableFormats_appendItems
// gen.mjs records only what cannot be derived here; it runs this very file.
//
// A skeleton names fields in the order G y M E d, then h or H, m, s, B, z, each
// as often as it is wide: "yMMMd", "hhms".

/** Splits a pattern into [letters | undefined, text]: "d. 'de' MMM" has four. */
function tokenize(pattern) {
  const tokens = [];
  for (const [text, letter] of pattern.matchAll(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+/g)) {
    if (letter !== undefined) tokens.push([text, '']);
    else tokens.push([undefined, text[0] === "'" ? text.slice(1, -1).replaceAll("''", "'") || "'" : text]);
  }
  return tokens;
}

const kinds = { L: 'M', c: 'E', K: 'h', k: 'H' };
const kindOf = (letter) => kinds[letter] ?? letter;

/** Writes each run of a field's letters with the width that widths has for it. */
function widen(pattern, widths) {
  return pattern.replace(/'(?:[^']|'')*'|([a-zA-Z])\1*/g, (run, letter) => {
    if (letter === undefined) return run;
    const width = widths[kindOf(letter)];
    // A month in letters stays one, and so does one in digits.
    if (width === undefined || (kindOf(letter) === 'M' && width > 2 !== run.length > 2)) return run;
    return letter.repeat(width);
  });
}

const fieldsOf = (skeleton) => skeleton.match(/([a-zA-Z])\1*/g) ?? [];

/** The pattern for the fields of a date, or undefined. */
function datePattern(table, skeleton) {
  if (skeleton in table) return table[skeleton];
  const widths = {};
  let base = '';
  for (const run of fieldsOf(skeleton)) {
    const letter = run[0];
    const plain = letter === 'M' && run.length > 2 ? (run.length === 4 ? 'MMMM' : 'MMM') : letter;
    base += plain;
    if (plain !== run) widths[letter] = run.length;
  }
  if (base in table) return widen(table[base], widths);
  if (!base.includes('MMMM')) return undefined;
  const shorter = base.replace('MMMM', 'MMM');
  return shorter in table ? widen(table[shorter], { ...widths, M: 4 }) : undefined;
}

/** The pattern for the fields of a time, or undefined. */
function timePattern(table, skeleton) {
  if (skeleton in table) return table[skeleton];
  if (skeleton.endsWith('z')) {
    const rest = timePattern(table, skeleton.slice(0, -1));
    return rest && `${rest} z`;
  }
  const plain = skeleton.replace('mm', 'm').replace('ss', 's');
  if (plain !== skeleton) return timePattern(table, plain);
  const short = skeleton.replace(/([hH])\1/, '$1');
  return short !== skeleton && short in table ? widen(table[short], { [short.match(/[hH]/)[0]]: 2 }) : undefined;
}

module.exports = { tokenize, widen, kindOf, fieldsOf, datePattern, timePattern };
