package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine/event"
	"routescope/engine/route"
	"routescope/tui/widget/cells"
)

// conflicts is the pane with files that stand in each other's way and routes
// that no URL reaches. It is shown when there are any.
type conflicts struct {
	*desk
	list
}

func newConflicts(d *desk) *conflicts { return &conflicts{desk: d} }

func (p *conflicts) Title() string { return "Conflicts" }
func (p *conflicts) Note() string  { return plural(len(p.desk.conflicts), "conflict") }
func (p *conflicts) Editing() bool { return false }

func (p *conflicts) ShortHelp() []key.Binding {
	k := p.keys
	return []key.Binding{help(k.Open, "read it"), help(k.Edit, "open the file"), k.help(), k.Quit}
}

func (p *conflicts) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "read the whole of it"))
}

func (p *conflicts) current() *route.Conflict {
	if i := p.scroll.Cursor(); i < len(p.desk.conflicts) {
		return &p.desk.conflicts[i]
	}
	return nil
}

func (p *conflicts) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 0)
	switch msg := msg.(type) {
	case deskChangedMsg:
		p.scroll.SetLength(len(p.desk.conflicts))
	case tea.KeyMsg:
		if c := p.current(); c != nil && key.Matches(msg, p.keys.Open) {
			p.wish(readAction{string(c.Kind), conflictText(*c)})
		}
	}
	return nil
}

// file is where e leads.
func (p *conflicts) file() event.Position {
	if c := p.current(); c != nil && len(c.Files) > 0 {
		return event.Position{File: c.Files[0], Line: 1}
	}
	return event.Position{}
}

func (p *conflicts) View(w, h int) string {
	if len(p.desk.conflicts) == 0 {
		return p.styles.empty(w, h, "No conflicts.", "Every route can be reached, and no two files claim one URL.")
	}
	return p.view(w, h, nil, func(i int, m mark) string { return p.row(p.desk.conflicts[i], w, m) })
}

func (p *conflicts) row(c route.Conflict, w int, m mark) string {
	s := p.styles
	sign, style := "!", s.err
	if c.Stops == route.Nothing {
		sign, style = "~", s.warn
	}
	return s.row(w, m, []span{{style, sign + " "}, {s.text, string(c.Kind) + " "},
		{s.accent, cells.Clean(strings.Join(c.Routes, ", "))}, {s.muted, "  " + cells.Clean(c.Message)}}, nil)
}

// conflictText is a conflict with all that is known of it.
func conflictText(c route.Conflict) []string {
	out := []string{c.Message, ""}
	for _, f := range c.Files {
		out = append(out, "  "+f)
	}
	if c.Hint != "" {
		out = append(out, "", c.Hint)
	}
	if c.Stops != route.Nothing {
		out = append(out, "", c.Stops.String()+" stops here.")
	}
	return out
}
