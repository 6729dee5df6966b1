package route

import (
	"fmt"
	"strings"
)

// interceptionMarkers in the order in which Next.js looks for them.
var interceptionMarkers = [...]string{"(..)(..)", "(.)", "(..)", "(...)"}

// An Intercept is the reading of a path such as "/feed/(..)photo/[id]": a client
// navigation from From to Target is answered by the intercepting path.
type Intercept struct {
	From   string // "/feed"
	Target string // "/photo/[id]"
}

// interceptionMarker returns the marker a segment starts with, or "".
func interceptionMarker(segment string) string {
	for _, m := range interceptionMarkers {
		if strings.HasPrefix(segment, m) {
			return m
		}
	}
	return ""
}

// ParseIntercept reads an intercepting path. It returns nil for an ordinary path,
// and an error with Next's words for a marker that climbs above the root.
func ParseIntercept(text string) (*Intercept, error) {
	if !strings.Contains(text, "(.") {
		return nil, nil
	}
	from, marker, target, ok := cutMarker(text)
	if !ok {
		return nil, nil
	}
	if target == "" && from == "" {
		return nil, fmt.Errorf("Invalid interception route: %s. Must be in the format /<intercepting route>/(..|...|..)(..)/<intercepted route>", text)
	}
	from = normalizeAppPath(from)
	target, err := interceptTarget(text, from, marker, target)
	if err != nil {
		return nil, err
	}
	return &Intercept{From: from, Target: target}, nil
}

// cutMarker splits at the first segment that starts with a marker.
func cutMarker(text string) (from, marker, target string, ok bool) {
	for start := 0; start <= len(text); {
		end := strings.IndexByte(text[start:], '/')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		if m := interceptionMarker(text[start:end]); m != "" {
			from, target, _ = strings.Cut(text, m)
			return from, m, target, true
		}
		start = end + 1
	}
	return "", "", "", false
}

func interceptTarget(text, from, marker, target string) (string, error) {
	parents := strings.Split(from, "/")
	switch marker {
	case "(.)":
		if from == "/" {
			return "/" + target, nil
		}
		return from + "/" + target, nil
	case "(..)":
		if from == "/" {
			return "", fmt.Errorf("Invalid interception route: %s. Cannot use (..) marker at the root level, use (.) instead.", text)
		}
		return strings.Join(append(parents[:len(parents)-1], target), "/"), nil
	case "(...)":
		return "/" + target, nil
	default:
		if len(parents) <= 2 {
			return "", fmt.Errorf("Invalid interception route: %s. Cannot use (..)(..) marker at the root level or one level up.", text)
		}
		return strings.Join(append(parents[:len(parents)-2], target), "/"), nil
	}
}

// normalizeAppPath drops route groups, slots and a final page or route from an
// app path, and gives it a leading slash.
func normalizeAppPath(text string) string {
	parts := strings.Split(text, "/")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case part == "", isGroup(part), part[0] == '@':
		case (part == "page" || part == "route") && i == len(parts)-1:
		default:
			b.WriteString("/" + part)
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// isGroup reports whether a segment is a route group: one pair of parentheses
// from the first character to the last.
func isGroup(part string) bool {
	return len(part) > 1 && part[0] == '(' && part[len(part)-1] == ')'
}
