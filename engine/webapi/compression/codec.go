package compression

import (
	"bufio"
	"bytes"
	"compress/flate"
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
	in, out := bufio.NewReader(f), struct{ io.Writer }{&f.out}
	switch format {
	case "gzip":
		return deflate.Gunzip(in, out)
	case "deflate":
		return deflate.Inflate(in, out, nil)
	}
	_, err := io.Copy(out, flate.NewReader(in))
	return err
}

// zlibError turns an error of compress/* into the one zlib would report.
func zlibError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return js.ThrowCode("Error", "Z_BUF_ERROR", "unexpected end of file")
	case errors.As(err, &corrupt):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "invalid block type")
	}
	return err
}
