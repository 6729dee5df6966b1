package tui

import (
	"strconv"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine/event"
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

func (p *calls) Editing() bool { return false }

func (p *calls) ShortHelp() []key.Binding {
	if p.shown == nil || len(p.shown.calls) == 0 {
		return nil
	}
	return []key.Binding{help(p.keys.Open, "read it")}
}

func (p *calls) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "read request and answer"))
}

func (p *calls) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 0)
	switch msg := msg.(type) {
	case deskChangedMsg:
		if p.shown != nil {
			p.scroll.SetLength(len(p.shown.calls))
		}
	case tea.KeyMsg:
		if i := p.scroll.Cursor(); key.Matches(msg, p.keys.Open) && p.shown != nil && i < len(p.shown.calls) {
			c := p.shown.calls[i]
			p.wish(readAction{c.started.Method + " " + c.started.URL, callText(c)})
		}
	}
	return nil
}

// callText is a call as it went over the wire.
func callText(c call) []string {
	out := append(messageText(c.started.Header, c.started.Body), "")
	switch {
	case c.finished == nil:
		return append(out, "No answer yet.")
	case c.finished.Error != "":
		return append(out, c.finished.Error)
	}
	out = append(out, statusText(c.finished.Status, ""))
	return append(out, messageText(c.finished.Header, c.finished.Body)...)
}

func messageText(h event.Header, body []byte) []string {
	var out []string
	for _, f := range h {
		out = append(out, f.Name+": "+f.Value)
	}
	switch {
	case len(body) == 0:
		return out
	case !isText(body):
		return append(out, "", "["+size(int64(len(body)))+" that are not text]")
	}
	return append(out, "", string(body))
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
