package exports

import (
	"strings"
	"unicode/utf8"
)

// A kind is the class of a token.
type kind uint8

const (
	eof kind = iota
	word
	number
	text     // a string literal
	template // a whole template literal
	regex
	element // a whole JSX element
	punct   // one punctuator; of the long ones only "=>", "...", "?." and "++"/"--" matter
)

// A token is a piece of the source between two offsets.
type token struct {
	kind       kind
	start, end int
	newline    bool // a line break stands before it
}

// A bracket is an open bracket and what its closing one means for a slash.
type bracket struct {
	open       byte
	afterValue bool // behind the closing bracket a slash divides
}

// A scanner cuts JavaScript, TypeScript and JSX into tokens, as far as needed to
// find top-level statements: strings, comments, templates, regular expressions
// and JSX text are skipped whole, brackets are paired.
type scanner struct {
	src    string
	pos    int
	jsx    bool
	value  bool // the token before ends a value: a slash divides, "<" compares
	stack  []bracket
	last   token
	lost   bool // brackets or literals do not pair up: do not trust the result
	nested int
}

func (s *scanner) text(t token) string { return s.src[t.start:t.end] }

// depth is the number of open brackets.
func (s *scanner) depth() int { return len(s.stack) }

// next returns the next token and moves behind it.
func (s *scanner) next() token {
	t := token{newline: s.skipSpace(), start: s.pos}
	if s.pos >= len(s.src) {
		t.end = t.start
		return t
	}
	switch c := s.src[s.pos]; {
	case isWordStart(c):
		t.kind = word
		s.skipWord()
		s.value = !beforeExpression[s.src[t.start:s.pos]] || s.afterDot()
	case '0' <= c && c <= '9' || c == '.' && s.digitAt(s.pos+1):
		t.kind = number
		s.skipNumber()
		s.value = true
	case (c == '"' || c == '\'') && s.skipString(c):
		t.kind, s.value = text, true
	case c == '`':
		t.kind = template
		s.skipTemplate()
		s.value = true
	case c == '/' && !s.value && s.skipRegex():
		t.kind, s.value = regex, true
	case c == '<' && !s.value && s.jsx && s.atElement():
		t.kind = element
		s.skipElement()
		s.value = true
	default:
		t.kind = punct
		s.punctuator(c)
	}
	t.end = s.pos
	s.last = t
	return t
}

// beforeExpression holds the words behind which a slash begins a regular
// expression.
var beforeExpression = map[string]bool{
	"return": true, "typeof": true, "instanceof": true, "in": true, "of": true, "new": true,
	"delete": true, "void": true, "throw": true, "case": true, "do": true, "else": true,
	"await": true, "yield": true, "extends": true, "default": true, "export": true,
	"if": true, "while": true, "for": true, "with": true,
}

func (s *scanner) afterDot() bool {
	return s.last.kind == punct && s.last.end > 0 && s.src[s.last.end-1] == '.' && s.last.end-s.last.start < 3
}

// skipSpace skips white space and comments and reports a line break.
func (s *scanner) skipSpace() (newline bool) {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '\n' || c == '\r':
			newline = true
			s.pos++
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			s.pos++
		case c == '/' && strings.HasPrefix(s.src[s.pos:], "//"):
			s.skipLine()
		case c == '#' && s.pos == 0 && strings.HasPrefix(s.src, "#!"):
			s.skipLine()
		case c == '/' && strings.HasPrefix(s.src[s.pos:], "/*"):
			end := strings.Index(s.src[s.pos+2:], "*/")
			if end < 0 {
				s.lost, s.pos = true, len(s.src)
				return newline
			}
			newline = newline || strings.ContainsAny(s.src[s.pos:s.pos+2+end], "\n\r\u2028\u2029")
			s.pos += end + 4
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s.src[s.pos:])
			if !isSpace(r) {
				return newline
			}
			newline = newline || r == '\u2028' || r == '\u2029'
			s.pos += size
		default:
			return newline
		}
	}
	return newline
}

func isSpace(r rune) bool {
	return r == '\u00a0' || r == '\ufeff' || r == '\u2028' || r == '\u2029' || r == '\u1680' ||
		'\u2000' <= r && r <= '\u200a' || r == '\u202f' || r == '\u205f' || r == '\u3000'
}

func (s *scanner) skipLine() {
	end := strings.IndexAny(s.src[s.pos:], "\n\r\u2028\u2029")
	if end < 0 {
		s.pos = len(s.src)
		return
	}
	s.pos += end
}

func isWordStart(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$' || c == '#' || c == '\\' || c >= utf8.RuneSelf
}

func isWordByte(c byte) bool { return isWordStart(c) && c != '#' || '0' <= c && c <= '9' }

func (s *scanner) skipWord() {
	s.pos++
	for s.pos < len(s.src) && isWordByte(s.src[s.pos]) {
		if c := s.src[s.pos]; c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s.src[s.pos:])
			if isSpace(r) {
				return
			}
			s.pos += size
			continue
		}
		if strings.HasPrefix(s.src[s.pos:], `\u{`) {
			if end := strings.IndexByte(s.src[s.pos:], '}'); end > 0 {
				s.pos += end
			}
		}
		s.pos++
	}
}

func (s *scanner) digitAt(i int) bool { return i < len(s.src) && '0' <= s.src[i] && s.src[i] <= '9' }

func (s *scanner) skipNumber() {
	hex := strings.HasPrefix(s.src[s.pos:], "0x") || strings.HasPrefix(s.src[s.pos:], "0X")
	for s.pos++; s.pos < len(s.src); s.pos++ {
		c := s.src[s.pos]
		exponent := (c == '+' || c == '-') && !hex && s.src[s.pos-1]|0x20 == 'e'
		if c != '.' && !exponent && !(isWordByte(c) && c < utf8.RuneSelf) {
			return
		}
	}
}

// skipString skips a string literal. A quotation mark that has no partner on its
// line is none: it reports false and stays.
func (s *scanner) skipString(quote byte) bool {
	for i := s.pos + 1; i < len(s.src); i++ {
		switch s.src[i] {
		case quote:
			s.pos = i + 1
			return true
		case '\\':
			if i++; strings.HasPrefix(s.src[i:], "\r\n") {
				i++
			}
		case '\n', '\r':
			s.lost = true
			return false
		}
	}
	s.lost = true
	return false
}

// skipTemplate skips a template literal with the expressions in it.
func (s *scanner) skipTemplate() {
	s.pos++
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '`':
			s.pos++
			return
		case c == '\\':
			s.pos += 2
		case c == '$' && strings.HasPrefix(s.src[s.pos:], "${"):
			s.pos++
			s.skipBraces()
		default:
			s.pos++
		}
	}
	s.pos = min(s.pos, len(s.src))
	s.lost = true
}

// skipBraces skips from an opening brace to behind its partner.
func (s *scanner) skipBraces() {
	if s.nested++; s.nested > 200 {
		s.lost, s.pos = true, len(s.src)
	}
	depth := s.depth()
	s.value = false
	for t := s.next(); t.kind != eof && s.depth() > depth; {
		t = s.next()
	}
	if s.depth() != depth {
		s.lost, s.stack = true, s.stack[:min(depth, len(s.stack))]
	}
	s.nested--
}

// skipRegex skips a regular expression, which ends on its line or is none.
func (s *scanner) skipRegex() bool {
	class := false
	for i := s.pos + 1; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '\n' || c == '\r':
			return false
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			for i++; i < len(s.src) && isWordByte(s.src[i]) && s.src[i] < utf8.RuneSelf; i++ {
			}
			s.pos = i
			return true
		}
	}
	return false
}

// punctuator reads one punctuator and keeps the brackets in pairs.
func (s *scanner) punctuator(c byte) {
	rest := s.src[s.pos:]
	switch {
	case strings.HasPrefix(rest, "=>"), strings.HasPrefix(rest, "?.") && !s.digitAt(s.pos+2):
		s.pos += 2
		s.value = false
		return
	case strings.HasPrefix(rest, "..."):
		s.pos += 3
		s.value = false
		return
	case strings.HasPrefix(rest, "++"), strings.HasPrefix(rest, "--"):
		s.pos += 2 // postfix keeps a value a value, prefix waits for one
		return
	case c == '!' && s.value && !strings.HasPrefix(rest, "!="):
		s.pos++ // a non-null assertion
		return
	}
	switch c {
	case '(', '[', '{':
		s.stack = append(s.stack, bracket{c, s.closesValue(c)})
		s.value = false
	case ')', ']', '}':
		s.closeBracket(c)
	default:
		s.value = false
	}
	s.pos++
}

// closesValue reports whether a slash behind the partner of this opening bracket
// divides: not behind a block, nor behind the condition of a statement.
func (s *scanner) closesValue(open byte) bool {
	before := s.text(s.last)
	switch open {
	case '(':
		return !(s.last.kind == word && (before == "if" || before == "while" || before == "for" || before == "with"))
	case '{':
		if s.last.kind == word {
			return before == "return" || before == "default" || before == "await" || before == "typeof" || before == "yield"
		}
		return s.last.kind == punct && strings.Contains("( [ , = ? : & | + - * ...", before) && before != ""
	}
	return true
}

func (s *scanner) closeBracket(c byte) {
	partner := map[byte]byte{')': '(', ']': '[', '}': '{'}[c]
	n := len(s.stack)
	if n == 0 || s.stack[n-1].open != partner {
		s.lost, s.value = true, true
		return
	}
	s.value = s.stack[n-1].afterValue
	s.stack = s.stack[:n-1]
}
