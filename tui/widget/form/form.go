// Package form edits a list of names and values, a line each.
package form

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/scroll"
)

// A Row is one line of a form.
type Row struct {
	Name, Value string
	Hint        string // shown while the value is empty
	Note        string // shown at the end of the line
	Fixed       bool   // the name cannot be changed, nor the row removed
}

// Styles say how a form looks.
type Styles struct {
	Name, Value, Hint, Note lipgloss.Style
	Cursor, IdleCursor      string
	Caret                   lipgloss.Style
	Plain                   bool // the caret cannot be shown by reversing: draw it
}

// KeyMap is what a form listens to while a row is being edited.
type KeyMap struct {
	Accept key.Binding // ends editing and goes on to the next row
	Leave  key.Binding // ends editing
	Other  key.Binding // changes between name and value
}

// DefaultKeyMap returns the usual keys.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Accept: key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "next field")),
		Leave:  key.NewBinding(key.WithKeys("esc"), key.WithHelp("esc", "leave field")),
		Other:  key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "name or value")),
	}
}

// part is the half of a row that is being edited.
type part uint8

const (
	none part = iota
	name
	value
)

// A Model is a form with a cursor on one of its rows.
type Model struct {
	KeyMap KeyMap
	Add    string // the label of the line that adds a row; empty if rows are given

	rows   []Row
	scroll scroll.Model
	part   part
	input  textinput.Model
	width  int
}

// New returns an empty form. add is the label of the line that adds a row, empty
// for a form whose rows are given.
func New(add string) Model {
	return Model{KeyMap: DefaultKeyMap(), Add: add, input: NewInput()}
}

// SetRows replaces the rows and ends editing.
func (m *Model) SetRows(rows []Row) {
	m.rows = append([]Row(nil), rows...)
	m.part = none
	m.measure()
}

// Rows returns the rows as they stand, including one being edited.
func (m *Model) Rows() []Row { return m.rows }

// Cursor returns the selected row; len(Rows()) is the line that adds one.
func (m *Model) Cursor() int { return m.scroll.Cursor() }

// Select moves the cursor.
func (m *Model) Select(i int) { m.scroll.Select(i) }

// Editing reports whether keys go into a field.
func (m *Model) Editing() bool { return m.part != none }

// SetSize says what the form has to draw in.
func (m *Model) SetSize(w, h int) {
	m.width = w
	m.scroll.SetPage(h)
	m.fitInput()
}

// Move moves the cursor and reports false at the first row for a move upwards.
func (m *Model) Move(delta int) bool {
	if m.Cursor()+delta < 0 {
		return false
	}
	m.scroll.Move(delta)
	return true
}

// Edit starts editing the selected row, or adds one on the line for that.
func (m *Model) Edit() {
	if m.Cursor() >= len(m.rows) {
		if m.Add == "" {
			return
		}
		m.rows = append(m.rows, Row{})
		m.measure()
		m.open(name)
		return
	}
	m.open(value)
}

// Remove removes the selected row and reports whether it could.
func (m *Model) Remove() bool {
	i := m.Cursor()
	if i >= len(m.rows) || m.rows[i].Fixed {
		return false
	}
	m.rows = append(m.rows[:i:i], m.rows[i+1:]...)
	m.measure()
	return true
}

// Leave ends editing. A row without name and value is dropped.
func (m *Model) Leave() {
	m.part = none
	m.input.Blur()
	if i := m.Cursor(); i < len(m.rows) && !m.rows[i].Fixed && m.rows[i].Name == "" && m.rows[i].Value == "" {
		m.Remove()
	}
}

// Update takes a key while a row is being edited.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	if m.part == none {
		return nil
	}
	if k, ok := msg.(tea.KeyMsg); ok {
		switch {
		case key.Matches(k, m.KeyMap.Leave):
			m.Leave()
			return nil
		case key.Matches(k, m.KeyMap.Other):
			m.other()
			return nil
		case key.Matches(k, m.KeyMap.Accept):
			m.accept()
			return nil
		}
	}
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	m.store()
	return cmd
}

func (m *Model) accept() {
	if m.part == name {
		m.open(value)
		return
	}
	m.Leave()
	m.scroll.Move(1)
}

func (m *Model) other() {
	switch {
	case m.rows[m.Cursor()].Fixed:
		m.accept()
	case m.part == name:
		m.open(value)
	default:
		m.open(name)
	}
}

func (m *Model) open(p part) {
	m.part = p
	row := m.rows[m.Cursor()]
	text := row.Value
	if p == name {
		text = row.Name
	}
	m.fitInput()
	m.input.SetValue(text)
	m.input.CursorEnd()
	m.input.Focus()
}

func (m *Model) store() {
	row := &m.rows[m.Cursor()]
	if m.part == name {
		row.Name = m.input.Value()
	} else {
		row.Value = m.input.Value()
	}
}

func (m *Model) measure() {
	n := len(m.rows)
	if m.Add != "" {
		n++
	}
	m.scroll.SetLength(n)
}

// nameWidth is the width of the column of names.
func (m *Model) nameWidth(w int) int {
	n := 6
	for _, r := range m.rows {
		n = max(n, cells.Width(r.Name))
	}
	return max(1, min(n, w/3))
}

func (m *Model) fitInput() {
	w := m.nameWidth(m.width)
	if m.part == value {
		w = m.width - w - 4
	}
	m.input.Width = max(1, w-1)
	m.input.SetCursor(m.input.Position())
}

// View draws the form in w by h cells.
func (m *Model) View(w, h int, focused bool, s Styles) string {
	from, to := m.scroll.Window(h)
	var lines []string
	for i := from; i < to; i++ {
		lines = append(lines, m.row(i, w, focused, s))
	}
	return cells.Block(lines, w, h)
}

func (m *Model) row(i, w int, focused bool, s Styles) string {
	sign := " "
	selected := i == m.Cursor()
	if selected && focused {
		sign = s.Cursor
	}
	if i >= len(m.rows) {
		return sign + " " + s.Hint.Render(m.Add)
	}
	r, names := m.rows[i], m.nameWidth(w)
	left := s.Name.Render(cells.Clean(r.Name))
	right := s.Value.Render(cells.Clean(r.Value))
	if r.Value == "" {
		right = s.Hint.Render(r.Hint)
	}
	if selected && m.part == name {
		left = Caret(m.input, s)
	}
	if selected && m.part == value {
		right = Caret(m.input, s)
	}
	line := cells.Fit(left, names) + "  " + right
	return sign + " " + cells.Between(line, s.Note.Render(r.Note), w-2)
}

// Caret draws an input with its caret; where nothing can be reversed the caret
// is a bar before the character it stands on.
func Caret(in textinput.Model, s Styles) string {
	in.TextStyle, in.PlaceholderStyle = s.Value, s.Hint
	in.Cursor.Style, in.Cursor.TextStyle = s.Caret, s.Value
	if !s.Plain {
		return in.View()
	}
	value, at := []rune(in.Value()), in.Position()
	shown := string(value[:at]) + "▏" + string(value[at:])
	if over := cells.Width(string(value[:at])) - in.Width + 2; over > 0 {
		shown = cells.CutLeft(string(value[:at]), max(1, in.Width-2)) + "▏" + string(value[at:])
	}
	return cells.Cut(cells.Clean(shown), in.Width+1)
}

// NewInput returns a field without prompt whose caret does not blink.
func NewInput() textinput.Model {
	input := textinput.New()
	input.Prompt = ""
	input.Cursor.SetMode(cursor.CursorStatic)
	return input
}
