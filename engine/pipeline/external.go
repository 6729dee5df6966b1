package pipeline

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"routescope/engine/event"
)

// defaultProxyTimeout is how long another server may take to begin its answer,
// unless experimental.proxyTimeout says otherwise.
const defaultProxyTimeout = 30 * time.Second

// Forward sends a request on to the outcome's External URL and returns what came
// back, as Next.js's own proxy does: redirects are handed on, not followed, and
// the answer's header wins over what next.config and proxy.ts set. If the server
// cannot be reached the answer is a 500 with Err set.
//
// transport should not ask for compression by itself (DisableCompression of
// [http.Transport]). The answer's Body is an [io.Closer]; who reads it closes it.
func (p *Pipeline) Forward(ctx context.Context, req *Request, out *Outcome, body io.Reader, transport http.RoundTripper) *Answer {
	limit := defaultProxyTimeout
	if ms := p.Config.Experimental.ProxyTimeout; ms > 0 {
		limit = time.Duration(ms) * time.Millisecond
	}
	ctx, cancel := context.WithCancel(ctx)
	timer := time.AfterFunc(limit, cancel)
	response, err := roundTrip(ctx, req, out, body, transport)
	timer.Stop()
	if err != nil {
		cancel()
		return &Answer{
			Status: 500, Header: out.ResponseHeader, Body: strings.NewReader("Internal Server Error"),
			Err: fmt.Errorf("Failed to proxy %s: %w", out.External, err),
		}
	}
	return &Answer{
		Status: response.StatusCode,
		Reason: reason(response),
		Header: forwardedHeader(out.ResponseHeader, response.Header),
		Body:   &cancelBody{response.Body, cancel},
	}
}

func roundTrip(ctx context.Context, req *Request, out *Outcome, body io.Reader, transport http.RoundTripper) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, req.Method, out.External, body)
	if err != nil {
		return nil, err
	}
	header := out.RequestHeader
	if header == nil {
		header = req.Header
	}
	request.ContentLength = -1
	if body == nil {
		request.ContentLength = 0
	}
	for _, f := range header {
		switch name := strings.ToLower(f.Name); {
		case name == "content-length":
			if _, err := fmt.Sscan(f.Value, &request.ContentLength); err != nil {
				return nil, fmt.Errorf("Content-Length %q: %w", f.Value, err)
			}
		case !hopByHop[name]:
			request.Header.Add(f.Name, f.Value)
		}
	}
	if _, ok := request.Header["User-Agent"]; !ok {
		request.Header["User-Agent"] = []string{""} // net/http would send its own
	}
	host, ok := lookupHeader(header, "host")
	if !ok {
		host = req.Host
	}
	request.Header.Set("X-Forwarded-Host", host)
	return transport.RoundTrip(request)
}

// hopByHop are the headers that concern one connection only, or that net/http
// writes itself.
var hopByHop = map[string]bool{
	"host": true, "connection": true, "keep-alive": true, "transfer-encoding": true, "te": true,
	"trailer": true, "upgrade": true, "proxy-connection": true,
}

// forwardedHeader sets the other server's header over ours, its names in lower
// case as Node.js's client gives them.
func forwardedHeader(ours event.Header, theirs http.Header) event.Header {
	h := slices.Clone(ours)
	names := make([]string, 0, len(theirs))
	for name := range theirs {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := theirs[name]
		if name != "Set-Cookie" {
			values = []string{strings.Join(values, ", ")}
		}
		h = setHeader(h, strings.ToLower(name), values...)
	}
	return h
}

// reason returns the reason phrase if it is not the usual one.
func reason(response *http.Response) string {
	_, phrase, _ := strings.Cut(response.Status, " ")
	if phrase == http.StatusText(response.StatusCode) {
		return ""
	}
	return phrase
}

// A cancelBody releases the request's context once its body is closed.
type cancelBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

// Close implements [io.Closer].
func (b *cancelBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

// Loops reports whether an outcome's External URL is this server again, and the
// target to ask it for. That happens where the server was started with a host
// name: proxy.ts sees localhost in its URLs, and a rewrite to that is taken for
// another server.
func (p *Pipeline) Loops(external string) (target string, ok bool) {
	l, err := parseLocation(external)
	if err != nil || l.protocol != p.origin.protocol || nextURL(l).host() != nextURL(p.origin).host() {
		return "", false
	}
	return l.path + l.search, true
}
