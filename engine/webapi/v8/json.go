package v8

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"routescope/engine/js"
)

// isJSON reports whether JSON.parse threw: its stack starts with the text, which
// has no function.
func (t *thrown) isJSON() bool {
	lines := strings.SplitN(t.Stack, "\n", 3)
	return t.top.function == "" && len(lines) > 1 && strings.HasPrefix(lines[1], "    at parse (native)") ||
		t.top.function == "parse" && t.top.file == "native"
}

// jsonError returns V8's message for a text that is no JSON. QuickJS's parser
// stops at the same place but says less, so the text is read again.
func jsonError(text string) string {
	p := &jsonParser{source: text, text: utf16.Encode([]rune(text))}
	if problem := p.parse(); problem != "" {
		return problem
	}
	return fmt.Sprintf("%q is not valid JSON", text)
}

// jsonParser finds the first mistake; positions are in UTF-16 code units.
type jsonParser struct {
	source string
	text   []uint16
	at     int
}

func (p *jsonParser) parse() string {
	if problem := p.value(); problem != "" {
		return problem
	}
	if p.skipSpace(); p.at < len(p.text) {
		return fmt.Sprintf("Unexpected non-whitespace character after JSON at position %d", p.at)
	}
	return ""
}

func (p *jsonParser) located(what string) string {
	return fmt.Sprintf("%s in JSON at position %d", what, p.at)
}

func (p *jsonParser) skipSpace() {
	for p.at < len(p.text) && strings.ContainsRune(" \t\n\r", rune(p.text[p.at])) {
		p.at++
	}
}

// peek returns the next character after white space; 0 at the end.
func (p *jsonParser) peek() uint16 {
	if p.skipSpace(); p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *jsonParser) value() string {
	switch c := p.peek(); {
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"':
		return p.str()
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	case c == 't':
		return p.literal("true")
	case c == 'f':
		return p.literal("false")
	case c == 'n':
		return p.literal("null")
	}
	return p.unexpected()
}

func (p *jsonParser) object() string {
	p.at++
	for first := true; ; first = false {
		c := p.peek()
		switch {
		case c == '}' && first:
			p.at++
			return ""
		case c == '"':
		case p.at >= len(p.text) && !first:
			return p.located("Expected double-quoted property name")
		case first:
			return p.located("Expected property name or '}'")
		default:
			return p.located("Expected double-quoted property name")
		}
		if problem := p.str(); problem != "" {
			return problem
		}
		if p.peek() != ':' {
			return p.located("Expected ':' after property name")
		}
		p.at++
		if problem := p.value(); problem != "" {
			return problem
		}
		switch p.peek() {
		case ',':
			p.at++
		case '}':
			p.at++
			return ""
		default:
			return p.located("Expected ',' or '}' after property value")
		}
	}
}

func (p *jsonParser) array() string {
	p.at++
	if p.peek() == ']' {
		p.at++
		return ""
	}
	for {
		if problem := p.value(); problem != "" {
			return problem
		}
		switch p.peek() {
		case ',':
			p.at++
		case ']':
			p.at++
			return ""
		default:
			return p.located("Expected ',' or ']' after array element")
		}
	}
}

func (p *jsonParser) str() string {
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return ""
		case c < 0x20:
			return p.located("Bad control character in string literal")
		case c != '\\':
		default:
			if problem := p.escape(); problem != "" {
				return problem
			}
		}
	}
	return p.located("Unterminated string")
}

// escape reads what follows a backslash, up to its last character.
func (p *jsonParser) escape() string {
	p.at++
	if p.at >= len(p.text) {
		return p.located("Unterminated string")
	}
	c := p.text[p.at]
	if c != 'u' {
		if strings.ContainsRune(`"\/bfnrt`, rune(c)) {
			return ""
		}
		return p.located("Bad escaped character")
	}
	for range 4 {
		p.at++
		if p.at >= len(p.text) || !strings.ContainsRune("0123456789abcdefABCDEF", rune(p.text[p.at])) {
			return p.located("Bad Unicode escape")
		}
	}
	return ""
}

func (p *jsonParser) digits() bool {
	start := p.at
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at > start
}

func (p *jsonParser) number() string {
	if p.text[p.at] == '-' {
		p.at++
		if p.at >= len(p.text) || p.text[p.at] < '0' || p.text[p.at] > '9' {
			return p.located("No number after minus sign")
		}
	}
	if p.text[p.at] == '0' {
		p.at++
		if p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
			return p.located("Unexpected number")
		}
	} else {
		p.digits()
	}
	if p.at < len(p.text) && p.text[p.at] == '.' {
		if p.at++; !p.digits() {
			return p.located("Unterminated fractional number")
		}
	}
	if p.at < len(p.text) && (p.text[p.at] == 'e' || p.text[p.at] == 'E') {
		p.at++
		if p.at < len(p.text) && (p.text[p.at] == '+' || p.text[p.at] == '-') {
			p.at++
		}
		if !p.digits() {
			return p.located("Exponent part is missing a number")
		}
	}
	return ""
}

func (p *jsonParser) literal(word string) string {
	for _, c := range word {
		if p.at >= len(p.text) || p.text[p.at] != uint16(c) {
			return p.unexpected()
		}
		p.at++
	}
	return ""
}

// contextLength is how many characters V8 shows on either side of a mistake; a
// text that is no longer than both sides is shown whole.
const contextLength = 10

// unexpected words a character that no value can have.
func (p *jsonParser) unexpected() string {
	switch {
	case p.at >= len(p.text):
		return "Unexpected end of JSON input"
	case p.source == "undefined" || p.source == "NaN" || p.source == "Infinity" || p.source == "[object Object]":
		return `"` + p.source + `" is not valid JSON`
	case p.text[p.at] == '"':
		return p.located("Unexpected string")
	case p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '-':
		return p.located("Unexpected number")
	}
	start, end := 0, len(p.text)
	before, after := `"`, `"`
	if len(p.text) > 2*contextLength {
		if p.at >= contextLength {
			start, before = p.at-contextLength, `..."`
		}
		if p.at < len(p.text)-contextLength {
			end, after = p.at+contextLength, `"...`
		}
	}
	excerpt := string(utf16.Decode(p.text[start:end]))
	return fmt.Sprintf("Unexpected token '%s', %s%s%s is not valid JSON", string(utf16.Decode(p.text[p.at:p.at+1])), before, excerpt, after)
}

/* Circles. */

// A step leads from an object to one inside of it.
type step struct {
	key string
	to  js.Operand
}

// circular words JSON.stringify's error about an object that holds itself, with
// the way round.
func (t *thrown) circular() string {
	const head = "Converting circular structure to JSON"
	finder := circleFinder{done: map[js.Operand]bool{}}
	circle := finder.find([]step{{to: t.arg(0)}})
	if circle == nil {
		return head
	}
	lines := []string{head, "\n    --> starting at object with constructor '" + constructorName(circle[0].to) + "'"}
	// V8 shows the first two steps and the last.
	const first = 2
	inner := circle[1 : len(circle)-1]
	for i, s := range inner {
		switch {
		case i < first, i == len(inner)-1:
			lines = append(lines, fmt.Sprintf("\n    |     %s -> object with constructor '%s'", s.key, constructorName(s.to)))
		case i == first:
			lines = append(lines, "\n    |     ...")
		}
	}
	lines = append(lines, "\n    --- "+circle[len(circle)-1].key+" closes the circle")
	return strings.Join(lines, "")
}

func constructorName(v js.Operand) string {
	if name := v.Constructor(); name != "" {
		return name
	}
	return "Object"
}

// A circleFinder walks the objects as JSON.stringify does.
type circleFinder struct {
	done map[js.Operand]bool // those without a circle
}

// find returns the circle that begins in path's last object or deeper: its first
// step names where it starts, its last how it is closed.
func (c *circleFinder) find(path []step) []step {
	object := path[len(path)-1].to
	const deepest = 1000
	if !object.IsObject() || object.IsFunction() || object.IsProxy() || c.done[object] || len(path) > deepest {
		return nil
	}
	for i, s := range path[:len(path)-1] {
		if s.to == object {
			return path[i:]
		}
	}
	isArray := object.IsArray()
	for _, name := range object.Keys() {
		key := "property '" + name + "'"
		if isArray {
			key = "index " + name
		}
		next := append(path[:len(path):len(path)], step{key, object.Property(name)})
		if found := c.find(next); found != nil {
			return found
		}
	}
	c.done[object] = true
	return nil
}
