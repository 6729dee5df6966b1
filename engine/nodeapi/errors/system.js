// System errors: errno names and texts, as libuv has them on Linux.
// https://nodejs.org/docs/latest-v20.x/api/errors.html#class-systemerror

const { Error } = primordials;
const { codes } = require('internal:nodeapi/errors');

// errno, name, text.
const table = [
  [1, 'EPERM', 'operation not permitted'],
  [2, 'ENOENT', 'no such file or directory'],
  [3, 'ESRCH', 'no such process'],
  [4, 'EINTR', 'interrupted system call'],
  [5, 'EIO', 'i/o error'],
  [6, 'ENXIO', 'no such device or address'],
  [7, 'E2BIG', 'argument list too long'],
  [9, 'EBADF', 'bad file descriptor'],
  [11, 'EAGAIN', 'resource temporarily unavailable'],
  [12, 'ENOMEM', 'not enough memory'],
  [13, 'EACCES', 'permission denied'],
  [14, 'EFAULT', 'bad address in system call argument'],
  [16, 'EBUSY', 'resource busy or locked'],
  [17, 'EEXIST', 'file already exists'],
  [18, 'EXDEV', 'cross-device link not permitted'],
  [19, 'ENODEV', 'no such device'],
  [20, 'ENOTDIR', 'not a directory'],
  [21, 'EISDIR', 'illegal operation on a directory'],
  [22, 'EINVAL', 'invalid argument'],
  [23, 'ENFILE', 'file table overflow'],
  [24, 'EMFILE', 'too many open files'],
  [26, 'ETXTBSY', 'text file is busy'],
  [27, 'EFBIG', 'file too large'],
  [28, 'ENOSPC', 'no space left on device'],
  [29, 'ESPIPE', 'invalid seek'],
  [30, 'EROFS', 'read-only file system'],
  [31, 'EMLINK', 'too many links'],
  [32, 'EPIPE', 'broken pipe'],
  [34, 'ERANGE', 'result too large'],
  [36, 'ENAMETOOLONG', 'name too long'],
  [38, 'ENOSYS', 'function not implemented'],
  [39, 'ENOTEMPTY', 'directory not empty'],
  [40, 'ELOOP', 'too many symbolic links encountered'],
  [71, 'EPROTO', 'protocol error'],
  [88, 'ENOTSOCK', 'socket operation on non-socket'],
  [90, 'EMSGSIZE', 'message too long'],
  [93, 'EPROTONOSUPPORT', 'protocol not supported'],
  [95, 'ENOTSUP', 'operation not supported on socket'],
  [97, 'EAFNOSUPPORT', 'address family not supported'],
  [98, 'EADDRINUSE', 'address already in use'],
  [99, 'EADDRNOTAVAIL', 'address not available'],
  [100, 'ENETDOWN', 'network is down'],
  [101, 'ENETUNREACH', 'network is unreachable'],
  [103, 'ECONNABORTED', 'software caused connection abort'],
  [104, 'ECONNRESET', 'connection reset by peer'],
  [105, 'ENOBUFS', 'no buffer space available'],
  [106, 'EISCONN', 'socket is already connected'],
  [107, 'ENOTCONN', 'socket is not connected'],
  [110, 'ETIMEDOUT', 'connection timed out'],
  [111, 'ECONNREFUSED', 'connection refused'],
  [113, 'EHOSTUNREACH', 'host is unreachable'],
  [114, 'EALREADY', 'connection already in progress'],
  [125, 'ECANCELED', 'operation canceled'],
  [4095, 'EOF', 'end of file'],
  [3008, 'EAI_NONAME', 'unknown node or service'],
];

/** errno (negative) → [name, text]. */
const errorMap = new Map(table.map(([errno, name, text]) => [-errno, [name, text]]));
const byName = new Map(table.map(([errno, name, text]) => [name, { errno: -errno, text }]));

/** The name of a negative errno, as util.getSystemErrorName gives it. */
function errorName(errno) {
  return errorMap.get(errno)?.[0] ?? `Unknown system error ${errno}`;
}

/**
 * An error of a system call: "ENOENT: no such file or directory, open '/x'".
 * @param {string} code
 * @param {string} syscall
 * @param {string} [path]
 * @param {string} [dest]
 * @param {string} [text] replaces the usual text
 */
function systemError(code, syscall, path, dest, text) {
  const known = byName.get(code);
  let message = `${code}: ${text ?? known?.text ?? 'unknown error'}, ${syscall}`;
  if (path !== undefined) message += ` '${path}'`;
  if (dest !== undefined) message += ` -> '${dest}'`;
  const error = new Error(message);
  error.errno = known?.errno ?? -1;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

module.exports = { errorMap, errorName, systemError, errnoTable: table, codes };
