package pipeline

import (
	"context"
	"io"
	"strings"

	"routescope/engine/event"
	"routescope/engine/route"
)

// A Request is what the pipeline looks at: everything but the body.
type Request struct {
	Method string
	Target string // path and query as on the request line
	Header event.Header
	Host   string // as in the Host header; used if Header has none
	Secure bool   // the client came over TLS
}

// A ProxyFunc runs the project's proxy.ts or middleware.ts. The request's Target
// is the normalized path, with basePath, and the query. It returns the response
// the module gave, with the x-middleware-* headers that NextResponse sets; a nil
// result means that the module returned nothing, which is NextResponse.next().
type ProxyFunc func(ctx context.Context, req *Request) (*ProxyResult, error)

// A ProxyResult is the response of a proxy.ts.
type ProxyResult struct {
	Status int
	Header event.Header
	Body   io.Reader // nil for none
}

// An Outcome says what is to become of a request. Exactly one of Route, Answer
// and External is set.
type Outcome struct {
	Route    *route.Route // serves the request; a public file is one too
	Params   route.Params // what the URL filled in
	Answer   *Answer      // the pipeline answers itself
	External string       // the absolute URL the request is forwarded to

	// Path is the path that the route was found by, without basePath, after all
	// rewrites.
	Path string

	// URL is what a handler sees as its URL: path and query as they were asked
	// for, without basePath. Rewrites do not show in it.
	URL string

	// Query is the query with what rewrites added, as req.query of API routes
	// shows it, without the route's own parameters. It is nil if nothing changed:
	// then it is the query of URL.
	Query Query

	RequestHeader  event.Header // as the handler sees it; nil if it is the client's own
	ResponseHeader event.Header // of next.config and proxy.ts; wins over what a handler sets

	Rewritten bool // some rewrite applied
}

// An Answer is a response that no route makes.
type Answer struct {
	Status int
	Header event.Header // all of it, in order
	Body   io.Reader    // nil for none
	Page   string       // Next.js's own page that is to be the body: "/400", "/404", "/500"
	Err    error        // what the project's proxy.ts threw
}

// lookupHeader returns a request header as Node.js shows it: by its name in lower
// case, several lines joined.
func lookupHeader(h event.Header, name string) (value string, ok bool) {
	separator := ", "
	if strings.EqualFold(name, "cookie") {
		separator = "; "
	}
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		switch {
		case !ok:
			value, ok = f.Value, true
		case firstOnly[strings.ToLower(name)]:
		default:
			value += separator + f.Value
		}
	}
	return value, ok
}

// firstOnly are the headers of which Node.js drops all lines but the first,
// https://nodejs.org/api/http.html#messageheaders.
var firstOnly = map[string]bool{
	"age": true, "authorization": true, "content-length": true, "content-type": true, "etag": true,
	"expires": true, "from": true, "host": true, "if-modified-since": true, "if-unmodified-since": true,
	"last-modified": true, "location": true, "max-forwards": true, "proxy-authorization": true,
	"referer": true, "retry-after": true, "server": true, "user-agent": true,
}

// setHeader replaces the lines of a name, in the place of the first of them, and
// takes the new spelling, as Node.js's setHeader does.
func setHeader(h event.Header, name string, values ...string) event.Header {
	at := -1
	out := h[:0]
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			out = append(out, f)
		} else if at < 0 {
			at = len(out)
		}
	}
	lines := make(event.Header, len(values))
	for i, v := range values {
		lines[i] = event.Field{Name: name, Value: v}
	}
	if at < 0 {
		return append(out, lines...)
	}
	rest := append(lines, out[at:]...)
	return append(out[:at:at], rest...)
}

// removeHeader drops the lines of a name.
func removeHeader(h event.Header, name string) event.Header {
	out := h[:0]
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			out = append(out, f)
		}
	}
	return out
}

// internalHeaders are the request headers that only Next.js itself may send.
var internalHeaders = map[string]bool{
	"x-middleware-rewrite": true, "x-middleware-redirect": true, "x-middleware-set-cookie": true,
	"x-middleware-skip": true, "x-middleware-override-headers": true, "x-middleware-next": true,
	"x-now-route-matches": true, "x-matched-path": true, "x-nextjs-data": true,
	"x-next-resume-state-length": true, "next-resume": true,
}

// withoutInternal returns the header without the names a client may not send, or
// nil if there is none.
func withoutInternal(h event.Header) event.Header {
	found := false
	for _, f := range h {
		if isInternal(f.Name) {
			found = true
			break
		}
	}
	if !found {
		return nil
	}
	out := make(event.Header, 0, len(h))
	for _, f := range h {
		if !isInternal(f.Name) {
			out = append(out, f)
		}
	}
	return out
}

func isInternal(name string) bool {
	if len(name) < len("next-resume") || name[0]|0x20 != 'x' && name[0]|0x20 != 'n' {
		return false
	}
	return internalHeaders[strings.ToLower(name)]
}
