// The process of the edge runtime: env, and functions that refuse to run.
// https://nextjs.org/docs/app/api-reference/edge#unsupported-apis

const { Error } = primordials;
const { env } = require('./env');

const functions = [
  'abort', 'binding', 'chdir', 'cpuUsage', 'cwd', 'dlopen', 'emitWarning', 'exit', 'getgid', 'getuid', 'hrtime', 'kill',
  'memoryUsage', 'nextTick', 'resourceUsage', 'umask', 'uptime',
];

const process = { env };
for (const name of functions) {
  process[name] = () => {
    throw new Error(
      `A Node.js API is used (process.${name}) which is not supported in the Edge Runtime.\n` +
        'Learn more: https://nextjs.org/docs/api-reference/edge-runtime',
    );
  };
}
for (const name of functions) Object.defineProperty(process, name, { enumerable: false });

module.exports = { process };
