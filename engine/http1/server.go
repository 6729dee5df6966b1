package http1

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A Handler answers a request. It returns when the response has ended; the
// connection goes on with the next request then.
type Handler func(w *Response, r *Request)

// mostConns is how many connections are served at once; more wait to be accepted.
const mostConns = 10_000

// A Server serves connections. Handler is required; the zero value of each other
// field is Node.js's default.
type Server struct {
	Handler Handler
	Now     func() time.Time // for Date; time.Now if nil

	// RefuseUpgrades closes the connection of a request to upgrade without an
	// answer. Otherwise it is a request like others, as it is for a server of
	// Node.js without a listener for "upgrade"; Next.js's has one.
	RefuseUpgrades bool

	IdleTimeout    time.Duration // between two requests; 5 s
	HeadTimeout    time.Duration // for the head of a request; 60 s
	RequestTimeout time.Duration // for all of a request; 300 s
	DrainTimeout   time.Duration // for requests in flight when Serve's context ends; 30 s

	base     context.Context
	draining atomic.Bool
	dated    atomic.Pointer[dateLine]

	mu    sync.Mutex
	conns map[*conn]struct{}
	done  sync.WaitGroup
}

// Serve serves l with the defaults: see [Server.Serve].
func Serve(ctx context.Context, l net.Listener, h Handler) error {
	return (&Server{Handler: h}).Serve(ctx, l)
}

// Serve accepts connections until l fails or ctx ends. When ctx ends it closes l
// and the connections without a request, lets the others finish theirs, and
// returns nil, or [ErrDrain] if they took longer than DrainTimeout and were cut.
// The context of a request is not derived from ctx but for its values. Serve is
// called once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.fillDefaults()
	s.base = context.WithoutCancel(ctx)
	s.conns = map[*conn]struct{}{}
	stop := context.AfterFunc(ctx, func() {
		s.draining.Store(true)
		l.Close()
	})
	defer stop()
	err := s.accept(l)
	if !s.draining.Load() {
		s.draining.Store(true)
		s.abort()
		return err
	}
	return s.drain()
}

// Go runs work that goes on when its response has ended. A handler calls it; the
// end of Serve waits for work as for requests.
func (s *Server) Go(work func()) { s.done.Go(work) }

func (s *Server) fillDefaults() {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&s.IdleTimeout, 5 * time.Second},
		{&s.HeadTimeout, time.Minute},
		{&s.RequestTimeout, 5 * time.Minute},
		{&s.DrainTimeout, 30 * time.Second},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if s.Now == nil {
		s.Now = time.Now
	}
}

// accept starts a goroutine per connection until l fails for good.
func (s *Server) accept(l net.Listener) error {
	room := make(chan struct{}, mostConns)
	pause := time.Duration(0)
	for {
		room <- struct{}{}
		nc, err := l.Accept()
		if err != nil {
			<-room
			if !isTemporary(err) || s.draining.Load() {
				return err
			}
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			time.Sleep(pause) // too many open files: others close theirs
			continue
		}
		pause = 0
		c := s.add(nc)
		go func() {
			c.serve()
			s.remove(c)
			<-room
		}()
	}
}

func isTemporary(err error) bool {
	var temporary interface{ Temporary() bool }
	return errors.As(err, &temporary) && temporary.Temporary()
}

func (s *Server) add(nc net.Conn) *conn {
	c := newConn(s, nc)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done.Add(1)
	s.conns[c] = struct{}{}
	return c
}

func (s *Server) remove(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	s.done.Done()
}

// drain waits for the requests in flight.
func (s *Server) drain() error {
	s.each(func(c *conn) {
		if c.state.CompareAndSwap(stateIdle, stateClosed) {
			c.net.Close()
		}
	})
	finished := make(chan struct{})
	go func() {
		s.done.Wait()
		close(finished)
	}()
	limit := time.NewTimer(s.DrainTimeout)
	defer limit.Stop()
	select {
	case <-finished:
		return nil
	case <-limit.C:
		s.abort()
		return ErrDrain
	}
}

// abort cuts all connections.
func (s *Server) abort() {
	s.each(func(c *conn) {
		if w := c.exchange.Load(); w != nil {
			w.lose()
		}
		c.net.Close()
	})
}

func (s *Server) each(do func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		do(c)
	}
}

// A dateLine is the Date of a second.
type dateLine struct {
	second int64
	text   string
}

// date returns the value of a Date line.
func (s *Server) date() string {
	now := s.Now()
	if d := s.dated.Load(); d != nil && d.second == now.Unix() {
		return d.text
	}
	d := &dateLine{now.Unix(), now.UTC().Format(http.TimeFormat)}
	s.dated.Store(d)
	return d.text
}
