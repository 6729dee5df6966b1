package route

import "strings"

// SegmentKind says how one segment of a pattern matches.
type SegmentKind uint8

// The kinds of segments, in order of precedence among siblings.
const (
	Static           SegmentKind = iota // the text itself
	Dynamic                             // [id]: one segment
	CatchAll                            // [...id]: one segment or more
	OptionalCatchAll                    // [[...id]]: any number of segments
)

var segmentKindNames = [...]string{"static", "dynamic", "catch-all", "optional catch-all"}

// String returns the kind in words: "optional catch-all".
func (k SegmentKind) String() string {
	if int(k) < len(segmentKindNames) {
		return segmentKindNames[k]
	}
	return "unknown"
}

// A Segment is one part of a pattern, between two slashes.
type Segment struct {
	Kind SegmentKind
	Text string // of a static segment its text, otherwise the parameter's name

	// Prefix and Suffix are the text around the brackets, as in "[name].json" or
	// "(.)[id]". A segment with such text counts as dynamic in development, and
	// in production only if another segment of the pattern is one bare name.
	Prefix, Suffix string

	broken bool // text around an optional catch-all: no URL can match it
	single bool // after an intercepting marker even a catch-all takes one segment
}

// takesRest reports whether the segment goes on over slashes.
func (s Segment) takesRest() bool {
	return (s.Kind == CatchAll || s.Kind == OptionalCatchAll) && !s.single
}

// String returns the segment as written in a path.
func (s Segment) String() string {
	switch s.Kind {
	case Dynamic:
		return s.Prefix + "[" + s.Text + "]" + s.Suffix
	case CatchAll:
		return s.Prefix + "[..." + s.Text + "]" + s.Suffix
	case OptionalCatchAll:
		return s.Prefix + "[[..." + s.Text + "]]" + s.Suffix
	default:
		return s.Text
	}
}

// affixed reports whether there is text around the brackets.
func (s Segment) affixed() bool { return s.Prefix != "" || s.Suffix != "" }

// A Pattern is a parsed route path such as "/api/post/[...slug]". The zero
// Pattern is the root.
type Pattern struct {
	text     string
	segments []Segment
	dynamic  bool
	fallback *regexMatcher // for the few shapes that segments cannot decide
}

// ParsePattern reads a route path with production's rules: a path without any
// segment that is one bracketed name is literal, so that "/pre-[id]" matches
// nothing but itself. It accepts any text; [Sort] tells what is wrong with it.
func ParsePattern(text string) Pattern { return Production.ParsePattern(text) }

// ParsePattern reads a route path with the rules of the mode. In development
// "/pre-[id]" is dynamic.
func (m Mode) ParsePattern(text string) Pattern {
	p := Pattern{text: text, dynamic: isDynamic(text, m == Production)}
	p.segments = parseSegments(text, p.dynamic)
	p.fallback = newRegexMatcher(p)
	return p
}

// String returns the pattern as written: "/api/post/[...slug]".
func (p Pattern) String() string {
	if p.text == "" {
		return "/"
	}
	return p.text
}

// Segments returns the parts of the pattern; the root has none. The slice is
// shared: do not write to it.
func (p Pattern) Segments() []Segment { return p.segments }

// Dynamic reports whether the pattern has parameters.
func (p Pattern) Dynamic() bool { return p.dynamic }

// Names returns the parameter names in order of appearance.
func (p Pattern) Names() []string {
	var names []string
	for _, s := range p.segments {
		if s.Kind != Static {
			names = append(names, s.Text)
		}
	}
	return names
}

// parseSegments leaves the first character out, which Next.js takes for a slash.
func parseSegments(text string, dynamic bool) []Segment {
	text = strings.TrimSuffix(text, "/")
	if text == "" {
		return nil
	}
	text = text[1:]
	segments := make([]Segment, 0, strings.Count(text, "/")+1)
	for part := range strings.SplitSeq(text, "/") {
		segment := Segment{Text: part}
		if dynamic {
			segment = parseSegment(part)
		}
		segments = append(segments, segment)
	}
	return segments
}

// parseSegment reads text before the first bracket, the name, and the rest,
// which is literal even if it holds brackets again.
func parseSegment(part string) Segment {
	static := Segment{Text: part}
	open := strings.IndexByte(part, '[')
	if open < 0 {
		return static
	}
	inner, suffix, ok := cutParameter(part[open+1:])
	if !ok {
		return static
	}
	s := Segment{Kind: Dynamic, Text: inner, Prefix: part[:open], Suffix: suffix}
	s.single = open > 0 && s.Prefix == interceptionMarker(part)
	optional := strings.HasPrefix(inner, "[") && strings.HasSuffix(inner, "]")
	if optional {
		s.Text = inner[1 : len(inner)-1]
	}
	if name, many := strings.CutPrefix(s.Text, "..."); many {
		s.Kind, s.Text = CatchAll, name
		if optional {
			s.Kind = OptionalCatchAll
			s.broken = s.affixed() && (s.Suffix != "" || !s.single)
		}
	}
	return s
}

// cutParameter takes what follows the first opening bracket and returns the
// parameter, with a second pair of brackets if it has one, and the rest.
func cutParameter(rest string) (inner, suffix string, ok bool) {
	if strings.HasPrefix(rest, "[") {
		if end := strings.Index(rest, "]]"); end > 0 && !strings.Contains(rest[:end], "]") {
			return rest[:end+1], rest[end+2:], true
		}
	}
	end := strings.IndexByte(rest, ']')
	if end < 1 {
		return "", "", false
	}
	return rest[:end], rest[end+1:], true
}

// isDynamic is Next's isDynamicRoute: an intercepting path is judged by the path
// it intercepts.
func isDynamic(text string, strict bool) bool {
	if i, err := ParseIntercept(text); err == nil && i != nil {
		text = i.Target
	}
	_, text, _ = strings.Cut(text, "/")
	for part := range strings.SplitSeq(text, "/") {
		if strict && bracketed(part) || !strict && holdsBrackets(part) {
			return true
		}
	}
	return false
}

// bracketed reports whether a segment is one pair of brackets with something
// inside, from its first character to its last.
func bracketed(part string) bool {
	return len(part) > 2 && part[0] == '[' && part[len(part)-1] == ']'
}

// holdsBrackets reports whether "[", at least one character and "]" follow each
// other somewhere in the segment.
func holdsBrackets(part string) bool {
	open := strings.IndexByte(part, '[')
	return open >= 0 && strings.LastIndexByte(part, ']') > open+1
}
