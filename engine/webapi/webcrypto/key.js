// CryptoKey: https://w3c.github.io/webcrypto/#cryptokey-interface
//
// A key's material never leaves internal modules: { bytes } of a secret key,
// { der, asymmetricType, details } of a public or private one.

const { Object, Symbol } = primordials;
const webidl = require('internal:webapi/webidl');
const { codes } = require('internal:webapi/webidl/codes');
const { clone } = require('internal:webapi/html/clone');

/** The slots of the key that is being made. */
let constructing = null;

class CryptoKey {
  #slots;

  constructor() {
    if (constructing === null) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#slots = constructing;
  }

  get type() {
    return slotsOf(this).type;
  }

  get extractable() {
    return slotsOf(this).extractable;
  }

  get algorithm() {
    return slotsOf(this).algorithm;
  }

  get usages() {
    return slotsOf(this).usages;
  }

  static slots(key) {
    return typeof key === 'object' && key !== null && #slots in key ? key.#slots : undefined;
  }
}

const { slots } = CryptoKey;
delete CryptoKey.slots;

function slotsOf(key) {
  const found = slots(key);
  if (found === undefined) throw codes.ERR_INVALID_THIS('CryptoKey');
  return found;
}

webidl.defineInterface(CryptoKey);

Object.defineProperty(CryptoKey.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(depth, options, inspect) {
    if (depth < 0) return this;
    const { type, extractable, algorithm, usages } = slotsOf(this);
    // As in Node.js, the depth is that of the options and not what is left of it.
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `CryptoKey ${inspect({ type, extractable, algorithm, usages }, inner)}`;
  },
  configurable: true,
  writable: true,
});

// https://w3c.github.io/webcrypto/#cryptokey-interface-clone: the material is shared.
Object.defineProperty(CryptoKey.prototype, clone, {
  value(cloneValue) {
    const { algorithm, usages, ...rest } = slotsOf(this);
    return keyWith({ ...rest, algorithm: cloneValue(algorithm), usages: cloneValue(usages) });
  },
  configurable: true,
});

/**
 * @param {'secret' | 'public' | 'private'} type
 * @param {object} material
 * @param {object} algorithm
 * @param {boolean} extractable
 * @param {string[]} usages
 */
function createKey(type, material, algorithm, extractable, usages) {
  return keyWith({ type, extractable, algorithm, usages, material });
}

function keyWith(slots) {
  constructing = slots;
  try {
    return new CryptoKey();
  } finally {
    constructing = null;
  }
}

module.exports = {
  CryptoKey,
  createKey,
  isCryptoKey: (value) => slots(value) !== undefined,
  /** Internal slots: type, extractable, algorithm, usages, material. */
  slotsOf,
};
