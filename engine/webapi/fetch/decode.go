package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
)

// decode undoes the codings of a Content-Encoding, last first. One that is not
// known leaves the body as it is.
// See https://fetch.spec.whatwg.org/#handle-content-codings
func decode(body io.ReadCloser, headers []string) io.ReadCloser {
	var codings []string
	for _, c := range strings.Split(strings.ToLower(strings.Join(headers, ",")), ",") {
		if c = strings.TrimSpace(c); c != "" {
			codings = append(codings, c)
		}
	}
	wire := &tracker{source: body}
	var r io.Reader = wire
	for i := len(codings) - 1; i >= 0; i-- {
		open := decoders[codings[i]]
		if open == nil {
			return body
		}
		r = &lazyReader{source: r, open: open, wire: wire}
	}
	return struct {
		io.Reader
		io.Closer
	}{r, body}
}

var decoders = map[string]func(io.Reader) (io.Reader, error){
	"gzip":    gunzip,
	"x-gzip":  gunzip,
	"deflate": inflate,
	"br":      func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
}

// A tracker remembers how the body ended on the wire.
type tracker struct {
	source io.Reader
	err    error
}

// Read implements [io.Reader].
func (t *tracker) Read(p []byte) (int, error) {
	n, err := t.source.Read(p)
	if err != nil {
		t.err = err
	}
	return n, err
}

// gunzip sees by the first two bytes whether data is in gzip's format, as zlib does.
func gunzip(r io.Reader) (io.Reader, error) {
	const magic = "\x1f\x8b"
	b := bufio.NewReader(r)
	head, _ := b.Peek(len(magic))
	if !strings.HasPrefix(magic, string(head)) {
		return nil, gzip.ErrHeader
	}
	return gzip.NewReader(b)
}

// inflate reads zlib data, or raw deflate data as some servers send it.
func inflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(1)
	if err != nil {
		return nil, err
	}
	if head[0]&0x0f == 8 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// A lazyReader opens its decoder with the first read, as decoders read when they
// are made, and nobody may ever ask for the body. An empty body has nothing to
// decode.
type lazyReader struct {
	source io.Reader
	open   func(io.Reader) (io.Reader, error)
	wire   *tracker
	opened io.Reader
	err    error
}

// Read implements [io.Reader].
func (l *lazyReader) Read(p []byte) (int, error) {
	if l.opened == nil && l.err == nil {
		if l.opened, l.err = l.open(l.source); isCoding(l.err) {
			l.err = &codingError{l.err}
		}
		l.err = l.endOf(l.err)
	}
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.opened.Read(p)
	if isCoding(err) {
		err = &codingError{err}
	}
	return n, l.endOf(err)
}

// endOf lets data that stops too early end where it does, as undici's decoders do,
// unless the connection broke.
func (l *lazyReader) endOf(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) && errors.Is(l.wire.err, io.EOF) {
		return io.EOF
	}
	return err
}

// isCoding tells errors of a decoder from those of the connection.
func isCoding(err error) bool {
	for _, wrong := range []error{gzip.ErrChecksum, gzip.ErrHeader, zlib.ErrChecksum, zlib.ErrDictionary, zlib.ErrHeader} {
		if errors.Is(err, wrong) {
			return true
		}
	}
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || err != nil && strings.HasPrefix(err.Error(), "brotli: ")
}

// A codingError is compressed data that is wrong.
type codingError struct{ err error }

// Error implements error.
func (e *codingError) Error() string { return e.err.Error() }

// Unwrap returns the decoder's error.
func (e *codingError) Unwrap() error { return e.err }
