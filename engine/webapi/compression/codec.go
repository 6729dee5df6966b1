package compression

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	"routescope/engine/js"
	"routescope/engine/webapi/compression/deflate"
)

// A step is one write to a stream, or its end.
type step struct {
	input  []byte
	last   bool
	answer func(output []byte, err error)
}

// A codec is a stream at work on a goroutine of its own, which ends with the last
// step, with the closing of steps, or with the isolate.
type codec struct {
	steps chan step
	done  <-chan struct{}
}

func newCodec(done <-chan struct{}) *codec {
	// A stream has one write in flight: the sender never waits.
	return &codec{steps: make(chan step, 1), done: done}
}

func (c *codec) send(s step) {
	select {
	case c.steps <- s:
	case <-c.done:
	}
}

func (c *codec) next() (step, bool) {
	select {
	case s, ok := <-c.steps:
		return s, ok
	case <-c.done:
		return step{}, false
	}
}

/* Compressing. */

func newCompressor(format string, done <-chan struct{}) (*codec, error) {
	f, ok := formats[format]
	if !ok {
		return nil, fmt.Errorf("no such compression format: %s", format)
	}
	c := newCodec(done)
	go c.compress(deflate.New(deflate.Default(f)))
	return c, nil
}

var formats = map[string]deflate.Format{"gzip": deflate.Gzip, "deflate": deflate.Zlib, "deflate-raw": deflate.Raw}

func (c *codec) compress(w *deflate.Writer) {
	for s, ok := c.next(); ok; s, ok = c.next() {
		flush := deflate.NoFlush
		if s.last {
			flush = deflate.Finish
		}
		s.answer(w.Write(s.input, flush), nil)
		if s.last {
			return
		}
	}
}

// take returns what is in the buffer and empties it.
func take(b *bytes.Buffer) []byte {
	out := bytes.Clone(b.Bytes())
	b.Reset()
	return out
}

/* Decompressing. */

// A feeder is the reader a decompressor pulls from: when it runs dry, the step
// that fed it is answered with what came out so far, and the next is awaited.
type feeder struct {
	codec *codec
	step  step // being worked on
	input []byte
	out   bytes.Buffer
	ended bool // the last step is there
}

var errAbandoned = errors.New("the stream was dropped")

func newDecompressor(format string, done <-chan struct{}) *codec {
	c := newCodec(done)
	go (&feeder{codec: c}).decompress(format)
	return c
}

// ReadByte keeps compress/flate from buffering, so that what follows the stream
// is seen.
func (f *feeder) ReadByte() (byte, error) {
	if err := f.fill(); err != nil {
		return 0, err
	}
	b := f.input[0]
	f.input = f.input[1:]
	return b, nil
}

func (f *feeder) Read(p []byte) (int, error) {
	if err := f.fill(); err != nil {
		return 0, err
	}
	n := copy(p, f.input)
	f.input = f.input[n:]
	return n, nil
}

func (f *feeder) fill() error {
	for len(f.input) == 0 {
		if f.ended {
			return io.EOF
		}
		if f.step.answer != nil {
			f.step.answer(take(&f.out), nil)
		}
		next, ok := f.codec.next()
		if !ok {
			return errAbandoned
		}
		f.step, f.input, f.ended = next, next.input, next.last
	}
	return nil
}

// decompress runs until the end of the input or an error; every step after an
// error gets the same.
func (f *feeder) decompress(format string) {
	err := f.copyFrom(format)
	// What follows a zlib stream is ignored, as Node.js does.
	if err == nil && format == "gzip" {
		err = f.readTrailer()
	}
	if errors.Is(err, errAbandoned) {
		return
	}
	f.step.answer(take(&f.out), zlibError(err))
	for !f.step.last {
		s, ok := f.codec.next()
		if !ok {
			return
		}
		f.step = s
		s.answer(nil, zlibError(err))
	}
}

func (f *feeder) copyFrom(format string) error {
	r, err := readerFor(format, f)
	if err != nil {
		return err
	}
	// Not out.ReadFrom: reading from r empties out whenever input runs dry.
	_, err = io.Copy(struct{ io.Writer }{&f.out}, r)
	return err
}

func readerFor(format string, f *feeder) (io.Reader, error) {
	switch format {
	case "gzip":
		return gzip.NewReader(f)
	case "deflate":
		return zlib.NewReader(f)
	}
	return flate.NewReader(f), nil
}

var errTrailing = errors.New("there is data after the end of the stream")

// readTrailer waits for the end of the input, which must have nothing left.
func (f *feeder) readTrailer() error {
	switch err := f.fill(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return errTrailing
}

// zlibError turns an error of compress/* into the one zlib would report.
func zlibError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return js.ThrowCode("Error", "Z_BUF_ERROR", "unexpected end of file")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "incorrect data check")
	case errors.As(err, &corrupt):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "invalid block type")
	}
	return js.ThrowCode("Error", "Z_DATA_ERROR", "incorrect header check")
}
