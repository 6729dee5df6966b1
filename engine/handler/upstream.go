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
// it with its answer.
func recordUpstream(inv *Invocation, upstream http.RoundTripper, r *http.Request) (*http.Response, error) {
	started := &event.UpstreamStarted{ID: inv.nextUpstream(), Method: r.Method, URL: r.URL.String(), Header: fields(r.Header)}
	if body, ok := r.Body.(interface{ Bytes() []byte }); ok {
		started.Body = body.Bytes()
	}
	release := inv.X.Hold()
	inv.X.Emit(started)
	begun := time.Now()
	finish := func(done *event.UpstreamFinished) {
		done.ID, done.Duration = started.ID, time.Since(begun)
		inv.X.Emit(done)
		release()
	}
	response, err := upstream.RoundTrip(r)
	if err != nil {
		finish(&event.UpstreamFinished{Error: err.Error()})
		return nil, err
	}
	response.Body = &recordedBody{ReadCloser: response.Body, finish: func(body []byte, err error) {
		done := &event.UpstreamFinished{Status: response.StatusCode, Header: fields(response.Header), Body: body}
		if err != nil {
			done.Error = err.Error()
		}
		finish(done)
	}}
	return response, nil
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

func (inv *Invocation) nextUpstream() int { return int(inv.upstreams.Add(1)) }

// A recordedBody keeps what passes, and says so at the end.
type recordedBody struct {
	io.ReadCloser
	kept   bytes.Buffer
	once   sync.Once
	finish func([]byte, error)
}

// Read implements io.Reader.
func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if room := mostRecorded - b.kept.Len(); room > 0 {
		b.kept.Write(p[:min(n, room)])
	}
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
	b.once.Do(func() { b.finish(b.kept.Bytes(), err) })
}
