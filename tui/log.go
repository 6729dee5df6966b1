package tui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/engine/event"
	"routescope/tui/widget/cells"
)

// logView is the tab with the console's lines and what went wrong, each with its
// place in the project's source.
type logView struct {
	*desk
	list
	of    *exchange
	lines []logLine
}

// A logLine is one line of the log; at is where enter and e lead.
type logLine struct {
	spans []span
	at    event.Position
}

func newLog(d *desk) *logView { return &logView{desk: d} }

func (p *logView) Title() string { return "Log" }

func (p *logView) Note() string {
	if p.shown == nil || len(p.shown.log) == 0 {
		return ""
	}
	if n := p.shown.problems(); n > 0 {
		return strconv.Itoa(len(p.shown.log)) + "!"
	}
	return strconv.Itoa(len(p.shown.log))
}

func (p *logView) Editing() bool { return false }

func (p *logView) ShortHelp() []key.Binding {
	if p.position().File == "" {
		return nil
	}
	return []key.Binding{help(p.keys.Open, "open the line")}
}

func (p *logView) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "open the line's source in $EDITOR"))
}

// position is the source of the line under the cursor.
func (p *logView) position() event.Position {
	if i := p.scroll.Cursor(); i < len(p.lines) {
		return p.lines[i].at
	}
	return event.Position{}
}

func (p *logView) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 0)
	switch msg := msg.(type) {
	case deskChangedMsg:
		p.sync()
	case tea.KeyMsg:
		if key.Matches(msg, p.keys.Open) && p.position().File != "" {
			p.wish(openFileAction{p.position()})
		}
	}
	return nil
}

func (p *logView) sync() {
	if p.of != p.shown {
		p.of = p.shown
		p.scroll.Select(0)
	}
	p.lines = nil
	if p.shown != nil {
		for _, entry := range p.shown.log {
			p.lines = append(p.lines, p.styles.logLines(entry)...)
		}
	}
	if len(p.console) > 0 {
		p.lines = append(p.lines, logLine{}, logLine{spans: []span{{p.styles.strong, "Outside of any request"}}})
	}
	for _, entry := range p.console {
		p.lines = append(p.lines, p.styles.logLines(entry)...)
	}
	p.scroll.SetLength(len(p.lines))
}

// logLines draws one entry: a console call keeps its lines, an error brings its
// stack.
func (s *styles) logLines(l logEntry) []logLine {
	switch {
	case l.console != nil:
		return s.consoleLines(l.console)
	case l.thrown != nil:
		return s.thrownLines(l.thrown)
	case l.replaced != nil:
		return []logLine{{spans: []span{{s.err, "isolate replaced  "}, {s.text, cells.Clean(l.replaced.Reason)}}}}
	case l.missed != nil:
		return []logLine{{spans: []span{{s.warn, "no route  "}, {s.text, cells.Clean(l.missed.Reason)}}}}
	}
	return []logLine{{spans: []span{{s.err, "routescope  "}, {s.text, cells.Clean(l.failed.Error)}}}}
}

func (s *styles) consoleLines(c *event.ConsoleWritten) []logLine {
	var out []logLine
	for i, text := range strings.Split(strings.TrimSuffix(c.Text, "\n"), "\n") {
		level := c.Level
		if i > 0 {
			level = ""
		}
		out = append(out, logLine{at: c.From, spans: []span{
			{s.faint, cells.Right(duration(c.At), 8) + "  "}, {s.level(c.Level), cells.Fit(level, 6)}, {s.text, cells.Clean(text)},
		}})
	}
	return out
}

func (s *styles) level(name string) lipgloss.Style {
	switch name {
	case "error":
		return s.err
	case "warn":
		return s.warn
	case "debug":
		return s.faint
	}
	return s.info
}

func (s *styles) thrownLines(t *event.HandlerThrew) []logLine {
	first := logLine{spans: []span{{s.err.Bold(true), "⨯ " + cells.Clean(t.Name)}, {s.text, ": " + cells.Clean(t.Message)}}}
	if len(t.Stack) > 0 {
		first.at = t.Stack[0].Position
	}
	out := []logLine{first}
	for _, f := range t.Stack {
		name := f.Function
		if name == "" {
			name = "(anonymous)"
		}
		out = append(out, logLine{at: f.Position, spans: []span{{s.faint, "    at "}, {s.muted, cells.Clean(name)}}})
	}
	if t.Hint != "" {
		out = append(out, logLine{spans: []span{{s.accent, "    " + cells.Clean(t.Hint)}}})
	}
	return out
}

func (p *logView) View(w, h int) string {
	switch {
	case p.shown == nil && len(p.lines) == 0:
		return p.notSent(w, h)
	case len(p.lines) == 0:
		return p.styles.empty(w, h, "Nothing was logged.", "console.log and errors of the handler show up here, with file and line.")
	}
	return p.view(w, h, nil, func(i int, m mark) string {
		l := p.lines[i]
		return p.styles.row(w, m, l.spans, []span{{p.styles.accent, cells.CutLeft(cells.Clean(place(l.at)), w/2) + " "}})
	})
}
