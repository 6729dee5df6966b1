package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/tabs"
)

// tabID names the tabs of the response, in their order.
type tabID int

const (
	bodyTab tabID = iota
	headersTab
	streamTab
	cacheTab
	logTab
	whyTab
	callsTab
	goldensTab
	tabCount
)

// response is the pane with what came of a request: a line that sums it up, and
// tabs, each a pane of its own.
type response struct {
	*desk
	tabs    [tabCount]pane
	active  tabID
	focused bool
}

func newResponse(d *desk) *response {
	return &response{desk: d, tabs: [tabCount]pane{
		newBody(d), newHeaders(d), newStream(d), newCache(d), newLog(d), newWhy(d), newCalls(d), newGoldens(d),
	}}
}

func (p *response) current() pane { return p.tabs[p.active] }

func (p *response) Title() string { return "Response" }

func (p *response) Note() string {
	if p.shown == nil {
		return ""
	}
	return fmt.Sprintf("#%d %s %s", p.shown.number, p.shown.request.Method, cells.Clean(p.shown.request.Target))
}

func (p *response) Editing() bool { return p.current().Editing() }

func (p *response) ShortHelp() []key.Binding {
	if p.Editing() {
		return p.current().ShortHelp()
	}
	k := p.keys
	out := append(p.current().ShortHelp(), help(k.NextTab, "next tab"))
	if p.shown != nil && p.shown.phase.running() {
		out = append(out, help(k.Interrupt, "cancel"))
	} else if p.shown != nil && p.shown.head != nil {
		out = append(out, help(k.Save, "save"), help(k.Copy, "copy"))
	}
	return append(out, k.help(), k.Quit)
}

func (p *response) FullHelp() []key.Binding { return p.current().FullHelp() }

// show makes a tab the active one.
func (p *response) show(t tabID) {
	p.current().Update(focusedMsg{false})
	p.active = t
	p.current().Update(deskChangedMsg{})
	p.current().Update(focusedMsg{p.focused})
}

func (p *response) turn(delta int) { p.show((p.active + tabID(delta) + tabCount) % tabCount) }

func (p *response) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sizedMsg:
		msg.height = max(1, msg.height-2)
		for _, t := range p.tabs {
			t.Update(msg)
		}
		return nil
	case focusedMsg:
		p.focused = msg.on
		return p.current().Update(msg)
	case deskChangedMsg:
		p.tabs[bodyTab].Update(msg) // its kind stands on the tab
	}
	return p.current().Update(msg)
}

func (p *response) View(w, h int) string {
	line := p.summary(w)
	if h == 1 {
		return line
	}
	line += "\n" + tabs.View(p.labels(), int(p.active), w, p.styles.tabs)
	if h == 2 {
		return line
	}
	return line + "\n" + p.current().View(w, h-2)
}

func (p *response) labels() []tabs.Tab {
	out := make([]tabs.Tab, tabCount)
	for i, t := range p.tabs {
		out[i] = tabs.Tab{Title: t.Title(), Badge: t.Note()}
	}
	return out
}

// Back takes a step back in the active tab.
func (p *response) Back() bool {
	tab, ok := p.current().(backer)
	return ok && tab.Back()
}

// aging reports whether ages are shown that change with time alone.
func (p *response) aging() bool {
	c, ok := p.current().(*cacheView)
	return ok && len(c.entries) > 0
}

// Foot says where in the text the cursor is.
func (p *response) Foot() string {
	if b, ok := p.current().(*body); ok && p.shown != nil && b.text.view.Len() > 1 {
		return fmt.Sprintf("line %d of %d", b.text.view.Line()+1, b.text.view.Len())
	}
	return ""
}

// summary is the response in one line.
func (p *response) summary(w int) string {
	s, x := p.styles, p.shown
	if x == nil {
		return cells.Fit(" "+s.faint.Render("not sent yet"), w)
	}
	var parts []string
	add := func(style lipgloss.Style, text string) { parts = append(parts, style.Render(cells.Clean(text))) }
	switch {
	case x.head != nil:
		add(s.status(x.status()).Bold(true), statusText(x.status(), x.head.Reason))
		add(s.muted, size(x.size))
	case x.phase == broken:
		add(s.err.Bold(true), "failed")
		add(s.err, x.failure)
	default:
		add(s.accent, p.spinner()+" waiting for an answer")
	}
	if x.phase.running() {
		add(s.muted, duration(p.now().Sub(x.started)))
		if x.phase == receiving {
			add(s.accent, p.spinner()+" "+plural(len(x.chunks), "chunk"))
		} else if x.phase == ended {
			add(s.accent, p.spinner()+" work after the response goes on")
		}
	} else if x.took > 0 {
		add(s.muted, duration(x.took))
	}
	if read := x.cacheOutcome(); read != nil {
		add(s.outcome(read.Outcome), read.Outcome)
	}
	switch {
	case x.aborted():
		add(s.warn, "cancelled")
	case x.end != nil && x.end.Cut:
		add(s.err, "cut off: "+x.end.Reason)
	}
	return cells.Fit(" "+strings.Join(parts, s.faint.Render(" · ")), w)
}

// spinner turns a little with every tick.
func (d *desk) spinner() string {
	const frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
	turns := []rune(frames)
	return string(turns[d.spin%len(turns)])
}

// outcome returns the style of what a cache said.
func (s *styles) outcome(o string) lipgloss.Style {
	switch o {
	case "HIT":
		return s.ok
	case "STALE":
		return s.warn
	case "MISS":
		return s.info
	}
	return s.muted
}

// notSent is what tabs show before there is an exchange.
func (d *desk) notSent(w, h int) string {
	k := d.keys
	if d.draft == nil {
		return d.styles.empty(w, h, "Nothing here yet.", "Choose a route and press enter.")
	}
	target := d.draft.method + " " + d.draft.target()
	if missing := d.draft.missing(); len(missing) > 0 {
		return d.styles.empty(w, h, "Press enter to fill in "+strings.Join(missing, ", ")+".", target)
	}
	if takesBody(d.draft.method) || d.draft.method == "DELETE" {
		return d.styles.empty(w, h, "Press "+k.Send.Help().Key+" to send "+target+".", k.Pane2.Help().Key+" goes to the request.")
	}
	return d.styles.empty(w, h, "Press enter to send "+target+".", k.URL.Help().Key+" edits the URL, "+k.Why.Help().Key+" says why it reaches this route.")
}
