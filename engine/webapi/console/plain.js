// How the console shows values where nodeapi is absent: text as it is, the rest as
// JSON or by its kind. Go half: none.

const { JSON, String } = primordials;

function inspect(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

function formatWithOptions(_, ...args) {
  return args.map((arg) => (typeof arg === 'string' ? arg : inspect(arg))).join(' ');
}

module.exports = { inspect, formatWithOptions };
