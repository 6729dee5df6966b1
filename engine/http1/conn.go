package http1

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"routescope/engine/event"
)

const (
	// patience is how long an exchange may take before the client is watched
	// and a head that waits for its body goes out alone. Most exchanges are
	// over by then and cost neither a goroutine nor a further write.
	patience = 5 * time.Millisecond

	// joinLimit is up to which size a part of a body is copied behind what
	// frames it, to leave in one packet.
	joinLimit = 16 << 10
)

// The states of a connection. Only one that is idle is closed by a shutdown.
const (
	stateIdle int32 = iota
	stateActive
	stateClosed
)

// A conn is a connection. Its own goroutine reads heads and calls the handler.
//
// Locks are taken in this order: source.mu, conn.mu.
type conn struct {
	server *Server
	net    net.Conn
	remote string
	source *source
	parser parser
	used   bool // a request was read before
	state  atomic.Int32

	exchange  atomic.Pointer[Response] // nil between exchanges; set to nil under source.mu
	bodyUntil time.Time                // when the body must have arrived; zero if it has. source.mu guards it
	timer     *time.Timer              // calls impatient

	mu   sync.Mutex // guards the writing half: what follows, and the current Response
	out  []byte     // not yet sent
	late bool       // the exchange has used up our patience
}

func newConn(s *Server, nc net.Conn) *conn {
	c := &conn{server: s, net: nc, remote: nc.RemoteAddr().String()}
	c.source = newSource(nc, c.readFailed)
	return c
}

// serve handles one request after the other.
func (c *conn) serve() {
	for c.next() {
		c.used = true
	}
	c.state.Store(stateClosed)
	c.net.Close()
	c.source.running.Wait()
}

// next handles the next request, and reports whether another may follow.
func (c *conn) next() bool {
	r, err := c.readHead()
	if err != nil {
		c.reject(err)
		return false
	}
	if r.Method == "CONNECT" || c.server.RefuseUpgrades && r.framing.upgrade && r.framing.protocol {
		return false // without an answer, as by Node.js without a listener for "connect"
	}
	w := c.begin(r)
	if c.greet(w, r) {
		c.server.Handler(w, r)
	}
	return c.finish(w, r)
}

// readHead waits for a request and reads its head.
func (c *conn) readHead() (*Request, error) {
	s := c.source
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := c.idle(); err != nil {
		return nil, err
	}
	begun := time.Now()
	c.parser.reset()
	for first := true; ; first = false {
		err := c.parser.parse(s.unread())
		if err == nil {
			return c.takeRequest(begun), nil
		}
		if !errors.Is(err, errMore) {
			return nil, err
		}
		if first {
			c.source.until(begun.Add(c.server.HeadTimeout))
		}
		if err := s.fill(); err != nil {
			if errors.Is(err, io.EOF) && c.parser.pos < s.w-s.r {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

// idle waits for the first byte of a request. source.mu is held.
func (c *conn) idle() error {
	s := c.source
	if s.r == s.w {
		c.state.Store(stateIdle)
		if c.server.draining.Load() {
			return net.ErrClosed
		}
		timeout := c.server.HeadTimeout
		if c.used {
			timeout = c.server.IdleTimeout
		}
		c.source.until(time.Now().Add(timeout))
		s.shrink()
	}
	for s.r == s.w {
		if err := s.fill(); err != nil {
			if c.used {
				err = net.ErrClosed // nobody is told that the time is up
			}
			return err
		}
	}
	if !c.state.CompareAndSwap(stateIdle, stateActive) && c.state.Load() != stateActive {
		return net.ErrClosed
	}
	return nil
}

// takeRequest makes a request of the head that was parsed. source.mu is held.
func (c *conn) takeRequest(begun time.Time) *Request {
	s := c.source
	r := newRequest(&c.parser, s.buf[s.r:s.r+c.parser.pos])
	r.Remote = c.remote
	s.take(c.parser.pos)
	c.bodyUntil = time.Time{}
	if f := r.framing; f.chunked || f.length > 0 {
		r.Body = &body{s: s, trailer: &c.parser, chunked: f.chunked, left: f.length, arrived: c.bodyArrived, malformed: c.bodyMalformed}
		c.bodyUntil = begun.Add(c.server.RequestTimeout)
		c.source.until(c.bodyUntil)
	}
	return r
}

// begin starts an exchange.
func (c *conn) begin(r *Request) *Response {
	ctx, cancel := context.WithCancel(c.server.base)
	r.ctx = ctx
	w := newResponse(c, r, cancel)
	c.mu.Lock()
	c.late = false
	c.mu.Unlock()
	c.exchange.Store(w)
	if c.timer == nil {
		c.timer = time.AfterFunc(patience, c.impatient)
	} else {
		c.timer.Reset(patience)
	}
	return w
}

// greet does what Node.js's parserOnIncoming does before the handler is called,
// and reports whether it is to be called at all.
func (c *conn) greet(w *Response, r *Request) bool {
	if r.version != version11 {
		return true
	}
	if _, ok := r.get("host"); !ok {
		return answer(w, 400, event.Header{{Name: "Connection", Value: "close"}})
	}
	expect, ok := r.get("expect")
	switch {
	case !ok:
	case hasWord(expect, "100-continue"):
		_ = w.WriteInterim(100, nil) // a client that has gone shows in the context
	default:
		return answer(w, 417, nil)
	}
	return true
}

func answer(w *Response, status int, header event.Header) (handle bool) {
	_ = w.WriteHead(status, "", header)
	_ = w.End(nil)
	return false
}

// impatient runs when an exchange takes long. It may come late, in the next
// exchange or between two, and does no harm there.
func (c *conn) impatient() {
	c.source.mu.Lock()
	w := c.exchange.Load()
	if w != nil {
		c.source.until(c.bodyUntil)
		c.source.watch()
	}
	c.source.mu.Unlock()
	if w == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.late = true; !w.ended.Load() {
		_ = c.flush(w, nil, "")
	}
}

// finish ends an exchange, and reports whether the connection can go on.
func (c *conn) finish(w *Response, r *Request) bool {
	_ = w.Cut() // if the handler has not ended it
	c.timer.Stop()
	c.source.mu.Lock()
	c.exchange.Store(nil)
	c.source.watched = false
	c.source.mu.Unlock()
	b, _ := r.Body.(*body)
	if w.last || w.gone.Load() {
		c.linger(b)
		return false
	}
	if b != nil {
		if err := b.discard(); err != nil {
			c.reject(err)
			return false
		}
	}
	return !c.server.draining.Load()
}

// flush sends what waits, then data and tail. c.mu is held.
func (c *conn) flush(w *Response, data []byte, tail string) error {
	if w.gone.Load() {
		c.out = c.out[:0]
		return ErrGone
	}
	parts := net.Buffers{}
	if len(data) > joinLimit {
		parts = net.Buffers{c.out, data, []byte(tail)}
	} else {
		c.out = append(append(c.out, data...), tail...)
	}
	if len(c.out) == 0 && len(parts) == 0 {
		return nil
	}
	if w.headed {
		w.begun.Store(true)
	}
	var err error
	if len(parts) > 0 {
		_, err = parts.WriteTo(c.net)
	} else {
		_, err = c.net.Write(c.out)
	}
	if c.out = c.out[:0]; err != nil {
		w.lose()
		return ErrGone
	}
	return nil
}
