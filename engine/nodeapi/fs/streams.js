// fs.ReadStream and fs.WriteStream.
// https://nodejs.org/docs/latest-v20.x/api/fs.html#class-fsreadstream

const { op_fs_turn } = ops;
const { Buffer } = require('internal:nodeapi/buffer');
const { Readable, Writable } = require('internal:nodeapi/stream');
const v = require('internal:nodeapi/errors/validators');
const sync = require('./sync');
const { codes, toPath, toOptions } = require('./options');

// Runs fn in a turn of its own and calls back with what it gives.
function soon(fn, callback) {
  op_fs_turn().then(() => {
    let value;
    try {
      value = fn();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, value);
  });
}

function init(stream, file, options, flags) {
  const { fd } = options;
  stream.fd = fd === undefined || fd === null ? null : typeof fd === 'object' ? fd.fd : fd;
  stream.handle = fd !== null && typeof fd === 'object' ? fd : undefined;
  stream.path = stream.fd === null ? toPath(file) : file;
  stream.flags = options.flags ?? flags;
  stream.mode = options.mode ?? 0o666;
  stream.start = options.start;
  stream.end = options.end;
}

function construct(callback) {
  if (this.fd !== null) {
    callback();
    return;
  }
  soon(
    () => sync.open(this.path, this.flags, this.mode),
    (error, fd) => {
      if (error) {
        callback(error);
        return;
      }
      this.fd = fd;
      callback();
      this.emit('open', fd);
      this.emit('ready');
    },
  );
}

function destroy(error, callback) {
  const { fd } = this;
  this.fd = null;
  if (fd === null || this.keepsOpen) {
    callback(error);
  } else if (this.handle !== undefined) {
    this.handle.close().then(
      () => callback(error),
      (failure) => callback(error ?? failure),
    );
  } else {
    soon(
      () => sync.close(fd),
      (failure) => callback(error ?? failure),
    );
  }
}

const maxPosition = Number.MAX_SAFE_INTEGER;

function ReadStream(file, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(file, options);
  const given = toOptions(options);
  if (given.start !== undefined) v.validateInteger(given.start, 'start', 0);
  if (given.end !== undefined && given.end !== Infinity) v.validateInteger(given.end, 'end', 0);
  if (given.start !== undefined && given.start > (given.end ?? Infinity)) {
    throw new codes.ERR_OUT_OF_RANGE('start', `<= "end" (here: ${given.end})`, given.start);
  }
  init(this, file, given, 'r');
  this.end = given.end ?? Infinity;
  this.pos = given.start;
  this.bytesRead = 0;
  this.keepsOpen = given.autoClose === false;
  Readable.call(this, {
    highWaterMark: given.highWaterMark ?? 64 * 1024,
    encoding: given.encoding,
    signal: given.signal,
    emitClose: given.emitClose,
    autoDestroy: given.autoClose ?? true,
  });
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

const pending = {
  get() {
    return this.fd === null;
  },
  configurable: true,
};
Object.defineProperty(ReadStream.prototype, 'pending', pending);
ReadStream.prototype._construct = construct;
ReadStream.prototype._destroy = destroy;

ReadStream.prototype._read = function _read(n) {
  const left = this.end === Infinity ? maxPosition : this.end - (this.pos ?? this.bytesRead) + 1;
  const count = Math.min(n, left);
  if (count <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.alloc(count);
  soon(
    () => sync.read(this.fd, buffer, 0, count, this.pos ?? null),
    (error, length) => {
      if (this.destroyed) return;
      if (error) {
        this.destroy(error);
        return;
      }
      this.bytesRead += length;
      if (this.pos !== undefined) this.pos += length;
      this.push(length > 0 ? buffer.subarray(0, length) : null);
    },
  );
};

ReadStream.prototype.close = function close(callback) {
  this.destroy(null, callback);
};

function WriteStream(file, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(file, options);
  const given = toOptions(options);
  if (given.start !== undefined) v.validateInteger(given.start, 'start', 0);
  init(this, file, given, 'w');
  this.pos = given.start;
  this.bytesWritten = 0;
  this.keepsOpen = given.autoClose === false;
  // The option end of readers is none of writers, whose end is the method.
  delete this.end;
  Writable.call(this, {
    highWaterMark: given.highWaterMark,
    signal: given.signal,
    emitClose: given.emitClose,
    autoDestroy: given.autoClose ?? true,
  });
  if (given.encoding) this.setDefaultEncoding(given.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

Object.defineProperty(WriteStream.prototype, 'pending', pending);
WriteStream.prototype._construct = construct;
WriteStream.prototype._destroy = destroy;

// Writes chunks one after the other, in one turn.
function writeAll(stream, chunks, callback) {
  soon(
    () => {
      let total = 0;
      for (const chunk of chunks) {
        for (let written = 0; written < chunk.length; ) {
          const at = stream.pos === undefined ? null : stream.pos + total;
          const count = sync.write(stream.fd, chunk, written, chunk.length - written, at);
          written += count;
          total += count;
        }
      }
      return total;
    },
    (error, total) => {
      if (error) {
        callback(error);
        return;
      }
      stream.bytesWritten += total;
      if (stream.pos !== undefined) stream.pos += total;
      callback();
    },
  );
}

WriteStream.prototype._write = function _write(chunk, encoding, callback) {
  writeAll(this, [chunk], callback);
};

WriteStream.prototype._writev = function _writev(data, callback) {
  writeAll(this, data.map(({ chunk }) => chunk), callback);
};

WriteStream.prototype.close = function close(callback) {
  if (callback) {
    if (this.closed) {
      callback();
      return;
    }
    this.on('close', callback);
  }
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

module.exports = {
  ReadStream,
  WriteStream,
  createReadStream: (file, options) => new ReadStream(file, options),
  createWriteStream: (file, options) => new WriteStream(file, options),
};
