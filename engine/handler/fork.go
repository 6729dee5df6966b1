package handler

import (
	"io"
	"sync"
)

// A fork lets a body be read twice: by proxy.ts, and by the handler behind it.
type fork struct {
	mu   sync.Mutex
	r    io.Reader
	data []byte // what was read so far
	err  error
}

// Fork returns a reader for somebody who comes before those who read the body:
// what it takes stays there for them. It is nil if there is no body.
func (b *Body) Fork() io.Reader {
	b.once.Lock()
	defer b.once.Unlock()
	if b.r == nil {
		return nil
	}
	f := &fork{r: b.r}
	b.r = &branch{fork: f}
	return &branch{fork: f}
}

// A branch is one of the two readers.
type branch struct {
	fork *fork
	at   int
}

// Read implements io.Reader.
func (b *branch) Read(p []byte) (int, error) {
	f := b.fork
	f.mu.Lock()
	defer f.mu.Unlock()
	if b.at == len(f.data) && f.err == nil {
		n, err := f.r.Read(p)
		f.data = append(f.data, p[:n]...)
		f.err = err
		b.at += n
		if n > 0 {
			return n, nil
		}
		return 0, err
	}
	n := copy(p, f.data[b.at:])
	b.at += n
	if n > 0 {
		return n, nil
	}
	return 0, f.err
}
