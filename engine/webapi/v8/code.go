package v8

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// code is a function's source with the position at which it failed, and reads the
// expressions around it: at the '(' of a call, the '.' or '[' of a member, the
// operator of a binary expression, or, where QuickJS keeps no position, before
// the statement.
type code struct {
	text string
	at   int // byte offset into text; len(text) if unknown
}

// codeAt finds a frame's position in the source of its function, which starts at
// a line and column of the file.
func codeAt(source string, line, column int, f frame) code {
	at := placeOf(source)
	if f.line != line {
		for n := f.line - line; n > 0; n-- {
			next := strings.IndexByte(source[at:], '\n')
			if next < 0 {
				return code{source, len(source)}
			}
			at += next + 1
		}
		column = 1
	}
	for n := f.column - column; n > 0 && at < len(source); n-- {
		_, size := utf8.DecodeRuneInString(source[at:])
		at += size
	}
	return code{source, at}.ofTailCall()
}

var returning = regexp.MustCompile(`^return[^\p{L}\p{N}_$]`)

// ofTailCall moves the position to the call that a return statement ends with:
// QuickJS has such a call at the statement.
func (c code) ofTailCall() code {
	if !returning.MatchString(c.text[c.at:]) {
		return c
	}
	call := -1
	for i := c.at; i < len(c.text); i++ {
		switch b := c.text[i]; b {
		case '(', '[', '{':
			end := matching(c.text, i)
			if end < 0 {
				return c
			}
			if call = -1; b == '(' {
				call = i
			}
			i = end
		case '"', '\'', '`':
			if i = closingQuote(c.text, i); i < 0 {
				return c
			}
			call = -1
		case ' ', '\t', '\n', '\r':
		case ';', '}':
			if call >= 0 {
				c.at = call
			}
			return c
		default:
			call = -1
		}
	}
	return c
}

// place returns where V8 has the position: a call at the name that is called or
// at new, a member at its name.
func (c code) place() int {
	switch rest := c.text[c.at:]; {
	case strings.HasPrefix(rest, "("):
		_, callee := readBack(c.text, c.at)
		if start, ok := newBefore(c.text, callee); ok {
			return start
		}
		end := skipSpaceBack(c.text, c.at)
		if word := wordBefore(c.text, end); word != "" && !keywords[word] {
			return end - len(word)
		}
	case strings.HasPrefix(rest, "?."):
		return c.at + 2
	case strings.HasPrefix(rest, "."):
		return c.at + 1
	}
	return c.at
}

// placeOf returns what of a function's source is at the place QuickJS says it is
// at: the source of a constructor is that of its class.
func placeOf(source string) int {
	if strings.HasPrefix(source, "class") {
		if m := constructor.FindStringIndex(source); m != nil {
			return m[0]
		}
	}
	return 0
}

var constructor = regexp.MustCompile(`\bconstructor\s*\(`)

const nothing = "(intermediate value)"

// callee returns the expression that is called at the position.
func (c code) callee() string {
	text, _ := readBack(c.text, c.at)
	return text
}

// isConstruction reports whether the call at the position is one of new.
func (c code) isConstruction() bool {
	_, start := readBack(c.text, c.at)
	_, ok := newBefore(c.text, start)
	return ok
}

// atMember reports whether the position is that of a member access.
func (c code) atMember() bool {
	return c.at < len(c.text) && (c.text[c.at] == '.' || c.text[c.at] == '[' || c.text[c.at] == '?')
}

// object returns the expression whose member is accessed at the position.
func (c code) object() string {
	text, _ := readBack(c.text, c.at)
	return text
}

var memberName = regexp.MustCompile(`^(?:\?\.|\.)?\s*(#?[\p{L}_$][\p{L}\p{N}_$]*)`)

// member returns the name of the member accessed at the position: of a computed
// one the literal, or else the text between the brackets.
func (c code) member() string {
	if c.at >= len(c.text) {
		return ""
	}
	rest := strings.TrimPrefix(c.text[c.at:], "?.")
	if !strings.HasPrefix(rest, "[") {
		if m := memberName.FindStringSubmatch(rest); m != nil {
			return m[1]
		}
		return ""
	}
	end := matching(rest, 0)
	if end < 0 {
		return ""
	}
	return strings.Trim(strings.TrimSpace(rest[1:end]), `"'`+"`")
}

var assignment = regexp.MustCompile(`^(?:\.\s*)?#?[\p{L}\p{N}_$]+\s*(?:=[^=>]|[-+*/%&|^]=|\*\*=|(?:&&|\|\||\?\?)=|<<=|>>>?=|\+\+|--)`)

// isAssignment reports whether the member at the position is written to.
func (c code) isAssignment() bool {
	return c.at < len(c.text) && assignment.MatchString(c.text[c.at:])
}

// operand returns the expression that starts at the position.
func (c code) operand() string {
	return readForward(c.text, c.at)
}

var extends = regexp.MustCompile(`\bextends\s+`)

// parent returns the expression that the class nearest to the position extends.
func (c code) parent() string {
	distance := func(at int) int { return max(at-c.at, c.at-at) }
	best := -1
	for _, m := range extends.FindAllStringIndex(c.text, -1) {
		if best < 0 || distance(m[1]) < distance(best) {
			best = m[1]
		}
	}
	if best < 0 {
		return nothing
	}
	return readForward(c.text, best)
}

var spreadCall = regexp.MustCompile(`^(?:[.\s]*[\p{L}\p{N}_$]+)*\s*\([^()]*\.\.\.`)

// inCallSpread reports whether the position is that of a call with spread
// arguments, or of such an argument.
func (c code) inCallSpread() bool {
	if spreadOperand.MatchString(c.text[:c.at]) {
		return enclosing(c.text, c.at) == '('
	}
	return spreadCall.MatchString(c.text[c.at:])
}

// enclosing returns the bracket that is open at i; 0 if none is.
func enclosing(text string, i int) byte {
	depth := 0
	for j := i - 1; j >= 0; j-- {
		switch c := text[j]; c {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth == 0 {
				return c
			}
			depth--
		}
	}
	return 0
}

var (
	spreadOperand = regexp.MustCompile(`\.\.\.\s*$`)
	valueOperand  = regexp.MustCompile(`(?:\.\.\.|\bof|\byield\s*\*)\s*$`)
	loopPattern   = regexp.MustCompile(`^[^;]*?\bfor\s*(?:await\s*)?\(\s*(?:const|let|var)\s*[\[{]`)
	loopOperand   = regexp.MustCompile(`\bof\s+`)
	arrayPattern  = regexp.MustCompile(`\[[^\[\]=;]*\]\s*=\s*`)
)

// iterated returns what a spread, loop or pattern at or after the position
// iterates over.
func (c code) iterated() string {
	if valueOperand.MatchString(c.text[:c.at]) {
		return c.operand()
	}
	rest := c.text[c.at:]
	if m := loopPattern.FindString(rest); m != "" {
		return ".for" // V8's name for the value of a loop's step
	}
	best := -1
	for _, pattern := range []*regexp.Regexp{loopOperand, arrayPattern} {
		if m := pattern.FindStringIndex(rest); m != nil && (best < 0 || m[1] < best) {
			best = m[1]
		}
	}
	if best < 0 {
		return ""
	}
	return readForward(rest, best)
}

// A pattern is an object pattern that takes a value apart.
type pattern struct {
	first  string // its first property
	value  string // the expression it is matched with; "" for a parameter
	nested bool   // it is inside of another
}

func (p pattern) valueOr(of string) string {
	if p.value == "" {
		return of
	}
	return p.value
}

var firstProperty = regexp.MustCompile(`^\{\s*(?:["']([^"']*)["']|([\p{L}_$][\p{L}\p{N}_$]*))\s*(:\s*\{\s*([\p{L}_$][\p{L}\p{N}_$]*))?`)

// destructuring returns the object pattern at or after the position.
func (c code) destructuring() (pattern, bool) {
	rest := c.text[c.at:]
	for i := 0; i < len(rest); i++ {
		if rest[i] != '{' {
			continue
		}
		end := matching(rest, i)
		if end < 0 {
			return pattern{}, false
		}
		after := strings.TrimLeft(rest[end+1:], " \t\n")
		isParameter := strings.HasPrefix(after, ")") || strings.HasPrefix(after, ",")
		if !strings.HasPrefix(after, "=") && !isParameter || strings.HasPrefix(after, "==") || strings.HasPrefix(after, "=>") {
			continue
		}
		m := firstProperty.FindStringSubmatch(rest[i:])
		p := pattern{}
		if m != nil {
			p.first = m[1] + m[2]
			if m[4] != "" { // the value of the outer one was there
				p.first, p.nested = m[4], true
			}
		}
		if !isParameter {
			p.value = readForward(rest, end+1+strings.Index(rest[end+1:], "=")+1)
		}
		return p, true
	}
	return pattern{}, false
}
