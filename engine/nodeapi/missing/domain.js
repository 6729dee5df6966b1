// domain: https://nodejs.org/docs/latest-v20.x/api/domain.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('domain', 'use AsyncLocalStorage', { functions: ['create', 'createDomain'], classes: ['Domain'] }, { active: null });
