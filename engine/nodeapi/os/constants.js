// os.constants: https://nodejs.org/docs/latest-v20.x/api/os.html#os-constants

const { errnoTable } = require('internal:nodeapi/errors/system');

const signalNames = [
  'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGUSR1', 'SIGSEGV',
  'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM', 'SIGSTKFLT', 'SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN',
  'SIGTTOU', 'SIGURG', 'SIGXCPU', 'SIGXFSZ', 'SIGVTALRM', 'SIGPROF', 'SIGWINCH', 'SIGIO', 'SIGPWR', 'SIGSYS',
];

const record = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries));

const constants = record([
  ['UV_UDP_REUSEADDR', 4],
  ['dlopen', record([['RTLD_LAZY', 1], ['RTLD_NOW', 2], ['RTLD_GLOBAL', 256], ['RTLD_LOCAL', 0]])],
  ['errno', record(errnoTable.filter(([errno]) => errno < 1000).map(([errno, name]) => [name, errno]))],
  ['signals', record(signalNames.map((name, i) => [name, i + 1]))],
  [
    'priority',
    record([
      ['PRIORITY_LOW', 19], ['PRIORITY_BELOW_NORMAL', 10], ['PRIORITY_NORMAL', 0], ['PRIORITY_ABOVE_NORMAL', -7],
      ['PRIORITY_HIGH', -14], ['PRIORITY_HIGHEST', -20],
    ]),
  ],
]);

module.exports = { constants };
