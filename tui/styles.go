package tui

import (
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/form"
	"routescope/tui/widget/frame"
	"routescope/tui/widget/tabs"
	"routescope/tui/widget/textview"
)

// styles is everything the screen is drawn with. They are made here, from a
// palette, and nowhere else.
type styles struct {
	text, muted, faint, strong lipgloss.Style
	accent, key                lipgloss.Style
	ok, warn, err              lipgloss.Style
	info, special              lipgloss.Style
	brand                      lipgloss.Style
	selected                   lipgloss.Style // laid under the selected row
	cursor, idleCursor         string         // the sign before the selected row

	idle, focused, dialog frame.Style
	tabs                  tabs.Styles
	view                  textview.Styles
	form                  form.Styles
	methods               map[string]lipgloss.Style
}

// newStyles makes the styles for what a renderer can show.
func newStyles(r *lipgloss.Renderer) *styles {
	p := paletteFor(r)
	ink := func(c lipgloss.TerminalColor) lipgloss.Style { return r.NewStyle().Foreground(c) }
	s := &styles{
		text: ink(p.text), muted: ink(p.muted), faint: ink(p.faint), strong: ink(p.text).Bold(true),
		accent: ink(p.accent), key: ink(p.accent).Bold(true),
		ok: ink(p.ok), warn: ink(p.warn), err: ink(p.err), info: ink(p.info), special: ink(p.special),
		brand:    r.NewStyle().Foreground(p.onAccent).Background(p.accent).Bold(true),
		selected: r.NewStyle().Background(p.selection),
	}
	s.cursor, s.idleCursor = s.accent.Render("▌"), s.faint.Render("▏")
	s.idle = frame.Style{Border: lipgloss.RoundedBorder(), Line: s.faint, Title: s.muted, Note: s.faint}
	s.focused = frame.Style{Border: lipgloss.RoundedBorder(), Line: s.accent, Title: s.key, Note: s.muted}
	s.dialog = s.focused
	s.tabs = tabs.Styles{Active: s.key.Underline(true), Idle: s.muted, Badge: s.faint, Left: " ", Right: " "}
	if r.ColorProfile() == termenv.Ascii {
		// Without colour the form has to tell where the focus is.
		s.focused.Border, s.dialog.Border = lipgloss.ThickBorder(), lipgloss.DoubleBorder()
		s.tabs.Left, s.tabs.Right = "[", "]"
	}
	s.view = textview.Styles{
		Class:  s.class(),
		Gutter: s.faint,
		Cursor: s.accent,
		Match:  r.NewStyle().Foreground(p.onMatch).Background(p.match),
	}
	s.form = form.Styles{
		Name: s.info, Value: s.text, Hint: s.faint, Note: s.warn,
		Cursor: s.cursor, IdleCursor: s.idleCursor, Caret: r.NewStyle().Reverse(true), Plain: r.ColorProfile() == termenv.Ascii,
	}
	s.methods = map[string]lipgloss.Style{
		"GET": s.ok, "HEAD": s.muted, "OPTIONS": s.muted, "POST": s.warn,
		"PUT": s.info, "PATCH": s.special, "DELETE": s.err,
		"OPT": s.muted, "PTCH": s.special, "DEL": s.err, "ANY": s.accent,
	}
	return s
}

// class returns the style of each class of text, looked up once.
func (s *styles) class() func(textview.Class) lipgloss.Style {
	of := [...]lipgloss.Style{
		textview.Plain: s.text, textview.Name: s.info, textview.String: s.ok, textview.Number: s.warn,
		textview.Literal: s.special, textview.Punct: s.muted, textview.Keyword: s.special, textview.Comment: s.faint,
		textview.Attribute: s.accent, textview.Wrong: s.err, textview.Note: s.faint,
	}
	return func(c textview.Class) lipgloss.Style { return of[c] }
}

// method returns the style of an HTTP method.
func (s *styles) method(name string) lipgloss.Style {
	if style, ok := s.methods[name]; ok {
		return style
	}
	return s.text
}

// status returns the style of a response's status.
func (s *styles) status(code int) lipgloss.Style {
	switch {
	case code >= 500:
		return s.err
	case code >= 400:
		return s.warn
	case code >= 300:
		return s.info
	case code >= 200:
		return s.ok
	}
	return s.muted
}

// A span is a piece of a row in one style.
type span struct {
	style lipgloss.Style
	text  string
}

// mark says how a row stands out.
type mark uint8

const (
	unmarked mark = iota
	selectedIdle
	selectedFocused
)

// markOf returns the mark of a row in a pane.
func markOf(selected, focused bool) mark {
	switch {
	case selected && focused:
		return selectedFocused
	case selected:
		return selectedIdle
	}
	return unmarked
}

// row draws one line of a list in exactly w cells: the cursor's sign, left, and
// right at the far end. Text of spans must be clean.
func (s *styles) row(w int, m mark, left, right []span) string {
	sign := " "
	switch m {
	case selectedFocused:
		sign = s.cursor
	case selectedIdle:
		sign = s.idleCursor
	}
	line := cells.Between(s.join(left, m), s.join(right, m), w-1)
	if m == selectedFocused {
		// The padding between the spans has no style of its own yet.
		line = s.underlay(line)
	}
	return cells.Fit(sign+line, w)
}

func (s *styles) join(spans []span, m mark) string {
	var b strings.Builder
	for _, p := range spans {
		style := p.style
		if m == selectedFocused {
			style = style.Background(s.selected.GetBackground())
		}
		b.WriteString(style.Render(p.text))
	}
	return b.String()
}

// underlay gives runs of spaces outside of any style the selection's background.
func (s *styles) underlay(line string) string {
	var b strings.Builder
	plain := true
	for i := 0; i < len(line); {
		if line[i] == 0x1b {
			end := strings.IndexByte(line[i:], 'm')
			if end < 0 {
				return line
			}
			seq := line[i : i+end+1]
			plain = seq == "\x1b[0m" || seq == "\x1b[m"
			b.WriteString(seq)
			i += end + 1
			continue
		}
		end := strings.IndexByte(line[i:], 0x1b)
		if end < 0 {
			end = len(line) - i
		}
		text := line[i : i+end]
		if plain {
			text = s.selected.Render(text)
		}
		b.WriteString(text)
		i += end
	}
	return b.String()
}

// duration writes a time as short as it can be read.
func duration(d time.Duration) string {
	switch {
	case d < 0:
		return "−" + duration(-d)
	case d == 0:
		return "0"
	case d < time.Millisecond:
		return d.Round(time.Microsecond).String()
	case d < 10*time.Millisecond:
		return d.Round(100 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(10 * time.Millisecond).String()
	case d%time.Hour == 0:
		return strings.TrimSuffix(d.String(), "0m0s")
	case d%time.Minute == 0:
		return strings.TrimSuffix(d.String(), "0s")
	}
	return d.Round(time.Second).String()
}
