package deflate

import "slices"

// DEFLATE as zlib compresses, so that the bytes are those that Node.js gives: the
// same matches and the same blocks. See zlib's deflate.c, whose names these are,
// and RFC 1951.

const (
	minMatch     = 3
	maxMatch     = 258
	minLookahead = maxMatch + minMatch + 1
	tooFar       = 4096
)

// The strategies; 0 is the default.
const (
	Filtered    = 1
	HuffmanOnly = 2
	RLE         = 3
	Fixed       = 4
)

// A Flush says how much is written out.
type Flush int

// The kinds of flush, with zlib's numbers.
const (
	NoFlush Flush = iota
	PartialFlush
	SyncFlush
	FullFlush
	Finish
	Block
)

type effort struct {
	good, lazy, nice, chain int
}

// efforts are what the levels stand for.
var efforts = [10]effort{
	{0, 0, 0, 0},
	{4, 4, 8, 4},
	{4, 5, 16, 8},
	{4, 6, 32, 32},
	{4, 4, 16, 16},
	{8, 16, 32, 32},
	{8, 16, 128, 128},
	{8, 32, 128, 256},
	{32, 128, 258, 1024},
	{32, 258, 258, 4096},
}

const (
	defaultLevel = 6
	firstLazy    = 4 // the level from which matches wait for better ones
)

// A deflater keeps all input of a window and what is to be compressed in data;
// positions are offsets from the start of the stream.
type deflater struct {
	bits
	level, strategy int
	windowSize      int

	data []byte // from base on
	base int
	pos  int // the next byte to compress

	head     []int // by hash, the last position + 1
	prev     []int // by position, the one before + 1
	hashBits int
	inserted int // positions before it are in the hash table

	blockStart int
	symbols    []symbol
	symbolMax  int
	litFreq    [literals]int
	distFreq   [distances]int

	lastFlush Flush

	// Of the lazy evaluation: the match before, and whether its byte waits.
	matchAt, matchLength int
	waits                bool
}

// A symbol is a literal, or a match of a length at a distance.
type symbol struct {
	distance int // 0 for a literal
	value    int // the byte, or the length
}

func newDeflater(o Options) *deflater {
	d := &deflater{
		level: o.Level, strategy: o.Strategy, windowSize: 1 << max(o.WindowBits, 9), hashBits: max(o.MemLevel+7, 15),
		symbolMax: 1<<(o.MemLevel+6) - 1,
	}
	if d.level < 0 {
		d.level = defaultLevel
	}
	dictionary := o.Dictionary
	d.head, d.prev = make([]int, 1<<d.hashBits), make([]int, d.windowSize)
	d.clearMatch()
	if len(dictionary) > d.windowSize {
		dictionary = dictionary[len(dictionary)-d.windowSize:]
	}
	d.data = slices.Clone(dictionary)
	d.pos = len(d.data)
	d.blockStart = d.pos
	d.insertUpTo(d.pos)
	return d
}

func (d *deflater) clearMatch() {
	d.matchLength, d.waits = minMatch-1, false
}

func (d *deflater) at(i int) byte { return d.data[i-d.base] }
func (d *deflater) end() int      { return d.base + len(d.data) }
func (d *deflater) lookahead() int {
	return d.end() - d.pos
}

// write takes input and gives what can be written out.
func (d *deflater) write(input []byte, flush Flush) []byte {
	// Nothing new to flush again, of a flush that is no stronger.
	idle := len(input) == 0 && d.lookahead() == 0 && flush <= d.lastFlush && flush != Finish
	d.lastFlush = flush
	if !idle {
		d.data = append(d.data, input...)
		d.compress(flush)
		d.afterFlush(flush)
		d.slide()
	}
	out := d.out
	d.out = nil
	return out
}

func (d *deflater) compress(flush Flush) {
	switch {
	case d.level == 0:
		d.stored(flush)
	case d.strategy == HuffmanOnly:
		d.huffman(flush)
	case d.strategy == RLE:
		d.rle(flush)
	case d.level < firstLazy:
		d.fast(flush)
	default:
		d.slow(flush)
	}
}

func (d *deflater) afterFlush(flush Flush) {
	switch flush {
	case PartialFlush:
		d.align()
	case SyncFlush, FullFlush:
		d.storedBlock(nil, false)
		if flush == FullFlush {
			clear(d.head)
			d.inserted = max(d.inserted, d.pos)
		}
	case Finish:
		d.windUp()
	}
}

// slide forgets what no match can reach any more.
func (d *deflater) slide() {
	keep := min(d.pos-d.windowSize-minLookahead, d.blockStart)
	if keep-d.base > 4*d.windowSize {
		d.data = slices.Clone(d.data[keep-d.base:])
		d.base = keep
	}
}

/* Matches. */

// hash is that of Chromium's zlib, which Node.js has: of four bytes, so that it
// finds few matches of three.
func (d *deflater) hash(i int) int {
	const factor = 66521
	v := uint32(d.at(i)) | uint32(d.at(i+1))<<8 | uint32(d.at(i+2))<<16
	if i+3 < d.end() {
		v |= uint32(d.at(i+3)) << 24
	}
	return int((v*factor+factor)>>16) & (1<<d.hashBits - 1)
}

// insert puts a position into the table; it gives the last with that hash, or -1.
func (d *deflater) insert(i int) int {
	h := d.hash(i)
	last := d.head[h]
	d.prev[i&(d.windowSize-1)] = last
	d.head[h] = i + 1
	d.inserted = i + 1
	return last - 1
}

// insertUpTo puts in what could not be before, as the bytes behind were missing.
func (d *deflater) insertUpTo(limit int) {
	for i := d.inserted; i < limit && i+minMatch <= d.end(); i++ {
		d.insert(i)
	}
}

func (d *deflater) longestMatch(candidate, best int) (int, int) {
	e := efforts[d.level]
	chain, nice := e.chain, min(e.nice, d.lookahead())
	if best >= e.good {
		chain >>= 2
	}
	limit := max(d.pos-(d.windowSize-minLookahead), 0)
	longest := min(maxMatch, d.lookahead())
	at := -1
	for {
		n := 0
		for n < longest && d.at(candidate+n) == d.at(d.pos+n) {
			n++
		}
		if n > best {
			at, best = candidate, n
			if n >= nice {
				break
			}
		}
		next := d.prev[candidate&(d.windowSize-1)] - 1
		if chain--; next >= candidate || next <= limit || chain == 0 {
			break
		}
		candidate = next
	}
	return at, min(best, d.lookahead())
}

// reachable says whether a position may be the start of a match. The first of all
// may not: zlib takes 0 for none.
func (d *deflater) reachable(i int) bool {
	return i > 0 && d.pos-i <= d.windowSize-minLookahead
}

// enough says whether there is input to go on with.
func (d *deflater) enough(flush Flush, want int) bool {
	if d.lookahead() >= want {
		return true
	}
	return flush != NoFlush && d.lookahead() > 0
}

func (d *deflater) fast(flush Flush) {
	for d.enough(flush, minLookahead) {
		d.insertUpTo(d.pos)
		at, length := -1, 0
		if d.lookahead() >= minMatch {
			if head := d.insert(d.pos); d.reachable(head) {
				at, length = d.longestMatch(head, minMatch-1)
			}
		}
		if length < minMatch || at < 0 {
			d.literal(d.at(d.pos))
			d.pos++
		} else {
			d.match(d.pos-at, length)
			d.skipMatch(length)
		}
		d.blockIfFull()
	}
	d.flushBlocks(flush)
}

// skipMatch passes a match: a long one leaves no traces in the hash table.
func (d *deflater) skipMatch(length int) {
	if length <= efforts[d.level].lazy && d.lookahead()-length >= minMatch {
		for i := 1; i < length; i++ {
			d.insert(d.pos + i)
		}
	} else {
		d.inserted = d.pos + length
	}
	d.pos += length
}

func (d *deflater) slow(flush Flush) {
	e := efforts[d.level]
	for d.enough(flush, minLookahead) {
		d.insertUpTo(d.pos)
		head := -1
		if d.lookahead() >= minMatch {
			head = d.insert(d.pos)
		}
		previousAt, previous := d.matchAt, d.matchLength
		d.matchLength = minMatch - 1
		if previous < e.lazy && d.reachable(head) {
			at, length := d.longestMatch(head, previous)
			if at >= 0 {
				d.matchAt = at
			}
			d.matchLength = length
			far := length == minMatch && d.pos-d.matchAt > tooFar
			if length <= 5 && (d.strategy == Filtered || far) {
				d.matchLength = minMatch - 1
			}
		}
		switch {
		case previous >= minMatch && d.matchLength <= previous:
			d.lazyMatch(previousAt, previous)
		case d.waits:
			d.literal(d.at(d.pos - 1))
			d.blockIfFull()
			d.pos++
		default:
			d.waits = true
			d.pos++
		}
	}
	if flush != NoFlush && d.waits {
		d.literal(d.at(d.pos - 1))
		d.waits = false
	}
	d.flushBlocks(flush)
}

// lazyMatch takes the match that starts one byte before.
func (d *deflater) lazyMatch(at, length int) {
	last := d.pos + d.lookahead() - minMatch
	d.match(d.pos-1-at, length)
	end := d.pos - 1 + length
	for i := d.pos + 1; i < end; i++ {
		if i <= last {
			d.insert(i)
		}
	}
	d.pos = end
	d.clearMatch()
	d.blockIfFull()
}

// huffman looks for no matches.
func (d *deflater) huffman(flush Flush) {
	for d.lookahead() > 0 {
		d.literal(d.at(d.pos))
		d.pos++
		d.blockIfFull()
	}
	d.flushBlocks(flush)
}

// rle looks for matches with the byte before only.
func (d *deflater) rle(flush Flush) {
	for d.enough(flush, maxMatch+1) {
		length := 0
		if d.lookahead() >= minMatch && d.pos > 0 && d.pos-1 >= d.base {
			longest := min(maxMatch, d.lookahead())
			for length < longest && d.at(d.pos+length) == d.at(d.pos-1) {
				length++
			}
		}
		if length >= minMatch {
			d.match(1, length)
			d.pos += length
		} else {
			d.literal(d.at(d.pos))
			d.pos++
		}
		d.blockIfFull()
	}
	d.flushBlocks(flush)
}

const maxStored = 65535

// stored copies.
func (d *deflater) stored(flush Flush) {
	d.pos = d.end()
	for flush != NoFlush && (d.pos > d.blockStart || flush == Finish) || d.pos-d.blockStart > maxStored {
		n := min(d.pos-d.blockStart, maxStored)
		last := flush == Finish && d.blockStart+n == d.pos
		start := d.blockStart - d.base
		d.storedBlock(d.data[start:start+n], last)
		d.blockStart += n
		if last {
			break
		}
	}
	d.inserted = d.pos
}

/* Blocks. */

func (d *deflater) literal(b byte) {
	d.symbols = append(d.symbols, symbol{0, int(b)})
	d.litFreq[b]++
}

func (d *deflater) match(distance, length int) {
	d.symbols = append(d.symbols, symbol{distance, length})
	d.litFreq[firstLength+lengthCode(length)]++
	d.distFreq[distanceCode(distance)]++
}

func (d *deflater) blockIfFull() {
	if len(d.symbols) >= d.symbolMax {
		d.flushBlock(false)
	}
}

func (d *deflater) flushBlocks(flush Flush) {
	switch {
	case flush == Finish:
		d.flushBlock(true)
	case flush != NoFlush && len(d.symbols) > 0:
		d.flushBlock(false)
	}
}

// flushBlock writes the symbols in the shortest of the three ways.
func (d *deflater) flushBlock(last bool) {
	data := d.data[d.blockStart-d.base : d.pos-d.base]
	d.litFreq[endOfBlock] = 1
	trees := buildTrees(d.litFreq[:], d.distFreq[:])
	optimal, static := (trees.size+3+7)>>3, (staticSize(d.litFreq[:], d.distFreq[:])+3+7)>>3
	if static <= optimal || d.strategy == Fixed {
		optimal = static
	}
	switch {
	case len(data)+4 <= optimal && len(data) <= maxStored:
		d.storedBlock(data, last)
	case static == optimal:
		d.put(blockFixed<<1|bit(last), 3)
		d.writeSymbols(d.symbols, &fixedLiterals, &fixedDistances)
	default:
		d.put(blockDynamic<<1|bit(last), 3)
		trees.write(&d.bits)
		d.writeSymbols(d.symbols, &trees.literals, &trees.distances)
	}
	if last {
		d.windUp()
	}
	d.symbols = d.symbols[:0]
	clear(d.litFreq[:])
	clear(d.distFreq[:])
	d.blockStart = d.pos
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
