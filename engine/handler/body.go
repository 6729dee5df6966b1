package handler

import (
	"errors"
	"io"
	"sync"
)

// chunkSize is how much of a request body is read at once: what Node.js's HTTP
// parser hands on at most.
const chunkSize = 64 << 10

// A Body is a request's body, read once, by whoever asks first.
type Body struct {
	r    io.Reader
	once sync.Mutex
	err  error

	begun bool
}

func newBody(r io.Reader) *Body {
	if r == nil {
		return &Body{err: io.EOF}
	}
	return &Body{r: r}
}

// Empty reports whether there is no body at all.
func (b *Body) Empty() bool { return b.r == nil }

// Untouched reports whether nothing was read yet.
func (b *Body) Untouched() bool {
	b.once.Lock()
	defer b.once.Unlock()
	return b.r == nil || !b.begun
}

// Next reads the next part. It returns io.EOF after the last.
func (b *Body) Next() ([]byte, error) {
	b.once.Lock()
	defer b.once.Unlock()
	if b.err != nil {
		return nil, b.err
	}
	b.begun = true
	buf := make([]byte, chunkSize)
	n, err := b.r.Read(buf)
	for n == 0 && err == nil {
		n, err = b.r.Read(buf)
	}
	if err != nil {
		b.err = err
	}
	if n > 0 {
		return buf[:n], nil
	}
	return nil, err
}

// ErrTooLarge is what All returns for a body over its limit.
var ErrTooLarge = errors.New("the request body exceeds the limit")

// All reads what is left. A limit of 0 is none.
func (b *Body) All(limit int64) ([]byte, error) {
	b.once.Lock()
	defer b.once.Unlock()
	if b.err != nil {
		if errors.Is(b.err, io.EOF) {
			return nil, nil
		}
		return nil, b.err
	}
	b.begun = true
	r := b.r
	if limit > 0 {
		r = io.LimitReader(b.r, limit+1)
	}
	data, err := io.ReadAll(r)
	b.err = io.EOF
	if err != nil {
		b.err = err
		return nil, err
	}
	if limit > 0 && int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	return data, nil
}

// Read implements io.Reader.
func (b *Body) Read(p []byte) (int, error) {
	b.once.Lock()
	defer b.once.Unlock()
	if b.err != nil {
		return 0, b.err
	}
	b.begun = true
	n, err := b.r.Read(p)
	b.err = err
	return n, err
}
