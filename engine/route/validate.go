package route

import (
	"fmt"
	"slices"
	"strings"
)

// An appSegment is a segment as the build's own validation of app paths reads
// it: brackets around the whole segment, after an intercepting marker.
type appSegment struct {
	text  string
	kind  SegmentKind
	param string
}

func readAppSegments(text string) []appSegment {
	parts := splitPath(text)
	segments := make([]appSegment, len(parts))
	for i, part := range parts {
		segments[i] = readAppSegment(part)
	}
	return segments
}

func readAppSegment(part string) appSegment {
	s := strings.TrimPrefix(part, interceptionMarker(part))
	for _, form := range []struct {
		kind        SegmentKind
		open, close string
	}{{OptionalCatchAll, "[[...", "]]"}, {CatchAll, "[...", "]"}, {Dynamic, "[", "]"}} {
		if strings.HasPrefix(s, form.open) && strings.HasSuffix(s, form.close) && len(s) >= len(form.open)+len(form.close) {
			return appSegment{part, form.kind, s[len(form.open) : len(s)-len(form.close)]}
		}
	}
	return appSegment{text: part}
}

// shape is the segment with its parameter's name replaced by a star.
func (s appSegment) shape() string {
	if s.kind == Static {
		return s.text
	}
	return strings.Replace(s.text, s.param, "*", 1)
}

func shapeOf(segments []appSegment) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteString("/" + s.shape())
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// validateAppPath checks one normalized app path, and both halves of an
// intercepting one. The error is Next's.
func validateAppPath(text string) error {
	if from, marker, target, ok := cutMarker(text); ok {
		if strings.Count(text, marker) != 1 {
			return fmt.Errorf("Invalid interception route: %s", text)
		}
		if err := validateAppPath(from); err != nil {
			return err
		}
		return validateAppPath(target)
	}
	v := appPathCheck{text: text}
	for i, s := range readAppSegments(text) {
		if err := v.segment(i, s); err != nil {
			return err
		}
	}
	return nil
}

// An appPathCheck goes along one path.
type appPathCheck struct {
	text     string
	names    []string
	catchAll SegmentKind // Static until one was seen
	position int
}

func (v *appPathCheck) segment(i int, s appSegment) error {
	if s.kind != Static {
		if err := checkParam(s, v.text); err != nil {
			return err
		}
		if s.kind != Dynamic {
			v.catchAll, v.position = s.kind, i
		}
		if err := v.claim(s.param); err != nil {
			return err
		}
	}
	switch {
	case v.catchAll == Static || i == v.position:
		return nil
	case v.catchAll == CatchAll:
		return fmt.Errorf(`Catch-all must be the last part of the URL in route "%s".`, v.text)
	default:
		return fmt.Errorf(`Optional catch-all must be the last part of the URL in route "%s".`, v.text)
	}
}

func checkParam(s appSegment, text string) error {
	name := s.param
	switch {
	case name == "":
		return fmt.Errorf(`Parameter names cannot be empty in route "%s".`, text)
	case strings.Contains(name, "…"):
		return fmt.Errorf(`Detected a three-dot character ('…') in parameter "%s" in route "%s". Did you mean ('...')?`, name, text)
	case s.kind != OptionalCatchAll && strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]"):
		return fmt.Errorf(`Optional route parameters are not yet supported ("[%s]") in route "%s".`, name, text)
	case strings.HasPrefix(name, "[") || strings.HasSuffix(name, "]"):
		return fmt.Errorf(`Segment names may not start or end with extra brackets ('%s') in route "%s".`, name, text)
	case strings.HasPrefix(name, "."):
		return fmt.Errorf(`Segment names may not start with erroneous periods ('%s') in route "%s".`, name, text)
	}
	return nil
}

func (v *appPathCheck) claim(name string) error {
	if slices.Contains(v.names, name) {
		return fmt.Errorf(`You cannot have the same slug name "%s" repeat within a single dynamic path in route "%s".`, name, v.text)
	}
	for _, earlier := range v.names {
		if wordCharacters(earlier) == wordCharacters(name) {
			return fmt.Errorf(`You cannot have the slug names "%s" and "%s" differ only by non-word symbols within a single dynamic path in route "%s".`, earlier, name, v.text)
		}
	}
	v.names = append(v.names, name)
	return nil
}
