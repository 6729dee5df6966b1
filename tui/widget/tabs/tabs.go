// Package tabs draws a row of tabs that finds room in any width.
package tabs

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
)

// A Tab is one tab's label, with a short note such as a count.
type Tab struct{ Title, Badge string }

// Styles say how tabs look.
type Styles struct {
	Active, Idle, Badge lipgloss.Style
	// Left and Right enclose the active tab, so that it is known without colour.
	Left, Right string
}

// View draws the tabs in one line of exactly w cells. In order of need it leaves
// out the badges of idle tabs, then tabs far from the active one.
func View(all []Tab, active, w int, s Styles) string {
	if len(all) == 0 || w <= 0 {
		return cells.Fit("", w)
	}
	active = max(0, min(active, len(all)-1))
	if line := join(all, 0, len(all), active, true, s); cells.Width(line) <= w {
		return cells.Fit(line, w)
	}
	if line := join(all, 0, len(all), active, false, s); cells.Width(line) <= w {
		return cells.Fit(line, w)
	}
	return cells.Fit(around(all, active, w, s), w)
}

// around shows as many neighbours of the active tab as fit, and signs where
// there are more.
func around(all []Tab, active, w int, s Styles) string {
	from, to := active, active+1
	best := mark(all, from, to, active, s)
	if cells.Width(best) > w {
		all = append([]Tab(nil), all...)
		all[active].Badge = ""
		best = mark(all, from, to, active, s)
	}
	for grown := true; grown; {
		grown = false
		for _, next := range [][2]int{{from, to + 1}, {from - 1, to}} {
			if next[0] < 0 || next[1] > len(all) {
				continue
			}
			if line := mark(all, next[0], next[1], active, s); cells.Width(line) <= w {
				from, to, best, grown = next[0], next[1], line, true
			}
		}
	}
	return best
}

func mark(all []Tab, from, to, active int, s Styles) string {
	line := join(all, from, to, active, false, s)
	if from > 0 {
		line = s.Idle.Render("‹") + line
	}
	if to < len(all) {
		line += s.Idle.Render("›")
	}
	return line
}

func join(all []Tab, from, to, active int, badges bool, s Styles) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		tab := all[i]
		if i == active {
			right := s.Right
			if tab.Badge != "" {
				right = strings.TrimRight(right, " ") + " "
			}
			b.WriteString(s.Idle.Render(s.Left) + s.Active.Render(tab.Title) + s.Idle.Render(right))
		} else {
			b.WriteString(s.Idle.Render(" " + tab.Title + " "))
		}
		if tab.Badge != "" && (badges || i == active) {
			b.WriteString(s.Badge.Render(tab.Badge) + " ")
		}
	}
	return b.String()
}
