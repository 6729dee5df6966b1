package handler

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"routescope/engine/compile"
	"routescope/engine/event"
	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// A Call is a request that reached its route.
type Call struct {
	X         *Exchange
	Route     *route.Route
	Params    route.Params
	Path      string         // the path the route was found by
	URL       string         // absolute, as the handler sees it
	Target    string         // path and query as the handler sees them
	RawHeader event.Header   // as the client sent it, for req.rawHeaders
	Query     pipeline.Query // of API routes, without the route's parameters
}

// Serve answers a call. It returns at once; the exchange ends when the handler
// and all it began are done.
func (r *Runner) Serve(ctx context.Context, c *Call) {
	seg := r.read(c.Route.File).segment
	switch c.Route.Kind {
	case route.AppRoute:
		r.serveAppRoute(ctx, c, seg)
	case route.APIRoute:
		r.start(ctx, c, r.apiRoute(c, seg))
	case route.EdgeAPIRoute:
		r.start(ctx, c, r.edge(c, seg, false))
	case route.MetadataRoute:
		r.serveMetadata(ctx, c, seg)
	default:
		RespondPage(c.X, 501, nil)
		c.X.Finish()
	}
}

// start runs an invocation for the exchange of a call, to its end.
func (r *Runner) start(ctx context.Context, c *Call, inv *Invocation) {
	inv.Done = func(Outcome) { c.X.Finish() }
	if err := r.Run(ctx, inv); err != nil {
		r.answerBroken(c.X, inv, err)
		c.X.Finish()
	}
}

// answerBroken answers for a handler that cannot be started: its code does not
// compile, or no isolate does.
func (r *Runner) answerBroken(x *Exchange, inv *Invocation, err error) {
	x.Emit(threw(err))
	x.Emit(&event.ConsoleWritten{Level: "error", Text: "⨯ " + err.Error()})
	if inv.Kind == "app route" && !inv.Edge {
		x.Respond(500, "", appVary(nil), nil)
		return
	}
	RespondPage(x, 500, nil)
}

func threw(err error) *event.HandlerThrew {
	ev := &event.HandlerThrew{Name: "Error", Message: err.Error()}
	var c *compile.Error
	if errors.As(err, &c) {
		ev.Name, ev.Message, ev.Hint = "SyntaxError", c.Error(), c.Hint
		ev.Stack = []event.Frame{{Position: event.Position{File: c.File, Line: c.Line, Column: c.Column}}}
	}
	return ev
}

func (r *Runner) invocation(c *Call, kind string, seg segment) *Invocation {
	return &Invocation{
		X: c.X, Kind: kind, Edge: seg.edge, AppDir: c.Route.Kind.App(),
		File: c.Route.File, URL: c.URL, Route: c.Route.Pattern.String(),
		Mode: ModeDynamic, Limit: seg.maxDuration,
		Tags: implicitTagsOf(c.Route.Page, c.Path),
		Extra: map[string]any{
			"file": c.Route.File, "fetchCache": seg.fetchCache, "config": r.urlConfig(),
		},
	}
}

// urlConfig is what NextURL needs of next.config; nil for nothing.
func (r *Runner) urlConfig() any {
	config := r.opts.Project.Config()
	if config.BasePath == "" && !config.TrailingSlash {
		return nil
	}
	return map[string]any{"basePath": config.BasePath, "trailingSlash": config.TrailingSlash}
}

func (r *Runner) appRoute(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "app route", seg)
	inv.Mode = seg.mode()
	if len(c.Params) > 0 || c.Route.Pattern.Dynamic() {
		inv.Params = paramsJSON(c.Params)
	}
	switch draft, forged := r.draftOf(c.X); {
	case draft:
		inv.Extra["draft"] = true
	case forged:
		inv.Front = r.clearPreview()
	}
	return inv
}

func (r *Runner) apiRoute(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "API route", seg)
	inv.Extra["query"] = queryJSON(c.Query, c.Params)
	inv.Extra["target"] = c.Target
	inv.Extra["headers"] = flat(c.X.Header)
	inv.Extra["rawHeaders"] = flat(c.RawHeader)
	inv.Extra["remote"] = c.X.Remote
	inv.Extra["compress"] = c.X.Compress
	inv.Extra["httpVersion"] = "1.1"
	if c.X.HTTP10 {
		inv.Extra["httpVersion"] = "1.0"
	}
	return inv
}

// edge is an edge handler. As in Next.js the route's parameters are in the query
// of the URL it sees.
func (r *Runner) edge(c *Call, seg segment, app bool) *Invocation {
	inv := r.invocation(c, "edge", seg)
	inv.Edge = true
	inv.Extra["app"] = app
	if app {
		inv.Mode = seg.mode()
	}
	if app && len(c.Params) > 0 {
		inv.Params = paramsJSON(c.Params)
	}
	inv.URL = withParams(c.URL, c.Params)
	return inv
}

func withParams(address string, params route.Params) string {
	if len(params) == 0 {
		return address
	}
	base, query, _ := strings.Cut(address, "?")
	values := params.Map()
	var pairs []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if _, taken := values[name]; pair != "" && !taken {
			pairs = append(pairs, pair)
		}
	}
	for _, p := range params {
		list, many := values[p.Name].([]string)
		if !many {
			list = []string{values[p.Name].(string)}
		}
		for _, v := range list {
			pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(v))
		}
	}
	return base + "?" + strings.Join(pairs, "&")
}

func (r *Runner) serveAppRoute(ctx context.Context, c *Call, seg segment) {
	switch {
	case seg.client:
		refuseClient(c)
	case seg.edge:
		r.start(ctx, c, r.edge(c, seg, true))
	case r.opts.Development:
		r.serveDevelopment(ctx, c, seg)
	case seg.kept(c.Route.Pattern) && !r.isDynamic(c):
		r.serveKept(ctx, c, seg, r.appRoute)
	default:
		r.start(ctx, c, r.appRoute(c, seg))
	}
}

// refuseClient answers for a route file with 'use client': its functions are for
// the browser, and Next.js finds out when it calls one.
func refuseClient(c *Call) {
	defer c.X.Finish()
	threw := &event.HandlerThrew{
		Name:    "Error",
		Message: fmt.Sprintf("Attempted to call %[1]s() from the server but %[1]s is on the client. It's not possible to invoke a client function from the server, it can only be rendered as a Component or passed to props of a Client Component.", c.X.Method),
		Stack:   []event.Frame{{Position: event.Position{File: c.Route.File, Line: 1}}},
		Hint:    "Take 'use client' out of the route file.",
	}
	c.X.Emit(threw)
	c.X.Emit(consoleLine(threw))
	c.X.Respond(500, "", appVary(nil), nil)
}

// serveMetadata serves a sitemap, an icon and the like: files as they are, and
// modules as route handlers whose answer is kept unless they say otherwise.
func (r *Runner) serveMetadata(ctx context.Context, c *Call, seg segment) {
	if c.Route.Metadata.Static {
		r.serveMetadataFile(c)
		return
	}
	if r.opts.Development || seg.dynamic == "force-dynamic" || r.isDynamic(c) || (seg.hasRevalidate && seg.revalidate == 0) {
		r.start(ctx, c, r.metadata(c, seg))
		return
	}
	seg.getOnly = true
	r.serveKept(ctx, c, seg, r.metadata)
}

func (r *Runner) metadata(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "metadata", seg)
	inv.Extra["name"] = string(c.Route.Metadata.Name)
	params := c.Params.Map()
	if id, ok := params["__metadata_id__"].(string); ok {
		inv.Extra["id"] = metadataID(c.Route.Metadata.Name, id)
		delete(params, "__metadata_id__")
	}
	inv.Extra["params"] = params
	return inv
}

// metadataID is the ID that a path names: those of sitemaps end in ".xml" there,
// and a path without that names none.
func metadataID(name route.MetadataName, segment string) string {
	if name != route.Sitemap {
		return segment
	}
	id, ok := strings.CutSuffix(segment, ".xml")
	if !ok {
		return ""
	}
	return id
}

// RefuseMethod answers other methods than GET and HEAD where an answer is made
// once and kept; app says that a file of the app directory makes it.
func RefuseMethod(x *Exchange, app bool) {
	header := event.Header{{Name: "Allow", Value: "GET"}, {Name: "Allow", Value: "HEAD"}}
	if app {
		header = appVary(header)
	}
	x.Respond(405, "", header, []byte("Method Not Allowed"))
}

// errNotListed says that a path is not among those of generateStaticParams, and
// dynamicParams is false.
var errNotListed = fmt.Errorf("not listed by generateStaticParams, and dynamicParams is false")
