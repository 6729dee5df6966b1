// os: https://nodejs.org/docs/latest-v20.x/api/os.html
// Go half: os.go.
//
// Missing: speeds and times of processors, which read as 0, and priorities.

const { op_os_facts, op_os_user, op_os_interfaces, op_os_status } = ops;
const { constants } = require('./constants');
const { notProvided } = require('internal:nodeapi/errors');
const { validateInt32 } = require('internal:nodeapi/errors/validators');

const [platform, arch, hostname, tmpdir, homedir, processors] = op_os_facts();
const windows = platform === 'win32';

const types = { linux: 'Linux', darwin: 'Darwin', win32: 'Windows_NT', freebsd: 'FreeBSD', openbsd: 'OpenBSD' };
const machines = { x64: 'x86_64', arm64: platform === 'darwin' ? 'arm64' : 'aarch64', ia32: 'i686' };

// Functions that turn into their value: `${os.tmpdir}`.
const constant = (value) => {
  const fn = () => value;
  fn[Symbol.toPrimitive] = () => value;
  return fn;
};

function cpus() {
  const one = { model: machines[arch] ?? arch, speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
  return Array.from({ length: processors }, () => ({ ...one, times: { ...one.times } }));
}

function networkInterfaces() {
  const result = {};
  for (const [name, cidr, address, netmask, mac, isV4, internal] of op_os_interfaces()) {
    (result[name] ??= []).push({
      address, netmask, family: isV4 ? 'IPv4' : 'IPv6', mac: mac || '00:00:00:00:00:00', internal, cidr,
      ...(isV4 ? {} : { scopeid: 0 }),
    });
  }
  return result;
}

function userInfo(options) {
  const [username, uid, gid, home] = op_os_user();
  const text = (value) => (options?.encoding === 'buffer' ? require('internal:nodeapi/buffer').Buffer.from(value) : value);
  return {
    uid: windows ? -1 : Number(uid),
    gid: windows ? -1 : Number(gid),
    username: text(username),
    homedir: text(home),
    shell: windows ? null : text('/bin/sh'),
  };
}

// A folder that a variable of the environment may name.
function fromEnvironment(names, fallback) {
  if (windows) return constant(fallback);
  const read = () => {
    const { env } = require('internal:nodeapi/process/env');
    const value = env[names.find((name) => env[name])] || fallback;
    return value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value;
  };
  read[Symbol.toPrimitive] = read;
  return read;
}

module.exports = {
  arch: constant(arch),
  availableParallelism: constant(processors),
  cpus,
  endianness: constant('LE'),
  freemem: () => op_os_status()[1],
  getPriority(pid = 0) {
    validateInt32(pid, 'pid');
    return 0;
  },
  homedir: fromEnvironment(['HOME'], homedir),
  hostname: constant(hostname),
  loadavg: () => op_os_status().slice(2, 5),
  machine: constant(machines[arch] ?? arch),
  networkInterfaces,
  platform: constant(platform),
  release: () => op_os_status()[6],
  setPriority(pid, priority) {
    if (priority === undefined) [pid, priority] = [0, pid];
    validateInt32(pid, 'pid');
    validateInt32(priority, 'priority', -20, 19);
    throw notProvided('os.setPriority()');
  },
  tmpdir: fromEnvironment(['TMPDIR', 'TMP', 'TEMP'], tmpdir),
  totalmem: () => op_os_status()[0],
  type: constant(types[platform] ?? platform),
  userInfo,
  uptime: () => op_os_status()[5],
  version: () => op_os_status()[7],
  constants,
  EOL: windows ? '\r\n' : '\n',
  devNull: windows ? '\\\\.\\nul' : '/dev/null',
};

for (const [name, value] of Object.entries(module.exports)) {
  if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name, configurable: true });
}
