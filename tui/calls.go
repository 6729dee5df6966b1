package tui

import (
	"strconv"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
)

// calls is the tab with the requests that the handler sent with fetch.
type calls struct {
	*desk
	list
}

func newCalls(d *desk) *calls { return &calls{desk: d} }

func (p *calls) Title() string { return "Calls" }

func (p *calls) Note() string {
	if p.shown == nil || len(p.shown.calls) == 0 {
		return ""
	}
	return strconv.Itoa(len(p.shown.calls))
}

func (p *calls) Editing() bool            { return false }
func (p *calls) ShortHelp() []key.Binding { return nil }
func (p *calls) FullHelp() []key.Binding  { return p.keys.moves() }

func (p *calls) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 0)
	if _, ok := msg.(deskChangedMsg); ok && p.shown != nil {
		p.scroll.SetLength(len(p.shown.calls))
	}
	return nil
}

func (p *calls) View(w, h int) string {
	switch {
	case p.shown == nil:
		return p.notSent(w, h)
	case len(p.shown.calls) == 0:
		return p.styles.empty(w, h, "The handler called nothing.", "Requests it sends with fetch show up here.")
	}
	return p.view(w, h, nil, func(i int, m mark) string { return p.row(p.shown.calls[i], w, m) })
}

func (p *calls) row(c call, w int, m mark) string {
	s := p.styles
	left := []span{{s.method(c.started.Method), cells.Fit(c.started.Method, methodWidth+1)}}
	right := []span{{s.faint, "at " + duration(c.started.At) + " "}}
	switch {
	case c.finished == nil:
		left = append(left, span{s.accent, cells.Fit(p.spinner(), 5)})
	case c.finished.Error != "":
		left = append(left, span{s.err, cells.Fit("✗", 5)})
		right = []span{{s.err, cells.Cut(cells.Clean(c.finished.Error), w/2) + " "}}
	default:
		left = append(left, span{s.status(c.finished.Status), cells.Fit(strconv.Itoa(c.finished.Status), 5)})
		right = []span{{s.muted, size(int64(len(c.finished.Body))) + " · " + duration(c.finished.Duration) + " "}}
	}
	return s.row(w, m, append(left, span{s.text, cells.Clean(c.started.URL)}), right)
}
