package route

import (
	"cmp"
	"regexp"
	"strings"
)

// Match matches one path against one pattern, without a table. path is the raw,
// still encoded pathname; one trailing slash is allowed. An error is a
// [*DecodeError].
func (p Pattern) Match(path string) (Params, bool, error) {
	var room [8]string
	captures, ok := p.capture(path, room[:0])
	if !ok {
		return nil, false, nil
	}
	params, err := p.params(captures)
	return params, err == nil, err
}

// capture returns the raw text of the parameters.
func (p Pattern) capture(path string, captures []string) ([]string, bool) {
	if p.fallback != nil {
		return p.fallback.capture(path)
	}
	rest, end, ok := cutRoot(path, len(p.segments) == 0)
	if !ok && !p.optionalRoot() {
		return nil, false
	}
	for i, s := range p.segments {
		if s.broken {
			return nil, false
		}
		if s.takesRest() {
			return s.captureRest(rest, end, captures)
		}
		if end {
			return nil, false
		}
		part, tail, more := strings.Cut(rest, "/")
		if captures, ok = s.captureOne(part, captures); !ok {
			return nil, false
		}
		rest, end = tail, !more
		if end && i == len(p.segments)-1 {
			return captures, true
		}
	}
	return captures, end
}

// optionalRoot reports whether the pattern matches the empty path, which only
// "/[[...x]]" does.
func (p Pattern) optionalRoot() bool {
	return len(p.segments) == 1 && p.segments[0].Kind == OptionalCatchAll
}

// cutRoot takes the leading slash and one trailing slash off. end is true if
// nothing is left.
func cutRoot(path string, root bool) (rest string, end, ok bool) {
	if path == "" || path[0] != '/' {
		return "", true, false
	}
	rest = path[1:]
	if root {
		return rest, rest == "" || rest == "/", true
	}
	if rest == "" {
		return "", true, true
	}
	if len(rest) > 1 && rest[len(rest)-1] == '/' {
		rest = rest[:len(rest)-1]
	}
	return rest, false, true
}

func (s Segment) captureOne(part string, captures []string) ([]string, bool) {
	if s.Kind == Static {
		return captures, part == s.Text
	}
	inner, ok := s.inner(part)
	if !ok {
		return captures, false
	}
	return append(captures, inner), true
}

func (s Segment) captureRest(rest string, end bool, captures []string) ([]string, bool) {
	if end {
		return captures, s.Kind == OptionalCatchAll
	}
	inner, ok := s.inner(cmp.Or(rest, "/")) // "/docs//": the second slash is the value
	if !ok || strings.ContainsAny(inner, lineTerminators) {
		return captures, false
	}
	return append(captures, inner), true
}

// lineTerminators are what a dot in a JavaScript regular expression leaves out.
const lineTerminators = "\n\r\u2028\u2029"

// inner returns what stands between prefix and suffix; it must not be empty.
func (s Segment) inner(text string) (string, bool) {
	if len(text) <= len(s.Prefix)+len(s.Suffix) {
		return "", false
	}
	if !strings.HasPrefix(text, s.Prefix) || !strings.HasSuffix(text, s.Suffix) {
		return "", false
	}
	return text[len(s.Prefix) : len(text)-len(s.Suffix)], true
}

// A regexMatcher stands in where a catch-all is not the last segment. Next.js
// refuses such routes, but its matcher is defined on them, and a project may be
// looked at before it is mended.
type regexMatcher struct{ re *regexp.Regexp }

// newRegexMatcher returns nil for the ordinary shapes.
func newRegexMatcher(p Pattern) *regexMatcher {
	if !catchAllInside(p.segments) {
		return nil
	}
	var b strings.Builder
	b.WriteString("^")
	for _, s := range p.segments {
		prefix, suffix := regexp.QuoteMeta(s.Prefix), regexp.QuoteMeta(s.Suffix)
		switch s.Kind {
		case Static:
			b.WriteString("/" + regexp.QuoteMeta(s.Text))
		case Dynamic:
			b.WriteString("/" + prefix + "([^/]+?)" + suffix)
		case CatchAll:
			b.WriteString("/" + prefix + "(.+?)" + suffix)
		case OptionalCatchAll:
			b.WriteString("(?:/" + prefix + "(.+?)" + suffix + ")?")
		}
	}
	re, err := regexp.Compile(b.String() + "(?:/)?$")
	if err != nil { // a path with bytes that are not UTF-8, or too long a one
		return nil
	}
	return &regexMatcher{re}
}

func catchAllInside(segments []Segment) bool {
	for i, s := range segments {
		if i < len(segments)-1 && s.takesRest() {
			return true
		}
	}
	return false
}

func (m *regexMatcher) capture(path string) ([]string, bool) {
	groups := m.re.FindStringSubmatch(path)
	if groups == nil {
		return nil, false
	}
	var captures []string
	for _, g := range groups[1:] {
		if g != "" { // an optional catch-all that matched nothing has no capture
			captures = append(captures, g)
		}
	}
	return captures, true
}
