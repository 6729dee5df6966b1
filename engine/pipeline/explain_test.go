package pipeline

import (
	"strings"
	"testing"

	"routescope/engine/event"
)

func TestExplain(t *testing.T) {
	configured := newPipeline(t, `{
		"basePath": "/base",
		"headers": [{"source": "/api/:path*", "headers": [{"key": "X-A", "value": ":path*"}]}],
		"redirects": [
			{"source": "/old/:slug", "destination": "/new/:slug", "permanent": true},
			{"source": "/go", "has": [{"type": "header", "key": "x-tide", "value": "(?<level>high|low)"}], "destination": "/:level", "permanent": false},
			{"source": "/stay", "missing": [{"type": "cookie", "key": "crew"}], "destination": "/x", "permanent": false}
		],
		"rewrites": {
			"beforeFiles": [{"source": "/front", "destination": "/api/echo?by=front"}],
			"afterFiles": [{"source": "/alias/:id", "destination": "/api/item/:id"}, {"source": "/ext/:p*", "destination": "https://pier.example/:p*"}],
			"fallback": [{"source": "/:path*", "has": [{"type": "query", "key": "fb"}], "destination": "/api/echo"}]
		}}`, "/api/echo", "/api/item/[id]", "/stay", "/blog/[slug]")
	crew := event.Header{{Name: "Cookie", Value: "crew=1"}}
	for _, c := range []struct {
		about  string
		target string
		header event.Header
		stage  string // the last one, which decides
		reason string // of it
		rule   string // that was looked at, with its reason
	}{
		{about: "doubled slashes come first", target: "/base//old/x", stage: "slashes", reason: "doubled slash or backslash: redirects with 308"},
		{about: "the final slash beats redirects()", target: "/base/old/x/", stage: "trailingSlash", reason: "the path ends in a slash and must not: redirects with 308"},
		{about: "a redirect names its rule", target: "/base/old/x", stage: "redirects", reason: "redirects[0]: redirects with 308", rule: "redirects[0] matches with slug = x"},
		{about: "a condition that fails is named", target: "/base/go", stage: "notFound", reason: "nothing serves the path: 404", rule: "redirects[1] the path fits, but not header x-tide = (?<level>high|low)"},
		{about: "a thing that must be missing is named", target: "/base/stay", header: crew, stage: "files", reason: "app route /stay has this very path", rule: "redirects[2] the path fits, but there is cookie crew, which must be missing"},
		{about: "beforeFiles goes on to files", target: "/base/front", stage: "files", reason: "app route /api/echo has this very path", rule: "rewrites.beforeFiles[0] matches"},
		{about: "afterFiles finds the route itself", target: "/base/alias/7", stage: "afterFiles", reason: "rewrites.afterFiles[0] rewrites; app route /api/item/[id] fits", rule: "rewrites.afterFiles[0] matches with id = 7"},
		{about: "another server", target: "/base/ext/a/b", stage: "afterFiles", reason: "forwards to another server", rule: "rewrites.afterFiles[1] matches with p = a/b"},
		{about: "dynamic routes beat fallback", target: "/base/blog/x?fb=1", stage: "dynamic", reason: "app route /blog/[slug] fits"},
		{about: "fallback", target: "/base/none?fb=1", stage: "fallback", reason: "rewrites.fallback[0] rewrites; app route /api/echo has this very path", rule: "rewrites.fallback[0] matches with path = none, fb = 1"},
		{about: "a pattern that almost fits", target: "/base/old", stage: "notFound", reason: "404", rule: "redirects[0] what follows /base/old does not fit :slug"},
		{about: "outside basePath", target: "/api/echo", stage: "notFound", reason: "404", rule: "headers[0] the path does not begin with /base/api"},
	} {
		req := &Request{Method: "GET", Target: c.target, Header: c.header}
		_, steps := configured.Explain(req)
		last := steps[len(steps)-1]
		if last.Stage != c.stage || !strings.Contains(last.Reason, c.reason) || !last.Changed {
			t.Errorf("%s: %s says %q (%v), want %s: %s", c.about, last.Stage, last.Reason, last.Changed, c.stage, c.reason)
		}
		if c.rule != "" && !hasCheck(steps, c.rule) {
			t.Errorf("%s: no rule says %q in %+v", c.about, c.rule, steps)
		}
	}
}

func hasCheck(steps []Step, want string) bool {
	for _, s := range steps {
		for _, c := range s.Rules {
			if c.Rule+" "+c.Reason == want && c.Regexp != "" && c.Source != "" {
				return true
			}
		}
	}
	return false
}

// Every stage is documented and says something, also where it has nothing to do.
func TestEveryStageSpeaks(t *testing.T) {
	p := newPipeline(t, `{}`)
	_, steps := p.Explain(&Request{Target: "/none"})
	infos := Stages()
	if len(steps) != len(infos) {
		t.Fatalf("%d steps for %d stages", len(steps), len(infos))
	}
	for i, s := range steps {
		if s.Stage != infos[i].Name || s.Doc == "" || s.Doc != infos[i].Doc || s.Reason == "" {
			t.Errorf("stage %s: %+v", infos[i].Name, s)
		}
	}
}

func TestObserveHearsOfChangesOnly(t *testing.T) {
	p := newPipeline(t, `{
		"headers": [{"source": "/api/x", "headers": [{"key": "X-A", "value": "1"}]}],
		"rewrites": [{"source": "/alias", "destination": "/api/x"}]}`, "/api/x")
	var heard []string
	observe := func(s event.StageRan) { heard = append(heard, s.Stage+": "+s.Action+" "+s.From+" "+s.To) }
	for _, target := range []string{"/api/x", "/alias", "/none"} {
		p.Run(t.Context(), &Request{Target: target}, observe)
	}
	want := "headers: sets X-A  \nafterFiles: rewrites.afterFiles[0] rewrites /alias /api/x"
	if got := strings.Join(heard, "\n"); got != want {
		t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
}

func TestHiddenRoutes(t *testing.T) {
	p := newPipeline(t, `{"useFileSystemPublicRoutes":false,"rewrites":[{"source":"/shown","destination":"/api/x"}]}`, "/api/x", "/api/[id]/y")
	for target, want := range map[string]bool{"/api/x": false, "/api/1/y": false, "/shown": true} {
		if out := p.Run(t.Context(), &Request{Target: target}, nil); (out.Route != nil) != want {
			t.Errorf("%s: %+v", target, out)
		}
	}
}
