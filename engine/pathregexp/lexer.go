package pathregexp

import "fmt"

// lexKind is the kind of a lexeme; its text is what error messages call it.
type lexKind string

const (
	lexModifier lexKind = "MODIFIER"
	lexEscaped  lexKind = "ESCAPED_CHAR"
	lexOpen     lexKind = "OPEN"
	lexClose    lexKind = "CLOSE"
	lexName     lexKind = "NAME"
	lexPattern  lexKind = "PATTERN"
	lexChar     lexKind = "CHAR"
	lexEnd      lexKind = "END"
)

type lexeme struct {
	kind  lexKind
	index int
	value string
}

// single are the characters that are a lexeme of their own.
var single = map[rune]lexKind{
	'*': lexModifier, '+': lexModifier, '?': lexModifier, '{': lexOpen, '}': lexClose,
}

// lex cuts a pattern into lexemes. Positions count characters.
func lex(pattern string) ([]lexeme, error) {
	text := []rune(pattern)
	lexemes := make([]lexeme, 0, len(text)+1)
	for i := 0; i < len(text); {
		l := lexeme{kind: lexChar, index: i, value: string(text[i])}
		next := i + 1
		var err error
		switch c := text[i]; {
		case single[c] != "":
			l.kind = single[c]
		case c == '\\':
			l.kind, l.value = lexEscaped, ""
			if next < len(text) {
				l.value = string(text[next])
				next++
			}
		case c == ':':
			l.kind = lexName
			l.value, next, err = lexNameAt(text, i)
		case c == '(':
			l.kind = lexPattern
			l.value, next, err = lexPatternAt(text, i)
		}
		if err != nil {
			return nil, err
		}
		lexemes = append(lexemes, l)
		i = next
	}
	return append(lexemes, lexeme{kind: lexEnd, index: len(text)}), nil
}

func lexNameAt(text []rune, at int) (name string, next int, err error) {
	next = at + 1
	for next < len(text) && isWord(text[next]) {
		next++
	}
	if next == at+1 {
		return "", 0, fmt.Errorf("Missing parameter name at %d", at)
	}
	return string(text[at+1 : next]), next, nil
}

func isWord(c rune) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_'
}

// lexPatternAt reads a parenthesized regular expression without its brackets.
func lexPatternAt(text []rune, at int) (pattern string, next int, err error) {
	i := at + 1
	if i < len(text) && text[i] == '?' {
		return "", 0, fmt.Errorf(`Pattern cannot start with "?" at %d`, i)
	}
	for depth := 1; depth > 0; i++ {
		switch {
		case i >= len(text):
			return "", 0, fmt.Errorf("Unbalanced pattern at %d", at)
		case text[i] == '\\':
			i++
		case text[i] == ')':
			depth--
		case text[i] == '(':
			depth++
			if i+1 >= len(text) || text[i+1] != '?' {
				return "", 0, fmt.Errorf("Capturing groups are not allowed at %d", i)
			}
		}
	}
	if i > len(text) { // a backslash was the last character
		return "", 0, fmt.Errorf("Unbalanced pattern at %d", at)
	}
	if i == at+2 {
		return "", 0, fmt.Errorf("Missing pattern at %d", at)
	}
	return string(text[at+1 : i-1]), i, nil
}
