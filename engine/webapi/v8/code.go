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
		if start, ok := newBefore(c.text, startBack(c.text, c.at)); ok {
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

// callee returns the expression that is called at the position, and whether new
// calls it.
func (c code) callee() (text string, isConstruction bool) {
	p := &printer{tokens: lex(c.text)}
	return p.callee(p.tokenAt(c.at))
}

// object returns the expression whose member is accessed at the position.
func (c code) object() string {
	p := &printer{tokens: lex(c.text)}
	i := p.tokenAt(c.at)
	inner := printer{tokens: p.tokens[:max(i, 0)]}
	text, _ := inner.chain(p.chainStart(i - 1))
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

// parent shows the value that the class at the position extends, if it is written
// there; else undefined. isName says that it is a variable's name.
func (c code) parent() (text string, isName bool) {
	p := &printer{tokens: lex(c.text)}
	best := -1
	for i := range p.tokens {
		distance := func(i int) int { return max(p.at(i).start-c.at, c.at-p.at(i).start) }
		if p.isWord(i, "extends") && (best < 0 || distance(i) < distance(best)) {
			best = i
		}
	}
	if best < 0 {
		return "undefined", false
	}
	i := best + 1
	if p.is(i, "(") {
		i++
	}
	if end, ok := p.arrow(i); ok {
		return c.text[p.at(i).start:p.at(end-1).end], false
	}
	switch text, next := p.primary(i); {
	case p.is(i, "{") && p.is(next, "{"):
		return "#<Object>", false
	case p.at(i).kind == identifier && !p.at(next).isLink() && text != "" && text != "undefined":
		return text, true
	case p.is(i, "["):
		return "[object Array]", false
	case p.at(i).kind == numeric, text == "true", text == "false":
		return text, false
	case p.at(i).kind == quoted:
		return strings.Trim(text, `"`), false
	}
	return "undefined", false
}

var reading = regexp.MustCompile(`^(?:\.\s*)?#[\p{L}\p{N}_$]+\s*(?:[-+*/%&|^]=|\*\*=|(?:&&|\|\||\?\?)=|<<=|>>>?=|\+\+|--)`)

// readsFirst reports whether the private member at the position is read before it
// is written to.
func (c code) readsFirst() bool { return c.at < len(c.text) && reading.MatchString(c.text[c.at:]) }
