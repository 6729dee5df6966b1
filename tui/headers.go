package tui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine/event"
	"routescope/tui/widget/cells"
	"routescope/tui/widget/textview"
)

// headers is the tab with the header lines, as they went over the wire.
type headers struct {
	*desk
	view    textview.Model
	of      *exchange
	version int
	focused bool
}

func newHeaders(d *desk) *headers { return &headers{desk: d} }

func (p *headers) Title() string { return "Headers" }

func (p *headers) Note() string {
	if p.shown == nil || p.shown.head == nil {
		return ""
	}
	return strconv.Itoa(len(p.shown.head.Header))
}

func (p *headers) Editing() bool            { return false }
func (p *headers) ShortHelp() []key.Binding { return nil }
func (p *headers) FullHelp() []key.Binding  { return p.keys.moves() }

func (p *headers) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sizedMsg:
		p.view.SetPage(msg.height)
	case focusedMsg:
		p.focused = msg.on
	case deskChangedMsg:
		p.sync()
	case tea.KeyMsg:
		p.keys.move(&p.view, msg)
	}
	return nil
}

func (p *headers) sync() {
	x := p.shown
	if x == nil || p.of == x && p.version == x.version {
		return
	}
	lines := headerLines(x)
	if p.of == x {
		p.view.Extend(lines)
	} else {
		p.view.SetLines(lines)
	}
	p.of, p.version = x, x.version
}

// headerLines lists the response's head and, under it, the request's.
func headerLines(x *exchange) []textview.Line {
	var lines []textview.Line
	if x.head != nil {
		lines = append(lines, one(statusText(x.head.Status, x.head.Reason), textview.Keyword))
		lines = append(lines, fieldLines(x.head.Header)...)
		lines = append(lines, textview.Line{})
	}
	lines = append(lines, one(x.request.Method+" "+x.request.Target, textview.Keyword))
	return append(lines, fieldLines(sentHeader(x))...)
}

// sentHeader is the request's header as the engine took it, which may hold more
// than was written.
func sentHeader(x *exchange) event.Header {
	for _, ev := range x.events {
		if received, ok := ev.(*event.RequestReceived); ok && len(received.Header) > 0 {
			return received.Header
		}
	}
	return x.request.Header
}

func fieldLines(h event.Header) []textview.Line {
	widest := 0
	for _, f := range h {
		widest = min(28, max(widest, cells.Width(f.Name)))
	}
	var lines []textview.Line
	for _, f := range h {
		pad := strings.Repeat(" ", max(0, widest-cells.Width(f.Name)))
		lines = append(lines, textview.Line{Spans: []textview.Span{
			{Text: "  " + f.Name, Class: textview.Name}, {Text: ": " + pad, Class: textview.Punct}, {Text: f.Value},
		}})
	}
	return lines
}

func one(text string, class textview.Class) textview.Line {
	return textview.Line{Spans: []textview.Span{{Text: text, Class: class}}}
}

func (p *headers) View(w, h int) string {
	if p.shown == nil {
		return p.notSent(w, h)
	}
	return p.view.View(w, h, p.focused, p.styles.view)
}
