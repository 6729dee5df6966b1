// V8's answer to a comparator that is no order: https://tc39.es/ecma262/#sec-sortindexedproperties
// leaves it open. V8's sort asks only whether a later element is less than an
// earlier one; so `(a, b) => a > b`, which is never negative, changes nothing.
// QuickJS would sort. Go half: none. Missing: comparators that lie now and then.

const { Array, Object, uncurryThis } = primordials;

/** Reports whether no element is less than the one before it. */
function isRun(array, comparator) {
  for (let i = 1; i < array.length; i++) {
    if (array[i] === undefined || array[i - 1] === undefined) return false;
    if (comparator(array[i], array[i - 1]) < 0) return false;
  }
  return true;
}

function define(name, fn) {
  Object.defineProperty(Array.prototype, name, { value: fn, writable: true, configurable: true });
}

const sort = uncurryThis(Array.prototype.sort);
const toSorted = uncurryThis(Array.prototype.toSorted);

const methods = {
  sort(comparator) {
    if (typeof comparator === 'function' && Array.isArray(this) && isRun(this, comparator)) return this;
    return sort(this, comparator);
  },
  toSorted(comparator) {
    if (typeof comparator === 'function' && Array.isArray(this) && isRun(this, comparator)) return [...this];
    return toSorted(this, comparator);
  },
};

define('sort', methods.sort);
define('toSorted', methods.toSorted);
