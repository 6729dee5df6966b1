// https: https://nodejs.org/docs/latest-v20.x/api/https.html
//
// Missing, and throwing an error that says so: servers and clients.

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

module.exports = {
  Agent: SecureAgent,
  Server,
  globalAgent: new SecureAgent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }),
  createServer: refuse('createServer()', 'a project answers through its routes'),
  get: refuse('get()', 'use fetch()'),
  request: refuse('request()', 'use fetch()'),
};
