package tui

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/tui/widget/cells"
)

// size writes a number of bytes as people read it.
func size(n int64) string {
	switch {
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// seconds writes a duration as revalidate has it.
func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// place writes a position as editors take it.
func place(at event.Position) string {
	switch {
	case at.File == "":
		return ""
	case at.Line == 0:
		return at.File
	}
	return at.File + ":" + strconv.Itoa(at.Line)
}

// statusText writes a status with its phrase.
func statusText(code int, reason string) string {
	if reason == "" {
		reason = http.StatusText(code)
	}
	return strings.TrimSpace(strconv.Itoa(code) + " " + reason)
}

// empty fills a rectangle with words in its middle: the first says what is, the
// others what to do.
func (s *styles) empty(w, h int, words ...string) string {
	var lines []string
	for i, text := range words {
		style := s.muted
		if i > 0 {
			style = s.faint
		}
		for _, line := range cells.Wrap(cells.Clean(text), max(1, w-4)) {
			pad := strings.Repeat(" ", max(0, (w-cells.Width(line))/2))
			lines = append(lines, pad+style.Render(line))
		}
	}
	above := max(0, (h-len(lines))/3)
	return cells.Block(append(make([]string, above), lines...), w, h)
}

// hint fills a rectangle with one line that can be acted on.
func (s *styles) hint(w, h int, selected bool, text string) string {
	sign := " "
	if selected {
		sign = s.cursor
	}
	return cells.Block([]string{sign + " " + s.faint.Render(text)}, w, h)
}

// answers says in a few words what serves a request.
func (s *styles) answers(x engine.Explanation) string {
	switch {
	case x.Winner != nil && x.Status == 0:
		return "→ " + cells.Clean(x.Winner.Pattern.String())
	case x.Status != 0:
		return "→ " + statusText(x.Status, "")
	case x.Location != "":
		return "→ " + cells.Clean(x.Location)
	}
	return "→ no route"
}

// newTextarea returns the field a body is written in.
func newTextarea() textarea.Model {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = "  "
	area.CharLimit = 0
	area.MaxHeight = 0
	area.Cursor.SetMode(cursor.CursorStatic)
	area.KeyMap.LinePrevious.SetKeys("up")
	area.KeyMap.LineNext.SetKeys("down")
	return area
}

// styleTextarea gives a text area the theme's colours.
func (s *styles) styleTextarea(area *textarea.Model) {
	look := textarea.Style{
		Base: lipgloss.NewStyle(), CursorLine: s.text, EndOfBuffer: s.faint,
		Placeholder: s.faint, Prompt: s.faint, Text: s.text,
	}
	area.FocusedStyle, area.BlurredStyle = look, look
	area.Cursor.Style = s.form.Caret
	area.Cursor.TextStyle = s.text
}
