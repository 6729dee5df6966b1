// dns/promises: https://nodejs.org/docs/latest-v20.x/api/dns.html#dns-promises-api

const { missing } = require('internal:nodeapi/missing');

const functions = [
  'getServers', 'lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname',
  'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTxt', 'reverse', 'setServers',
];

module.exports = missing('dns.promises', 'names are looked up by fetch() alone', { functions, classes: ['Resolver'] });
