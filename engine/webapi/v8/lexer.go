package v8

import (
	"strings"
	"unicode/utf8"
)

type tokenKind uint8

const (
	punctuator tokenKind = iota
	identifier           // and keywords, and private names
	numeric
	quoted
	templated
	regular
)

// A token of a source text. Parentheses, brackets and braces know their partners.
type token struct {
	kind       tokenKind
	text       string
	start, end int
	match      int  // the index of the partner; -1 if it has none
	line       bool // a line ends before it
}

// lex splits the source of a function into tokens, as well as that can be done
// without its grammar: a slash after an operand divides.
func lex(text string) []token {
	l := lexer{text: text}
	for l.next() {
	}
	return l.tokens
}

type lexer struct {
	text   string
	at     int
	tokens []token
	open   []int // the brackets that are not closed yet
	line   bool
}

func (l *lexer) add(kind tokenKind, end int) {
	l.tokens = append(l.tokens, token{kind, l.text[l.at:end], l.at, end, -1, l.line})
	l.at, l.line = end, false
}

func (l *lexer) next() bool {
	l.skipSpace()
	if l.at >= len(l.text) {
		return false
	}
	rest := l.text[l.at:]
	switch c := rest[0]; {
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		l.add(numeric, l.at+numberLength(rest))
	case isNamePart(c):
		end := l.at + 1
		for end < len(l.text) && isNamePart(l.text[end]) {
			end++
		}
		l.add(identifier, end)
	case c == '"' || c == '\'':
		l.add(quoted, l.closed(closingQuote(l.text, l.at)))
	case c == '`':
		l.add(templated, l.closed(closingTemplate(l.text, l.at)))
	case c == '/' && !l.afterOperand():
		l.add(regular, l.regularEnd())
	default:
		l.punctuator(rest)
	}
	return true
}

// closed returns where a literal ends that is closed at an offset; -1 stands for
// the end of the text.
func (l *lexer) closed(at int) int {
	if at < 0 {
		return len(l.text)
	}
	return at + 1
}

func (l *lexer) skipSpace() {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		var end int
		switch {
		case strings.HasPrefix(rest, "//"):
			end = strings.IndexByte(rest, '\n')
		case strings.HasPrefix(rest, "/*"):
			if end = strings.Index(rest, "*/"); end >= 0 {
				end += len("*/")
			}
		case rest[0] <= ' ':
			l.line = l.line || rest[0] == '\n'
			l.at++
			continue
		default:
			return
		}
		if end < 0 {
			end = len(rest)
		}
		l.line = l.line || strings.Contains(rest[:end], "\n")
		l.at += end
	}
}

func numberLength(rest string) int {
	i := 0
	for i < len(rest) && (isNamePart(rest[i]) || rest[i] == '.' || (rest[i] == '+' || rest[i] == '-') && i > 0 && rest[i-1]|0x20 == 'e' && !strings.HasPrefix(rest, "0x")) {
		i++
	}
	return i
}

// closingTemplate returns where the template that opens at i is closed.
func closingTemplate(text string, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch {
		case text[j] == '\\':
			j++
		case text[j] == '`':
			return j
		case strings.HasPrefix(text[j:], "${"):
			if j = closingSubstitution(text, j+1); j < 0 {
				return -1
			}
		}
	}
	return -1
}

// closingSubstitution returns where the brace that opens at i is closed.
func closingSubstitution(text string, i int) int {
	depth := 0
	for j := i; j >= 0 && j < len(text); j++ {
		switch text[j] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return j
			}
		case '"', '\'':
			j = closingQuote(text, j)
		case '`':
			j = closingTemplate(text, j)
		}
		if j < 0 {
			break
		}
	}
	return -1
}

// afterOperand reports whether the last token ends an operand.
func (l *lexer) afterOperand() bool { return endsOperand(l.tokens, len(l.tokens)-1) }

func endsOperand(tokens []token, i int) bool {
	if i < 0 {
		return false
	}
	switch t := tokens[i]; t.kind {
	case punctuator:
		return t.text == ")" || t.text == "]" || t.text == "}"
	case identifier:
		return !operatorWords[t.text] || i > 0 && tokens[i-1].isDot()
	}
	return true
}

// operatorWords are the keywords after which an operand begins.
var operatorWords = map[string]bool{
	"return": true, "typeof": true, "await": true, "yield": true, "new": true, "void": true, "delete": true, "case": true,
	"in": true, "of": true, "throw": true, "else": true, "do": true, "instanceof": true, "extends": true, "default": true,
	"const": true, "let": true, "var": true,
}

func (t token) isDot() bool { return t.kind == punctuator && (t.text == "." || t.text == "?.") }

func (l *lexer) regularEnd() int {
	inClass := false
	for j := l.at + 1; j < len(l.text); j++ {
		switch c := l.text[j]; {
		case c == '\n':
			return l.at + 1
		case c == '\\':
			j++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '/' && !inClass:
			j++
			for j < len(l.text) && isNamePart(l.text[j]) {
				j++
			}
			return j
		}
	}
	return len(l.text)
}

// punctuators of more than one character, the longest first.
var punctuators = []string{
	">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
	"++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
}

func (l *lexer) punctuator(rest string) {
	_, length := utf8.DecodeRuneInString(rest)
	for _, p := range punctuators {
		if strings.HasPrefix(rest, p) && (p != "?." || len(rest) < 3 || rest[2] < '0' || rest[2] > '9') {
			length = len(p)
			break
		}
	}
	l.add(punctuator, l.at+length)
	i := len(l.tokens) - 1
	switch l.tokens[i].text {
	case "(", "[", "{":
		l.open = append(l.open, i)
	case ")", "]", "}":
		if n := len(l.open); n > 0 {
			l.tokens[i].match, l.tokens[l.open[n-1]].match = l.open[n-1], i
			l.open = l.open[:n-1]
		}
	}
}
