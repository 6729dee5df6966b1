// dgram: https://nodejs.org/docs/latest-v20.x/api/dgram.html

const { missing } = require('internal:nodeapi/missing');

module.exports = missing('dgram', 'there are no raw sockets', { functions: ['createSocket'], classes: ['Socket'] });
