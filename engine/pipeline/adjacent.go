package pipeline

import (
	"regexp"
	"strings"

	"routescope/engine/pathregexp"
)

// separator is what Next.js puts between parameters that stand side by side,
// which path-to-regexp refuses.
const separator = "_NEXTSEP_"

var (
	markerParam   = regexp.MustCompile(`/\(\.{1,3}\):[^/\s]+`)
	adjacentParam = regexp.MustCompile(`:[a-zA-Z_][a-zA-Z0-9_]*:[a-zA-Z_][a-zA-Z0-9_]*`)
	groupParam    = regexp.MustCompile(`(\([^)]*\)):([^/\s]+)`)
	name          = regexp.MustCompile(`:[^:/\s)]+`)
)

// compile is Next.js's safeCompile: a template, with separators where the pattern
// does not compile without.
func compile(pattern string, encode func(string) string) (*pathregexp.Template, error) {
	if markerParam.MatchString(pattern) || adjacentParam.MatchString(pattern) {
		return compileSeparated(pattern, encode)
	}
	template, err := pathregexp.Compile(pattern, encode)
	if err == nil {
		return template, nil
	}
	if separated, again := compileSeparated(pattern, encode); again == nil {
		return separated, nil
	}
	return nil, err
}

func compileSeparated(pattern string, encode func(string) string) (*pathregexp.Template, error) {
	pattern = groupParam.ReplaceAllString(pattern, "${1}"+separator+":${2}")
	pattern = separateNames(pattern)
	template, err := pathregexp.Compile(pattern, encode)
	if err != nil {
		return nil, err
	}
	return template.After(func(text string) string { return strings.ReplaceAll(text, ")"+separator, ")") }), nil
}

// separateNames puts a separator between a parameter and the colon of the next.
func separateNames(pattern string) string {
	var b strings.Builder
	end := 0
	for _, at := range name.FindAllStringIndex(pattern, -1) {
		b.WriteString(pattern[end:at[1]])
		if end = at[1]; end < len(pattern) && pattern[end] == ':' {
			b.WriteString(separator)
		}
	}
	return b.String() + pattern[end:]
}
