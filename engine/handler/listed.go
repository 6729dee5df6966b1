package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"routescope/engine/event"
	"routescope/engine/route"
)

// errNotListed says that a path is not among those of generateStaticParams, and
// dynamicParams is false.
var errNotListed = errors.New("not listed by generateStaticParams, and dynamicParams is false")

// keeps reports whether the answer of a call may be made once and kept.
func (r *Runner) keeps(c *Call, seg segment) bool {
	return seg.kept(c.Route.Pattern, r.opts.Project.Config().CacheComponents)
}

func answerUnlisted(c *Call, err error) {
	c.X.Emit(&event.RouteMissed{Path: c.Path, Reason: err.Error()})
	RespondNotFound(c.X, nil, true)
}

// madeAhead reports whether next build would have made this path's answer.
// errNotListed says that the path does not exist.
func (r *Runner) madeAhead(ctx context.Context, c *Call, seg segment) (bool, error) {
	if !c.Route.Pattern.Dynamic() || (c.Route.Metadata != nil && c.Route.Metadata.Many) {
		return true, nil
	}
	if !seg.staticParams {
		return false, nil
	}
	listed, err := r.staticParams(ctx, c)
	if err != nil {
		return false, nil // reported; the path is made when it is asked for
	}
	if listed[c.Path] {
		return true, nil
	}
	if seg.closedParams {
		return false, errNotListed
	}
	return false, nil
}

// staticParams runs generateStaticParams, once.
func (r *Runner) staticParams(ctx context.Context, c *Call) (map[string]bool, error) {
	if v, ok := r.listed.Load(c.Route.File); ok {
		return v.(map[string]bool), nil
	}
	x := NewExchange(ctx, r.NextBackground(), r.opts.Now, "GET", c.Path, nil, nil)
	background := *c
	background.X = x
	inv := r.invocation(&background, "static params", segment{})
	var out Outcome
	inv.Done = func(o Outcome) {
		out = o
		x.Finish()
	}
	if err := r.Run(ctx, inv); err != nil {
		return nil, err
	}
	collect(x, c.X)
	var params []map[string]any
	if err := json.Unmarshal(out.StaticParams, &params); err != nil {
		return nil, fmt.Errorf("reading generateStaticParams of %s: %w", c.Route.File, err)
	}
	paths := map[string]bool{}
	for _, p := range params {
		paths[fill(c.Route.Pattern, p)] = true
	}
	r.listed.Store(c.Route.File, paths)
	return paths, nil
}

// fill returns the path of a pattern with its parameters filled in, as a URL
// spells it.
func fill(p route.Pattern, params map[string]any) string {
	var b strings.Builder
	for _, s := range p.Segments() {
		if s.Kind == route.Static {
			b.WriteString("/" + s.Text)
			continue
		}
		switch v := params[s.Text].(type) {
		case []any:
			for _, item := range v {
				b.WriteString("/" + escapeSegment(fmt.Sprint(item)))
			}
		case nil:
		default:
			b.WriteString("/" + escapeSegment(fmt.Sprint(v)))
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

func escapeSegment(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}
