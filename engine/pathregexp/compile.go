package pathregexp

import (
	"fmt"
	"strings"
)

// A Template is a pattern to fill values in: path-to-regexp's compile with
// validate: false.
type Template struct {
	tokens []Token
	encode func(string) string
	after  func(string) string
}

// Compile reads a pattern for filling in. encode may be nil.
func Compile(pattern string, encode func(string) string) (*Template, error) {
	tokens, err := Parse(pattern)
	if err != nil {
		return nil, err
	}
	return &Template{tokens: tokens, encode: encode}, nil
}

// After returns the template with a last touch for what it fills in.
func (t *Template) After(f func(string) string) *Template {
	return &Template{tokens: t.tokens, encode: t.encode, after: f}
}

// A MultiMatchError means a list was given where the pattern takes one value.
type MultiMatchError struct{ Name string }

// Error returns path-to-regexp's words.
func (e *MultiMatchError) Error() string {
	return fmt.Sprintf(`Expected "%s" to not repeat, but got an array`, e.Name)
}

// Fill returns the text with every parameter replaced by what lookup gives.
func (t *Template) Fill(lookup func(name string) (Value, bool)) (string, error) {
	var b strings.Builder
	for _, token := range t.tokens {
		if !token.param {
			b.WriteString(token.Text)
			continue
		}
		value, ok := lookup(token.Name)
		if err := t.fill(&b, token, value, ok); err != nil {
			return "", err
		}
	}
	if t.after != nil {
		return t.after(b.String()), nil
	}
	return b.String(), nil
}

func (t *Template) fill(b *strings.Builder, token Token, value Value, ok bool) error {
	switch {
	case !ok && token.optional():
		return nil
	case !ok && token.Repeats():
		return fmt.Errorf(`Expected "%s" to be an array`, token.Name)
	case !ok:
		return fmt.Errorf(`Expected "%s" to be a string`, token.Name)
	case value.List == nil:
		t.put(b, token, value.Text)
		return nil
	case !token.Repeats():
		return &MultiMatchError{token.Name}
	case len(value.List) == 0 && !token.optional():
		return fmt.Errorf(`Expected "%s" to not be empty`, token.Name)
	}
	for _, text := range value.List {
		t.put(b, token, text)
	}
	return nil
}

func (t *Template) put(b *strings.Builder, token Token, text string) {
	if t.encode != nil {
		text = t.encode(text)
	}
	b.WriteString(token.Prefix)
	b.WriteString(text)
	b.WriteString(token.Suffix)
}

// Names returns the names of the parameters in order of appearance.
func (t *Template) Names() []string {
	var names []string
	for _, token := range t.tokens {
		if token.param && token.Pattern != "" {
			names = append(names, token.Name)
		}
	}
	return names
}
