// Package deflate compresses as the zlib of Node.js does, byte for byte.
package deflate

import (
	"encoding/binary"
	"hash"
	"hash/adler32"
	"hash/crc32"
)

// A Format is a wrapping of DEFLATE.
type Format int

// The formats: RFC 1951, RFC 1950 and RFC 1952.
const (
	Raw Format = iota
	Zlib
	Gzip
)

// Options are those of deflateInit2.
type Options struct {
	Format     Format
	Level      int // -1 for the default
	Strategy   int
	WindowBits int // 8 to 15
	MemLevel   int // 1 to 9
	Dictionary []byte
}

// Default is what zlib does unless it is told otherwise.
func Default(format Format) Options {
	return Options{Format: format, Level: -1, WindowBits: 15, MemLevel: 8}
}

// A Writer compresses one stream.
type Writer struct {
	options Options
	header  []byte // until the first write
	d       *deflater
	sum     hash.Hash32 // nil for raw DEFLATE
	size    uint32
}

// New returns a writer.
func New(o Options) *Writer {
	w := &Writer{options: o, d: newDeflater(o)}
	switch o.Format {
	case Gzip:
		w.sum = crc32.NewIEEE()
		w.header = []byte{gzipID1, gzipID2, deflateMethod, 0, 0, 0, 0, 0, w.gzipEffort(), gzipUnix}
	case Zlib:
		w.sum = adler32.New()
		w.header = w.zlibHeader()
	}
	return w
}

const (
	gzipID1, gzipID2 = 0x1f, 0x8b
	deflateMethod    = 8
	gzipUnix         = 3
)

func (w *Writer) gzipEffort() byte {
	switch {
	case w.options.Level == 9:
		return 2
	case w.isQuick():
		return 4
	}
	return 0
}

func (w *Writer) isQuick() bool {
	return w.options.Level == 0 || w.options.Level == 1 || w.options.Strategy >= HuffmanOnly
}

func (w *Writer) zlibHeader() []byte {
	const dictionaryFlag, check = 0x20, 31
	effort := 3
	switch level := w.d.level; {
	case w.isQuick():
		effort = 0
	case level < defaultLevel:
		effort = 1
	case level == defaultLevel:
		effort = 2
	}
	header := (deflateMethod+(max(w.options.WindowBits, 9)-8)<<4)<<8 | effort<<6
	if w.options.Dictionary != nil {
		header |= dictionaryFlag
	}
	header += check - header%check
	out := binary.BigEndian.AppendUint16(nil, uint16(header))
	if w.options.Dictionary != nil {
		out = binary.BigEndian.AppendUint32(out, adler32.Checksum(w.options.Dictionary))
	}
	return out
}

// Write takes input and returns what can be written out by now; after [Finish]
// that is all there is.
func (w *Writer) Write(input []byte, flush Flush) []byte {
	if w.sum != nil {
		w.sum.Write(input)
	}
	w.size += uint32(len(input))
	out := append(w.header, w.d.write(input, flush)...)
	w.header = nil
	if flush == Finish {
		out = w.appendTrailer(out)
	}
	return out
}

func (w *Writer) appendTrailer(out []byte) []byte {
	switch w.options.Format {
	case Gzip:
		out = binary.LittleEndian.AppendUint32(out, w.sum.Sum32())
		return binary.LittleEndian.AppendUint32(out, w.size)
	case Zlib:
		return binary.BigEndian.AppendUint32(out, w.sum.Sum32())
	}
	return out
}

// Change takes another level and strategy for what is to come, after a flush.
func (w *Writer) Change(level, strategy int) {
	if level < 0 {
		level = defaultLevel
	}
	w.d.level, w.d.strategy = level, strategy
	w.d.clearMatch()
}
