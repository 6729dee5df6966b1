// child_process: https://nodejs.org/docs/latest-v20.x/api/child_process.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('child_process', 'there are no child processes', {
  functions: ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'],
  classes: ['ChildProcess'],
});
