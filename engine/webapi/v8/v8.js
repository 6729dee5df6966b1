// V8's stack trace API: https://v8.dev/docs/stack-trace-api
// Go half: v8.go, which words errors as they come to be. Missing: frames know
// neither `this` nor their function, and what the engine itself throws is not
// handed to Error.prepareStackTrace.

const { BigInt, Error, Object, Symbol } = primordials;
const { op_v8_install, op_v8_stack_limit, op_v8_stack_prepare } = ops;

op_v8_install();

// Node.js has these before its V8 does.
for (const name of ['dispose', 'asyncDispose']) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol(`nodejs.${name}`) });
}

// QuickJS leaves a negative number of 64 bits and more as it is.
const { asUintN } = BigInt;
Object.defineProperty(BigInt, 'asUintN', {
  value: {
    asUintN(bits, bigint) {
      const result = asUintN(bits, bigint);
      return result < 0n ? result + (1n << BigInt(bits)) : result;
    },
  }.asUintN,
  writable: true,
  configurable: true,
});

let stackTraceLimit = 10;
let prepareStackTrace;

function setLimit(value) {
  op_v8_stack_limit(typeof value === 'number' ? value : 0);
}

Object.defineProperties(Error, {
  stackTraceLimit: {
    get: () => stackTraceLimit,
    set(value) {
      stackTraceLimit = value;
      setLimit(value);
    },
    enumerable: true,
    configurable: true,
  },
  prepareStackTrace: {
    get: () => prepareStackTrace,
    set(value) {
      prepareStackTrace = value;
      op_v8_stack_prepare(typeof value === 'function');
    },
    enumerable: false,
    configurable: true,
  },
  captureStackTrace: {
    value: function captureStackTrace(object, hide = undefined) {
      require('./capture').capture(object, hide, setLimit);
    },
    writable: true,
    enumerable: false,
    configurable: true,
  },
});
