// console.table: https://console.spec.whatwg.org/#table, in Node's drawing.
// Go half: none. Missing: iterators of maps and sets, which show as objects.

const { Array, Map, Math, Object, Set } = primordials;

const indexHeading = '(index)';
const iterationHeading = '(iteration index)';

/** How many cells a text takes in a terminal. */
function widthOf(text) {
  try {
    return require('internal:nodeapi/util/text').getStringWidth(text);
  } catch {
    return [...text].length;
  }
}

function isPlainValue(value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function renderTable(data, properties, inspect, options) {
  const show = (value) => {
    const isBig = !isPlainValue(value) && !Array.isArray(value) && Object.keys(value).length > 2;
    return inspect(value, { depth: isBig ? -1 : 0, maxArrayLength: 3, breakLength: Infinity, ...options });
  };
  if (data instanceof Map) {
    const entries = [...data];
    return draw(
      [iterationHeading, 'Key', 'Values'],
      entries.map(([key, value], i) => [`${i}`, show(key), show(value)]),
    );
  }
  if (data instanceof Set) {
    return draw(
      [iterationHeading, 'Values'],
      [...data].map((value, i) => [`${i}`, show(value)]),
    );
  }
  return renderRows(data, properties, show);
}

function renderRows(data, properties, show) {
  const columns = new Set(properties);
  let hasValues = false;
  const rows = Object.keys(data).map((index) => {
    const item = data[index];
    const row = { index, cells: new Map(), value: '' };
    if (properties === undefined && isPlainValue(item)) {
      hasValues = true;
      row.value = show(item);
      return row;
    }
    for (const key of properties ?? Object.keys(item)) {
      columns.add(key);
      if (!isPlainValue(item) && Object.hasOwn(item, key)) row.cells.set(key, show(item[key]));
    }
    return row;
  });
  const headings = [...columns];
  return draw(
    [indexHeading, ...headings, ...(hasValues ? ['Values'] : [])],
    rows.map((row) => [row.index, ...headings.map((h) => row.cells.get(h) ?? ''), ...(hasValues ? [row.value] : [])]),
  );
}

function draw(headings, rows) {
  const widths = headings.map((_, i) => Math.max(...[headings, ...rows].map((row) => widthOf(row[i]))));
  const line = (row) => `│ ${row.map((cell, i) => cell + ' '.repeat(widths[i] - widthOf(cell))).join(' │ ')} │`;
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  return [rule('┌', '┬', '┐'), line(headings), rule('├', '┼', '┤'), ...rows.map(line), rule('└', '┴', '┘')].join('\n');
}

module.exports = { renderTable };
