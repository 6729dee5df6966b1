package exports

import "strings"

// atElement reports whether the "<" here opens a JSX element and not a list of
// type parameters, of which TypeScript demands "<T,>" or "<T extends …>" in tsx.
func (s *scanner) atElement() bool {
	rest := s.src[s.pos+1:]
	if strings.HasPrefix(rest, ">") {
		return true
	}
	if rest == "" || !isWordStart(rest[0]) || rest[0] == '#' {
		return false
	}
	i := 0
	for i < len(rest) && (isWordByte(rest[i]) || strings.IndexByte(".:-", rest[i]) >= 0) {
		i++
	}
	after := strings.TrimLeft(rest[i:], " \t\r\n")
	return !strings.HasPrefix(after, ",") && !strings.HasPrefix(after, "extends ") && !strings.HasPrefix(after, "=")
}

// skipElement skips a JSX element with its children.
func (s *scanner) skipElement() {
	if s.nested++; s.nested > 200 {
		s.lost, s.pos = true, len(s.src)
		return
	}
	defer func() { s.nested-- }()
	s.pos++
	if s.skipTag() {
		return
	}
	for s.pos < len(s.src) {
		switch {
		case s.src[s.pos] == '{':
			s.skipBraces()
		case strings.HasPrefix(s.src[s.pos:], "</"):
			end := strings.IndexByte(s.src[s.pos:], '>')
			if end < 0 {
				s.lost, s.pos = true, len(s.src)
				return
			}
			s.pos += end + 1
			return
		case s.src[s.pos] == '<':
			s.skipElement()
		default:
			s.pos++
		}
	}
	s.lost = true
}

// skipTag skips to behind the opening tag and reports whether it closed itself.
func (s *scanner) skipTag() (closed bool) {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '>':
			s.pos++
			return false
		case strings.HasPrefix(s.src[s.pos:], "/>"):
			s.pos += 2
			return true
		case strings.HasPrefix(s.src[s.pos:], "/*"), strings.HasPrefix(s.src[s.pos:], "//"):
			s.skipSpace()
		case c == '{':
			s.skipBraces()
		case c == '"' || c == '\'':
			end := strings.IndexByte(s.src[s.pos+1:], c)
			if end < 0 {
				s.lost, s.pos = true, len(s.src)
				return true
			}
			s.pos += end + 2
		case c == '<':
			s.skipElement()
		default:
			s.pos++
		}
	}
	s.lost = true
	return true
}
