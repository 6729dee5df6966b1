package engine

import (
	"bufio"
	"io"
	"strings"

	"routescope/engine/event"
	"routescope/engine/pipeline"
	"routescope/engine/project"
	"routescope/engine/route"
)

// A WhatIf answers "why" for a plain list of patterns, without a project: what
// Next.js would do if those were the routes.
type WhatIf struct {
	table    *route.Table
	pipeline *pipeline.Pipeline
	routes   []Route
}

// NewWhatIf puts patterns in order. An error is that with which Next.js stops, in
// its words; which of several it is depends on the order of the patterns.
func NewWhatIf(patterns []string, mode Mode) (*WhatIf, error) {
	sorted, err := route.Sort(patterns)
	if err != nil {
		return nil, err
	}
	w := &WhatIf{routes: make([]Route, 0, len(sorted))}
	given := make([]route.Route, len(sorted))
	for i, text := range sorted {
		given[i] = route.Route{Pattern: route.ParsePattern(text), Kind: route.APIRoute, Page: text}
	}
	rules := route.Production
	if mode == Development {
		rules = route.Development
	}
	w.table, _ = rules.NewTable(given)
	for _, r := range given {
		w.routes = append(w.routes, Route{Route: r, Runtime: "nodejs"})
	}
	w.pipeline, err = pipeline.New(pipeline.Options{Config: project.DefaultConfig(), Table: w.table, Development: mode == Development})
	return w, err
}

// ReadPatterns reads a list of patterns, one a line. Empty lines and those that
// begin with # are passed over, and a pattern may lack its leading slash. All
// else is for [NewWhatIf] to judge, as Next.js would.
func ReadPatterns(r io.Reader) ([]string, error) {
	var patterns []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		if text[0] != '/' {
			text = "/" + text
		}
		patterns = append(patterns, text)
	}
	return patterns, lines.Err()
}

// Routes returns the list in order of precedence, each pattern once.
func (w *WhatIf) Routes() []Route { return w.routes }

// Why is [Engine.Why] for the list.
func (w *WhatIf) Why(method, target string) Explanation {
	return w.WhyRequest(&Request{Method: method, Target: target})
}

// WhyRequest is [Engine.WhyRequest] for the list.
func (w *WhatIf) WhyRequest(req *Request) Explanation {
	q := &inquiry{pipeline: w.pipeline, table: w.table, find: w.find}
	x := q.ask(req, "localhost:3000")
	x.Methods, x.Handler = nil, event.Position{} // there are no files to tell
	for i := range x.Stages {
		x.Stages[i].Reason = strings.TrimPrefix(x.Stages[i].Reason, route.APIRoute.String()+" ")
	}
	return x
}

func (w *WhatIf) find(r *route.Route) *Route {
	for i := range w.routes {
		if w.routes[i].Pattern.String() == r.Pattern.String() {
			return &w.routes[i]
		}
	}
	return nil
}
