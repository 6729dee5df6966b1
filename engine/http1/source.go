package http1

import (
	"net"
	"sync"
	"time"
)

const (
	readBuffer  = 4 << 10  // of a connection; a longer head makes it grow
	watchBuffer = 64 << 10 // how much is read ahead to notice that the client has gone
)

// A source is the reading half of a connection. Three goroutines want its bytes:
// the connection's own for heads, the handler's for the body, and the watcher,
// which reads ahead only to notice the client's leaving. One of them at a time
// reads from the network, for all.
type source struct {
	conn net.Conn

	mu   sync.Mutex
	more sync.Cond // signalled after every read

	buf     []byte
	r, w    int  // buf[r:w] is unread
	reading bool // buf[w:], or a body reader's own memory, belongs to a read in flight
	err     error

	watched  bool // an exchange wants to know
	watching bool // and a goroutine finds out
	running  sync.WaitGroup
	failed   func(error) // called once, without mu, when a read failed
}

func newSource(conn net.Conn, failed func(error)) *source {
	s := &source{conn: conn, buf: make([]byte, readBuffer), failed: failed}
	s.more.L = &s.mu
	return s
}

// unread returns the bytes at hand. s.mu is held.
func (s *source) unread() []byte { return s.buf[s.r:s.w] }

// take gives up the first n unread bytes. s.mu is held.
func (s *source) take(n int) {
	if s.r += n; s.r == s.w && !s.reading {
		s.r, s.w = 0, 0
	}
	s.rewatch()
}

// fill waits for more bytes, of whoever's reading. s.mu is held, though not
// meanwhile.
func (s *source) fill() error {
	switch {
	case s.err != nil:
		return s.err
	case s.reading:
		s.more.Wait()
		return nil
	}
	s.makeRoom()
	n, err := s.read(s.buf[s.w:])
	s.w += n
	return err
}

// makeRoom moves or grows the buffer so that there is something to read into.
func (s *source) makeRoom() {
	if s.w < len(s.buf) {
		return
	}
	to := s.buf
	if s.r == 0 {
		to = make([]byte, 2*len(s.buf))
	}
	s.r, s.w = 0, copy(to, s.buf[s.r:s.w])
	s.buf = to
}

// read reads from the network into p. s.mu is held, though not meanwhile.
func (s *source) read(p []byte) (int, error) {
	s.reading = true
	s.mu.Unlock()
	n, err := s.conn.Read(p)
	s.mu.Lock()
	s.reading = false
	if err != nil && s.err == nil {
		s.err = err
		s.mu.Unlock()
		s.failed(err)
		s.mu.Lock()
	}
	s.more.Broadcast()
	if n > 0 {
		err = nil // next time
	}
	return n, err
}

// watch begins to look for the client's leaving, until watched is unset. A read
// in flight goes on then: it is the one that the next head waits for. s.mu is
// held.
func (s *source) watch() {
	s.watched = true
	s.rewatch()
}

func (s *source) rewatch() {
	if s.watched && !s.watching && s.err == nil && s.w-s.r < watchBuffer {
		s.watching = true
		s.running.Go(s.lookOut)
	}
}

// lookOut reads ahead until the client has gone, the buffer is full or nobody
// wants to know.
func (s *source) lookOut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.watched && s.err == nil && s.w-s.r < watchBuffer {
		_ = s.fill() // a failure is in s.err
	}
	s.watching = false
}

// until sets when reading fails. It cannot but on a closed connection, where
// reading fails anyway.
func (s *source) until(t time.Time) { _ = s.conn.SetReadDeadline(t) }

// shrink gives back what a long head or reading ahead has taken. s.mu is held.
func (s *source) shrink() {
	if len(s.buf) > 4*readBuffer && s.r == s.w && !s.reading {
		s.buf, s.r, s.w = make([]byte, readBuffer), 0, 0
	}
}
