package pathregexp

import (
	"fmt"
	"strings"
)

// Options change how [New] reads a pattern.
type Options struct {
	Sensitive bool     // case matters
	Loose     bool     // a delimiter at the end is allowed (path-to-regexp's strict: false)
	Delimiter string   // ends a segment; "/#?" if empty
	Slash     bool     // Next.js's own addition: one slash at the end is allowed
	Except    []string // Next.js's own addition: paths that begin so never match
}

// A Matcher is a compiled pattern. It is safe for concurrent use.
type Matcher struct {
	regexp *Regexp
	keys   []Token
	prefix string // literal text every match begins with
	except []string
	fold   bool
}

// New reads a pattern and compiles it.
func New(pattern string, o Options) (*Matcher, error) {
	if o.Delimiter == "" {
		o.Delimiter = defaultDelimiter
	}
	tokens, err := parse(pattern, o.Delimiter)
	if err != nil {
		return nil, err
	}
	source, err := Source(tokens, o)
	if err != nil {
		return nil, err
	}
	if o.Slash {
		source = strings.TrimSuffix(source, "$") + `(?:\/)?$`
	}
	m := &Matcher{fold: !o.Sensitive, except: o.Except}
	if m.regexp, err = CompileRegexp(source, m.fold); err != nil {
		return nil, err
	}
	for _, t := range tokens {
		if t.param && t.Pattern != "" {
			m.keys = append(m.keys, t)
		}
	}
	if len(tokens) > 0 {
		m.prefix = asciiPrefix(tokens[0].Text)
	}
	return m, nil
}

// asciiPrefix returns the part of a literal that a byte comparison can decide.
func asciiPrefix(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return text[:i]
		}
	}
	return text
}

// String returns the regular expression as Next.js writes it, the exceptions as
// a lookahead.
func (m *Matcher) String() string {
	if len(m.except) == 0 {
		return m.regexp.String()
	}
	except := strings.ReplaceAll(strings.Join(m.except, "|"), "/", `\/`)
	return "^(?!" + except + ")" + strings.TrimPrefix(m.regexp.String(), "^")
}

// A Value is what a parameter of a pattern matched, still encoded.
type Value struct {
	Name    string
	Unnamed bool
	Text    string   // of a single parameter
	List    []string // of a repeated one; nil otherwise
}

// Match matches a pathname. The values are in order of appearance; parameters
// that took no part are absent.
func (m *Matcher) Match(path string) ([]Value, bool) {
	if !m.hasPrefix(path, m.prefix) {
		return nil, false
	}
	for _, except := range m.except {
		if m.hasPrefix(path, except) {
			return nil, false
		}
	}
	groups, ok := m.regexp.Match(path)
	if !ok {
		return nil, false
	}
	var values []Value
	for i, key := range m.keys {
		if i+1 >= len(groups) || !groups[i+1].Set {
			continue
		}
		v := Value{Name: key.Name, Unnamed: key.Unnamed, Text: groups[i+1].Text}
		if key.Repeats() {
			v.List = split(v.Text, key.Prefix+key.Suffix)
		}
		values = append(values, v)
	}
	return values, true
}

// Misfit says in words why a path does not match; "" if it does.
func (m *Matcher) Misfit(path string) string {
	for _, except := range m.except {
		if m.hasPrefix(path, except) {
			return "the path begins with " + except + ", which is left alone"
		}
	}
	if !m.hasPrefix(path, m.prefix) {
		return "the path does not begin with " + m.prefix
	}
	if _, ok := m.regexp.Match(path); ok {
		return ""
	}
	if len(m.keys) == 0 {
		return "the path goes on after " + m.prefix
	}
	names := make([]string, len(m.keys))
	for i, key := range m.keys {
		names[i] = key.String()
	}
	return "what follows " + m.prefix + " does not fit " + strings.Join(names, ", ")
}

func (m *Matcher) hasPrefix(path, prefix string) bool {
	if len(path) < len(prefix) {
		return false
	}
	if m.fold {
		return strings.EqualFold(path[:len(prefix)], prefix)
	}
	return path[:len(prefix)] == prefix
}

// split is String.prototype.split, which cuts between characters for an empty
// separator.
func split(text, separator string) []string {
	if text == "" {
		if separator == "" {
			return []string{}
		}
		return []string{""}
	}
	return strings.Split(text, separator)
}

// Source returns the regular expression of tokens: path-to-regexp's
// tokensToRegexp.
func Source(tokens []Token, o Options) (string, error) {
	if o.Delimiter == "" {
		o.Delimiter = defaultDelimiter
	}
	var b strings.Builder
	b.WriteByte('^')
	for _, t := range tokens {
		if err := t.write(&b); err != nil {
			return "", err
		}
	}
	if o.Loose {
		b.WriteString("[" + escape(o.Delimiter) + "]?")
	}
	b.WriteByte('$')
	return b.String(), nil
}

func (t Token) write(b *strings.Builder) error {
	if !t.param {
		b.WriteString(escape(t.Text))
		return nil
	}
	prefix, suffix := escape(t.Prefix), escape(t.Suffix)
	switch {
	case t.Pattern == "":
		b.WriteString("(?:" + prefix + suffix + ")" + t.Modifier)
	case prefix == "" && suffix == "":
		if t.Repeats() {
			return fmt.Errorf(`Can not repeat "%s" without a prefix and suffix`, t.Name)
		}
		b.WriteString("(" + t.Pattern + ")" + t.Modifier)
	case t.Repeats():
		one := "(?:" + t.Pattern + ")"
		b.WriteString("(?:" + prefix + "(" + one + "(?:" + suffix + prefix + one + ")*)" + suffix + ")")
		if t.Modifier == "*" {
			b.WriteByte('?')
		}
	default:
		b.WriteString("(?:" + prefix + "(" + t.Pattern + ")" + suffix + ")" + t.Modifier)
	}
	return nil
}

// escape makes text match itself.
func escape(text string) string {
	if !strings.ContainsAny(text, special) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(special, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

const special = `.+*?=^!:${}()[]|/\`
