package engine

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"routescope/engine/event"
	"routescope/engine/handler"
)

// hopByHop are the headers of one connection, which are not forwarded.
// See https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1.
var hopByHop = map[string]bool{
	"connection": true, "keep-alive": true, "proxy-authenticate": true, "proxy-authorization": true,
	"te": true, "trailer": true, "transfer-encoding": true, "upgrade": true,
}

// forward sends a request to where a rewrite leads outside, and its answer back.
func (e *Engine) forward(ctx context.Context, x *handler.Exchange, to string) {
	x.Emit(&event.UpstreamStarted{ID: 1, Method: x.Method, URL: to})
	go func() {
		defer x.Finish()
		begun := e.clock.Now()
		status, err := e.roundTrip(ctx, x, to)
		done := &event.UpstreamFinished{ID: 1, Status: status, Duration: e.clock.Now().Sub(begun)}
		if err != nil {
			done.Error = err.Error()
		}
		x.Emit(done)
		if err != nil && !x.Answered() {
			x.Emit(&event.ConsoleWritten{Level: "error", Text: "Failed to proxy " + to + " " + err.Error()})
			x.Respond(500, "", nil, []byte("Internal Server Error"))
		}
	}()
}

func (e *Engine) roundTrip(ctx context.Context, x *handler.Exchange, to string) (int, error) {
	target, err := url.Parse(to)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, x.Method, to, bodyReader{x.Body})
	if err != nil {
		return 0, err
	}
	if x.Body.Empty() {
		req.Body = nil
	}
	for _, f := range x.Header {
		if name := strings.ToLower(f.Name); !hopByHop[name] && name != "host" && name != "content-length" {
			req.Header.Add(f.Name, f.Value)
		}
	}
	req.Host = target.Host
	response, err := e.opts.Upstream.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	x.Compress = false // it passes as it came
	x.SendHead(response.StatusCode, "", headerOf(response.Header))
	return response.StatusCode, pump(x, response.Body)
}

func headerOf(h http.Header) event.Header {
	var out event.Header
	for name, values := range h {
		if hopByHop[strings.ToLower(name)] {
			continue
		}
		for _, v := range values {
			out = append(out, event.Field{Name: strings.ToLower(name), Value: v})
		}
	}
	return out
}

// pump sends a body part by part, and waits until the client has taken each.
func pump(x *handler.Exchange, body io.Reader) error {
	for {
		buf := make([]byte, 32<<10)
		n, err := body.Read(buf)
		if n > 0 {
			taken := make(chan struct{})
			x.SendChunk(buf[:n], func() { close(taken) })
			<-taken
		}
		switch {
		case errors.Is(err, io.EOF):
			x.End()
			return nil
		case err != nil:
			x.Cut(err.Error())
			return err
		}
	}
}

// A bodyReader reads an exchange's body as an io.ReadCloser.
type bodyReader struct{ body *handler.Body }

// Read implements io.Reader.
func (b bodyReader) Read(p []byte) (int, error) { return b.body.Read(p) }

// Close implements io.Closer.
func (b bodyReader) Close() error { return nil }
