package pipeline

import (
	"context"
	"io"

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

	// Path is the path that routes were looked for by, without basePath, after all
	// rewrites. It is empty if the slashes were not in order.
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
	Reason string       // where it is not the status's usual phrase
	Header event.Header // all of it, in order
	Body   io.Reader    // nil for none
	Page   string       // Next.js's own page that is to be the body: "/400", "/404", "/500"
	Err    error        // what failed, if the answer is an error page for it
}
