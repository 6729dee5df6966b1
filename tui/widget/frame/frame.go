// Package frame draws the border around a pane, with words in it.
package frame

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
)

// A Style is how a frame looks. Two panes with and without the focus differ in
// the border's form, so that the difference survives without colour.
type Style struct {
	Border lipgloss.Border
	Line   lipgloss.Style
	Title  lipgloss.Style
	Note   lipgloss.Style
}

// Words are the texts set into a frame's border.
type Words struct {
	Title string // upper left
	Note  string // upper right; the first to go where room is short
	Foot  string // lower right; its end is kept where room is short
}

// Thickness is what a frame takes on each side.
const Thickness = 1

// Render draws content in a frame of exactly w by h cells, the border included.
func Render(content string, words Words, w, h int, s Style) string {
	if w < 2*Thickness+1 || h < 2*Thickness+1 {
		return cells.Block(strings.Split(content, "\n"), w, h)
	}
	inner := w - 2*Thickness
	left, right := s.Line.Render(s.Border.Left), s.Line.Render(s.Border.Right)
	body := strings.Split(cells.Block(strings.Split(content, "\n"), inner, h-2*Thickness), "\n")
	for i, line := range body {
		body[i] = left + line + right
	}
	top := edge(s.Border.TopLeft, s.Border.Top, s.Border.TopRight, words.Title, words.Note, inner, s)
	foot := cells.CutLeft(words.Foot, inner-6)
	bottom := edge(s.Border.BottomLeft, s.Border.Bottom, s.Border.BottomRight, "", foot, inner, s)
	return top + "\n" + strings.Join(body, "\n") + "\n" + bottom
}

// edge draws one horizontal side with words at its ends. The note is left out
// unless two cells of line remain between both.
func edge(begin, line, end, title, note string, w int, s Style) string {
	title = word(title, w-2, s.Title)
	note = word(note, w-4-cells.Width(title), s.Note)
	rest := w - cells.Width(title) - cells.Width(note)
	lead := min(1, max(0, rest))
	trail := 0
	if note != "" {
		trail = min(1, max(0, rest-lead))
	}
	middle := max(0, rest-lead-trail)
	return s.Line.Render(begin+strings.Repeat(line, lead)) + title +
		s.Line.Render(strings.Repeat(line, middle)) + note +
		s.Line.Render(strings.Repeat(line, trail)+end)
}

func word(text string, w int, s lipgloss.Style) string {
	if text == "" || w < 3 {
		return ""
	}
	return " " + s.Render(cells.Cut(text, w-2)) + " "
}
