package handler

import (
	"context"
	"io"
	"sync"
	"time"

	"routescope/engine/event"
)

// An Exchange is one request on its way to its answer. Its events come from many
// goroutines (the caller's, the isolate's loop, fetches) and reach the observer
// in order from one: the goroutine that calls [Exchange.Wait].
type Exchange struct {
	ID     uint64
	Method string
	Target string // path and query, as asked
	Header event.Header
	Body   *Body
	Remote string
	HTTP10 bool

	// Overrides are header lines of next.config and proxy.ts: each replaces what
	// the handler set by that name, set-cookie aside.
	Overrides event.Header

	// Intercepting says that its route is one of those that intercept others.
	Intercepting bool

	// Compress makes the answer go out as the "compression" middleware would
	// send it; FlushParts makes every part readable on arrival.
	Compress, FlushParts bool

	Development bool // it is answered as next dev does

	ctx   context.Context
	start time.Time
	now   func() time.Time

	mu      sync.Mutex
	seq     int
	inbox   []delivery
	wake    chan struct{}
	pending int // work that must end before the final event
	closing event.Event
	closed  bool

	head    headState
	encoder *compressor
	onGone  []func() // called once when the client has gone
	gone    bool

	onEnd   []func() // called once the end of the response was observed
	endSeen bool
}

// headState is how far the response is.
type headState struct {
	sent   bool
	ended  bool
	status int
	bytes  int64
}

// A delivery is an event with what waits for it to be observed.
type delivery struct {
	event event.Event
	done  func()
}

// NewExchange begins an exchange. now is read for the times of its events.
func NewExchange(ctx context.Context, id uint64, now func() time.Time, method, target string, header event.Header, body io.Reader) *Exchange {
	x := &Exchange{
		ID: id, Method: method, Target: target, Header: header,
		ctx: ctx, start: now(), now: now, wake: make(chan struct{}, 1), pending: 1,
	}
	x.Body = newBody(body)
	x.Emit(&event.RequestReceived{Method: method, Target: target, Header: header})
	return x
}

// Context ends when the client has gone.
func (x *Exchange) Context() context.Context { return x.ctx }

// Emit appends an event. Events after the final one are dropped.
func (x *Exchange) Emit(ev event.Event) { x.deliver(ev, nil) }

// deliver appends an event; done, if not nil, is called once it was observed.
func (x *Exchange) deliver(ev event.Event, done func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.append(ev, done)
}

func (x *Exchange) append(ev event.Event, done func()) {
	if x.closed {
		if done != nil {
			go done()
		}
		return
	}
	*ev.Base() = event.Meta{Exchange: x.ID, Seq: x.seq, At: x.now().Sub(x.start)}
	x.seq++
	x.inbox = append(x.inbox, delivery{ev, done})
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// Hold keeps the exchange from ending until release is called, once.
func (x *Exchange) Hold() (release func()) {
	x.mu.Lock()
	x.pending++
	x.mu.Unlock()
	return sync.OnceFunc(x.release)
}

func (x *Exchange) release() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.pending--
	if x.pending > 0 || x.closed {
		return
	}
	last := x.closing
	if last == nil {
		last = &event.Finished{Duration: x.now().Sub(x.start)}
	}
	x.append(last, nil)
	x.closed = true
}

// Finish says that the exchange's own work is done; the final event follows as
// soon as nothing holds the exchange any more.
func (x *Exchange) Finish() { x.release() }

// Fail makes [event.Failed] the final event.
func (x *Exchange) Fail(err error) {
	x.mu.Lock()
	if x.closing == nil {
		x.closing = &event.Failed{Error: err.Error()}
	}
	x.mu.Unlock()
	x.release()
}

// Wait observes events until the final one, which it returns. When the client
// goes away it says so to whoever asked with [Exchange.OnGone].
func (x *Exchange) Wait(observe func(event.Event)) event.Event {
	gone := x.ctx.Done()
	for {
		select {
		case <-gone:
			gone = nil
			x.clientGone()
		case <-x.wake:
		}
		for _, d := range x.take() {
			observe(d.event)
			if d.done != nil {
				d.done()
			}
			switch d.event.(type) {
			case *event.Finished, *event.Failed:
				return d.event
			}
		}
	}
}

func (x *Exchange) take() []delivery {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := x.inbox
	x.inbox = nil
	return out
}

// OnGone calls fn when the client goes away before the response has ended, or
// at once if it has gone already.
func (x *Exchange) OnGone(fn func()) {
	x.mu.Lock()
	gone := x.gone
	if !gone {
		x.onGone = append(x.onGone, fn)
	}
	x.mu.Unlock()
	if gone {
		fn()
	}
}

func (x *Exchange) clientGone() {
	x.mu.Lock()
	if x.head.ended {
		x.mu.Unlock()
		return
	}
	x.gone = true
	waiting := x.onGone
	x.onGone = nil
	x.mu.Unlock()
	for _, fn := range waiting {
		fn()
	}
}

// Gone reports whether the client went away.
func (x *Exchange) Gone() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.gone
}
