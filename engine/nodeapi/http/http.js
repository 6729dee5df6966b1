// http: https://nodejs.org/docs/latest-v20.x/api/http.html
//
// Missing, and throwing an error that says so: servers. See client.js for clients.

const { notProvided } = require('internal:nodeapi/errors');
const { validateHeaderName, validateHeaderValue } = require('./headers');
const { IncomingMessage } = require('./incoming');
const { OutgoingMessage } = require('./outgoing');
const { ServerResponse } = require('./response');
const { STATUS_CODES } = require('./statuscodes');
const { Agent } = require('./agent');

const METHODS = [
  'ACL', 'BIND', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'GET', 'HEAD', 'LINK', 'LOCK', 'M-SEARCH', 'MERGE',
  'MKACTIVITY', 'MKCALENDAR', 'MKCOL', 'MOVE', 'NOTIFY', 'OPTIONS', 'PATCH', 'POST', 'PROPFIND', 'PROPPATCH', 'PURGE',
  'PUT', 'QUERY', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE', 'SUBSCRIBE', 'TRACE', 'UNBIND', 'UNLINK', 'UNLOCK',
  'UNSUBSCRIBE',
];

const noServer = 'a project answers through its routes';

function refuse(member, why) {
  return () => {
    throw notProvided(`http.${member}`, why);
  };
}

class Server {
  constructor() {
    throw notProvided('http.Server', noServer);
  }
}

module.exports = {
  METHODS,
  STATUS_CODES,
  Agent,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer: refuse('createServer()', noServer),
  validateHeaderName,
  validateHeaderValue,
  get ClientRequest() {
    return require('./client').ClientRequest;
  },
  get: (...args) => require('./client').get(...args),
  request: (...args) => require('./client').request(...args),
  maxHeaderSize: 16384,
  globalAgent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }),
  setMaxIdleHTTPParsers() {},
};
