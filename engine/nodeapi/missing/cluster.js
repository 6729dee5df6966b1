// cluster: https://nodejs.org/docs/latest-v20.x/api/cluster.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing(
  'cluster',
  'there are no child processes',
  { functions: ['fork', 'setupPrimary', 'setupMaster', 'disconnect'], classes: ['Worker'] },
  { isPrimary: true, isMaster: true, isWorker: false, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2 },
);
