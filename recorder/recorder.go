// Package recorder carries exchanges in and out: it captures what a target
// answers, takes secrets out of it, and speaks cURL.
//
// A [Target] is whatever answers requests: the embedded engine, or a live
// server through [Live]. [Capture] fires one request at it and folds the events
// into an [Exchange]. Both kinds of target report the same events; a live
// server only knows fewer of them (no route, no cache look-ups, no console).
package recorder

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"routescope/engine"
	"routescope/engine/event"
)

// A Target answers requests. Do returns when the exchange is over, having
// called observe, from one goroutine at a time, with each of its events in
// order. The error says that there is no answer because the target itself
// failed; whatever the project did wrong is in the events.
type Target interface {
	Do(ctx context.Context, req *engine.Request, observe func(event.Event)) error
}

// A Request is a request at rest: what [engine.Request] is, with its body in
// memory, so that it can be saved, shown and sent again.
type Request struct {
	Method string
	Target string // path and query as on the request line
	Header event.Header
	Body   []byte // nil for none, which differs from an empty one
}

// Engine returns the request in the form targets take. A body comes with its
// Content-Length, unless the header says how it is framed.
func (r *Request) Engine() *engine.Request {
	out := &engine.Request{Method: r.Method, Target: r.Target, Header: r.Header}
	if r.Body == nil {
		return out
	}
	out.Body = bytes.NewReader(r.Body)
	if Value(r.Header, "Content-Length") == "" && Value(r.Header, "Transfer-Encoding") == "" {
		length := event.Field{Name: "Content-Length", Value: strconv.Itoa(len(r.Body))}
		out.Header = slices.Concat(r.Header, event.Header{length})
	}
	return out
}

// A Chunk is one write of a response body.
type Chunk struct {
	At     time.Duration // since the request was accepted
	Offset int64         // bytes of body before it
	Data   []byte
}

// An Exchange is a request with everything that came of it.
type Exchange struct {
	Request  Request
	Status   int    // 0 if there was no answer
	Reason   string // as sent; empty for the status's usual phrase
	Header   event.Header
	Body     []byte // as on the wire, content codings included
	Chunks   []Chunk
	Cut      bool // the server broke off inside the body
	Aborted  bool // the client did
	Duration time.Duration
	Events   []event.Event // all of them, in order
}

// Capture fires req at target and returns the exchange once it is over. Further
// observers see each event as it happens. If the target fails, the error comes
// with what had been captured by then.
func Capture(ctx context.Context, target Target, req Request, observers ...func(event.Event)) (*Exchange, error) {
	ex := &Exchange{Request: req}
	err := target.Do(ctx, req.Engine(), func(e event.Event) {
		ex.add(e)
		for _, observe := range observers {
			observe(e)
		}
	})
	return ex, err
}

// add folds one event into the exchange.
func (x *Exchange) add(e event.Event) {
	x.Events = append(x.Events, e)
	switch e := e.(type) {
	case *event.HeadersSent:
		x.Status, x.Reason, x.Header = e.Status, e.Reason, e.Header
	case *event.ChunkSent:
		x.Chunks = append(x.Chunks, Chunk{At: e.At, Offset: e.Offset, Data: bytes.Clone(e.Data)})
		x.Body = append(x.Body, e.Data...)
	case *event.ResponseEnded:
		x.Cut, x.Aborted, x.Duration = e.Cut, e.Aborted, e.At
	}
}

// Route returns the route that served the exchange, or nil if none did or the
// target does not say.
func (x *Exchange) Route() *event.RouteMatched { return first[*event.RouteMatched](x.Events) }

// Thrown returns what the handler threw, or nil.
func (x *Exchange) Thrown() *event.HandlerThrew { return first[*event.HandlerThrew](x.Events) }

// Console returns the exchange's console lines.
func (x *Exchange) Console() []*event.ConsoleWritten {
	var lines []*event.ConsoleWritten
	for _, e := range x.Events {
		if line, ok := e.(*event.ConsoleWritten); ok {
			lines = append(lines, line)
		}
	}
	return lines
}

func first[E event.Event](events []event.Event) E {
	for _, e := range events {
		if found, ok := e.(E); ok {
			return found
		}
	}
	var none E
	return none
}

// Values returns the values of a header's lines called name, in wire order.
func Values(h event.Header, name string) []string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// Value returns the first line called name, or "".
func Value(h event.Header, name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}
