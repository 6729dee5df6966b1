package http1

import (
	"context"
	"io"
	"strings"

	"routescope/engine/event"
)

// A Request is a request as it was sent.
type Request struct {
	Method string
	Target string       // as on the request line, in absolute form if the client sent that
	Header event.Header // in wire order and spelling; values are the bytes sent
	Body   io.Reader    // nil for none. It may be read while the response is being written
	Remote string       // the client's address
	HTTP10 bool         // the request came as HTTP/1.0, or an older one

	ctx     context.Context
	version version
	framing framing
}

// Context ends when the client goes away before the response has ended.
func (r *Request) Context() context.Context { return r.ctx }

// Trailer returns the lines that followed the body, once that was read to its end.
func (r *Request) Trailer() event.Header {
	if b, ok := r.Body.(*body); ok {
		return b.trailers()
	}
	return nil
}

// newRequest makes a request of what the parser found in head.
func newRequest(p *parser, head []byte) *Request {
	text := string(head) // everything below is a part of it
	cut := func(s span) string { return text[s.from:s.to] }
	return &Request{
		Method: cut(p.method), Target: cut(p.target), Header: headerOf(p.lines, text),
		HTTP10: p.version != version11, version: p.version, framing: p.framing,
	}
}

func headerOf(lines []line, text string) event.Header {
	h := make(event.Header, len(lines))
	for i, l := range lines {
		h[i] = event.Field{Name: text[l.name.from:l.name.to], Value: text[l.value.from:l.value.to]}
	}
	return h
}

// get returns the first value by a lower-case name.
func (r *Request) get(name string) (string, bool) {
	for _, f := range r.Header {
		if len(f.Name) == len(name) && strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}
