// repl: https://nodejs.org/docs/latest-v20.x/api/repl.html

const { missing } = require('internal:nodeapi/missing');
const { builtinModules } = require('internal:nodeapi/module');

module.exports = missing('repl', 'there is no terminal', { functions: ['start'], classes: ['REPLServer', 'Recoverable'] }, { builtinModules });
