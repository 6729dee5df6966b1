// dns: https://nodejs.org/docs/latest-v20.x/api/dns.html

const { missing } = require('internal:nodeapi/missing');

const functions = [
  'getDefaultResultOrder', 'getServers', 'lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny',
  'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv',
  'resolveTxt', 'reverse', 'setServers',
];

module.exports = missing(
  'dns',
  'names are looked up by fetch() alone',
  { functions, classes: ['Resolver'] },
  {
    // Libraries call it when they load; there is nothing to set.
    setDefaultResultOrder() {},
    ADDRCONFIG: 32,
    ALL: 16,
    V4MAPPED: 8,
    get promises() {
      return require('./dns-promises');
    },
  },
);
