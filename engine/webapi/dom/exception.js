// DOMException: https://webidl.spec.whatwg.org/#idl-DOMException
// Go half: js.ThrowDOM. As in Node.js, the second argument may be an object with
// name and cause. Missing: none.

const { Error, Object, Symbol, uncurryThis } = primordials;
const { codes } = require('internal:webapi/webidl/codes');

const toErrorString = uncurryThis(Error.prototype.toString);

// https://webidl.spec.whatwg.org/#idl-DOMException-error-names: [name, constant],
// in the order of their codes, which start at 1.
const legacyNames = [
  ['IndexSizeError', 'INDEX_SIZE_ERR'],
  ['', 'DOMSTRING_SIZE_ERR'],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR'],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR'],
  ['', 'NO_DATA_ALLOWED_ERR'],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 'NOT_FOUND_ERR'],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR'],
  ['InvalidStateError', 'INVALID_STATE_ERR'],
  ['SyntaxError', 'SYNTAX_ERR'],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 'NAMESPACE_ERR'],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR'],
  ['', 'VALIDATION_ERR'],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR'],
  ['SecurityError', 'SECURITY_ERR'],
  ['NetworkError', 'NETWORK_ERR'],
  ['AbortError', 'ABORT_ERR'],
  ['URLMismatchError', 'URL_MISMATCH_ERR'],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 'TIMEOUT_ERR'],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR'],
  ['DataCloneError', 'DATA_CLONE_ERR'],
];

const codeOf = { __proto__: null };
legacyNames.forEach(([name], i) => {
  if (name !== '') codeOf[name] = i + 1;
});

class DOMException {
  #name;
  #message;

  constructor(message = '', options = 'Error') {
    const fromObject = typeof options === 'object' && options !== null;
    this.#message = `${message}`;
    this.#name = `${fromObject ? options.name : options}`;
    if (fromObject && 'cause' in options) {
      Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true });
    }
    const stack = `${toErrorString({ name: this.#name, message: this.#message })}\n${framesOf(new Error())}`;
    Object.defineProperty(this, 'stack', { value: stack, writable: true, configurable: true });
  }

  get name() {
    check(this);
    return this.#name;
  }

  get message() {
    check(this);
    return this.#message;
  }

  get code() {
    check(this);
    return codeOf[this.#name] ?? 0;
  }

  static isDOMException(value) {
    return typeof value === 'object' && value !== null && #name in value;
  }
}

const { isDOMException } = DOMException;
delete DOMException.isDOMException;

function check(value) {
  if (!isDOMException(value)) throw codes.ERR_INVALID_THIS('DOMException');
}

// The lines "    at …" of an error's stack, without the constructor.
function framesOf({ stack }) {
  const frames = String(stack).split('\n').filter((line) => line.startsWith('    at '));
  if (frames[0]?.includes('internal:')) frames.shift();
  return frames.join('\n');
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
require('internal:webapi/webidl').defineInterface(DOMException, {
  constants: Object.fromEntries(legacyNames.map(([, constant], i) => [constant, i + 1])),
});

module.exports = { DOMException, isDOMException };
