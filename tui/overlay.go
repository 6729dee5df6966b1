package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/form"
	"routescope/tui/widget/frame"
	"routescope/tui/widget/scroll"
)

// An overlay stands over the panes and takes all keys until it is done.
type overlay interface {
	// Update returns true when the overlay has done its work.
	Update(tea.KeyMsg) (done bool)
	// View draws the overlay, its frame included, in at most w by h cells.
	View(w, h int) string
	ShortHelp() []key.Binding
}

// dialogKeys are the keys inside overlays.
type dialogKeys struct{ Up, Down, Accept, Close key.Binding }

func newDialogKeys() dialogKeys {
	return dialogKeys{
		Up:     key.NewBinding(key.WithKeys("up", "ctrl+p"), key.WithHelp("↑", "up")),
		Down:   key.NewBinding(key.WithKeys("down", "ctrl+n"), key.WithHelp("↓", "down")),
		Accept: key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "choose")),
		Close:  key.NewBinding(key.WithKeys("esc", "ctrl+c"), key.WithHelp("esc", "close")),
	}
}

// dialogBox draws content in a frame of its own, as large as it needs.
func (s *styles) dialogBox(title, foot string, lines []string, w, h int) string {
	inner := cells.Width(title) + 8
	for _, l := range lines {
		inner = max(inner, cells.Width(l)+1)
	}
	width := min(w, inner+2*frame.Thickness)
	height := min(h, len(lines)+2*frame.Thickness)
	return frame.Render(strings.Join(lines, "\n"), frame.Words{Title: title, Foot: foot}, width, height, s.dialog)
}

// A menuItem is one choice. An item with a reason cannot be chosen and says why.
type menuItem struct {
	letter string // picks the item in a menu without a filter
	title  string
	hint   string
	reason string
	dim    bool // the item is there for completeness
	action action
}

// menu is an overlay with choices: by letter, or, if it filters, by what is
// typed.
type menu struct {
	*desk
	title   string
	items   []menuItem
	filters bool
	input   textinput.Model
	shown   []int
	scroll  scroll.Model
	keys    dialogKeys
}

func newMenu(d *desk, title string, filters bool, items []menuItem) *menu {
	m := &menu{desk: d, title: title, items: items, filters: filters, input: newInput(), keys: newDialogKeys()}
	m.input.Focus()
	m.input.Width = 40
	m.apply()
	return m
}

func (m *menu) ShortHelp() []key.Binding { return []key.Binding{m.keys.Accept, m.keys.Close} }

// apply lists the items that hold every word that was typed.
func (m *menu) apply() {
	m.shown = nil
	words := strings.Fields(strings.ToLower(m.input.Value()))
	for i, item := range m.items {
		text := strings.ToLower(item.title + " " + item.hint)
		fits := true
		for _, word := range words {
			fits = fits && strings.Contains(text, word)
		}
		if fits {
			m.shown = append(m.shown, i)
		}
	}
	m.scroll.SetLength(len(m.shown))
	m.scroll.Select(0)
}

func (m *menu) Update(msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, m.keys.Close):
		return true
	case key.Matches(msg, m.keys.Up):
		m.scroll.Move(-1)
	case key.Matches(msg, m.keys.Down):
		m.scroll.Move(1)
	case key.Matches(msg, m.keys.Accept):
		if i := m.scroll.Cursor(); i < len(m.shown) {
			return m.choose(m.items[m.shown[i]])
		}
	case m.filters:
		m.input, _ = m.input.Update(msg)
		m.apply()
	default:
		return m.letter(msg.String())
	}
	return false
}

func (m *menu) letter(letter string) bool {
	for _, item := range m.items {
		if item.letter == letter {
			return m.choose(item)
		}
	}
	switch letter {
	case "j":
		m.scroll.Move(1)
	case "k":
		m.scroll.Move(-1)
	}
	return false
}

func (m *menu) choose(item menuItem) bool {
	if item.reason != "" {
		m.toast(toastWarn, item.reason)
		return false
	}
	if item.action != nil {
		m.wish(item.action)
	}
	return true
}

func (m *menu) View(w, h int) string {
	s := m.styles
	var lines []string
	if m.filters {
		lines = append(lines, s.key.Render(" : ")+form.Caret(m.input, s.form), "")
	}
	room := max(1, min(h-2-len(lines), 20))
	from, to := m.scroll.Window(room)
	width := 0
	for _, item := range m.items {
		width = max(width, cells.Width(item.title)+cells.Width(item.hint)+cells.Width(item.letter)+8)
	}
	width = max(10, min(width, w-2))
	for i := from; i < to; i++ {
		lines = append(lines, m.row(m.items[m.shown[i]], i == m.scroll.Cursor(), width))
	}
	if len(m.shown) == 0 {
		lines = append(lines, s.muted.Render(" nothing fits"))
	}
	foot := ""
	if i := m.scroll.Cursor(); i < len(m.shown) {
		foot = m.items[m.shown[i]].reason
	}
	return s.dialogBox(m.title, foot, lines, w, h)
}

func (m *menu) row(item menuItem, selected bool, w int) string {
	s := m.styles
	title, hint := s.text, item.hint
	if item.reason != "" || item.dim {
		title = s.faint
	}
	var left []span
	if item.letter != "" {
		left = append(left, span{s.key, item.letter + "  "})
	}
	return s.row(w, markOf(selected, true), append(left, span{title, cells.Clean(item.title)}), []span{{s.faint, cells.Clean(hint) + " "}})
}

// prompt is an overlay that asks for one line.
type prompt struct {
	*desk
	title  string
	notes  []string
	input  textinput.Model
	check  func(string) string // what is wrong with the text; "" if nothing is
	submit func(string) action
	keys   dialogKeys
}

func newPrompt(d *desk, title, text string, check func(string) string, submit func(string) action, notes ...string) *prompt {
	p := &prompt{desk: d, title: title, notes: notes, input: newInput(), check: check, submit: submit, keys: newDialogKeys()}
	p.input.Width = 48
	p.input.SetValue(text)
	p.input.CursorEnd()
	p.input.Focus()
	return p
}

func (p *prompt) ShortHelp() []key.Binding {
	return []key.Binding{help(p.keys.Accept, "save"), p.keys.Close}
}

func (p *prompt) Update(msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, p.keys.Close):
		return true
	case key.Matches(msg, p.keys.Accept):
		if wrong := p.check(p.input.Value()); wrong != "" {
			p.toast(toastWarn, wrong)
			return false
		}
		p.wish(p.submit(p.input.Value()))
		return true
	}
	p.input, _ = p.input.Update(msg)
	return false
}

func (p *prompt) View(w, h int) string {
	s := p.styles
	lines := []string{"", "  " + form.Caret(p.input, s.form), ""}
	wrong := p.check(p.input.Value())
	if wrong != "" {
		lines = append(lines, "  "+s.warn.Render(cells.Clean(wrong)))
	}
	for _, note := range p.notes {
		for _, line := range cells.Wrap(cells.Clean(note), max(10, min(w-6, 56))) {
			lines = append(lines, "  "+s.faint.Render(line))
		}
	}
	return s.dialogBox(p.title, "enter saves · esc closes", append(lines, ""), w, h)
}

// reader is an overlay with text to read. Typing narrows it to lines that hold
// what was typed, if it filters.
type reader struct {
	*desk
	title   string
	lines   []readerLine
	filters bool
	input   textinput.Model
	shown   []int
	scroll  scroll.Model
	keys    dialogKeys
}

// A readerLine is a line of a reader; a heading stays while a line below it does.
type readerLine struct {
	key, text string
	heading   bool
}

func newReader(d *desk, title string, filters bool, lines []readerLine) *reader {
	r := &reader{desk: d, title: title, lines: lines, filters: filters, input: newInput(), keys: newDialogKeys()}
	r.input.Focus()
	r.input.Width = 30
	r.apply()
	return r
}

func (r *reader) apply() {
	r.shown = nil
	query := strings.ToLower(r.input.Value())
	heading := -1
	for i, line := range r.lines {
		switch {
		case line.heading:
			heading = i
		case query == "" || strings.Contains(strings.ToLower(line.key+" "+line.text), query):
			if heading >= 0 {
				r.shown, heading = append(r.shown, heading), -1
			}
			r.shown = append(r.shown, i)
		}
	}
	r.scroll.SetLength(len(r.shown))
}

func (r *reader) ShortHelp() []key.Binding {
	return []key.Binding{r.keys.Up, r.keys.Down, r.keys.Close}
}

func (r *reader) Update(msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, r.keys.Close, r.keys.Accept):
		return true
	case key.Matches(msg, r.keys.Up):
		r.scroll.Move(-1)
	case key.Matches(msg, r.keys.Down):
		r.scroll.Move(1)
	case key.Matches(msg, r.desk.keys.PageUp):
		r.scroll.Page(-1)
	case key.Matches(msg, r.desk.keys.PageDown):
		r.scroll.Page(1)
	case r.filters:
		r.input, _ = r.input.Update(msg)
		r.apply()
	default:
		return key.Matches(msg, r.desk.keys.Quit, r.desk.keys.Help)
	}
	return false
}

func (r *reader) View(w, h int) string {
	s := r.styles
	var lines []string
	if r.filters {
		lines = append(lines, s.key.Render(" / ")+form.Caret(r.input, s.form), "")
	}
	keyWidth := 0
	for _, l := range r.lines {
		keyWidth = max(keyWidth, cells.Width(l.key))
	}
	room := max(1, h-2-len(lines))
	from, to := r.scroll.Window(room)
	for i := from; i < to; i++ {
		lines = append(lines, r.row(r.lines[r.shown[i]], i == r.scroll.Cursor(), keyWidth, w-2))
	}
	return s.dialogBox(r.title, "esc closes", lines, w, h)
}

func (r *reader) row(l readerLine, selected bool, keyWidth, w int) string {
	s := r.styles
	sign := " "
	if selected {
		sign = s.cursor
	}
	switch {
	case l.heading:
		return sign + s.strong.Render(cells.Clean(l.text))
	case keyWidth == 0:
		return sign + s.text.Render(cells.Cut(cells.Clean(l.text), w-2))
	}
	return sign + "  " + s.key.Render(cells.Right(l.key, keyWidth)) + "  " + s.text.Render(cells.Clean(l.text)) + " "
}
