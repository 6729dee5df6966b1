// path: https://nodejs.org/docs/latest-v20.x/api/path.html

const posix = require('./posix');
const win32 = require('./win32');

posix.posix = posix;
posix.win32 = win32;
win32.posix = posix;
win32.win32 = win32;

module.exports = ops.op_process_facts()[0] === 'win32' ? win32 : posix;
