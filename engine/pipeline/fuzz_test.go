package pipeline

import (
	"testing"

	"routescope/engine/event"
)

// FuzzRun sends any target with any header through all stages: it must come to one
// outcome, the same with and without an explanation.
func FuzzRun(f *testing.F) {
	for _, target := range []string{
		"/port/old/x?a=1&a=2", "/port/away/a/../b?c=%zz", "//x\\y", "http://a.b:1/c", "/port/only-if?go=(x", "/port/alias-query/:id", "/port/%2e%2e/x#y",
	} {
		f.Add(target, "x-tide", "high")
	}
	configured := openRecorded(f, "configured")
	configured.Proxy = nil
	pipelines := []*Pipeline{configured}
	for _, name := range []string{"rules", "rules with trailingSlash", "common real rules", "basePath and trailingSlash"} {
		pipelines = append(pipelines, openResolved(f, name))
	}
	f.Fuzz(func(t *testing.T, target, name, value string) {
		for _, p := range pipelines {
			fuzzOne(t, p, target, name, value)
		}
	})
}

func fuzzOne(t *testing.T, p *Pipeline, target, name, value string) {
	req := &Request{Method: "GET", Target: target, Header: event.Header{{Name: name, Value: value}}}
	out := p.Run(t.Context(), req, nil)
	explained, steps := p.Explain(req)
	outcomes := 0
	for _, set := range []bool{out.Route != nil, out.Answer != nil, out.External != ""} {
		if set {
			outcomes++
		}
	}
	if outcomes != 1 || out.Route != explained.Route || out.External != explained.External || len(steps) == 0 {
		t.Errorf("%q: %+v, explained as %+v in %d steps", target, out, explained, len(steps))
	}
}
