package pathregexp

import (
	"fmt"
	"strconv"
	"strings"
)

// A Token is one part of a parsed pattern: literal text, or a parameter.
type Token struct {
	Text string // of literal text; the fields below are then empty

	Name     string // of the parameter; a number for a group without a name
	Unnamed  bool   // Name is a number that nobody wrote
	Prefix   string // text before the value, for each repetition
	Suffix   string
	Pattern  string // the regular expression of the value; empty for a bare group {…}
	Modifier string // "", "?", "*" or "+"

	param bool
}

// Param reports whether the token is a parameter, or a group that looks like one.
func (t Token) Param() bool { return t.param }

// Repeats reports whether the parameter's value is a list.
func (t Token) Repeats() bool { return t.Modifier == "*" || t.Modifier == "+" }

// String names a parameter as a pattern writes it: ":slug*", "([a-z]+)".
func (t Token) String() string {
	switch {
	case !t.param:
		return t.Text
	case t.Unnamed:
		return "(" + t.Pattern + ")" + t.Modifier
	case strings.HasPrefix(t.Pattern, "[^") || strings.HasPrefix(t.Pattern, "(?:(?!"):
		return ":" + t.Name + t.Modifier
	}
	return ":" + t.Name + "(" + t.Pattern + ")" + t.Modifier
}

func (t Token) optional() bool { return t.Modifier == "*" || t.Modifier == "?" }

// defaultDelimiter is what path-to-regexp's parse takes for the end of a segment.
const defaultDelimiter = "/#?"

// Parse reads a pattern. Its errors are path-to-regexp's own.
func Parse(pattern string) ([]Token, error) { return parse(pattern, defaultDelimiter) }

type parser struct {
	lexemes   []lexeme
	at        int
	delimiter string
	tokens    []Token
	text      strings.Builder // literal text not yet in tokens
	unnamed   int
}

func parse(pattern, delimiter string) ([]Token, error) {
	lexemes, err := lex(pattern)
	if err != nil {
		return nil, err
	}
	p := &parser{lexemes: lexemes, delimiter: delimiter}
	for p.at < len(p.lexemes) {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	return p.tokens, nil
}

// step reads one token, or one character of a literal.
func (p *parser) step() error {
	char, hasChar := p.take(lexChar)
	name, hasName := p.take(lexName)
	pattern, hasPattern := p.take(lexPattern)
	if hasName || hasPattern {
		return p.parameter(char, name, pattern)
	}
	if !hasChar {
		char, hasChar = p.take(lexEscaped)
	}
	if hasChar && char != "" {
		p.text.WriteString(char)
		return nil
	}
	p.flush()
	if _, ok := p.take(lexOpen); ok {
		return p.group()
	}
	return p.must(lexEnd)
}

func (p *parser) parameter(prefix, name, pattern string) error {
	if prefix != "." && prefix != "/" {
		p.text.WriteString(prefix)
		prefix = ""
	}
	p.flush()
	t := Token{Name: name, Prefix: prefix, Pattern: pattern, param: true}
	if t.Name == "" {
		t.Name, t.Unnamed = p.number(), true
	}
	if t.Pattern == "" {
		var err error
		if t.Pattern, err = p.segmentPattern(prefix); err != nil {
			return err
		}
	}
	t.Modifier, _ = p.take(lexModifier)
	p.tokens = append(p.tokens, t)
	return nil
}

// group reads {prefix:name(pattern)suffix}modifier.
func (p *parser) group() error {
	t := Token{param: true}
	t.Prefix = p.takeText()
	t.Name, _ = p.take(lexName)
	t.Pattern, _ = p.take(lexPattern)
	t.Suffix = p.takeText()
	if err := p.must(lexClose); err != nil {
		return err
	}
	switch {
	case t.Name == "" && t.Pattern != "":
		t.Name, t.Unnamed = p.number(), true
	case t.Name != "" && t.Pattern == "":
		var err error
		if t.Pattern, err = p.segmentPattern(t.Prefix); err != nil {
			return err
		}
	}
	t.Modifier, _ = p.take(lexModifier)
	p.tokens = append(p.tokens, t)
	return nil
}

// segmentPattern is the regular expression of a parameter that has none of its
// own: up to the next delimiter, or to the text that stands before it.
func (p *parser) segmentPattern(prefix string) (string, error) {
	before := prefix
	if n := len(p.tokens); n > 0 && before == "" {
		last := p.tokens[n-1]
		if last.param {
			return "", fmt.Errorf(`Must have text between two parameters, missing text after "%s"`, last.Name)
		}
		before = last.Text
	}
	delimiter := escape(p.delimiter)
	if before == "" || strings.ContainsAny(before, p.delimiter) {
		return "[^" + delimiter + "]+?", nil
	}
	return "(?:(?!" + escape(before) + ")[^" + delimiter + "])+?", nil
}

func (p *parser) number() string {
	p.unnamed++
	return strconv.Itoa(p.unnamed - 1)
}

func (p *parser) flush() {
	if p.text.Len() > 0 {
		p.tokens = append(p.tokens, Token{Text: p.text.String()})
		p.text.Reset()
	}
}

func (p *parser) take(kind lexKind) (string, bool) {
	if p.at < len(p.lexemes) && p.lexemes[p.at].kind == kind {
		p.at++
		return p.lexemes[p.at-1].value, true
	}
	return "", false
}

func (p *parser) takeText() string {
	var b strings.Builder
	for {
		text, ok := p.take(lexChar)
		if !ok {
			text, ok = p.take(lexEscaped)
		}
		if !ok || text == "" {
			return b.String()
		}
		b.WriteString(text)
	}
}

func (p *parser) must(kind lexKind) error {
	if _, ok := p.take(kind); ok {
		return nil
	}
	next := p.lexemes[p.at]
	return fmt.Errorf("Unexpected %s at %d, expected %s", next.kind, next.index, kind)
}
