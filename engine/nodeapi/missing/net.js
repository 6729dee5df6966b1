// net: https://nodejs.org/docs/latest-v20.x/api/net.html
//
// isIP and its like are there: they need no socket.

const { missing } = require('internal:nodeapi/missing');

const part4 = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^(?:${part4}\\.){3}${part4}$`);
const group = /^[0-9a-f]{1,4}$/i;

function isIPv4(text) {
  return ipv4.test(String(text));
}

/** @see https://datatracker.ietf.org/doc/html/rfc4291#section-2.2 */
function isIPv6(text) {
  const [address, zone, ...more] = String(text).split('%');
  if (more.length > 0 || zone === '' || (zone !== undefined && !/^[0-9a-z\-.:]+$/i.test(zone))) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  let count = groups.length;
  if (groups.at(-1)?.includes('.')) {
    if (!isIPv4(groups.pop())) return false;
    count++;
  }
  return groups.every((text) => group.test(text)) && (halves.length === 2 ? count < 8 : count === 8);
}

function isIP(text) {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : 0;
}

module.exports = missing(
  'net',
  'there are no raw sockets',
  {
    functions: [
      'connect', 'createConnection', 'createServer', 'getDefaultAutoSelectFamily', 'setDefaultAutoSelectFamily',
      'getDefaultAutoSelectFamilyAttemptTimeout', 'setDefaultAutoSelectFamilyAttemptTimeout',
    ],
    classes: ['BlockList', 'SocketAddress', 'Server'],
  },
  {
    isIP,
    isIPv4,
    isIPv6,
    get Socket() {
      return require('./socket').Socket;
    },
    get Stream() {
      return require('./socket').Socket;
    },
  },
);
