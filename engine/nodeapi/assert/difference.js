// The text that shows how two values differ, as assert writes it: line by line,
// not as a shortest edit.
// https://nodejs.org/docs/latest-v20.x/api/assert.html#assertdeepstrictequalactual-expected-message

const { inspect } = require('internal:nodeapi/util/inspect');

const headings = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

// Values whose texts are no longer than this together are shown as "1 !== 2".
const maxShortLength = 12;
// A single line this long is as wide as a terminal.
const maxLineLength = 80;
const maxLines = 50;

/** A value as messages show it: everything that is compared, one entry a line. */
function show(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

const isObject = (value) => typeof value === 'object' && value !== null;
const last = (lines) => lines[lines.length - 1];

/** Cuts what is too long for a message of one value. */
function shortened(lines) {
  return lines.length > maxLines ? [...lines.slice(0, 46), '...'] : lines;
}

// "1 !== 2", or undefined if the values are too long for that.
function shortText(actual, expected, heading, [left], [right]) {
  if (left.length + right.length > maxShortLength || isObject(actual) || isObject(expected)) return undefined;
  if (actual === 0 && expected === 0) return undefined; // 0 and -0
  return `${heading}\n\n${left} !== ${right}\n`;
}

// A mark under the first character that differs, if it is not among the first.
function pointer([left], [right]) {
  const total = left.length + right.length;
  if (total <= maxShortLength || total >= maxLineLength) return '';
  let at = 0;
  while (left[at] === right[at]) at++;
  return at > 2 ? `\n  ${' '.repeat(at)}^` : '';
}

// Takes the equal lines at the end of both, and returns how they are shown.
function takeEqualEnd(left, right) {
  let end = '';
  let top = '';
  let count = 0;
  while (left.length > 0 && right.length > 0 && last(left) === last(right)) {
    if (count < 3) end = `\n  ${last(left)}${end}`;
    else top = `\n  ${last(left)}`;
    left.pop();
    right.pop();
    count++;
  }
  const skipped = count >= 5;
  return { text: top + (skipped ? '\n...' : '') + end, skipped };
}

// Equal but for a comma at the end of one.
const sameLine = (a, b) => a === b || a === `${b},` || `${a},` === b;

// The lines of a difference. Of lines that differ in a row, those of the expected
// value wait until all of the actual one are written.
class Lines {
  text = '';
  waiting = '';
  printed = 0;
  equal = 0;
  skipped = false;

  write(line) {
    this.text += `\n${line}`;
    this.printed++;
  }

  // Before a difference, the last equal lines are shown; the first two are already.
  endEqual(lines, i) {
    if (this.equal > 5) {
      this.text += '\n...';
      this.skipped = true;
    } else if (this.equal === 5) {
      this.write(`  ${lines[i - 3]}`);
    }
    if (this.equal > 3) this.write(`  ${lines[i - 2]}`);
    if (this.equal > 2) this.write(`  ${lines[i - 1]}`);
    this.equal = 0;
  }

  addEqual(line) {
    this.text += this.waiting;
    this.waiting = '';
    this.equal++;
    if (this.equal <= 2) this.write(`  ${line}`);
  }

  addActual(line) {
    this.write(`+ ${line}`);
  }

  addExpected(line) {
    this.waiting += `\n- ${line}`;
    this.printed++;
  }
}

// Compares line i of both; undefined lines are beyond the end.
function compareLine(lines, left, right, i) {
  const a = left[i];
  const b = right[i];
  if (a !== undefined && b !== undefined && sameLine(a, b)) {
    lines.addEqual(`${a},` === b ? b : a);
    return;
  }
  lines.endEqual(a === undefined ? right : left, i);
  if (a !== undefined) lines.addActual(a);
  if (b !== undefined) lines.addExpected(b);
}

/**
 * How two values differ that should be equal.
 * @param {'strictEqual' | 'deepStrictEqual'} operator
 * @param {string} [message] replaces the heading
 */
function differenceText(actual, expected, operator, message = '') {
  const left = show(actual).split('\n');
  const right = show(expected).split('\n');
  const whole = [...left];
  const references =
    operator === 'strictEqual' &&
    ((isObject(actual) && isObject(expected)) || (typeof actual === 'function' && typeof expected === 'function'));
  const heading = message || headings[references ? 'strictEqualObject' : operator];
  let indicator = '';
  if (left.length === 1 && right.length === 1 && left[0] !== right[0]) {
    const short = shortText(actual, expected, heading, left, right);
    if (short !== undefined) return short;
    if (!references) indicator = pointer(left, right);
  }
  const end = takeEqualEnd(left, right);
  const total = Math.max(left.length, right.length);
  if (total === 0) return `${headings.notIdentical}\n\n${shortened(whole).join('\n')}\n`;

  const head = `${heading}\n+ actual - expected`;
  const lines = new Lines();
  for (let i = 0; i < total; i++) {
    compareLine(lines, left, right, i);
    if (lines.printed > maxLines && i < total - 2) {
      return `${head} ... Lines skipped\n${lines.text}\n...${lines.waiting}\n...`;
    }
  }
  const skipped = end.skipped || lines.skipped ? ' ... Lines skipped' : '';
  return `${head}${skipped}\n${lines.text}${lines.waiting}${end.text}${indicator}`;
}

/** The text of a value that should not equal another. */
function samenessText(actual, operator) {
  const object = operator === 'notStrictEqual' && (isObject(actual) || typeof actual === 'function');
  const heading = headings[object ? 'notStrictEqualObject' : operator];
  const lines = shortened(show(actual).split('\n'));
  if (lines.length > 1) return `${heading}\n\n${lines.join('\n')}\n`;
  return `${heading}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
}

const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 3)}...` : text);

/** The text of two values of which something else should hold. */
function relationText(actual, expected, operator) {
  const left = show(actual);
  const right = show(expected);
  if (operator === 'notDeepEqual' && left === right) return cut(`${headings.notDeepEqual}\n\n${left}`, 1024);
  const [a, b] = [cut(left, 512), cut(right, 512)];
  if (operator === 'deepEqual') return `${headings.deepEqual}\n\n${a}\n\nshould loosely deep-equal\n\n${b}`;
  const unequal = headings[`${operator}Unequal`];
  if (unequal) return `${unequal}\n\n${a}\n\nshould not loosely deep-equal\n\n${b}`;
  return `${a} ${operator} ${b}`;
}

module.exports = { differenceText, samenessText, relationText };
