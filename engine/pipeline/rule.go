package pipeline

import (
	"fmt"
	"strings"

	"routescope/engine/pathregexp"
	"routescope/engine/project"
)

// A rule is one compiled item of headers(), redirects() or rewrites().
type rule struct {
	name        string // "redirects[2]"
	source      string // with basePath
	matcher     *pathregexp.Matcher
	has         []condition
	missing     []condition
	destination string // with basePath; "" for headers
	status      int    // of a redirect
	headers     []project.HeaderField
}

// compileRules reads the configuration's three functions.
func (p *Pipeline) compileRules() error {
	c := p.Config
	for i, h := range c.Headers {
		r, err := p.compileRule(fmt.Sprintf("headers[%d]", i), h.Guard, "", c.Experimental.CaseSensitiveRoutes)
		if err != nil {
			return err
		}
		r.headers = h.Headers
		p.headers = append(p.headers, r)
	}
	for i, d := range c.Redirects {
		r, err := p.compileRule(fmt.Sprintf("redirects[%d]", i), d.Guard, d.Destination, c.Experimental.CaseSensitiveRoutes)
		if err != nil {
			return err
		}
		r.status = d.Status()
		p.redirects = append(p.redirects, r)
	}
	return p.compileRewrites()
}

func (p *Pipeline) compileRewrites() error {
	sensitive := p.Config.Experimental.CaseSensitiveRoutes
	lists := []struct {
		name      string
		from      []project.Rewrite
		to        *[]*rule
		sensitive bool
	}{
		{"beforeFiles", p.Config.Rewrites.BeforeFiles, &p.beforeFiles, false}, // sic: Next.js passes no option here
		{"afterFiles", p.Config.Rewrites.AfterFiles, &p.afterFiles, sensitive},
		{"fallback", p.Config.Rewrites.Fallback, &p.fallback, sensitive},
	}
	if r := p.assetRewrite(); r != nil {
		lists[0].from = append([]project.Rewrite{*r}, lists[0].from...)
	}
	for _, l := range lists {
		for i, w := range l.from {
			r, err := p.compileRule(fmt.Sprintf("rewrites.%s[%d]", l.name, i), w.Guard, w.Destination, l.sensitive)
			if err != nil {
				return err
			}
			*l.to = append(*l.to, r)
		}
	}
	return nil
}

// assetRewrite is the rewrite that Next.js adds for an assetPrefix with a path.
func (p *Pipeline) assetRewrite() *project.Rewrite {
	prefix := p.Config.AssetPrefix
	if l, err := parseLocation(prefix); err == nil && l.protocol != "" {
		prefix = l.path
	}
	if prefix == "" || prefix == "/" {
		return nil
	}
	if !strings.HasPrefix(prefix, "/") {
		prefix = "/" + prefix
	}
	if prefix == p.base {
		return nil
	}
	outside := false
	return &project.Rewrite{
		Guard:       project.Guard{Source: prefix + "/_next/:path+", BasePath: &outside},
		Destination: p.base + "/_next/:path+",
	}
}

func (p *Pipeline) compileRule(name string, g project.Guard, destination string, sensitive bool) (*rule, error) {
	base := ""
	if g.InBasePath() {
		base = p.base
	}
	r := &rule{name: name, source: under(base, g.Source), destination: destination}
	if strings.HasPrefix(destination, "/") {
		r.destination = under(base, destination)
	}
	options := pathregexp.Options{Delimiter: "/", Sensitive: sensitive, Slash: true}
	if strings.HasPrefix(name, "redirects") {
		options.Except = []string{p.base + "/_next"}
	}
	var err error
	if r.matcher, err = pathregexp.New(r.source, options); err != nil {
		return nil, fmt.Errorf("%s: source %s: %w", name, r.source, err)
	}
	if r.has, err = compileConditions(g.Has); err != nil {
		return nil, fmt.Errorf("%s: has: %w", name, err)
	}
	if r.missing, err = compileConditions(g.Missing); err != nil {
		return nil, fmt.Errorf("%s: missing: %w", name, err)
	}
	return r, nil
}

// under puts a path below base. The root becomes base itself.
func under(base, path string) string {
	if base != "" && path == "/" {
		return base
	}
	return base + path
}

// match holds a rule against the request as it stands.
func (r *run) match(rule *rule) (params, bool) {
	values, ok := rule.matcher.Match(r.path)
	if !ok {
		if r.trace != nil {
			r.checked(rule, false, rule.matcher.Misfit(r.path))
		}
		return nil, false
	}
	var ps params
	for _, v := range values {
		if !v.Unnamed {
			ps = ps.with(v)
		}
	}
	more, reason := r.conditions(rule.has, rule.missing)
	if reason != "" {
		r.checked(rule, false, "the path fits, but "+reason)
		return nil, false
	}
	for _, v := range more {
		ps = ps.with(v)
	}
	r.checked(rule, true, "matches"+ps.words())
	return ps, true
}

func (r *run) checked(rule *rule, ok bool, reason string) {
	if r.trace != nil {
		r.trace.check(Check{Rule: rule.name, Source: rule.source, Regexp: rule.matcher.String(), Matches: ok, Reason: reason})
	}
}

// words lists parameters for people: " with slug = a, path = b/c".
func (ps params) words() string {
	var parts []string
	for _, p := range ps {
		value := p.Text
		if p.List != nil {
			value = strings.Join(p.List, "/")
		}
		parts = append(parts, p.Name+" = "+value)
	}
	if parts == nil {
		return ""
	}
	return " with " + strings.Join(parts, ", ")
}
