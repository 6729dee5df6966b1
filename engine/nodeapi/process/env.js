// process.env: every value is text, as in the environment of a process.
// https://nodejs.org/docs/latest-v20.x/api/process.html#processenv

const { Proxy, TypeError } = primordials;
const { op_process_env } = ops;

const values = {};
const pairs = op_process_env();
for (let i = 0; i < pairs.length; i += 2) values[pairs[i]] = pairs[i + 1];

function toText(value) {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

const env = new Proxy(values, {
  set(target, name, value) {
    if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    target[name] = toText(value);
    return true;
  },
  preventExtensions() {
    throw new TypeError('Cannot freeze');
  },
  defineProperty(target, name, descriptor) {
    if ('value' in descriptor && descriptor.configurable && descriptor.writable && descriptor.enumerable) {
      return Reflect.defineProperty(target, name, { ...descriptor, value: toText(descriptor.value) });
    }
    const reason =
      'value' in descriptor
        ? 'only accepts a configurable, writable, and enumerable data descriptor'
        : 'does not accept an accessor(getter/setter) descriptor';
    throw Object.assign(new TypeError(`'process.env' ${reason}`), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
  },
});

module.exports = { env };
