package route

import (
	"fmt"
	"slices"
	"strings"
)

// literalBrackets finds segments with text around their brackets, which mean one
// thing in production and another in development.
func (l *conflictList) literalBrackets(routes []Route) {
	for _, r := range routes {
		if r.Kind == PublicFile {
			continue
		}
		for _, s := range parseSegments(r.Pattern.text, true) {
			if !s.affixed() || s.single {
				continue
			}
			c := Conflict{
				Kind:    LiteralBrackets,
				Message: fmt.Sprintf("%s is a literal path in production: only that very text reaches it. In development it is dynamic.", r.Pattern),
				Hint:    fmt.Sprintf("Make the whole segment a parameter, and take %q apart in the handler.", s.String()),
			}
			if s.broken {
				c.Stops = Dev
				c.Message = fmt.Sprintf("Invalid regular expression: text stands around the optional catch-all in %s.", r.Pattern)
			}
			l.add(c, r)
			break
		}
	}
}

// differByCase finds paths that are one on a file system without case.
func (l *conflictList) differByCase(routes []Route) {
	first := map[string]Route{}
	for _, r := range routes {
		if r.Kind == PublicFile {
			continue
		}
		text := r.Pattern.String()
		folded := strings.ToLower(text)
		other, taken := first[folded]
		if !taken {
			first[folded] = r
		} else if other.Pattern.String() != text {
			l.add(Conflict{
				Kind:    DiffersByCaseOnly,
				Message: fmt.Sprintf("%s and %s differ by case only.", other.Pattern, text),
				Hint:    "macOS and Windows cannot hold both folders, and next build --webpack refuses them.",
			}, other, r)
		}
	}
}

// unreachable finds routes that no URL can reach because a static part of them
// is written differently in a URL.
func (l *conflictList) unreachable(t *Table) {
	for _, r := range t.routes {
		if r.Kind == PublicFile {
			continue
		}
		at := slices.IndexFunc(r.Pattern.segments, func(s Segment) bool {
			return s.Kind == Static && encodePath(s.Text) != s.Text
		})
		if at < 0 {
			continue
		}
		part := r.Pattern.segments[at].Text
		l.add(Conflict{
			Kind: Shadowed,
			Message: fmt.Sprintf("No URL reaches %s: browsers send %q as %s, and Next.js compares it as sent. %s",
				r.Pattern, part, encodePath(part), t.takes(r)),
			Hint: "Rename the folder to plain ASCII, or catch it with a parameter.",
		}, r)
	}
}

// takes says who answers the URL that a route was meant for.
func (t *Table) takes(r Route) string {
	if r.Pattern.dynamic {
		return "A request ends in 404, or at a less specific route."
	}
	result := t.Lookup(NormalizePath(r.Pattern.String()))
	if !result.Found() {
		return "A request ends in 404."
	}
	return fmt.Sprintf("A request goes to %s.", result.Match.Route.Pattern)
}
