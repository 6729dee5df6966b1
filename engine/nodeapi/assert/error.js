// AssertionError: https://nodejs.org/docs/latest-v20.x/api/assert.html#class-assertassertionerror

const { Error } = primordials;
const { inspect } = require('internal:nodeapi/util/inspect');
const { validateObject } = require('internal:nodeapi/errors/validators');

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

// A line of text as short as a message can bear.
const maxShortLength = 12;
const maxLines = 50;

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
    breakLength: Infinity,
  });
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/* -------------------------------------------------------------------- *
 * Two values that should be equal.
 * -------------------------------------------------------------------- */

/** The longest common subsequence of lines, as steps: [sign, line]. */
function diffLines(actual, expected) {
  const rows = actual.length + 1;
  const columns = expected.length + 1;
  const table = Array.from({ length: rows }, () => new Uint16Array(columns));
  for (let i = rows - 2; i >= 0; i--) {
    for (let j = columns - 2; j >= 0; j--) {
      table[i][j] = sameLine(actual[i], expected[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const steps = [];
  let i = 0;
  let j = 0;
  while (i < actual.length || j < expected.length) {
    if (i < actual.length && j < expected.length && sameLine(actual[i], expected[j])) {
      steps.push([' ', actual[i]]);
      i++;
      j++;
    } else if (i < actual.length && (j === expected.length || table[i + 1][j] >= table[i][j + 1])) {
      steps.push(['+', actual[i++]]);
    } else {
      steps.push(['-', expected[j++]]);
    }
  }
  return steps;
}

// A comma at the end is no difference.
const sameLine = (a, b) => a === b || a.replace(/,$/, '') === b.replace(/,$/, '');

/** Of long stretches without a difference only the ends are shown. */
function skipEqual(steps) {
  const lines = [];
  let skipped = false;
  for (let i = 0; i < steps.length; ) {
    let end = i;
    while (end < steps.length && steps[end][0] === ' ') end++;
    const run = steps.slice(i, end);
    if (run.length > 5) {
      skipped = true;
      const head = run.slice(0, 2);
      const tail = run.slice(-2);
      lines.push(...head.map(print), '...', ...tail.map(print));
    } else {
      lines.push(...run.map(print));
    }
    for (; end < steps.length && steps[end][0] !== ' '; end++) lines.push(print(steps[end]));
    i = end;
  }
  return { lines, skipped };
}

const print = ([sign, line]) => `${sign} ${line}`;

// Short values need no diff: "1 !== 2".
function shortMessage(actual, expected, heading, [left, right]) {
  if (left.length !== 1 || right.length !== 1 || left[0] === right[0]) return undefined;
  const total = left[0].length + right[0].length;
  const bothSimple = !isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0);
  if (total <= maxShortLength && bothSimple) return `${heading}\n\n${left[0]} !== ${right[0]}\n`;
  return undefined;
}

// Points at the first difference of two single lines.
function indicator(left, right) {
  if (left.length !== 1 || right.length !== 1 || left[0].length + right[0].length > 80) return '';
  const [a] = left;
  const [b] = right;
  let at = 0;
  while (a[at] === b[at]) at++;
  return at > 2 ? `\n  ${' '.repeat(at)}^` : '';
}

function differenceMessage(actual, expected, operator) {
  const left = show(actual).split('\n');
  const right = show(expected).split('\n');
  const objects = isObject(actual) && isObject(expected);
  if (operator === 'strictEqual' && objects && left.join() === right.join()) return identicalMessage(left);
  const heading = operator === 'strictEqual' && ((typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null) || (typeof actual === 'function' && typeof expected === 'function')) ? headings.strictEqualObject : headings[operator];
  const short = operator === 'strictEqual' || operator === 'deepStrictEqual' ? shortMessage(actual, expected, headings[operator], [left, right]) : undefined;
  if (short !== undefined) return short;
  const { lines, skipped } = skipEqual(diffLines(left, right));
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), '...'] : lines;
  return `${heading}\n+ actual - expected${skipped || shown !== lines ? ' ... Lines skipped' : ''}\n\n${shown.join('\n')}${indicator(left, right)}`;
}

function identicalMessage(lines) {
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), '...'] : lines;
  return `${headings.notIdentical}\n\n${shown.join('\n')}\n`;
}

/* -------------------------------------------------------------------- *
 * Two values that should not be equal, and the loose comparisons.
 * -------------------------------------------------------------------- */

function sameMessage(actual, operator) {
  const lines = show(actual).split('\n');
  const heading = operator === 'notStrictEqual' && isObject(actual) ? headings.notStrictEqualObject : headings[operator];
  if (lines.length > maxLines) lines.splice(46, lines.length - 46, '...');
  return lines.length === 1
    ? `${heading}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`
    : `${heading}\n\n${lines.join('\n')}\n`;
}

function looseMessage(actual, expected, operator) {
  let left = cut(show(actual));
  let right = cut(show(expected));
  if (operator === 'deepEqual') {
    left = `${headings.deepEqual}\n\n${left}\n\nshould loosely deep-equal\n\n`;
    return left + right;
  }
  if (operator === 'notDeepEqual') {
    return left === right ? `${headings.notDeepEqual}\n\n${left}` : `${headings.notDeepEqualUnequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  }
  right = ` ${operator} ${right}`;
  return left + right;
}

const cut = (text) => (text.length > 512 ? `${text.slice(0, 509)}...` : text);

function generate({ actual, expected, operator }) {
  if (operator === 'deepStrictEqual' || operator === 'strictEqual') return differenceMessage(actual, expected, operator);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return sameMessage(actual, operator);
  return looseMessage(actual, expected, operator);
}

// With a message of one's own, only short values are added to it.
function withMessage({ message, operator, actual, expected }) {
  const text = String(message);
  if (operator !== 'strictEqual' || message instanceof Error) return text;
  const short = shortMessage(actual, expected, text, [show(actual).split('\n'), show(expected).split('\n')]);
  return short ?? text;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, actual, expected } = options;
    super(message === undefined || message === null ? generate(options) : withMessage(options));
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    this.name = 'AssertionError';
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](recurseTimes, ctx) {
    return inspect(this, { ...ctx, customInspect: false, depth: 0 });
  }
}

module.exports = { AssertionError };
