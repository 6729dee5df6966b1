package recorder

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"routescope/engine"
	"routescope/engine/event"
)

// ErrUnreachable means that no server accepted the connection, so that nothing
// was asked. Start the server, or correct the URL.
var ErrUnreachable = errors.New("nothing answers")

// A Live target is a server at a URL: `next dev`, `next start`, a deployment.
//
// It speaks HTTP/1.1 itself, one connection a request, because net/http hides
// what a recording is about: the order and spelling of header lines, the reason
// phrase, and where one write of the body ends and the next begins. With the
// chunked coding each chunk of the wire is one [event.ChunkSent].
//
// A Live target is safe for concurrent use.
type Live struct {
	URL    *url.URL
	Dialer net.Dialer

	exchanges atomic.Uint64
}

var _ Target = (*Live)(nil)

// NewLive returns the target at an address such as "http://127.0.0.1:3000". A
// path in it is put before each request's.
func NewLive(address string) (*Live, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return nil, fmt.Errorf("%q is no URL of a server: write it as http://127.0.0.1:3000", address)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q: only http and https servers can be asked", address)
	}
	return &Live{URL: u}, nil
}

// Origin returns the scheme, host and port that the server is asked at.
func (l *Live) Origin() string { return l.URL.Scheme + "://" + l.URL.Host }

// Do implements [Target]. A context that ends after the head of the response
// has arrived is the client hanging up, and no error.
func (l *Live) Do(ctx context.Context, req *engine.Request, observe func(event.Event)) error {
	x := &liveExchange{ctx: ctx, start: time.Now(), number: l.exchanges.Add(1), observe: observe}
	out, err := l.wireRequest(req)
	if err != nil {
		return fmt.Errorf("reading the request's body: %w", err)
	}
	x.emit(&event.RequestReceived{Method: out.method, Target: out.target, Header: out.header})
	conn, err := l.dial(ctx)
	if err != nil {
		err = fmt.Errorf("%w at %s: %w", ErrUnreachable, l.Origin(), err)
		x.emit(&event.Failed{Error: err.Error()})
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()

	written := make(chan error, 1)
	go func() { written <- out.write(conn) }()
	err = x.read(conn, out.method)
	conn.Close() // a server that has answered need not read the rest of the body
	writeErr := <-written
	if err == nil {
		x.emit(&event.Finished{Duration: x.since()})
		return nil
	}
	err = fmt.Errorf("reading the answer of %s: %w", l.Origin(), errors.Join(err, writeErr, ctx.Err()))
	x.emit(&event.Failed{Error: err.Error()})
	return err
}

func (l *Live) dial(ctx context.Context) (net.Conn, error) {
	address := l.URL.Host
	if l.URL.Port() == "" {
		address = net.JoinHostPort(l.URL.Hostname(), map[string]string{"http": "80", "https": "443"}[l.URL.Scheme])
	}
	if l.URL.Scheme == "https" {
		d := tls.Dialer{NetDialer: &l.Dialer, Config: &tls.Config{ServerName: l.URL.Hostname()}}
		return d.DialContext(ctx, "tcp", address)
	}
	return l.Dialer.DialContext(ctx, "tcp", address)
}

// liveExchange numbers and times the events of one exchange.
type liveExchange struct {
	ctx     context.Context
	start   time.Time
	number  uint64
	seq     int
	bytes   int64
	observe func(event.Event)
}

func (x *liveExchange) since() time.Duration { return time.Since(x.start) }

func (x *liveExchange) emit(e event.Event) {
	*e.Base() = event.Meta{Exchange: x.number, Seq: x.seq, At: x.since()}
	x.seq++
	x.observe(e)
}

func (x *liveExchange) chunk(data []byte) {
	if len(data) == 0 {
		return
	}
	x.emit(&event.ChunkSent{Offset: x.bytes, Data: data})
	x.bytes += int64(len(data))
}

// read reads one response. It fails only without a complete head; a body that
// breaks off is a fact of the exchange.
func (x *liveExchange) read(conn net.Conn, method string) error {
	r := newWireReader(conn)
	head, err := r.head()
	if err != nil {
		return err
	}
	sent := &event.HeadersSent{Status: head.status, Header: head.header}
	if head.reason != http.StatusText(head.status) {
		sent.Reason = head.reason
	}
	x.emit(sent)
	err = r.body(method, head, x.chunk)
	ended := &event.ResponseEnded{Bytes: x.bytes}
	switch {
	case err != nil && x.ctx.Err() != nil:
		ended.Aborted = true
	case err != nil:
		ended.Cut, ended.Reason = true, "the server closed the connection inside the body"
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			ended.Reason = err.Error()
		}
	}
	x.emit(ended)
	return nil
}
