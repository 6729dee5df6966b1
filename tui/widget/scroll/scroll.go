// Package scroll keeps the cursor and the window of a list whose rows somebody
// else draws.
package scroll

// A Model is the position in a list. Its zero value is an empty list.
type Model struct {
	cursor, top, length, page int
}

// SetLength says how many rows there are. The cursor stays where it is while
// that row exists.
func (m *Model) SetLength(n int) {
	m.length = max(0, n)
	m.clamp()
}

// SetPage says how many rows are visible, which is how far a page moves.
func (m *Model) SetPage(h int) {
	m.page = max(1, h)
	m.clamp()
}

// Cursor returns the selected row; 0 for an empty list.
func (m *Model) Cursor() int { return m.cursor }

// Length returns the number of rows.
func (m *Model) Length() int { return m.length }

// Select moves the cursor to row i, or as near as there is one.
func (m *Model) Select(i int) {
	m.cursor = i
	m.clamp()
}

// Move moves the cursor by delta rows.
func (m *Model) Move(delta int) { m.Select(m.cursor + delta) }

// Page moves by delta halves of a page.
func (m *Model) Page(delta int) { m.Move(delta * max(1, m.page/2)) }

// AtEnd reports whether the cursor is on the last row.
func (m *Model) AtEnd() bool { return m.cursor >= m.length-1 }

// Window returns the rows [from, to) to draw in h lines, the cursor among them.
func (m *Model) Window(h int) (from, to int) {
	if h <= 0 {
		return 0, 0
	}
	from = m.top
	if m.cursor >= from+h {
		from = m.cursor - h + 1
	}
	from = max(0, min(from, m.cursor, m.length-h))
	return from, min(m.length, from+h)
}

func (m *Model) clamp() {
	m.cursor = max(0, min(m.cursor, m.length-1))
	if m.page > 0 {
		m.top, _ = m.Window(m.page)
	}
}

// First moves the cursor to the first row.
func (m *Model) First() { m.Select(0) }

// Last moves the cursor to the last row.
func (m *Model) Last() { m.Select(m.length - 1) }
