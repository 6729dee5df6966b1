package handler

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"

	"routescope/engine/event"
)

// mostRecorded is how much of a body an event keeps: enough for a cassette of
// JSON, and a bound for downloads.
const mostRecorded = 1 << 20

// recordUpstream carries a request that a handler sends with fetch, and reports
// it with its answer: when that was read, or when the invocation has ended and
// nobody reads it any more.
func recordUpstream(inv *Invocation, upstream http.RoundTripper, r *http.Request) (*http.Response, error) {
	started := &event.UpstreamStarted{ID: int(inv.upstreams.Add(1)), Method: r.Method, URL: r.URL.String(), Header: fields(r.Header)}
	if body, ok := r.Body.(interface{ Bytes() []byte }); ok {
		started.Body = body.Bytes()
	}
	defer inv.X.Hold()()
	inv.X.Emit(started)
	begun := time.Now()
	finish := func(done *event.UpstreamFinished) {
		done.ID, done.Duration = started.ID, time.Since(begun)
		inv.X.Emit(done)
	}
	response, err := roundTrip(upstream, r)
	if err != nil {
		finish(&event.UpstreamFinished{Error: err.Error()})
		return nil, err
	}
	recorded := &recordedBody{ReadCloser: response.Body, finish: func(body []byte, err error) {
		done := &event.UpstreamFinished{Status: response.StatusCode, Header: fields(response.Header), Body: body}
		if err != nil {
			done.Error = err.Error()
		}
		finish(done)
	}}
	response.Body = recorded
	inv.reading.add(recorded)
	return response, nil
}

// roundTrip sends a request. net/http takes Transfer-Encoding off an answer's
// headers, where programs find it in Node.js.
func roundTrip(upstream http.RoundTripper, r *http.Request) (*http.Response, error) {
	response, err := upstream.RoundTrip(r)
	if err == nil && len(response.TransferEncoding) > 0 {
		response.Header.Set("Transfer-Encoding", strings.Join(response.TransferEncoding, ", "))
	}
	return response, err
}

// openBodies are the answers of an invocation's fetches.
type openBodies struct {
	mu     sync.Mutex
	bodies []*recordedBody
	ended  bool
}

func (o *openBodies) add(b *recordedBody) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		b.end(nil)
		return
	}
	o.bodies = append(o.bodies, b)
}

// end reports what was read of each so far.
func (o *openBodies) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	for _, b := range o.bodies {
		b.end(nil)
	}
}

func fields(h http.Header) event.Header {
	out := make(event.Header, 0, len(h))
	for name, values := range h {
		for _, v := range values {
			out = append(out, event.Field{Name: strings.ToLower(name), Value: v})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// A recordedBody keeps what passes, and says so at the end.
type recordedBody struct {
	io.ReadCloser
	mu     sync.Mutex
	kept   bytes.Buffer
	finish func([]byte, error) // nil once called
}

// Read implements io.Reader.
func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.mu.Lock()
	if room := mostRecorded - b.kept.Len(); room > 0 {
		b.kept.Write(p[:min(n, room)])
	}
	b.mu.Unlock()
	if err != nil {
		b.end(err)
	}
	return n, err
}

// Close implements io.Closer.
func (b *recordedBody) Close() error {
	b.end(nil)
	return b.ReadCloser.Close()
}

func (b *recordedBody) end(err error) {
	if errors.Is(err, io.EOF) {
		err = nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.finish != nil {
		b.finish(bytes.Clone(b.kept.Bytes()), err)
		b.finish = nil
	}
}
