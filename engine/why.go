package engine

import (
	"fmt"
	"slices"
	"strings"

	"routescope/engine/handler"
	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// Why explains which route serves a request, without running anything. It is
// quick enough to be asked at every key stroke. target is a path, with a query
// if there is one, or a URL.
func (e *Engine) Why(method, target string) Explanation {
	return e.WhyRequest(&Request{Method: method, Target: target})
}

// WhyRequest is [Engine.Why] for a request with headers, which rules may look at.
func (e *Engine) WhyRequest(req *Request) Explanation {
	s := e.now()
	if s == nil {
		return Explanation{Method: req.Method, Path: req.Target, Reason: errClosed.Error()}
	}
	w := &inquiry{pipeline: s.pipeline, table: s.table, find: s.find, base: e.project.Config().BasePath, proxy: e.project.ProxyFile()}
	x := w.ask(req, e.origin.Host)
	if x.Status == 404 {
		x.Hints = append(x.Hints, e.misnamed(x.Routed)...)
	}
	return x
}

// An inquiry asks a pipeline and a table about requests.
type inquiry struct {
	pipeline *pipeline.Pipeline
	table    *route.Table
	find     func(*route.Route) *Route
	base     string // basePath
	proxy    string // the file of the proxy, if there is one
}

func (w *inquiry) ask(req *Request, host string) Explanation {
	target, own := splitTarget(req.Target)
	if own != "" {
		host = own
	}
	x := Explanation{Method: req.Method, Path: target}
	if x.Method == "" {
		x.Method = "GET"
	}
	outcome, steps := w.pipeline.Explain(&pipeline.Request{Method: x.Method, Target: target, Header: req.Header, Host: host})
	x.Stages = w.stages(steps)
	last := steps[len(steps)-1]
	if x.Routed = outcome.Path; outcome.Answer != nil && last.Stage == "slashes" {
		x.Routed = ""
		x.Verdicts = w.table.Explain(w.inside(handler.Get(outcome.Answer.Header, "location"))).Verdicts
	} else {
		x.Verdicts = w.table.ExplainLookup(x.Routed).Verdicts
	}
	switch {
	case outcome.Answer != nil:
		w.answered(&x, outcome.Answer)
	case outcome.External != "":
		x.Location = outcome.External
		x.Reason = "forwarded to " + outcome.External
	default:
		x.Winner, x.Params = w.find(outcome.Route), outcome.Params
		x.explainMethods()
	}
	if x.Winner == nil {
		x.overrule(last)
	}
	return x
}

// inside takes basePath off a path.
func (w *inquiry) inside(path string) string {
	if rest, ok := strings.CutPrefix(path, w.base); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	return path
}

// stages completes the steps by those that were not reached, and names the file
// of the proxy.
func (w *inquiry) stages(steps []pipeline.Step) []Stage {
	all := pipeline.Stages()
	out := make([]Stage, 0, len(all))
	for _, s := range steps {
		if s.Stage == "proxy" && w.proxy != "" {
			s.Reason = w.proxy + ": " + s.Reason
		}
		out = append(out, s)
	}
	for _, info := range all[len(steps):] {
		out = append(out, Stage{Stage: info.Name, Doc: info.Doc, Reason: "not reached"})
	}
	return out
}

// answered says what the pipeline itself answers.
func (w *inquiry) answered(x *Explanation, a *pipeline.Answer) {
	x.Status, x.Err = a.Status, a.Err
	x.Location = handler.Get(a.Header, "location")
	switch {
	case x.Location != "":
		x.Reason = "redirected to " + x.Location
	case a.Err != nil:
		x.Reason = x.decided().Reason
	case a.Status == 404:
		x.Nearest = w.table.Nearest(x.Routed, 3)
		x.Reason = missReason(x.Nearest)
		w.outside(x)
	default:
		x.Reason = x.decided().Reason
	}
}

// decided returns the last stage that did something.
func (x *Explanation) decided() Stage {
	for i := len(x.Stages) - 1; i >= 0; i-- {
		if x.Stages[i].Changed {
			return x.Stages[i]
		}
	}
	return Stage{}
}

// overrule takes back what the table says of a route that would match, where the
// request does not get there.
func (x *Explanation) overrule(last pipeline.Step) {
	for i := range x.Verdicts {
		v := &x.Verdicts[i]
		if v.Level != route.Matches {
			continue
		}
		v.Level = route.Almost
		switch {
		case x.Routed == "" || last.Stage == "trailingSlash":
			v.Reason = "after the redirect: " + v.Reason
		case last.Stage == "notFound" && v.Route.Pattern.Dynamic():
			v.Reason = "fits, but is not reached: " + x.stage("dynamic").Reason
		case last.Stage == "notFound":
			v.Reason = "fits, but is not reached: " + x.stage("files").Reason
		default:
			v.Reason = fmt.Sprintf("fits, but %s comes first: %s", last.Stage, last.Reason)
		}
	}
}

func (x *Explanation) stage(name string) Stage {
	i := slices.IndexFunc(x.Stages, func(s Stage) bool { return s.Stage == name })
	if i < 0 {
		return Stage{}
	}
	return x.Stages[i]
}

// missReason says why nothing serves a path: what came nearest.
func missReason(nearest []route.Near) string {
	if len(nearest) == 0 {
		return "no route matches"
	}
	n := nearest[0]
	return "no route matches; the nearest is " + n.Route.Pattern.String() + ": " + strings.Join(n.Changes, ", ")
}

// missReason is what an exchange tells of its 404.
func (e *Engine) missReason(s *state, target string) string {
	path, _ := route.Clean(target)
	return missReason(s.table.Nearest(path, 1))
}

// splitTarget takes scheme and host off an absolute URL, and the fragment that
// browsers keep to themselves. It does not decode anything: a malformed escape
// is what the caller may want to ask about.
func splitTarget(target string) (path, host string) {
	for _, scheme := range []string{"http://", "https://"} {
		if rest, ok := strings.CutPrefix(target, scheme); ok {
			rest, _, _ = strings.Cut(rest, "#")
			at := strings.IndexAny(rest, "/?")
			if at < 0 {
				return "/", rest
			}
			target, host = rest[at:], rest[:at]
		}
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return target, host
}
