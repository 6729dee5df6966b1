// What a handler threw, told to the developer as Next.js tells it.

const { op_handler_failed } = ops;

/**
 * Reports an error: an event with its stack, and the line that Next.js prints.
 * Next.js prints nothing for `throw undefined`.
 */
function report(now, error) {
  const isError = error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error);
  const name = isError ? String(error.name ?? 'Error') : '';
  const message = isError ? String(error.message) : describe(error);
  op_handler_failed(now.id, 'handler', name, message, isError ? String(error.stack ?? '') : '', error !== undefined);
}

function describe(value) {
  if (typeof value === 'string') return value;
  try {
    return require('internal:nodeapi/util/inspect').inspect(value);
  } catch {
    return String(value);
  }
}

module.exports = { report };
