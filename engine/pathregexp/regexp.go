package pathregexp

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// A Regexp is a regular expression with JavaScript's rules and without flags
// other than i. It is safe for concurrent use.
//
// Most expressions of a configuration mean the same to Go's regexp, which runs
// in linear time. Those that use what it lacks (lookaround, back references)
// run on a backtracking engine with a time limit.
type Regexp struct {
	source string
	linear *regexp.Regexp
	back   *regexp2.Regexp
	names  []string // of the groups by number; "" for none
}

// A Group is what one group of a regular expression matched.
type Group struct {
	Text string
	Set  bool // the group took part in the match
}

// backtrackLimit is how long one match may take. Node.js would hang; a tool that
// explains must not.
const backtrackLimit = time.Second

// CompileRegexp reads a regular expression in JavaScript's syntax.
func CompileRegexp(source string, ignoreCase bool) (*Regexp, error) {
	r := &Regexp{source: source}
	if translated, ok := translate(source); ok {
		flags := ""
		if ignoreCase {
			flags = "(?i)"
		}
		if re, err := regexp.Compile(flags + translated); err == nil {
			r.linear, r.names = re, re.SubexpNames()
			return r, nil
		}
	}
	options := regexp2.ECMAScript
	if ignoreCase {
		options |= regexp2.IgnoreCase
	}
	back, err := regexp2.Compile(spellDots(source), options)
	if err != nil {
		return nil, fmt.Errorf("Invalid regular expression: /%s/: %w", source, err)
	}
	back.MatchTimeout = backtrackLimit
	r.back = back
	r.setNames()
	return r, nil
}

func (r *Regexp) setNames() {
	for _, n := range r.back.GetGroupNumbers() {
		for len(r.names) <= n {
			r.names = append(r.names, "")
		}
		if name := r.back.GroupNameFromNumber(n); name != strconv.Itoa(n) {
			r.names[n] = name
		}
	}
}

// String returns the expression as it was given.
func (r *Regexp) String() string { return r.source }

// Names returns the names of the groups by number, "" where there is none.
func (r *Regexp) Names() []string { return r.names }

// Match returns the groups of the first match, the whole of it first.
func (r *Regexp) Match(text string) ([]Group, bool) {
	if r.linear != nil {
		return r.matchLinear(text)
	}
	m, err := r.back.FindStringMatch(text)
	if err != nil || m == nil {
		return nil, false
	}
	groups := make([]Group, m.GroupCount())
	for i := range groups {
		if g := m.GroupByNumber(i); g != nil && len(g.Captures) > 0 {
			groups[i] = Group{Text: g.String(), Set: true}
		}
	}
	return groups, true
}

func (r *Regexp) matchLinear(text string) ([]Group, bool) {
	at := r.linear.FindStringSubmatchIndex(text)
	if at == nil {
		return nil, false
	}
	groups := make([]Group, len(at)/2)
	for i := range groups {
		if start := at[2*i]; start >= 0 {
			groups[i] = Group{Text: text[start:at[2*i+1]], Set: true}
		}
	}
	return groups, true
}

// spellDots writes out what a dot leaves out to JavaScript: line separators too.
func spellDots(source string) string {
	var b strings.Builder
	class := false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\' && i+1 < len(source):
			b.WriteByte(c)
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '.' && !class:
			b.WriteString(`[^\n\r\u2028\u2029]`)
			continue
		}
		b.WriteByte(source[i])
	}
	return b.String()
}

// space is what \s means to JavaScript, as the inside of a class.
const space = `\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`

// translate rewrites JavaScript's syntax to Go's, or reports that Go's regexp
// has no words for it.
func translate(source string) (string, bool) {
	var b strings.Builder
	class := false
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case c == '\\':
			text, used, ok := translateEscape(source[i:], class)
			if !ok {
				return "", false
			}
			b.WriteString(text)
			i += used - 1
			continue
		case class && c == '[':
			b.WriteString(`\[`)
			continue
		case class && c == ']':
			class = false
		case class:
		case c == '[':
			if rest := source[i+1:]; strings.HasPrefix(rest, "]") || strings.HasPrefix(rest, "^]") {
				return "", false // nothing, and anything
			}
			class = true
		case c == '.':
			b.WriteString(`[^\n\r\x{2028}\x{2029}]`)
			continue
		case c == '(' && strings.HasPrefix(source[i+1:], "?") && !plainGroup(source[i+2:]):
			return "", false
		}
		b.WriteByte(c)
	}
	return b.String(), !class
}

// plainGroup reports whether a group that starts with "(?" goes on as "(?:" or
// "(?<name>".
func plainGroup(rest string) bool {
	return strings.HasPrefix(rest, ":") ||
		strings.HasPrefix(rest, "<") && !strings.HasPrefix(rest, "<=") && !strings.HasPrefix(rest, "<!")
}

// translateEscape translates the escape at the start of text and returns how
// many bytes of it were read.
func translateEscape(text string, class bool) (translated string, used int, ok bool) {
	if len(text) < 2 {
		return "", 0, false
	}
	switch c := text[1]; {
	case strings.IndexByte("dDwWtnvfr", c) >= 0:
		return text[:2], 2, true
	case !class && (c == 'b' || c == 'B'):
		return text[:2], 2, true
	case c == 's' && class:
		return space, 2, true
	case c == 's':
		return "[" + space + "]", 2, true
	case c == 'S' && !class:
		return "[^" + space + "]", 2, true
	case c == 'x' && len(text) >= 4 && isHex(text[2:4]):
		return text[:4], 4, true
	case c == 'u' && len(text) >= 6 && isHex(text[2:6]):
		return `\x{` + text[2:6] + "}", 6, true
	case c < 0x80 && !isWord(rune(c)):
		return text[:2], 2, true
	}
	return "", 0, false
}

func isHex(text string) bool {
	_, err := strconv.ParseUint(text, 16, 32)
	return err == nil && text[0] != '+' && text[0] != '_'
}
