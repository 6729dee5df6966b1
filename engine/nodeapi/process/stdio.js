// process.stdout, stderr and stdin. What is written appears as lines of the
// request's console; there is nothing to read.
// https://nodejs.org/docs/latest-v20.x/api/process.html#processstdout

const { op_process_write } = ops;
const { currentRequest } = require('internal:js/context');
const { Readable, Writable } = require('internal:nodeapi/stream');

function output(fd, level) {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      op_process_write(currentRequest(), level, typeof chunk === 'string' ? chunk : chunk.toString());
      callback();
    },
  });
  stream.fd = fd;
  stream._type = 'pipe';
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  // Node.js's own cannot be closed either.
  stream._destroy = (error, callback) => callback(error);
  return stream;
}

function stdin() {
  const stream = new Readable({ read() {} });
  stream.push(null);
  stream.fd = 0;
  return stream;
}

module.exports = { stdin, stdout: () => output(1, 'log'), stderr: () => output(2, 'error') };
