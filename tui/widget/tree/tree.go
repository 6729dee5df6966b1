// Package tree keeps a foldable, filterable tree with a cursor that stays on
// its node when the tree is replaced.
package tree

import (
	"strings"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/scroll"
)

// A Node is a line of the tree. ID is unique in the tree and tells nodes apart
// across [Model.SetRoots]; a filter is matched with Text, Label is what to show.
type Node struct {
	ID       string
	Text     string
	Label    string
	Value    any
	Children []*Node
}

// A Row is a node as it stands on the screen.
type Row struct {
	*Node
	Depth int
	Open  bool // has children, and they are shown
}

// A Model is a tree with its cursor. Its zero value is empty.
type Model struct {
	roots  []*Node
	closed map[string]bool
	filter string
	rows   []Row
	scroll scroll.Model
}

// SetRoots replaces the tree. Folds and the cursor stay with their nodes; if
// the cursor's node is gone, the cursor keeps its place on the screen.
func (m *Model) SetRoots(roots []*Node) {
	m.roots = roots
	m.layout()
}

// SetFilter shows only nodes whose text holds every word of filter, in any case,
// with what they stand under. An empty filter shows all.
func (m *Model) SetFilter(filter string) {
	m.filter = filter
	m.layout()
}

// Filter returns the filter in force.
func (m *Model) Filter() string { return m.filter }

// SetPage says how many rows are visible.
func (m *Model) SetPage(h int) { m.scroll.SetPage(h) }

// Rows returns the rows that folds and filter leave.
func (m *Model) Rows() []Row { return m.rows }

// Cursor returns the position of the selected row.
func (m *Model) Cursor() int { return m.scroll.Cursor() }

// Selected returns the node under the cursor, nil in an empty tree.
func (m *Model) Selected() *Node {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.scroll.Cursor()].Node
}

// Select moves the cursor to the node with the ID, opening what it is in, and
// reports whether there is one.
func (m *Model) Select(id string) bool {
	path := find(m.roots, id)
	if path == nil {
		return false
	}
	for _, n := range path[:len(path)-1] {
		delete(m.closed, n.ID)
	}
	m.layout()
	for i, row := range m.rows {
		if row.ID == id {
			m.scroll.Select(i)
			return true
		}
	}
	return false
}

// Move moves the cursor by delta rows.
func (m *Model) Move(delta int) { m.scroll.Move(delta) }

// Page moves the cursor by delta halves of a page.
func (m *Model) Page(delta int) { m.scroll.Page(delta) }

// First and Last move the cursor to the ends.
func (m *Model) First() { m.scroll.Select(0) }

// Last moves the cursor to the last row.
func (m *Model) Last() { m.scroll.Select(len(m.rows) - 1) }

// Toggle opens or closes the selected node and reports whether it can.
func (m *Model) Toggle() bool {
	n := m.Selected()
	if n == nil || len(n.Children) == 0 {
		return false
	}
	m.setClosed(n.ID, !m.closed[n.ID])
	return true
}

// Open opens the selected node, or enters it if it is open.
func (m *Model) Open() {
	n := m.Selected()
	switch {
	case n == nil || len(n.Children) == 0:
	case m.closed[n.ID]:
		m.setClosed(n.ID, false)
	default:
		m.Move(1)
	}
}

// Close closes the selected node, or goes up to the one it stands under.
func (m *Model) Close() {
	n := m.Selected()
	if n == nil {
		return
	}
	if len(n.Children) > 0 && !m.closed[n.ID] {
		m.setClosed(n.ID, true)
		return
	}
	at := m.scroll.Cursor()
	for i := at - 1; i >= 0; i-- {
		if m.rows[i].Depth < m.rows[at].Depth {
			m.scroll.Select(i)
			return
		}
	}
}

func (m *Model) setClosed(id string, closed bool) {
	if m.closed == nil {
		m.closed = map[string]bool{}
	}
	m.closed[id] = closed
	m.layout()
}

// View draws the rows around the cursor with draw, which gets the row, whether
// it is selected, and the width.
func (m *Model) View(w, h int, draw func(row Row, selected bool, w int) string) string {
	from, to := m.scroll.Window(h)
	lines := make([]string, 0, h)
	for i := from; i < to; i++ {
		lines = append(lines, draw(m.rows[i], i == m.scroll.Cursor(), w))
	}
	return cells.Block(lines, w, h)
}

// layout lists the rows anew and puts the cursor back on its node.
func (m *Model) layout() {
	selected := ""
	if n := m.Selected(); n != nil {
		selected = n.ID
	}
	m.rows = m.rows[:0:0]
	m.list(m.roots, 0, strings.Fields(strings.ToLower(m.filter)))
	m.scroll.SetLength(len(m.rows))
	for i, row := range m.rows {
		if row.ID == selected {
			m.scroll.Select(i)
			return
		}
	}
}

func (m *Model) list(nodes []*Node, depth int, words []string) {
	for _, n := range nodes {
		if !anyHolds(n, words) {
			continue
		}
		// A filter opens everything: what it found must be seen.
		open := len(n.Children) > 0 && (len(words) > 0 || !m.closed[n.ID])
		m.rows = append(m.rows, Row{n, depth, open})
		if !open {
			continue
		}
		below := words
		if holds(n.Text, words) {
			below = nil
		}
		m.list(n.Children, depth+1, below)
	}
}

func anyHolds(n *Node, words []string) bool {
	if holds(n.Text, words) {
		return true
	}
	for _, c := range n.Children {
		if anyHolds(c, words) {
			return true
		}
	}
	return false
}

func holds(text string, words []string) bool {
	text = strings.ToLower(text)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// find returns the nodes from a root to the one with the ID.
func find(nodes []*Node, id string) []*Node {
	for _, n := range nodes {
		if n.ID == id {
			return []*Node{n}
		}
		if path := find(n.Children, id); path != nil {
			return append([]*Node{n}, path...)
		}
	}
	return nil
}
