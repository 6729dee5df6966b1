// What a handler can ask of a connection: who is at its other end. There is no
// connection of its own to read or write.
// https://nodejs.org/docs/latest-v20.x/api/net.html#class-netsocket

const EventEmitter = require('internal:nodeapi/events');
const { notProvided } = require('internal:nodeapi/errors');

// "127.0.0.1:4000", "[::1]:4000" or an address alone.
const withPort = /^\[?([^\]]*?)\]?:(\d+)$/;

function split(remote = '') {
  const match = remote.includes(']') || remote.indexOf(':') === remote.lastIndexOf(':') ? withPort.exec(remote) : null;
  return match === null ? [remote || undefined, undefined] : [match[1], Number(match[2])];
}

class Socket extends EventEmitter {
  constructor({ remoteAddress, encrypted = false }) {
    super();
    [this.remoteAddress, this.remotePort] = split(remoteAddress);
    this.remoteFamily = this.remoteAddress?.includes(':') ? 'IPv6' : 'IPv4';
    this.localAddress = undefined;
    this.localPort = undefined;
    this.encrypted = encrypted;
    this.readable = true;
    this.writable = true;
    this.destroyed = false;
    this.connecting = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }

  address() {
    return {};
  }

  // The server looks after these.
  setTimeout() {
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

  cork() {}

  uncork() {}

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.emit('destroy', error);
    this.emit('close', Boolean(error));
    return this;
  }

  write() {
    throw notProvided('writing to the socket of a request');
  }

  end() {
    return this.destroy();
  }
}

module.exports = { Socket };
