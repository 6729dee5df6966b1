package handler

import (
	"context"
	"errors"

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
