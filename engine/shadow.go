package engine

import (
	"context"
	"fmt"
	"strings"

	"routescope/engine/pipeline"
	"routescope/engine/project"
	"routescope/engine/route"
)

// samples are values for parameters, so unlike each other that a rule which takes
// them all takes any.
var samples = []string{"x7q", "42", "Z-%C3%A9.v"}

// findShadows finds routes that no URL reaches because a rule of next.config takes
// each of them. Rules with has or missing take some requests only and do not
// count, and neither does what proxy.ts may do.
func (e *Engine) findShadows(s *state) []route.Conflict {
	config := e.project.Config()
	rules := config.Rewrites
	if len(config.Redirects)+len(rules.BeforeFiles)+len(rules.AfterFiles) == 0 {
		return nil
	}
	quiet := *s.pipeline
	quiet.Proxy = nil
	f := shadowFinder{pipeline: &quiet, config: config, file: e.project.ConfigFile()}
	var found []route.Conflict
	for i := range s.routes {
		r := &s.routes[i].Route
		if r.Kind == route.PublicFile {
			continue
		}
		if c, ok := f.find(r); ok {
			found = append(found, c)
		}
	}
	return found
}

type shadowFinder struct {
	pipeline *pipeline.Pipeline
	config   *project.NextConfig
	file     string // next.config
}

// find asks for some URLs of a route and reports the rule that takes them all.
func (f *shadowFinder) find(r *route.Route) (route.Conflict, bool) {
	list := samples
	if !r.Pattern.Dynamic() {
		list = samples[:1]
	}
	rule, example := "", ""
	for _, sample := range list {
		target := f.url(r, sample)
		req := &pipeline.Request{Method: "GET", Target: target}
		if out := f.pipeline.Run(context.Background(), req, nil); out.Route != nil && out.Route.File == r.File {
			return route.Conflict{}, false
		}
		taker, what := f.taker(req)
		if taker == "" || rule != "" && taker != rule {
			return route.Conflict{}, false
		}
		if rule == "" {
			rule, example = taker, target+" "+what
		}
	}
	return route.Conflict{
		Kind: route.Shadowed, Files: []string{r.File, f.file}, Routes: []string{r.Pattern.String()},
		Message: fmt.Sprintf("No URL reaches %s: %s takes each of them. %s", r.Pattern, rule, example),
		Hint:    "Narrow the rule's source in " + f.file + ", or remove the route.",
	}, true
}

// url is a URL of a route: its parameters are filled in with a sample.
func (f *shadowFinder) url(r *route.Route, sample string) string {
	var b strings.Builder
	b.WriteString(f.config.BasePath)
	for _, s := range r.Pattern.Segments() {
		b.WriteByte('/')
		if s.Kind == route.Static {
			b.WriteString(s.Text)
		} else {
			b.WriteString(s.Prefix + sample + s.Suffix)
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	if location, ok := route.RedirectSlash(b.String(), f.config.TrailingSlash); ok {
		return location
	}
	return b.String()
}

// taker returns the rule that decides a request, if it decides without looking at
// more than the path, and what becomes of the request.
func (f *shadowFinder) taker(req *pipeline.Request) (rule, what string) {
	out, steps := f.pipeline.Explain(req)
	for _, s := range steps {
		for _, c := range s.Rules {
			if c.Matches && !strings.HasPrefix(c.Rule, "headers") && s.Stage != "proxy" {
				if !f.always(c.Rule) {
					return "", ""
				}
				rule = c.Rule
			}
		}
	}
	switch {
	case out.External != "":
		return rule, "is forwarded to " + out.External + "."
	case out.Route != nil:
		return rule, "goes to " + out.Route.Pattern.String() + "."
	case out.Answer != nil && out.Answer.Status == 404:
		return rule, "ends in 404, at " + out.Path + "."
	}
	return rule, "is redirected."
}

// always reports whether a rule has no conditions besides its source.
func (f *shadowFinder) always(rule string) bool {
	name, rest, _ := strings.Cut(rule, "[")
	i := 0
	if _, err := fmt.Sscanf(rest, "%d]", &i); err != nil {
		return false
	}
	var guards []project.Guard
	switch name {
	case "redirects":
		for _, r := range f.config.Redirects {
			guards = append(guards, r.Guard)
		}
	case "rewrites.beforeFiles":
		guards = guardsOf(f.config.Rewrites.BeforeFiles)
	case "rewrites.afterFiles":
		guards = guardsOf(f.config.Rewrites.AfterFiles)
	}
	return i < len(guards) && len(guards[i].Has)+len(guards[i].Missing) == 0
}

func guardsOf(rewrites []project.Rewrite) []project.Guard {
	guards := make([]project.Guard, len(rewrites))
	for i, r := range rewrites {
		guards[i] = r.Guard
	}
	return guards
}
