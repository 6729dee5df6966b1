// worker_threads: https://nodejs.org/docs/latest-v20.x/api/worker_threads.html
//
// A project runs on the main thread, and there are no others.

const { TypeError } = primordials;
const { nodeError } = require('internal:webapi/webidl/codes');
const { missing } = require('internal:nodeapi/missing');

const globals = ['MessageChannel', 'MessagePort', 'BroadcastChannel'];
const values = {
  isMainThread: true,
  parentPort: null,
  workerData: null,
  threadId: 0,
  resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  markAsUntransferable() {},
  receiveMessageOnPort(port) {
    const { MessagePort, takeMessage } = require('internal:webapi/html/messaging');
    if (!(port instanceof MessagePort)) {
      throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
    }
    const taken = takeMessage(port);
    return taken === undefined ? undefined : { message: taken.data };
  },
};
for (const name of globals) {
  if (name in primordials.global) Object.defineProperty(values, name, { enumerable: true, get: () => primordials.global[name] });
}

module.exports = missing(
  'worker_threads',
  'there are no threads',
  {
    functions: ['getEnvironmentData', 'moveMessagePortToContext', 'setEnvironmentData'],
    classes: ['Worker', ...globals.filter((name) => !(name in values))],
  },
  values,
);
