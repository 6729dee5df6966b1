package engine

import (
	"net/url"
	"strings"

	"routescope/engine/pipeline"
)

// queryAsForm writes the query of a path as Next.js shows it in request.url: as
// a form, equal names together, without the parameters Next.js keeps for itself
// and those that leftOut says.
func queryAsForm(target string, leftOut func(name string) bool) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok || query == "" {
		return path
	}
	var names []string
	values := map[string][]string{}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = pipeline.DecodeForm(name), pipeline.DecodeForm(value)
		if isInternal(name) || leftOut(name) {
			continue
		}
		if _, known := values[name]; !known {
			names = append(names, name)
		}
		values[name] = append(values[name], value)
	}
	if len(names) == 0 {
		return path
	}
	var b strings.Builder
	b.WriteString(path)
	separator := byte('?')
	for _, name := range names {
		for _, value := range values[name] {
			b.WriteByte(separator)
			b.WriteString(escapeForm(name))
			b.WriteByte('=')
			b.WriteString(escapeForm(value))
			separator = '&'
		}
	}
	return b.String()
}

// isInternal reports whether a parameter's name is one that Next.js keeps for
// itself.
func isInternal(name string) bool {
	return strings.HasPrefix(name, "nxtP") || strings.HasPrefix(name, "nxtI")
}

// escapeForm writes as https://url.spec.whatwg.org/#concept-urlencoded-serializer
// does.
func escapeForm(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "%2A", "*")
}
