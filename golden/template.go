package golden

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// A template is text with masks in it.
//
// Between « and », the name of a known matcher makes a mask; every other « is
// itself. A « that would begin a mask, or another «, is written twice.
type template struct {
	text  string
	parts []part
	expr  *regexp.Regexp // nil without masks
}

// A part is either literal text or a mask.
type part struct {
	literal string
	mask    *mask
}

// templates keeps what was parsed: a hundred copies of a golden share one.
var templates sync.Map // string → *template

// parseTemplate parses text. It fails when a known matcher refuses its argument.
func parseTemplate(text string) (*template, error) {
	if !strings.Contains(text, "«") {
		return &template{text: text, parts: []part{{literal: text}}}, nil
	}
	if known, ok := templates.Load(text); ok {
		return known.(*template), nil
	}
	t := &template{text: text}
	if err := t.parse(); err != nil {
		return nil, err
	}
	if err := t.compile(); err != nil {
		return nil, err
	}
	templates.Store(text, t)
	return t, nil
}

func (t *template) parse() error {
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			t.parts = append(t.parts, part{literal: literal.String()})
			literal.Reset()
		}
	}
	for rest := t.text; rest != ""; {
		i := strings.Index(rest, "«")
		if i < 0 {
			i = len(rest)
		}
		literal.WriteString(rest[:i])
		if rest = rest[i:]; strings.HasPrefix(rest, "««") {
			literal.WriteString("«")
			rest = rest[len("««"):]
			continue
		}
		m, err := parseMask(rest)
		switch {
		case err != nil:
			return err
		case m != nil:
			flush()
			t.parts = append(t.parts, part{mask: m})
			rest = rest[len(m.text):]
		case rest != "":
			literal.WriteString("«")
			rest = rest[len("«"):]
		}
	}
	flush()
	return nil
}

// compile makes one expression of the parts. Each may be right for itself and
// yet not fit with the others, in size or in the names of groups.
func (t *template) compile() (err error) {
	if !t.masked() {
		return nil
	}
	var b strings.Builder
	b.WriteString("^")
	for i, p := range t.parts {
		if p.mask != nil {
			fmt.Fprintf(&b, "(?P<m%d>%s)", i, p.mask.shape.Pattern)
		} else {
			b.WriteString(regexp.QuoteMeta(p.literal))
		}
	}
	t.expr, err = regexp.Compile(b.String() + "$")
	return err
}

func (t *template) masked() bool {
	for _, p := range t.parts {
		if p.mask != nil {
			return true
		}
	}
	return false
}

// alone returns the mask that is all of the template, or nil.
func (t *template) alone() *mask {
	if len(t.parts) == 1 {
		return t.parts[0].mask
	}
	return nil
}

// literal returns the text of a template without masks.
func (t *template) literal() string {
	var b strings.Builder
	for _, p := range t.parts {
		b.WriteString(p.literal)
	}
	return b.String()
}

var errOther = errors.New("is something else")

// match compares text with the template and binds its indexed masks in scope.
func (t *template) match(text string, scope *Scope) error {
	if t.expr == nil {
		if t.literal() != text {
			return errOther
		}
		return nil
	}
	found := t.expr.FindStringSubmatch(text)
	if found == nil {
		return errOther
	}
	for i, p := range t.parts {
		if p.mask == nil {
			continue
		}
		value := found[t.expr.SubexpIndex(fmt.Sprintf("m%d", i))]
		if err := p.mask.check(value, scope); err != nil {
			return err
		}
	}
	return nil
}

// check decides on a value of the right pattern.
func (m *mask) check(value string, scope *Scope) error {
	if m.shape.Check != nil {
		if err := m.shape.Check(value); err != nil {
			return err
		}
	}
	if m.shape.Relate != nil {
		return m.shape.Relate(value, scope)
	}
	if !m.indexed {
		return nil
	}
	return scope.bind(m, value)
}

// escape writes text so that a template of it means just that text.
func escape(text string) string {
	if !strings.Contains(text, "«") {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		i := strings.Index(rest, "«")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		m, err := parseMask(rest)
		if m != nil || err != nil || strings.HasPrefix(rest[len("«"):], "«") {
			b.WriteString("«")
		}
		b.WriteString("«")
		rest = rest[len("«"):]
	}
	return b.String()
}
