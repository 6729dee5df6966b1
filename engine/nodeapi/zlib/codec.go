package zlib

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"

	"routescope/engine/js"
	"routescope/engine/webapi/compression/deflate"
)

type settings struct {
	kind       string // "gzip", "gunzip", "deflate", … as the functions are called
	level      int    // or the quality of Brotli
	strategy   int
	dictionary []byte
	window     int // bits
	memory     int // zlib's memLevel
	limit      int // bytes of output; 0 for no limit
}

func newCodec(iso *js.Isolate, s settings) codec {
	switch s.kind {
	case "gzip", "deflate", "deflateRaw", "brotliCompress":
		return newCompressor(s)
	}
	return newDecompressor(iso.Done(), s)
}

/* Compressing. */

var formats = map[string]deflate.Format{"gzip": deflate.Gzip, "deflate": deflate.Zlib, "deflateRaw": deflate.Raw}

// A compressor is one of the two: DEFLATE or Brotli.
type compressor struct {
	out     bytes.Buffer
	deflate *deflate.Writer
	brotli  *brotli.Writer
	limit   int
}

func newCompressor(s settings) codec {
	c := &compressor{limit: s.limit}
	if s.kind == "brotliCompress" {
		c.brotli = brotli.NewWriterOptions(&c.out, brotli.WriterOptions{Quality: s.level, LGWin: s.window})
	} else {
		c.deflate = deflate.New(deflate.Options{
			Format: formats[s.kind], Level: s.level, Strategy: s.strategy, WindowBits: s.window, MemLevel: s.memory, Dictionary: s.dictionary,
		})
	}
	return c
}

func (c *compressor) write(input []byte, flush int, last bool) ([]byte, error) {
	var err error
	if c.deflate != nil {
		c.out.Write(c.deflate.Write(input, deflate.Flush(flush)))
	} else {
		err = c.writeBrotli(input, flush, last)
	}
	if err == nil && c.limit > 0 && c.out.Len() > c.limit {
		err = errTooLarge(c.limit)
	}
	out := append([]byte{}, c.out.Bytes()...)
	c.out.Reset()
	return out, err
}

func (c *compressor) writeBrotli(input []byte, flush int, last bool) error {
	if len(input) > 0 {
		if _, err := c.brotli.Write(input); err != nil {
			return err
		}
	}
	switch {
	case last:
		return c.brotli.Close()
	case flush != 0:
		return c.brotli.Flush()
	}
	return nil
}

func (c *compressor) close() {}

/* Decompressing. */

// A decompressor reads on a goroutine of its own, as Go's readers ask for input
// instead of being given it. Both sides take turns: write hands over input and
// waits until the reader wants more, or has ended.
type decompressor struct {
	input  chan []byte   // closed at the end
	wants  chan struct{} // the reader is about to wait for input
	ended  chan error
	closed chan struct{}
	done   <-chan struct{} // the isolate's

	waiting bool // the reader waits for input
	over    bool
	result  error
	out     limited
	rest    []byte // input that the reader did not take yet
	eof     bool
}

func newDecompressor(done <-chan struct{}, s settings) codec {
	d := &decompressor{
		input: make(chan []byte), wants: make(chan struct{}), ended: make(chan error, 1), closed: make(chan struct{}),
		done: done, out: limited{limit: s.limit},
	}
	go func() { d.ended <- decompress(s, bufio.NewReader(d), &d.out) }()
	return d
}

// Read implements [io.Reader] for the goroutine.
func (d *decompressor) Read(p []byte) (int, error) {
	for len(d.rest) == 0 {
		if d.eof {
			return 0, io.EOF
		}
		select {
		case d.wants <- struct{}{}:
		case <-d.closed:
			return 0, io.ErrClosedPipe
		case <-d.done:
			return 0, io.ErrClosedPipe
		}
		select {
		case input, more := <-d.input:
			d.rest, d.eof = input, !more
		case <-d.closed:
			return 0, io.ErrClosedPipe
		case <-d.done:
			return 0, io.ErrClosedPipe
		}
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

func (d *decompressor) write(input []byte, _ int, last bool) ([]byte, error) {
	if len(input) > 0 && d.ready() {
		d.input <- input
		d.waiting = false
		d.ready()
	}
	if last && d.ready() {
		close(d.input)
		d.over, d.result = true, <-d.ended
	}
	out := append([]byte{}, d.out.buf.Bytes()...)
	d.out.buf.Reset()
	return out, d.result
}

// ready waits until the reader waits for input; false if it has ended instead.
func (d *decompressor) ready() bool {
	if d.over || d.waiting {
		return d.waiting && !d.over
	}
	select {
	case <-d.wants:
		d.waiting = true
	case err := <-d.ended:
		d.over, d.result = true, err
	}
	return d.waiting
}

// limited refuses to grow beyond a limit, so that a little input cannot fill the
// memory.
type limited struct {
	buf   bytes.Buffer // not embedded: io.Copy would use its ReadFrom, which knows no limit
	limit int          // 0 for none
}

func (l *limited) Write(p []byte) (int, error) {
	if l.limit > 0 && l.buf.Len()+len(p) > l.limit {
		return 0, errTooLarge(l.limit)
	}
	return l.buf.Write(p)
}

func errTooLarge(limit int) error {
	return js.ThrowCode("RangeError", "ERR_BUFFER_TOO_LARGE", "Cannot create a Buffer larger than %d bytes", limit)
}

func (d *decompressor) close() {
	select {
	case <-d.closed:
	default:
		close(d.closed)
	}
}

func decompress(s settings, in *bufio.Reader, out io.Writer) error {
	kind := s.kind
	if kind == "unzip" {
		kind = "inflate"
		if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
			kind = "gunzip"
		}
	}
	switch kind {
	case "gunzip":
		return deflate.Gunzip(in, out)
	case "inflate":
		return deflate.Inflate(in, out, s.dictionary)
	case "inflateRaw":
		return copyAll(out, flate.NewReaderDict(in, s.dictionary))
	}
	err := copyAll(out, brotli.NewReader(in))
	// What follows the stream is ignored.
	if err != nil && err.Error() == "brotli: excessive input" {
		return nil
	}
	return err
}

func copyAll(out io.Writer, in io.Reader) error {
	_, err := io.Copy(out, in)
	return err
}

// coded gives an error zlib's name and text.
func coded(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return js.ThrowCode("Error", "Z_BUF_ERROR", "unexpected end of file")
	case errors.As(err, &corrupt):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "invalid compressed data at byte %d", int64(corrupt))
	}
	if name, ok := strings.CutPrefix(err.Error(), "brotli: "); ok {
		return js.ThrowCode("Error", "ERR__ERROR_FORMAT_"+name, "Decompression failed")
	}
	return err
}
