// atob and btoa: https://html.spec.whatwg.org/#atob
// Go half: base64.go (op_base64_encode, op_base64_decode). Missing: none.

const { codes } = require('internal:webapi/webidl/codes');
const { op_base64_encode, op_base64_decode } = ops;

function btoa(data) {
  if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('input');
  return op_base64_encode(`${data}`);
}

function atob(data) {
  if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('input');
  return op_base64_decode(`${data}`);
}

module.exports = { atob, btoa };
