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
	var out bytes.Buffer
	w, err := writerFor(format, &out)
	if err != nil {
		return nil, err
	}
	c := newCodec(done)
	go c.compress(w, &out)
	return c, nil
}

func writerFor(format string, out io.Writer) (io.WriteCloser, error) {
	switch format {
	case "gzip":
		return gzip.NewWriter(out), nil
	case "deflate":
		return zlib.NewWriter(out), nil
	case "deflate-raw":
		return flate.NewWriter(out, flate.DefaultCompression)
	}
	return nil, fmt.Errorf("no such compression format: %s", format)
}

func (c *codec) compress(w io.WriteCloser, out *bytes.Buffer) {
	for s, ok := c.next(); ok; s, ok = c.next() {
		var err error
		if s.last {
			err = w.Close()
		} else {
			_, err = w.Write(s.input)
		}
		s.answer(take(out), err)
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
	if err == nil {
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
		if err := f.checkMagic(); err != nil {
			return nil, err
		}
		return gzip.NewReader(f)
	case "deflate":
		return zlib.NewReader(f)
	}
	return flate.NewReader(f), nil
}

var errMethod = errors.New("a method of compression that gzip does not define")

// checkMagic looks at the bytes that tell gzip as they arrive, as zlib does: the
// reader of the header wants all of it first.
func (f *feeder) checkMagic() error {
	head := make([]byte, 0, 3)
	for len(head) < cap(head) {
		b, err := f.ReadByte()
		if err != nil {
			return err
		}
		head = append(head, b)
		if len(head) == 2 && (head[0] != 0x1f || head[1] != 0x8b) {
			return gzip.ErrHeader
		}
	}
	if head[2] != 8 {
		return errMethod
	}
	f.input = append(head, f.input...)
	return nil
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
	case errors.Is(err, errMethod):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "unknown compression method")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "incorrect data check")
	case errors.As(err, &corrupt):
		return js.ThrowCode("Error", "Z_DATA_ERROR", "invalid block type")
	}
	return js.ThrowCode("Error", "Z_DATA_ERROR", "incorrect header check")
}
