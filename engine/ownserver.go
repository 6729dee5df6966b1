package engine

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"routescope/engine/event"
	"routescope/engine/handler"
)

// An ownServer carries a request that leads back to this engine. Next.js asks
// itself over the network then: the request goes through the whole pipeline again.
type ownServer struct {
	engine *Engine
	shown  *handler.Exchange // where the developer sees what happens
}

var _ http.RoundTripper = (*ownServer)(nil)

// maxLoops is how often a request may come back. Next.js sets no limit, and such a
// request ends when its sockets do.
const maxLoops = 10

var errLoop = errors.New("the rewrite leads to itself, again and again")

type loopKey struct{}

// RoundTrip implements [http.RoundTripper].
func (o *ownServer) RoundTrip(r *http.Request) (*http.Response, error) {
	n, _ := r.Context().Value(loopKey{}).(int)
	if n == maxLoops {
		return nil, errLoop
	}
	ctx := context.WithValue(r.Context(), loopKey{}, n+1)
	body, sink := io.Pipe()
	answer := &ownAnswer{server: o, head: make(chan *http.Response, 1), body: body, sink: sink}
	failed := make(chan error, 1)
	go func() {
		err := o.engine.Do(ctx, ownRequest(r), answer.observe)
		sink.CloseWithError(err) // a nil error is the end of the body
		failed <- err
	}()
	select {
	case response := <-answer.head:
		return response, nil
	case err := <-failed:
		select {
		case response := <-answer.head: // both at once
			return response, nil
		default:
			return nil, errors.Join(err, io.ErrUnexpectedEOF)
		}
	}
}

// ownRequest turns a request of net/http into one of ours.
func ownRequest(r *http.Request) *Request {
	out := &Request{Method: r.Method, Target: r.URL.RequestURI(), Remote: "127.0.0.1:0"}
	out.Header = append(out.Header, event.Field{Name: "host", Value: r.URL.Host})
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			if name != "User-Agent" || value != "" { // net/http's way to send none
				out.Header = append(out.Header, event.Field{Name: strings.ToLower(name), Value: value})
			}
		}
	}
	if r.Body == nil {
		return out
	}
	out.Body = r.Body
	if r.ContentLength >= 0 {
		out.Header = append(out.Header, event.Field{Name: "content-length", Value: strconv.FormatInt(r.ContentLength, 10)})
	} else {
		out.Header = append(out.Header, event.Field{Name: "transfer-encoding", Value: "chunked"})
	}
	return out
}

// An ownAnswer turns the events of an exchange into a response.
type ownAnswer struct {
	server *ownServer
	head   chan *http.Response
	body   *io.PipeReader
	sink   *io.PipeWriter
}

func (a *ownAnswer) observe(ev event.Event) {
	switch ev := ev.(type) {
	case *event.HeadersSent:
		reason := ev.Reason
		if reason == "" {
			reason = http.StatusText(ev.Status)
		}
		response := &http.Response{StatusCode: ev.Status, Status: strconv.Itoa(ev.Status) + " " + reason, Header: http.Header{}, Body: a.body}
		for _, f := range ev.Header {
			response.Header.Add(f.Name, f.Value)
		}
		a.head <- response
	case *event.ChunkSent:
		_, _ = a.sink.Write(ev.Data) // a reader that has gone shows in the context
	case *event.ResponseEnded:
		if ev.Cut {
			a.sink.CloseWithError(io.ErrUnexpectedEOF)
		} else {
			a.sink.Close()
		}
	case *event.RequestReceived, *event.Finished, *event.Failed:
	default:
		a.server.shown.Emit(ev)
	}
}
