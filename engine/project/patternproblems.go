package project

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"routescope/engine/pathregexp"
	"routescope/engine/route"
)

// maxBuiltLength is how long the regular expression of a source may get.
const maxBuiltLength = 4096

// checkPatterns parses source and destination, and finds parameters that nothing
// fills in.
func (c *ruleChecker) checkPatterns() {
	if !strings.HasPrefix(c.source, "/") {
		return
	}
	tokens, ok := c.parsePattern("source", c.source, c.source)
	if !ok || !strings.HasPrefix(c.destination, "/") {
		return
	}
	var unnamed []string
	for _, t := range tokens {
		if t.Unnamed && regexp.MustCompile(":"+t.Name+`(\D|$)`).MatchString(c.destination) {
			unnamed = append(unnamed, ":"+t.Name)
		}
	}
	if unnamed != nil {
		c.bad("`destination` has unnamed params %s", strings.Join(unnamed, ", "))
		return
	}
	known := c.conditionNames()
	for _, t := range tokens {
		if t.Param() {
			known = append(known, t.Name)
		}
	}
	destination, ok := c.parsePattern("destination", c.destination, pathOf(c.destination))
	if !ok {
		return
	}
	var missing []string
	for _, t := range destination {
		if t.Param() && !slices.Contains(known, t.Name) && !slices.Contains(missing, t.Name) {
			missing = append(missing, t.Name)
		}
	}
	if missing != nil {
		c.bad("`destination` has segments not in `source` or `has` (%s)", strings.Join(missing, ", "))
	}
}

func (c *ruleChecker) parsePattern(name, written, pattern string) ([]pathregexp.Token, bool) {
	tokens, err := pathregexp.Parse(pattern)
	built := ""
	if err == nil {
		if built, err = pathregexp.Source(tokens, pathregexp.Options{Loose: true}); err != nil {
			built, err = pathregexp.Source(withSlash(tokens), pathregexp.Options{Loose: true})
		}
	}
	if err == nil {
		_, err = pathregexp.CompileRegexp(built, true)
	}
	if err != nil {
		c.before = append(c.before, parseProblem(written, pattern, err))
		c.bad("`%s` parse failed", name)
		return nil, false
	}
	if len(built) > maxBuiltLength {
		c.bad("`%s` exceeds max built length of %d", name, maxBuiltLength)
	}
	return tokens, true
}

// withSlash gives repeated parameters without a prefix one, as Next.js does where
// path-to-regexp refuses them.
func withSlash(tokens []pathregexp.Token) []pathregexp.Token {
	tokens = slices.Clone(tokens)
	for i, t := range tokens {
		if t.Param() && t.Repeats() && t.Prefix == "" && t.Suffix == "" {
			tokens[i].Prefix = "/"
		}
	}
	return tokens
}

var atPosition = regexp.MustCompile(`at (\d+)`)

func parseProblem(written, pattern string, err error) string {
	at := atPosition.FindStringSubmatch(err.Error())
	if at == nil {
		return fmt.Sprintf("Error parsing %s https://nextjs.org/docs/messages/invalid-route-source TypeError: %s", written, err)
	}
	var column int
	_, _ = fmt.Sscan(at[1], &column)
	return fmt.Sprintf("Error parsing `%s` https://nextjs.org/docs/messages/invalid-route-source\nReason: %s\n\n  %s\n  %s^",
		written, err, pattern, strings.Repeat(" ", column))
}

// pathOf returns the pathname and hash of a destination.
func pathOf(destination string) string {
	rest, hash, hasHash := strings.Cut(destination, "#")
	path, _, _ := strings.Cut(rest, "?")
	path = route.NormalizePath(path)
	if hasHash && hash != "" {
		path += "#" + hash
	}
	return path
}
