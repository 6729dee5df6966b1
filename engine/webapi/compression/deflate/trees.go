package deflate

import mathbits "math/bits"

// Blocks of DEFLATE and their Huffman codes, as zlib's trees.c makes them.

const (
	literals    = 286
	distances   = 30
	codeLengths = 19
	endOfBlock  = 256
	firstLength = 257
	maxBits     = 15
	maxCodeBits = 7

	blockStored  = 0
	blockFixed   = 1
	blockDynamic = 2
)

// bits gathers bits, the lowest first.
type bits struct {
	out   []byte
	hold  uint64
	count int
}

func (b *bits) put(value, n int) {
	b.hold |= uint64(value) << b.count
	for b.count += n; b.count >= 8; b.count -= 8 {
		b.out = append(b.out, byte(b.hold))
		b.hold >>= 8
	}
}

// windUp fills the last byte.
func (b *bits) windUp() {
	if b.count > 0 {
		b.put(0, 8-b.count)
	}
}

// align writes an empty fixed block, so that what is before can be read.
func (b *bits) align() {
	b.put(blockFixed<<1, 3)
	b.put(0, 7)
}

func (b *bits) storedBlock(data []byte, last bool) {
	b.put(blockStored<<1|bit(last), 3)
	b.windUp()
	n := len(data)
	b.out = append(b.out, byte(n), byte(n>>8), byte(^n), byte(^n>>8))
	b.out = append(b.out, data...)
}

/* Lengths and distances as codes with extra bits: RFC 1951, section 3.2.5. */

var (
	lengthExtra   = [29]int{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distanceExtra = [distances]int{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
	repeatExtra   = [codeLengths]int{16: 2, 17: 3, 18: 7}
	// The order in which the lengths of codes for lengths are sent.
	lengthOrder = [codeLengths]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

	lengthBase   = bases(lengthExtra[:], minMatch)
	distanceBase = bases(distanceExtra[:], 1)

	lengthCodes = func() (codes [maxMatch + 1]int) {
		for code := range lengthExtra {
			for n := lengthBase[code]; n <= maxMatch && n < lengthBase[code]+1<<lengthExtra[code]; n++ {
				codes[n] = code
			}
		}
		return codes
	}()
)

func bases(extra []int, first int) []int {
	out := make([]int, len(extra))
	for i, n := range extra {
		out[i] = first
		first += 1 << n
	}
	// The longest match has a code of its own.
	if len(out) == len(lengthExtra) {
		out[len(out)-1] = maxMatch
	}
	return out
}

func lengthCode(n int) int { return lengthCodes[n] }

func distanceCode(n int) int {
	n--
	if n < 4 {
		return n
	}
	log := mathbits.Len(uint(n)) - 1
	return 2*log + n>>(log-1)&1
}

/* Codes. */

// A table has for each symbol its code, with the bits turned round, and their
// number.
type table struct {
	code, size [288]int
}

// assign gives codes to symbols by their sizes: RFC 1951, section 3.2.2.
func (t *table) assign(n int) {
	var count, next [maxBits + 1]int
	for _, size := range t.size[:n] {
		count[size]++
	}
	count[0] = 0
	code := 0
	for size := 1; size <= maxBits; size++ {
		code = (code + count[size-1]) << 1
		next[size] = code
	}
	for i, size := range t.size[:n] {
		if size > 0 {
			t.code[i] = int(mathbits.Reverse16(uint16(next[size])) >> (16 - size))
			next[size]++
		}
	}
}

var fixedLiterals, fixedDistances = func() (l, d table) {
	for i := range l.size {
		switch {
		case i < 144 || i >= 280:
			l.size[i] = 8
		case i < 256:
			l.size[i] = 9
		default:
			l.size[i] = 7
		}
	}
	for i := range distances {
		d.size[i] = 5
	}
	l.assign(288)
	d.assign(distances)
	return l, d
}()

func staticSize(lit, dist []int) int {
	size := 0
	for i, f := range lit {
		size += f * (fixedLiterals.size[i] + literalExtra(i))
	}
	for i, f := range dist {
		size += f * (fixedDistances.size[i] + distanceExtra[i])
	}
	return size
}

func literalExtra(i int) int {
	if i < firstLength {
		return 0
	}
	return lengthExtra[i-firstLength]
}

// sizes makes the sizes of a Huffman code of at most limit bits, for symbols with
// frequencies; it returns the last symbol in use. Ties go as zlib decides them, so
// that the same codes come out: build_tree, pqdownheap and gen_bitlen.
func (t *table) sizes(frequencies []int, limit int) int {
	h := newTreeHeap(frequencies)
	last := h.last
	h.combine()
	h.measure(t, limit)
	t.assign(len(frequencies))
	return last
}

type treeHeap struct {
	frequency, depth, parent []int
	leaves                   int
	heap                     []int // from 1 on
	length                   int
	order                    []int // nodes by the order in which they left the heap
	last                     int
}

func newTreeHeap(frequencies []int) *treeHeap {
	n := len(frequencies)
	h := &treeHeap{
		frequency: append(append([]int{}, frequencies...), make([]int, n+1)...), depth: make([]int, 2*n+1), parent: make([]int, 2*n+1),
		leaves: n, heap: make([]int, 2*n+2), last: -1,
	}
	for i, f := range frequencies {
		if f != 0 {
			h.length++
			h.heap[h.length] = i
			h.last = i
		}
	}
	// There are two codes at least, if they are used or not.
	for h.length < 2 {
		node := 0
		if h.last < 2 {
			h.last++
			node = h.last
		}
		h.length++
		h.heap[h.length] = node
		h.frequency[node] = 1
	}
	for i := h.length / 2; i >= 1; i-- {
		h.down(i)
	}
	return h
}

func (h *treeHeap) smaller(a, b int) bool {
	return h.frequency[a] < h.frequency[b] || h.frequency[a] == h.frequency[b] && h.depth[a] <= h.depth[b]
}

func (h *treeHeap) down(k int) {
	v := h.heap[k]
	for j := k << 1; j <= h.length; j <<= 1 {
		if j < h.length && h.smaller(h.heap[j+1], h.heap[j]) {
			j++
		}
		if h.smaller(v, h.heap[j]) {
			break
		}
		h.heap[k] = h.heap[j]
		k = j
	}
	h.heap[k] = v
}

// combine joins the two rarest nodes until one is left.
func (h *treeHeap) combine() {
	node := h.leaves
	for {
		n := h.heap[1]
		h.heap[1] = h.heap[h.length]
		h.length--
		h.down(1)
		m := h.heap[1]
		h.order = append(h.order, n, m)
		h.frequency[node] = h.frequency[n] + h.frequency[m]
		h.depth[node] = max(h.depth[n], h.depth[m]) + 1
		h.parent[n], h.parent[m] = node, node
		h.heap[1] = node
		node++
		h.down(1)
		if h.length < 2 {
			h.order = append(h.order, h.heap[1])
			return
		}
	}
}

// measure gives the leaves their sizes; sizes over the limit are cut, at the cost
// of others.
func (h *treeHeap) measure(t *table, limit int) {
	size := make([]int, len(h.frequency))
	var count [maxBits + 1]int
	overflow := 0
	clear(t.size[:])
	root := len(h.order) - 1
	for i := root - 1; i >= 0; i-- {
		node := h.order[i]
		size[node] = size[h.parent[node]] + 1
		if size[node] > limit {
			size[node] = limit
			overflow++
		}
		if node < h.leaves {
			count[size[node]]++
			t.size[node] = size[node]
		}
	}
	if overflow == 0 {
		return
	}
	for ; overflow > 0; overflow -= 2 {
		n := limit - 1
		for count[n] == 0 {
			n--
		}
		count[n]--
		count[n+1] += 2
		count[limit]--
	}
	at := 0
	for n := limit; n > 0; n-- {
		for left := count[n]; left > 0; at++ {
			if node := h.order[at]; node < h.leaves {
				t.size[node] = n
				left--
			}
		}
	}
}

/* Dynamic blocks: RFC 1951, section 3.2.7. */

type trees struct {
	literals, distances, lengths      table
	lastLiteral, lastDistance, lastCL int
	runs                              []run
	size                              int // bits of the block, without its header
}

// A run is a code of the alphabet of lengths, with its extra bits.
type run struct{ code, extra int }

func buildTrees(lit, dist []int) *trees {
	t := &trees{}
	t.lastLiteral = t.literals.sizes(lit, maxBits)
	t.lastDistance = t.distances.sizes(dist, maxBits)
	t.runs = append(runsOf(t.literals.size[:t.lastLiteral+1]), runsOf(t.distances.size[:t.lastDistance+1])...)
	var frequencies [codeLengths]int
	for _, r := range t.runs {
		frequencies[r.code]++
	}
	t.lengths.sizes(frequencies[:], maxCodeBits)
	for t.lastCL = codeLengths - 1; t.lastCL >= 3 && t.lengths.size[lengthOrder[t.lastCL]] == 0; {
		t.lastCL--
	}
	t.size = 3*(t.lastCL+1) + 5 + 5 + 4
	for i, f := range frequencies {
		t.size += f * (t.lengths.size[i] + repeatExtra[i])
	}
	for i, f := range lit {
		t.size += f * (t.literals.size[i] + literalExtra(i))
	}
	for i, f := range dist {
		t.size += f * (t.distances.size[i] + distanceExtra[i])
	}
	return t
}

// runsOf shortens repetitions in a list of sizes: scan_tree.
func runsOf(sizes []int) (out []run) {
	previous, count := -1, 0
	most, least := repeatLimits(sizes[0] == 0, false)
	for i, size := range sizes {
		next := -1
		if i+1 < len(sizes) {
			next = sizes[i+1]
		}
		count++
		if count < most && size == next {
			continue
		}
		switch {
		case count < least:
			for range count {
				out = append(out, run{size, 0})
			}
		case size != 0:
			if size != previous {
				out = append(out, run{size, 0})
				count--
			}
			out = append(out, run{16, count - 3})
		case count <= 10:
			out = append(out, run{17, count - 3})
		default:
			out = append(out, run{18, count - 11})
		}
		count, previous = 0, size
		most, least = repeatLimits(next == 0, size == next)
	}
	return out
}

func repeatLimits(zero, same bool) (most, least int) {
	switch {
	case zero:
		return 138, 3
	case same:
		return 6, 3
	}
	return 7, 4
}

func (t *trees) write(b *bits) {
	b.put(t.lastLiteral+1-firstLength, 5)
	b.put(t.lastDistance, 5)
	b.put(t.lastCL+1-4, 4)
	for _, code := range lengthOrder[:t.lastCL+1] {
		b.put(t.lengths.size[code], 3)
	}
	for _, r := range t.runs {
		b.put(t.lengths.code[r.code], t.lengths.size[r.code])
		b.put(r.extra, repeatExtra[r.code])
	}
}

func (b *bits) writeSymbols(symbols []symbol, lit, dist *table) {
	for _, s := range symbols {
		if s.distance == 0 {
			b.put(lit.code[s.value], lit.size[s.value])
			continue
		}
		code := lengthCode(s.value)
		b.put(lit.code[firstLength+code], lit.size[firstLength+code])
		b.put(s.value-lengthBase[code], lengthExtra[code])
		code = distanceCode(s.distance)
		b.put(dist.code[code], dist.size[code])
		b.put(s.distance-distanceBase[code], distanceExtra[code])
	}
	b.put(lit.code[endOfBlock], lit.size[endOfBlock])
}
