// Intl.Segmenter: https://tc39.es/ecma402/#segmenter-objects
// Go half: text.go. Missing: dictionaries, so that words of Thai, Chinese and
// Japanese end where Unicode's rules alone end them.

const { Object, String, Symbol, TypeError, WeakMap, Number } = primordials;
const { op_intl_segment } = ops;
const { defineService, getOption, getOptionsObject, resolveLocale } = require('./locale');

const views = new WeakMap();

function viewOf(object, member) {
  const view = typeof object === 'object' && object !== null ? views.get(object) : undefined;
  if (view === undefined) throw new TypeError(`Method %Segments.prototype%.${member} called on incompatible receiver`);
  return view;
}

// Boundaries are found when they are first needed, all at once.
function boundaries(view) {
  if (view.ends !== undefined) return view.ends;
  const flat = op_intl_segment(view.granularity, view.input);
  const isWord = view.granularity === 'word';
  view.ends = [];
  view.words = isWord ? [] : undefined;
  for (let i = 0; i < flat.length; i += isWord ? 2 : 1) {
    view.ends.push(flat[i]);
    if (isWord) view.words.push(flat[i + 1] === 1);
  }
  return view.ends;
}

/** @see https://tc39.es/ecma402/#sec-createsegmentdataobject */
function segmentAt(view, i) {
  const ends = boundaries(view);
  const index = i === 0 ? 0 : ends[i - 1];
  const out = { segment: view.input.slice(index, ends[i]), index, input: view.input };
  if (view.words !== undefined) out.isWordLike = view.words[i];
  return out;
}

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
const positions = new WeakMap();

const SegmentIteratorPrototype = Object.create(IteratorPrototype);
const iteratorMembers = {
  next() {
    const state = positions.get(this);
    if (state === undefined) throw new TypeError('Method %SegmentIterator.prototype%.next called on incompatible receiver');
    if (state.next >= boundaries(state.view).length) return { value: undefined, done: true };
    return { value: segmentAt(state.view, state.next++), done: false };
  },
};
Object.defineProperty(SegmentIteratorPrototype, 'next', { value: iteratorMembers.next, writable: true, configurable: true });
Object.defineProperty(SegmentIteratorPrototype, Symbol.toStringTag, { value: 'Segmenter String Iterator', configurable: true });

const SegmentsPrototype = {};
const segmentsMembers = {
  containing(index) {
    const view = viewOf(this, 'containing');
    const n = Math.trunc(Number(index)) || 0;
    if (n < 0 || n >= view.input.length) return undefined;
    return segmentAt(
      view,
      boundaries(view).findIndex((end) => n < end),
    );
  },
  [Symbol.iterator]() {
    const iterator = Object.create(SegmentIteratorPrototype);
    positions.set(iterator, { view: viewOf(this, 'Symbol.iterator'), next: 0 });
    return iterator;
  },
};
for (const key of ['containing', Symbol.iterator]) {
  Object.defineProperty(SegmentsPrototype, key, { value: segmentsMembers[key], writable: true, configurable: true });
}

const { Service: Segmenter } = defineService('Segmenter', {
  init(locales, given) {
    const options = getOptionsObject(given);
    getOption(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit');
    const f = resolveLocale(locales);
    f.granularity = getOption(options, 'granularity', ['grapheme', 'word', 'sentence'], 'grapheme');
    return f;
  },
  methods: {
    segment(f, input) {
      const segments = Object.create(SegmentsPrototype);
      views.set(segments, { granularity: f.granularity, input: String(input), ends: undefined, words: undefined });
      return segments;
    },
    resolvedOptions: ({ locale, granularity }) => ({ locale, granularity }),
  },
});

module.exports = { Segmenter };
