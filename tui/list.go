package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/scroll"
)

// list is what panes made of selectable rows have in common.
type list struct {
	scroll  scroll.Model
	focused bool
}

// update takes sizes, focus and the moving keys. above is how many lines the
// pane draws over its rows.
func (l *list) update(k *keyMap, msg tea.Msg, above int) {
	switch msg := msg.(type) {
	case sizedMsg:
		l.scroll.SetPage(msg.height - above)
	case focusedMsg:
		l.focused = msg.on
	case tea.KeyMsg:
		k.move(&l.scroll, msg)
	}
}

// view draws the rows around the cursor under the lines of head.
func (l *list) view(w, h int, head []string, draw func(i int, m mark) string) string {
	lines := append([]string(nil), head[:min(len(head), max(0, h-1))]...)
	from, to := l.scroll.Window(h - len(lines))
	for i := from; i < to; i++ {
		lines = append(lines, draw(i, markOf(i == l.scroll.Cursor(), l.focused)))
	}
	return cells.Block(lines, w, h)
}
