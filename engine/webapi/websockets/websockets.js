// WebSocket: https://websockets.spec.whatwg.org/
// Next.js defines the global where Node.js 20 has none, so that code can ask for
// it. Missing: everything else; an endpoint that answers and ends cannot hold a
// connection open. EventSource is no global of Node.js 20.

const { Error } = primordials;
const { defineInterface } = require('internal:webapi/webidl');

class WebSocket {
  constructor(url, protocols = undefined) {
    throw new Error('WebSocket is not implemented: routescope answers HTTP requests and opens no sockets.');
  }
}
defineInterface(WebSocket, { constants: { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } });

module.exports = { WebSocket };
