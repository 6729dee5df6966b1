// Package textview shows lines of classified text: it scrolls, folds, wraps and
// searches. What the text means, and its colours, are somebody else's.
package textview

import (
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"routescope/tui/widget/cells"
)

// gutter is the width left of the text: the cursor and the fold's sign.
const gutter = 2

// Styles say how a text looks.
type Styles struct {
	Class  func(Class) lipgloss.Style
	Gutter lipgloss.Style
	Cursor lipgloss.Style // the sign beside the cursor's line
	Match  lipgloss.Style
}

// A Model is a text with a cursor on one of its lines. Its zero value is empty.
type Model struct {
	lines  []Line
	closed map[int]bool
	shown  []int // the lines that folds leave, by number
	cursor int   // into shown
	top    int   // into shown
	page   int
	query  string
	found  []int // the lines that hold the query
}

// SetLines replaces the text; cursor, folds and search start anew.
func (m *Model) SetLines(lines []Line) {
	*m = Model{lines: lines, page: m.page, query: m.query}
	m.search()
	m.layout()
}

// Extend replaces the text by one that continues it: cursor and folds stay.
func (m *Model) Extend(lines []Line) {
	m.lines = lines
	m.search()
	m.layout()
}

// Len returns the number of lines, folded ones included.
func (m *Model) Len() int { return len(m.lines) }

// Line returns the number of the cursor's line, from 0.
func (m *Model) Line() int {
	if len(m.shown) == 0 {
		return 0
	}
	return m.shown[m.cursor]
}

// SetPage says how many rows are visible.
func (m *Model) SetPage(h int) { m.page = max(1, h) }

// Move moves the cursor by delta shown lines.
func (m *Model) Move(delta int) { m.place(m.cursor + delta) }

// Page moves by delta halves of a page.
func (m *Model) Page(delta int) { m.Move(delta * max(1, m.page/2)) }

// First moves to the first line.
func (m *Model) First() { m.place(0) }

// Last moves to the last line.
func (m *Model) Last() { m.place(len(m.shown) - 1) }

// Toggle folds or unfolds at the cursor and reports whether there is a fold.
func (m *Model) Toggle() bool { return m.setFold(m.closed == nil || !m.closed[m.Line()]) }

// Fold closes the fold at the cursor, or else goes to the line that opens the
// fold it is in.
func (m *Model) Fold() {
	at := m.Line()
	if m.setFold(true) {
		return
	}
	for i := at - 1; i >= 0; i-- {
		if i+m.lines[i].Fold >= at && m.lines[i].Fold > 0 {
			m.goTo(i)
			return
		}
	}
}

// Unfold opens the fold at the cursor, or else goes one line on.
func (m *Model) Unfold() {
	if !m.setFold(false) {
		m.Move(1)
	}
}

// FoldAll closes all folds but the outermost, or opens all if some are closed.
func (m *Model) FoldAll() {
	at := m.Line()
	closed := m.closed
	m.closed = map[int]bool{}
	if len(closed) == 0 {
		for i, l := range m.lines {
			m.closed[i] = i > 0 && l.Fold > 0
		}
		at = 0
	}
	m.layout()
	m.goTo(at)
}

// setFold closes or opens the cursor's fold and reports whether that changed
// anything.
func (m *Model) setFold(closed bool) bool {
	at := m.Line()
	if at >= len(m.lines) || m.lines[at].Fold == 0 || m.closed[at] == closed {
		return false
	}
	if m.closed == nil {
		m.closed = map[int]bool{}
	}
	if closed {
		m.closed[at] = true
	} else {
		delete(m.closed, at)
	}
	m.layout()
	m.goTo(at)
	return true
}

// SetQuery sets what is searched for, in any case, and goes to the first match
// at or after the cursor. An empty query ends the search.
func (m *Model) SetQuery(query string) bool {
	m.query = strings.ToLower(query)
	m.search()
	return query == "" || m.seek(m.Line(), 1)
}

// Query returns what is searched for, in lower case.
func (m *Model) Query() string { return m.query }

// Next goes to the next match, or with delta -1 to the one before, around the
// end. It reports whether there is any.
func (m *Model) Next(delta int) bool { return m.seek(m.Line()+delta, delta) }

// Matches counts the lines that hold the query.
func (m *Model) Matches() int { return len(m.found) }

// search lists the lines that hold the query.
func (m *Model) search() {
	m.found = nil
	for i := range m.lines {
		if m.query != "" && strings.Contains(strings.ToLower(m.lines[i].Text()), m.query) {
			m.found = append(m.found, i)
		}
	}
}

// seek goes to the first match at start or, in the direction of step, after it,
// around the end.
func (m *Model) seek(start, step int) bool {
	if len(m.found) == 0 {
		return false
	}
	i, exact := slices.BinarySearch(m.found, start)
	if step < 0 && !exact {
		i--
	}
	line := m.found[(i+len(m.found))%len(m.found)]
	m.reveal(line)
	m.goTo(line)
	return true
}

// reveal opens the folds a line is in.
func (m *Model) reveal(line int) {
	for i := range m.closed {
		if i < line && i+m.lines[i].Fold >= line {
			delete(m.closed, i)
		}
	}
	m.layout()
}

func (m *Model) goTo(line int) {
	for i, n := range m.shown {
		if n >= line {
			m.place(i)
			return
		}
	}
}

func (m *Model) place(i int) {
	m.cursor = max(0, min(i, len(m.shown)-1))
	page := max(1, m.page)
	m.top = max(0, min(max(m.top, m.cursor-page+1), m.cursor))
}

func (m *Model) layout() {
	m.shown = m.shown[:0:0]
	for i := 0; i < len(m.lines); i++ {
		m.shown = append(m.shown, i)
		if m.closed[i] {
			i += m.lines[i].Fold
		}
	}
	m.place(m.cursor)
}

// View draws w by h cells around the cursor. Long lines are wrapped.
func (m *Model) View(w, h int, focused bool, s Styles) string {
	if len(m.shown) == 0 || w <= gutter || h <= 0 {
		return cells.Block(nil, w, h)
	}
	top := max(0, min(max(m.top, m.cursor-h+1), m.cursor, len(m.shown)-h))
	var rows []string
	below := 0 // the row after the cursor's line
	for i := top; i < len(m.shown) && (i <= m.cursor || len(rows)-max(0, below-h) < h); i++ {
		rows = append(rows, m.row(m.shown[i], i == m.cursor && focused, w, h, s)...)
		if i == m.cursor {
			below = len(rows)
		}
	}
	// Wrapped lines may push the cursor out of sight: the first rows go.
	return cells.Block(rows[max(0, min(below-h, len(rows)-1)):], w, h)
}

func (m *Model) row(n int, selected bool, w, h int, s Styles) []string {
	line := m.lines[n]
	spans, more := cut(line.Spans, w*h)
	if m.closed[n] {
		spans = append(append([]Span(nil), spans...), line.Folded...)
	}
	var b strings.Builder
	for _, p := range split(spans, m.query) {
		style := s.Class(p.Class)
		switch {
		case p.found:
			style = s.Match
		case p.Ink != nil:
			style = style.Foreground(lipgloss.Color(p.Ink.Fore)).Background(lipgloss.Color(p.Ink.Back))
		}
		b.WriteString(style.Render(cells.Clean(p.Text)))
	}
	if more {
		b.WriteString(s.Class(Note).Render("…"))
	}
	rows := wrap(b.String(), w-gutter, indentOf(line))
	for i := range rows {
		rows[i] = m.gutter(n, i, selected, s) + rows[i]
	}
	return rows
}

// indentOf is where the continuations of a wrapped line begin.
func indentOf(l Line) int {
	text := l.Text()
	return len(text) - len(strings.TrimLeft(text, " ")) + 2
}

// wrap breaks a styled line into rows of at most w cells, the second and later
// ones indented.
func wrap(s string, w, indent int) []string {
	if indent > w/2 {
		indent = 0
	}
	n := cells.Width(s)
	if n <= w {
		return []string{s}
	}
	rows := []string{ansi.Cut(s, 0, w)}
	for at := w; at < n; at += w - indent {
		rows = append(rows, strings.Repeat(" ", indent)+ansi.Cut(s, at, at+w-indent))
	}
	return rows
}

func (m *Model) gutter(n, i int, selected bool, s Styles) string {
	cursor, fold := " ", " "
	if selected {
		cursor = s.Cursor.Render("▌")
	}
	if i == 0 && m.lines[n].Fold > 0 {
		fold = "▾"
		if m.closed[n] {
			fold = "▸"
		}
		fold = s.Gutter.Render(fold)
	}
	return cursor + fold
}
