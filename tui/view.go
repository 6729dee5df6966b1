package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"routescope/engine"
	"routescope/tui/widget/cells"
	"routescope/tui/widget/frame"
	"routescope/tui/widget/split"
)

// View implements [tea.Model].
func (m *model) View() string {
	w, h := m.shape.width, m.shape.height
	switch {
	case m.quitting || w <= 0 || h <= 0:
		return ""
	case m.layout.tooSmall:
		return m.styles.empty(w, h, fmt.Sprintf("%d×%d is too small: %d×%d is needed.", w, h, minWidth, minHeight))
	}
	out := m.header(w)
	if m.layout.single {
		out += "\n" + m.crumbs(w)
	}
	out += "\n" + m.body() + "\n" + m.footer(w)
	for _, o := range m.overlays {
		out = m.over(out, o)
	}
	return out
}

// over lays an overlay on what is drawn, in the middle of the panes.
func (m *model) over(base string, o overlay) string {
	area := split.Rect{Y: 1, W: m.shape.width, H: m.shape.height - 2}
	box := o.View(max(1, area.W-4), max(1, area.H))
	lines := strings.Split(box, "\n")
	at := area.Center(cells.Width(lines[0]), len(lines))
	return cells.Overlay(base, box, at.X, at.Y)
}

// header is the first line: what is open, and how it stands.
func (m *model) header(w int) string {
	s := m.styles
	left := s.brand.Render(" routescope ") + " " + s.strong.Render(cells.Clean(m.name))
	mode := s.muted
	if m.engine.Mode() == engine.Development {
		mode = s.warn
	}
	left += s.faint.Render(" · ") + mode.Render(m.engine.Mode().String())
	var right []string
	if m.moved > 0 {
		right = append(right, s.warn.Render("clock +"+duration(m.moved)))
	}
	if n := len(m.desk.conflicts); n > 0 {
		right = append(right, s.err.Render("! "+plural(n, "conflict")))
	}
	if n := len(m.saved); n > 0 {
		right = append(right, m.goldenSummary(n))
	}
	return cells.Between(left, strings.Join(right, s.faint.Render(" · "))+" ", w)
}

func (m *model) goldenSummary(n int) string {
	passed, failed := m.tally()
	switch {
	case m.goldenRun.left() > 0:
		return m.styles.accent.Render(fmt.Sprintf("%s running goldens, %d left", m.spinner(), m.goldenRun.left()))
	case failed > 0:
		return m.styles.err.Render(fmt.Sprintf("✗ %d of %s", failed, plural(n, "golden")))
	case passed == n:
		return m.styles.ok.Render("✓ " + plural(n, "golden"))
	}
	return m.styles.accent.Render("● " + plural(n, "golden"))
}

// crumbs stand for the panes that have no room.
func (m *model) crumbs(w int) string {
	s := m.styles
	var parts []string
	here := ""
	for _, id := range m.visiblePanes() {
		label := fmt.Sprintf("%d %s", id+1, m.panes[id].Title())
		if id == m.shape.focus {
			here = s.key.Render("▸ " + label)
			parts = append(parts, here)
		} else {
			parts = append(parts, s.faint.Render("  "+label))
		}
	}
	line, right := strings.Join(parts, " "), ""
	if cells.Width(line) > w {
		line = here
	}
	if m.selected != nil {
		right = s.method(m.draft.method).Render(m.draft.method) + " " + s.text.Render(cells.Clean(m.selected.route.Pattern.String())) + " "
	}
	if cells.Width(line)+cells.Width(right) >= w {
		right = ""
	}
	return cells.Between(line, right, w)
}

// body draws the panes side by side and below each other.
func (m *model) body() string {
	l := &m.layout
	left := stackBlocks(m.pane(routesPane), m.pane(conflictsPane))
	right := stackBlocks(m.pane(requestPane), m.pane(responsePane))
	switch {
	case left == "" || right == "":
		return left + right
	case l.panes[requestPane].X == 0:
		return left + "\n" + right
	}
	a, b := strings.Split(left, "\n"), strings.Split(right, "\n")
	for i := range a {
		a[i] += b[i]
	}
	return strings.Join(a, "\n")
}

func stackBlocks(top, bottom string) string {
	if top == "" || bottom == "" {
		return top + bottom
	}
	return top + "\n" + bottom
}

// pane draws a pane in its frame, "" if it has no room.
func (m *model) pane(id paneID) string {
	r := m.layout.panes[id]
	if r.Empty() {
		return ""
	}
	style := m.styles.idle
	if id == m.shape.focus && len(m.overlays) == 0 {
		style = m.styles.focused
	}
	p := m.panes[id]
	words := frame.Words{Title: fmt.Sprintf("%d %s", id+1, p.Title()), Note: p.Note()}
	if f, ok := p.(interface{ Foot() string }); ok {
		words.Foot = f.Foot()
	}
	inner := r.Inset(frame.Thickness)
	if inner.Empty() {
		return cells.Block(nil, r.W, r.H)
	}
	return frame.Render(p.View(inner.W, inner.H), words, r.W, r.H, style)
}

// footer is the last line: what just happened, or what can be done here.
func (m *model) footer(w int) string {
	if text := m.toasted.text; text != "" {
		return m.styles.toast(m.toasted.toast, w)
	}
	return m.hints(w)
}

// hints are the keys that matter now, at most six and help.
func (m *model) hints(w int) string {
	bindings := m.panes[m.shape.focus].ShortHelp()
	if n := len(m.overlays); n > 0 {
		bindings = m.overlays[n-1].ShortHelp()
	}
	n := min(len(bindings), 7)
	line := m.hintLine(most(bindings, n))
	for ; n > 1 && cells.Width(line) > w; n-- {
		line = m.hintLine(most(bindings, n-1))
	}
	return cells.Fit(line, w)
}

func (m *model) hintLine(bindings []key.Binding) string {
	var b strings.Builder
	for _, k := range bindings {
		b.WriteString(" " + m.styles.key.Render(k.Help().Key) + " " + m.styles.muted.Render(k.Help().Desc) + " ")
	}
	return b.String()
}

// most keeps n bindings: the first, and the last two, which are help and quit.
func most(bindings []key.Binding, n int) []key.Binding {
	switch {
	case len(bindings) <= n:
		return bindings
	case n <= 2:
		return bindings[:n]
	}
	return append(append([]key.Binding(nil), bindings[:n-2]...), bindings[len(bindings)-2:]...)
}
