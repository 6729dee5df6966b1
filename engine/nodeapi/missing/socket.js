// net.Socket: https://nodejs.org/docs/latest-v20.x/api/net.html#class-netsocket
//
// One that is never connected: clients of databases make theirs long before they
// connect, if they ever do.

const { Duplex } = require('internal:nodeapi/stream');
const { refused } = require('internal:nodeapi/missing');

class Socket extends Duplex {
  constructor(options = {}) {
    super({ ...options, emitClose: true, autoDestroy: true, decodeStrings: false });
    this.connecting = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.allowHalfOpen = Boolean(options.allowHalfOpen);
    this.timeout = undefined;
  }

  get pending() {
    return true;
  }

  get readyState() {
    return 'closed';
  }

  connect() {
    throw refused('net.Socket.connect()', 'there are no raw sockets');
  }

  address() {
    return {};
  }

  setTimeout(milliseconds, callback) {
    this.timeout = milliseconds;
    if (callback) this.once('timeout', callback);
    return this;
  }

  setNoDelay() {
    return this;
  }

  setKeepAlive() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  _read() {}

  _write(chunk, encoding, callback) {
    callback(refused('writing to a net.Socket', 'there are no raw sockets'));
  }
}

module.exports = { Socket };
