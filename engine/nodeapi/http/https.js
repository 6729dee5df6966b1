// https: https://nodejs.org/docs/latest-v20.x/api/https.html
//
// Missing, and throwing an error that says so: servers. See client.js for clients.

const { notProvided } = require('internal:nodeapi/errors');
const { SecureAgent } = require('./agent');

class Server {
  constructor() {
    throw notProvided('https.Server', 'a project answers through its routes');
  }
}

function refuse(member, why) {
  return () => {
    throw notProvided(`https.${member}`, why);
  };
}

// The arguments of http.request() with https as the protocol.
function secured(args) {
  const [options, callback] = require('./target').merged(...args);
  return [{ defaultProtocol: 'https:', ...options }, callback];
}

module.exports = {
  Agent: SecureAgent,
  Server,
  globalAgent: new SecureAgent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }),
  createServer: refuse('createServer()', 'a project answers through its routes'),
  get: (...args) => require('./client').get(...secured(args)),
  request: (...args) => require('./client').request(...secured(args)),
};
