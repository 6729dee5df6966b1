// What util.inspect and util.types know of proxies.

const { peek } = require('internal:js');

/** [target, handler] of a proxy, nulls if it is revoked; undefined for other values. */
function proxyDetails(value) {
  const details = peek(value);
  return details !== undefined && details[0] === 'Proxy' ? details.slice(1) : undefined;
}

module.exports = { proxyDetails };
