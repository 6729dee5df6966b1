// http.Agent and https.Agent: libraries make them when they load, so they can be
// made; what they are for, requests, is not there.
// https://nodejs.org/docs/latest-v20.x/api/http.html#class-httpagent

const EventEmitter = require('internal:nodeapi/events');
const { notProvided } = require('internal:nodeapi/errors');

class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { path: null, noDelay: true, ...options };
    this.defaultPort = 80;
    this.protocol = 'http:';
    this.requests = Object.create(null);
    this.sockets = Object.create(null);
    this.freeSockets = Object.create(null);
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.keepAlive = options.keepAlive ?? false;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.maxTotalSockets = options.maxTotalSockets ?? Infinity;
    this.scheduling = options.scheduling ?? 'lifo';
    this.totalSocketCount = 0;
  }

  createConnection() {
    throw notProvided('agent.createConnection()', 'there are no raw sockets');
  }

  getName({ host = 'localhost', port = '', localAddress = '', family = '' } = {}) {
    return `${host}:${port}:${localAddress}${family === '' ? '' : `:${family}`}`;
  }

  destroy() {}
}

class SecureAgent extends Agent {
  constructor(options = {}) {
    super(options);
    this.defaultPort = 443;
    this.protocol = 'https:';
    this.maxCachedSessions = options.maxCachedSessions ?? 100;
  }
}

module.exports = { Agent, SecureAgent };
