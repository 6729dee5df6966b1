package textview

import "strings"

// A Class says what a piece of text is, so that a theme can colour it.
type Class uint8

// The classes.
const (
	Plain Class = iota
	Name        // of a member, a tag, a header
	String
	Number
	Literal // true, false, null
	Punct
	Keyword
	Comment
	Attribute
	Wrong // what a lexer could not read
	Note  // said by the view, not part of the text
)

// A Span is a piece of one line.
type Span struct {
	Text  string
	Class Class
	Ink   *Ink // instead of the class's colours: a picture has any
}

// An Ink is the colour of a text and of what is behind it, as #rrggbb.
type Ink struct{ Fore, Back string }

// A Line is one line of text. Fold counts the lines after it that can be folded
// away; Folded is what is shown after the spans while they are.
type Line struct {
	Spans  []Span
	Fold   int
	Folded []Span
}

// Text returns the line without classes.
func (l Line) Text() string {
	if len(l.Spans) == 1 {
		return l.Spans[0].Text
	}
	var b strings.Builder
	for _, s := range l.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Lines makes one line of one class from each line of text.
func Lines(text string, class Class) []Line {
	text = strings.TrimSuffix(text, "\n")
	if text == "" {
		return nil
	}
	var out []Line
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, Line{Spans: []Span{{Text: strings.TrimSuffix(line, "\r"), Class: class}}})
	}
	return out
}

// cut keeps at most n bytes of the spans, at the end of a character.
func cut(spans []Span, n int) ([]Span, bool) {
	for i, s := range spans {
		if len(s.Text) <= n {
			n -= len(s.Text)
			continue
		}
		kept := append([]Span(nil), spans[:i]...)
		return append(kept, Span{strings.ToValidUTF8(s.Text[:n], ""), s.Class, s.Ink}), true
	}
	return spans, false
}

// A piece is a part of a span that is, or is not, what was searched for.
type piece struct {
	Span
	found bool
}

// split cuts spans at the places where query, in lower case, is found in their
// joined text.
func split(spans []Span, query string) []piece {
	var out []piece
	if query == "" {
		for _, s := range spans {
			out = append(out, piece{s, false})
		}
		return out
	}
	inside := matchMask(Line{Spans: spans}.Text(), query)
	at := 0
	for _, s := range spans {
		start := 0
		for i := 1; i <= len(s.Text); i++ {
			if i < len(s.Text) && inside[at+i] == inside[at+start] {
				continue
			}
			out = append(out, piece{Span{s.Text[start:i], s.Class, s.Ink}, inside[at+start]})
			start = i
		}
		at += len(s.Text)
	}
	return out
}

// matchMask marks the bytes of text that belong to a match. Where lowering
// changes the length of the text, nothing is marked: the line is still found.
func matchMask(text, query string) []bool {
	mask := make([]bool, len(text)+1)
	low := strings.ToLower(text)
	if len(low) != len(text) {
		return mask
	}
	for from := 0; ; {
		i := strings.Index(low[from:], query)
		if i < 0 {
			return mask
		}
		for k := from + i; k < from+i+len(query); k++ {
			mask[k] = true
		}
		from += i + len(query)
	}
}
