package engine

import (
	"context"
	"net"
	"time"

	"routescope/engine/event"
	"routescope/engine/http1"
)

// DrainTime is how long [Engine.Serve] waits for requests in flight, as long as
// orchestrators commonly wait before they kill.
const DrainTime = 30 * time.Second

// Serve answers requests over HTTP/1.1 as Next.js's server would, until l fails
// or ctx ends. Then it takes no more of them and finishes those it has, with
// what their handlers do after the response; it returns nil, or
// [http1.ErrDrain] if they took longer than DrainTime and were cut. observe, unless
// nil, is called with the events of all exchanges, of several at a time.
func (e *Engine) Serve(ctx context.Context, l net.Listener, observe func(event.Event)) error {
	if observe == nil {
		observe = func(event.Event) {}
	}
	server := &http1.Server{Now: e.opts.Now, DrainTimeout: DrainTime, RefuseUpgrades: true}
	server.Handler = func(w *http1.Response, r *http1.Request) { e.respond(server, w, r, observe) }
	return server.Serve(ctx, l)
}

// respond returns when the response has ended or the client has gone. The
// exchange may go on: the server waits for it when it ends.
func (e *Engine) respond(server *http1.Server, w *http1.Response, r *http1.Request, observe func(event.Event)) {
	f := &front{w: w, ended: make(chan struct{})}
	req := &Request{Method: r.Method, Target: r.Target, Header: r.Header, Body: r.Body, Remote: r.Remote, HTTP10: r.HTTP10}
	server.Go(func() {
		err := e.Do(r.Context(), req, func(ev event.Event) {
			f.observe(ev)
			observe(ev)
		})
		if err != nil {
			f.fail(err)
		}
	})
	select {
	case <-f.ended:
	case <-r.Context().Done():
	}
}

// A front writes an exchange to a connection. A client that has gone shows in
// the exchange's context: what writing to it returns adds nothing to that.
type front struct {
	w      *http1.Response
	ended  chan struct{}
	over   bool // ended is closed
	headed bool
}

func (f *front) observe(ev event.Event) {
	if f.over {
		return
	}
	switch ev := ev.(type) {
	case *event.InterimSent:
		_ = f.w.WriteInterim(ev.Status, ev.Header)
	case *event.HeadersSent:
		f.headed = true
		_ = f.w.WriteHead(ev.Status, ev.Reason, ev.Header)
	case *event.ChunkSent:
		_ = f.w.WriteChunk(ev.Data)
	case *event.ResponseEnded:
		if !ev.Cut {
			_ = f.w.End(ev.Trailer)
		}
		f.end()
	case *event.Finished:
		f.end()
	}
}

// end lets the connection go on. A response that has not ended is cut there.
func (f *front) end() {
	f.over = true
	close(f.ended)
}

// fail answers for an exchange that routescope could not carry out.
func (f *front) fail(err error) {
	if f.over {
		return
	}
	if !f.headed {
		_ = f.w.WriteHead(503, "", event.Header{{Name: "Content-Type", Value: "text/plain; charset=utf-8"}})
		_ = f.w.WriteChunk([]byte(err.Error() + "\n"))
		_ = f.w.End(nil)
	}
	f.end()
}
