// CryptoKey: https://w3c.github.io/webcrypto/#cryptokey-interface
//
// A key's material never leaves internal modules: { bytes } of a secret key,
// { der, asymmetricType, details } of a public or private one.

const { Object, TypeError } = primordials;
const webidl = require('internal:webapi/webidl');

const construct = Symbol('construct');

class CryptoKey {
  #slots;

  constructor(token, slots) {
    if (token !== construct) {
      throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
    }
    this.#slots = slots;
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
  if (found === undefined) throw webidl.illegalInvocation();
  return found;
}

webidl.defineInterface(CryptoKey);

Object.defineProperty(CryptoKey.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(depth, options, inspect) {
    const { type, extractable, algorithm, usages } = slotsOf(this);
    if (typeof depth === 'number' && depth < 0) return '[CryptoKey]';
    return `CryptoKey ${inspect({ type, extractable, algorithm, usages }, { ...options, depth: depth === null ? null : depth - 1 })}`;
  },
  configurable: true,
  writable: true,
});

/**
 * @param {'secret' | 'public' | 'private'} type
 * @param {object} material
 * @param {object} algorithm
 * @param {boolean} extractable
 * @param {string[]} usages
 */
function createKey(type, material, algorithm, extractable, usages) {
  return new CryptoKey(construct, { type, extractable, algorithm, usages: [...new Set(usages)], material });
}

module.exports = {
  CryptoKey,
  createKey,
  isCryptoKey: (value) => slots(value) !== undefined,
  /** Internal slots: type, extractable, algorithm, usages, material. */
  slotsOf,
};
