// V8's way of sorting with a comparator: https://tc39.es/ecma262/#sec-sortindexedproperties
// leaves open which elements are compared, and so what a comparator does that is no
// order: `(a, b) => a > b` changes nothing, `() => -1` turns the array round.
// Arrays of up to 63 elements are sorted by V8's steps, one run and insertions by
// bisection; of longer ones the first run is V8's, and the rest QuickJS's.
// Go half: none. Missing: the merges of V8's Timsort.
// @see https://v8.dev/blog/array-sort

const { Array, Number, Object, uncurryThis } = primordials;

const longestInsertion = 63;

/** The sign of a comparison; what is not a number counts as equal. */
function compare(comparator, x, y) {
  const order = comparator(x, y);
  return typeof order === 'number' ? order : Number(order);
}

/** Makes the elements from the first one on that are in order a run, and returns its length. */
function countAndMakeRun(list, comparator) {
  const isDescending = compare(comparator, list[1], list[0]) < 0;
  let length = 2;
  while (length < list.length && compare(comparator, list[length], list[length - 1]) < 0 === isDescending) length++;
  for (let low = 0, high = length - 1; isDescending && low < high; low++, high--) {
    const element = list[low];
    list[low] = list[high];
    list[high] = element;
  }
  return length;
}

function binaryInsertionSort(list, start, comparator) {
  for (let i = start; i < list.length; i++) {
    const pivot = list[i];
    let left = 0;
    let right = i;
    while (left < right) {
      const middle = left + ((right - left) >> 1);
      if (compare(comparator, pivot, list[middle]) < 0) right = middle;
      else left = middle + 1;
    }
    for (let p = i; p > left; p--) list[p] = list[p - 1];
    list[left] = pivot;
  }
}

function sortList(list, comparator) {
  if (list.length > 1) binaryInsertionSort(list, countAndMakeRun(list, comparator), comparator);
}

/** Reports whether no element is less than the one before it. */
function isRun(array, comparator) {
  for (let i = 1; i < array.length; i++) {
    if (array[i] === undefined || array[i - 1] === undefined) return false;
    if (comparator(array[i], array[i - 1]) < 0) return false;
  }
  return true;
}

/** Sorts a short array: undefined goes behind all else, and holes to the end. */
function sortShort(array, comparator) {
  const { length } = array;
  const list = [];
  let undefineds = 0;
  for (let i = 0; i < length; i++) {
    const element = array[i];
    if (element !== undefined) list[list.length] = element;
    else if (i in array) undefineds++;
  }
  sortList(list, comparator);
  for (let i = 0; i < list.length; i++) array[i] = list[i];
  for (let i = 0; i < undefineds; i++) array[list.length + i] = undefined;
  for (let i = list.length + undefineds; i < length; i++) if (Object.hasOwn(array, i)) delete array[i];
  return array;
}

function define(name, fn) {
  Object.defineProperty(Array.prototype, name, { value: fn, writable: true, configurable: true });
}

const sort = uncurryThis(Array.prototype.sort);
const toSorted = uncurryThis(Array.prototype.toSorted);

const methods = {
  sort(comparator) {
    if (typeof comparator !== 'function' || !Array.isArray(this)) return sort(this, comparator);
    if (this.length <= longestInsertion) return sortShort(this, comparator);
    return isRun(this, comparator) ? this : sort(this, comparator);
  },
  toSorted(comparator) {
    if (typeof comparator !== 'function' || !Array.isArray(this)) return toSorted(this, comparator);
    if (this.length <= longestInsertion) return sortShort([...this], comparator);
    return isRun(this, comparator) ? [...this] : toSorted(this, comparator);
  },
};

define('sort', methods.sort);
define('toSorted', methods.toSorted);
