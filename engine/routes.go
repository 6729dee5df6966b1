package engine

import (
	"cmp"
	"time"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

// Routes returns every route in order of precedence.
func (e *Engine) Routes() []Route {
	if s := e.now(); s != nil {
		return s.routes
	}
	return nil
}

// describe says of each route what its file says.
func (e *Engine) describe(t *route.Table) []Route {
	routes := t.Routes()
	out := make([]Route, len(routes))
	for i, r := range routes {
		out[i] = e.describeOne(r)
	}
	return out
}

func (e *Engine) describeOne(r route.Route) Route {
	out := Route{Route: r, Handler: event.Position{File: r.File, Line: r.Line}}
	summary, err := e.project.Summarize(r)
	if err != nil {
		out.Err = err
		return out
	}
	out.Route = summary.Route
	out.Runtime = summary.Runtime
	out.Handler.Line = summary.Route.Line
	for _, m := range summary.Methods {
		method := Method{Name: m.Name, Automatic: m.Automatic}
		if m.Line > 0 {
			method.Position = event.Position{File: cmp.Or(m.File, r.File), Line: m.Line}
		}
		out.Methods = append(out.Methods, method)
	}
	out.Rendering = renderings[summary.Rendering.Moment]
	out.Revalidate = time.Duration(summary.Rendering.Seconds * float64(time.Second))
	out.Reason = summary.Rendering.Reason
	if summary.Rendering.Line > 0 {
		out.Cause = event.Position{File: r.File, Line: summary.Rendering.Line}
	}
	return out
}

var renderings = map[project.Moment]Rendering{
	project.Static: Static, project.Revalidated: Revalidated, project.Dynamic: Dynamic, project.Unknown: Unknown,
}

// find returns the description of a route.
func (s *state) find(r *route.Route) *Route {
	for i := range s.routes {
		if s.routes[i].File == r.File && s.routes[i].Pattern.String() == r.Pattern.String() {
			return &s.routes[i]
		}
	}
	return nil
}
