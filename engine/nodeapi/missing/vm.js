// vm: https://nodejs.org/docs/latest-v20.x/api/vm.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'vm',
  'code runs in the isolate only',
  {
    functions: ['compileFunction', 'createContext', 'createScript', 'measureMemory', 'runInContext', 'runInNewContext', 'runInThisContext'],
    classes: ['Script', 'Module', 'SourceTextModule', 'SyntheticModule'],
  },
  { isContext: () => false, constants: {} },
);
