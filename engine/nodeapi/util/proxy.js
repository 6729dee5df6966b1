// The Proxy that projects see: as the native one, but util.inspect and
// util.types.isProxy can tell what it made, which no script can otherwise.

const { Proxy: NativeProxy, Reflect, TypeError } = primordials;
const { proxies: made } = require('internal:js');

// A proxy whose construct trap records; everything else about the native
// constructor (name, length, revocable) shows through.
const Proxy = new NativeProxy(NativeProxy, {
  apply() {
    throw new TypeError("Constructor Proxy requires 'new'");
  },
  construct(target, args, newTarget) {
    const proxy = Reflect.construct(target, args, newTarget === Proxy ? target : newTarget);
    made.set(proxy, [args[0], args[1]]);
    return proxy;
  },
});

const { revocable } = NativeProxy;
Object.defineProperty(NativeProxy, 'revocable', {
  value: {
    revocable(target, handler) {
      const pair = revocable(target, handler);
      made.set(pair.proxy, [target, handler]);
      const { revoke } = pair;
      pair.revoke = () => {
        made.set(pair.proxy, [null, null]);
        revoke();
      };
      return pair;
    },
  }.revocable,
  writable: true,
  configurable: true,
});

/** [target, handler] of a proxy, nulls if it is revoked; undefined for other values. */
function proxyDetails(value) {
  return value !== null && (typeof value === 'object' || typeof value === 'function') ? made.get(value) : undefined;
}

module.exports = { Proxy, proxyDetails };
