// Package jsonview turns JSON into foldable lines for a text view.
//
// The text is laid out anew but nothing in it is changed: the order of members,
// duplicate names, the digits of numbers and the escapes of strings stay as they
// were sent.
package jsonview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"routescope/tui/widget/textview"
)

const indent = "  "

// Lines returns data as indented lines, each object and array a fold, or an
// error if data is not one JSON value.
func Lines(data []byte) ([]textview.Line, error) {
	var laidOut bytes.Buffer
	if err := json.Indent(&laidOut, data, "", indent); err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	text := strings.TrimSpace(laidOut.String())
	lines := make([]textview.Line, 0, strings.Count(text, "\n")+1)
	arena := make([]textview.Span, 0, 4*cap(lines))
	var open []opened
	for raw := range strings.SplitSeq(text, "\n") {
		body := strings.TrimLeft(raw, " ")
		if body[0] == '}' || body[0] == ']' {
			open = closeFold(lines, open, body)
		} else if len(open) > 0 {
			open[len(open)-1].members++
		}
		if last := body[len(body)-1]; last == '{' || last == '[' {
			open = append(open, opened{line: len(lines)})
		}
		start := len(arena)
		arena = appendSpans(arena, raw[:len(raw)-len(body)], body)
		lines = append(lines, textview.Line{Spans: arena[start:len(arena):len(arena)]})
	}
	return lines, nil
}

// opened is an object or array whose end has not come yet.
type opened struct{ line, members int }

// closeFold ends the innermost fold at the line that is about to be added.
func closeFold(lines []textview.Line, open []opened, closing string) []opened {
	top := open[len(open)-1]
	line := &lines[top.line]
	line.Fold = len(lines) - top.line
	line.Folded = []textview.Span{
		{Text: count(top.members, closing[0]), Class: textview.Note},
		{Text: closing, Class: textview.Punct},
	}
	return open[:len(open)-1]
}

func count(n int, closing byte) string {
	noun := "item"
	if closing == '}' {
		noun = "member"
	}
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf(" %d %s ", n, noun)
}

// appendSpans classifies one line that json.Indent wrote: an optional name, then
// a value or a bracket, then perhaps a comma.
func appendSpans(out []textview.Span, space, body string) []textview.Span {
	if space != "" {
		out = append(out, textview.Span{Text: space})
	}
	if body[0] == '"' {
		if end := stringEnd(body); strings.HasPrefix(body[end:], ": ") {
			out = append(out,
				textview.Span{Text: body[:end], Class: textview.Name},
				textview.Span{Text: ": ", Class: textview.Punct})
			body = body[end+2:]
		}
	}
	value, comma := body, ""
	if strings.HasSuffix(body, ",") {
		value, comma = body[:len(body)-1], ","
	}
	out = append(out, textview.Span{Text: value, Class: classOf(value)})
	if comma != "" {
		out = append(out, textview.Span{Text: comma, Class: textview.Punct})
	}
	return out
}

func classOf(value string) textview.Class {
	switch value[0] {
	case '"':
		return textview.String
	case 't', 'f', 'n':
		return textview.Literal
	case '{', '[', '}', ']':
		return textview.Punct
	}
	return textview.Number
}

// stringEnd returns where the string that s begins with ends.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}
