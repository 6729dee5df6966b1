package pipeline

import (
	"encoding/json"
	"fmt"
	"strings"

	"routescope/engine/pathregexp"
	"routescope/engine/project"
)

// A Matcher says which paths a proxy.ts is for: one item of its config.matcher.
type Matcher struct {
	Source  string              `json:"source"`
	Locale  *bool               `json:"locale,omitempty"`
	Has     []project.Condition `json:"has,omitempty"`
	Missing []project.Condition `json:"missing,omitempty"`
}

// ParseMatchers reads what a proxy.ts exports as config, as JSON: its matcher is a
// string, or a list of strings and objects. No matcher gives nil: every path.
func ParseMatchers(config []byte) ([]Matcher, error) {
	var c struct {
		Matcher json.RawMessage `json:"matcher"`
	}
	if err := json.Unmarshal(config, &c); err != nil {
		return nil, fmt.Errorf("proxy config: %w", err)
	}
	text := strings.TrimSpace(string(c.Matcher))
	if text == "" || text == "null" {
		return nil, nil
	}
	if strings.HasPrefix(text, `"`) {
		text = "[" + text + "]"
	}
	var items []json.RawMessage
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		return nil, fmt.Errorf("proxy config: matcher must be a string or an array")
	}
	matchers := make([]Matcher, len(items))
	for i, item := range items {
		var err error
		if matchers[i], err = parseMatcher(item); err != nil {
			return nil, fmt.Errorf("proxy config: matcher[%d]: %w", i, err)
		}
	}
	return matchers, nil
}

func parseMatcher(item json.RawMessage) (Matcher, error) {
	var m Matcher
	if strings.HasPrefix(string(item), `"`) {
		err := json.Unmarshal(item, &m.Source)
		return m, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(item)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return m, fmt.Errorf("must be an array of strings or middleware matchers: %w", err)
	}
	if m.Source == "" {
		return m, fmt.Errorf("source is required")
	}
	return m, nil
}

// A matcher is a compiled [Matcher].
type matcher struct {
	name    string
	source  string
	regexp  *pathregexp.Regexp
	has     []condition
	missing []condition
}

// The parts Next.js puts around a matcher's source, so that it fits the requests
// its client sends for the data of a page as well.
const (
	dataPrefix    = "/:nextData(_next/data/[^/]{1,})?"
	routeSuffixes = `\.rsc|\.segments/.+\.segment\.rsc`
	dataSuffix    = `{(\.json|` + routeSuffixes + `)}?`
	rootSuffix    = `(/?index|/?index\.json|/?index(?:` + routeSuffixes + `))?`
)

func (p *Pipeline) compileMatchers() ([]matcher, error) {
	if p.Proxy == nil && len(p.Matchers) == 0 {
		return nil, nil
	}
	if len(p.Matchers) == 0 {
		all, err := pathregexp.CompileRegexp(".*", false)
		return []matcher{{name: "no matcher", source: "/:path*", regexp: all}}, err
	}
	var out []matcher
	for i, m := range p.Matchers {
		compiled, err := p.compileMatcher(m)
		if err != nil {
			return nil, fmt.Errorf("proxy matcher %q: %w", m.Source, err)
		}
		compiled.name = fmt.Sprintf("matcher[%d]", i)
		out = append(out, compiled)
	}
	return out, nil
}

func (p *Pipeline) compileMatcher(m Matcher) (c matcher, err error) {
	if !strings.HasPrefix(m.Source, "/") {
		return c, fmt.Errorf("source must start with /")
	}
	suffix := dataSuffix
	if m.Source == "/" {
		suffix = rootSuffix
	}
	c.source = p.base + dataPrefix + m.Source + suffix
	if len(c.source) > 4096 {
		return c, fmt.Errorf("exceeds max built length of 4096 for route")
	}
	tokens, err := pathregexp.Parse(c.source)
	if err != nil {
		return c, fmt.Errorf("Invalid source '%s': %w", c.source, err)
	}
	source, err := pathregexp.Source(tokens, pathregexp.Options{Loose: true})
	if err != nil {
		return c, fmt.Errorf("Invalid source '%s': %w", c.source, err)
	}
	if c.regexp, err = pathregexp.CompileRegexp(source, false); err != nil {
		return c, err
	}
	c.source = m.Source
	if c.has, err = compileConditions(m.Has); err != nil {
		return c, err
	}
	c.missing, err = compileConditions(m.Missing)
	return c, err
}

// proxied reports whether the proxy is for the request: by its path, or by its
// path decoded.
func (r *run) proxied() bool {
	decoded, ok := decodeComponent(r.path)
	for _, path := range []string{r.path, decoded} {
		if path == r.path || ok {
			if r.matches(path) {
				return true
			}
		}
		if decoded == r.path {
			break
		}
	}
	return false
}

func (r *run) matches(path string) bool {
	for _, m := range r.matchers {
		reason := "the path does not fit"
		if _, ok := m.regexp.Match(path); ok {
			if _, reason = r.conditions(m.has, m.missing); reason != "" {
				reason = "the path fits, but " + reason
			}
		}
		if r.trace != nil {
			c := Check{Rule: m.name, Source: m.source, Regexp: m.regexp.String(), Matches: reason == "", Reason: reason}
			if c.Matches {
				c.Reason = "matches"
			}
			r.trace.check(c)
		}
		if reason == "" {
			return true
		}
	}
	return false
}
