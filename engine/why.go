package engine

import (
	"routescope/engine/event"
	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// Why explains which route serves a request, without running anything.
func (e *Engine) Why(method, target string) Explanation {
	out := Explanation{Method: method, Path: target}
	s := e.now()
	if s == nil {
		out.Reason = errClosed.Error()
		return out
	}
	outcome, steps := s.pipeline.Explain(&pipeline.Request{Method: method, Target: target, Host: e.origin.Host})
	for _, step := range steps {
		if step.Changed {
			out.Stages = append(out.Stages, event.StageRan{Stage: step.Stage, Action: step.Reason, From: step.From, To: step.To})
		}
	}
	path := outcome.Path
	if path == "" {
		path, _ = route.Clean(target)
	}
	out.Verdicts = s.table.Explain(path).Verdicts
	switch {
	case outcome.Answer != nil:
		out.Status = outcome.Answer.Status
		out.Reason = e.answerReason(s, outcome.Answer, target)
	case outcome.External != "":
		out.Reason = "forwarded to " + outcome.External
	default:
		out.Winner, out.Params = s.find(outcome.Route), outcome.Params
		e.explainMethod(&out)
	}
	return out
}

func (e *Engine) answerReason(s *state, a *pipeline.Answer, target string) string {
	for _, f := range a.Header {
		if f.Name == "location" || f.Name == "Location" {
			return "redirected to " + f.Value
		}
	}
	if a.Status == 404 {
		return e.missReason(s, target)
	}
	if a.Status == 400 {
		return "the path holds a percent sequence that is not UTF-8"
	}
	return "answered before a route was looked for"
}

// missReason says why nothing serves a path: what came nearest.
func (e *Engine) missReason(s *state, target string) string {
	path, _ := route.Clean(target)
	for _, v := range s.table.Explain(path).Verdicts {
		if v.Level == route.Almost {
			return "no route matches; the nearest is " + v.Route.Pattern.String() + ": " + v.Reason
		}
	}
	return "no route matches"
}

// explainMethod says when the winner does not answer the method.
func (e *Engine) explainMethod(out *Explanation) {
	if out.Winner == nil || out.Winner.Kind != route.AppRoute || len(out.Winner.Methods) == 0 {
		return
	}
	names := ""
	for _, m := range out.Winner.Methods {
		if m.Name == out.Method {
			return
		}
		if names != "" {
			names += ", "
		}
		names += m.Name
		if m.Automatic {
			names += " (automatic)"
		}
	}
	out.Status = 405
	out.Reason = out.Winner.File + " answers only " + names
}
