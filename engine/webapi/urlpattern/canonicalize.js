// Canonical forms of components: https://urlpattern.spec.whatwg.org/#canon-encoding-callbacks
// The setters of a URL do the work.

const { TypeError } = primordials;
const { URL } = require('internal:webapi/url');

const specialPorts = { __proto__: null, http: '80', https: '443', ws: '80', wss: '443', ftp: '21', file: '' };
const isSpecial = (protocol) => specialPorts[protocol] !== undefined;
const dummy = () => new URL('https://dummy.invalid/');

function invalid(component, value) {
  return new TypeError(`Invalid ${component} "${value}".`);
}

function throughSetter(component, value, strip = 0) {
  if (value === '') return '';
  const url = dummy();
  url[component] = value;
  return url[component].slice(strip);
}

function protocol(value) {
  if (value === '') return '';
  const url = URL.parse(`${value}://dummy.invalid/`);
  if (url === null) throw invalid('protocol', value);
  return url.protocol.slice(0, -1);
}

function hostname(value) {
  if (value === '') return '';
  const url = dummy();
  url.hostname = value;
  if (url.hostname === 'dummy.invalid' && value !== 'dummy.invalid') throw invalid('hostname', value);
  return url.hostname;
}

function ipv6Hostname(value) {
  if (/[^0-9a-fA-F[\]:]/.test(value)) throw invalid('hostname', value);
  return value.toLowerCase();
}

function port(value, protocolValue = '') {
  if (value === '') return '';
  const digits = /^[0-9]+/.exec(value)?.[0];
  if (digits === undefined || Number(digits) > 65535) throw invalid('port', value);
  const number = String(Number(digits));
  return specialPorts[protocolValue] === number ? '' : number;
}

function pathname(value) {
  if (value === '') return '';
  if (value.startsWith('/')) return throughSetter('pathname', value);
  return throughSetter('pathname', `/-${value}`, 2);
}

function opaquePathname(value) {
  return value === '' ? '' : new URL(`data:${value.replace(/[?#]/g, encodeURIComponent)}`).pathname;
}

module.exports = {
  isSpecial,
  defaultPort: (scheme) => specialPorts[scheme],
  protocol,
  username: (value) => throughSetter('username', value),
  password: (value) => throughSetter('password', value),
  hostname,
  ipv6Hostname,
  port,
  pathname,
  opaquePathname,
  search: (value) => throughSetter('search', value, 1),
  hash: (value) => throughSetter('hash', value, 1),
};
