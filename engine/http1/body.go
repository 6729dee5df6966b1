package http1

import (
	"errors"
	"io"

	"routescope/engine/event"
)

// A body reads the body of a request. The handler may read it from any one
// goroutine; the connection takes what it left. s.mu guards it.
type body struct {
	s       *source
	trailer *parser // of the connection

	arrived   func()      // called when the last byte was taken
	malformed func(error) // called when the bytes cannot be read

	chunked bool
	chunks  chunks
	left    uint64 // of a body by length

	lines    event.Header
	complete bool
	err      error // a malformed body, or ErrGone once the response has ended
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	for {
		if b.err != nil {
			return 0, b.err
		}
		n, err := b.take(p)
		if n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
	}
}

// take takes what is at hand, or waits for the network once; 0 and nil say that
// the caller is to look again.
func (b *body) take(p []byte) (int, error) {
	want, err := b.expected()
	switch {
	case err != nil:
		return 0, err
	case want == 0:
		return 0, nil
	case uint64(len(p)) > want:
		p = p[:want]
	}
	s := b.s
	if s.r < s.w {
		n := copy(p, s.unread())
		s.take(n)
		b.took(n)
		return n, nil
	}
	if s.reading || s.err != nil || len(p) < len(s.buf) {
		return 0, b.fill()
	}
	n, err := s.read(p) // past the buffer
	b.took(n)
	return n, b.early(err)
}

// expected returns how many bytes of data come next. 0 and nil say that bytes
// arrived that are to be looked at.
func (b *body) expected() (uint64, error) {
	switch {
	case b.complete:
		return 0, io.EOF
	case !b.chunked && b.left == 0:
		return 0, b.finish()
	case !b.chunked:
		return b.left, nil
	}
	n, err := b.chunks.advance(b.s.unread(), b.trailer)
	if err == nil && b.chunks.state == atEnd {
		b.lines = headerOf(b.trailer.lines, string(b.s.unread()[n-b.trailer.pos:n]))
	}
	b.s.take(n)
	switch {
	case errors.Is(err, errMore):
		return 0, b.fill()
	case err != nil:
		b.malformed(err)
		b.err = err
		return 0, err
	case b.chunks.state == atEnd:
		return 0, b.finish()
	}
	return b.chunks.left, nil
}

func (b *body) took(n int) {
	switch {
	case n == 0:
	case b.chunked:
		b.chunks.took(n)
	default:
		b.left -= uint64(n)
	}
}

func (b *body) finish() error {
	b.complete = true
	b.arrived()
	return io.EOF
}

func (b *body) fill() error { return b.early(b.s.fill()) }

// early turns the end of the connection inside the body into an error.
func (b *body) early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// trailers returns the lines behind the body.
func (b *body) trailers() event.Header {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	return b.lines
}

// discard ends the handler's reading and takes what it left, so that the next
// request can be read.
func (b *body) discard() error {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	if b.err != nil {
		return b.err
	}
	b.err = ErrGone
	for {
		want, err := b.expected()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case want == 0:
			continue
		}
		if n := int(min(want, uint64(b.s.w-b.s.r))); n > 0 {
			b.s.take(n)
			b.took(n)
		} else if err := b.fill(); err != nil {
			return err
		}
	}
}
