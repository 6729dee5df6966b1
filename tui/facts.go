package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine"
	"routescope/engine/event"
)

// fact takes a message: something happened outside.
func (m *model) fact(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case eventsMsg:
		return m.events(msg)
	case explainedMsg:
		m.takeExplanation(msg)
	case projectChangedMsg:
		return tea.Batch(m.projectChanged(msg.change), m.feed.nextChange())
	case consoleMsg:
		m.printed(msg)
		return m.feed.nextConsole()
	case reloadedMsg:
		m.reloaded(msg.err)
	case goldensListedMsg:
		m.goldensListed(msg)
	case goldenSavedMsg:
		return m.goldenSaved(msg)
	case goldensRanMsg:
		return m.goldensRan(msg)
	case editorClosedMsg:
		if msg.err != nil {
			m.toast(toastError, "The editor could not be run: "+msg.err.Error()+". Set EDITOR.")
		}
	case copiedMsg:
		m.toast(toastDone, "Sent to the terminal's clipboard: "+msg.what+".")
	case toastExpiredMsg:
		if msg.number == m.toasted.number {
			m.toasted.seen()
		}
	case tickedMsg:
		m.spin++
		m.ticking = false
	}
	return nil
}

// events folds what happened into its exchange, and asks for more.
func (m *model) events(msg eventsMsg) tea.Cmd {
	x := m.history[msg.number-1]
	for _, ev := range msg.events {
		x.apply(ev)
	}
	if !msg.over {
		return m.feed.next(msg.number)
	}
	if x.phase.running() { // Do returned without a final event
		x.phase = finished
		x.version++
	}
	return nil
}

// takeExplanation keeps the answer if the question still stands. A URL that was
// typed and reaches another route makes the draft that route's.
func (m *model) takeExplanation(msg explainedMsg) {
	if m.draft == nil || msg.version != m.draft.version {
		return
	}
	m.why = msg
	if w := msg.explanation.Winner; w != nil && m.draft.astray {
		m.draft.adopt(w.Pattern)
	}
}

// reached is the route that the draft reaches, as far as is known, and the
// identity of its line in the tree.
func (m *model) reached() (*engine.Route, string) {
	w := m.why.explanation.Winner
	if m.draft != nil && m.why.version == m.draft.version && w != nil {
		for _, name := range methodsOf(w) {
			if name == m.draft.method || name == anyMethod {
				return w, methodID(name, w)
			}
		}
	}
	if m.selected == nil {
		return nil, ""
	}
	return m.selected.route, m.selected.id
}

// explain asks why the draft reaches its route, once for each of its versions.
func (m *model) explain() tea.Cmd {
	if m.draft == nil || m.draft.version == m.explained {
		return nil
	}
	m.explained = m.draft.version
	e, version, method, target := m.engine, m.draft.version, m.draft.method, m.draft.target()
	return func() tea.Msg { return explainedMsg{version, e.Why(method, target)} }
}

// How often the screen is drawn while something runs, and while the ages of
// cache entries are shown.
const (
	runningTick = 100 * time.Millisecond
	agingTick   = time.Second
)

// tick keeps what shows elapsed time going, and stops with it.
func (m *model) tick() tea.Cmd {
	running := m.shown != nil && m.shown.phase.running() || m.goldenRun.left() > 0
	switch {
	case m.ticking || !running && !m.reply.aging():
		return nil
	case running:
		m.ticking = true
		return m.after(runningTick, tickedMsg{})
	}
	m.ticking = true
	return m.after(agingTick, tickedMsg{})
}

// keptLines is how much of what is printed outside of requests is kept.
const keptLines = 500

func (m *model) printed(msg consoleMsg) {
	for _, line := range msg.lines {
		m.console = append(m.console, logEntry{console: line})
	}
	m.console = m.console[max(0, len(m.console)-keptLines):]
}

// projectChanged shows the routes of the project as it is now, and the goldens
// if some of their files changed. Of those, which we write ourselves, it says
// nothing.
func (m *model) projectChanged(c engine.Change) tea.Cmd {
	if c.Err != nil {
		m.toast(toastError, "The project cannot be read: "+c.Err.Error())
		return nil
	}
	m.loadRoutes()
	defer m.noteProblems()
	var source []string
	for _, f := range c.Files {
		if m.goldens == nil || !m.goldens.Holds(f) {
			source = append(source, f)
		}
	}
	switch n := len(source); n {
	case 0:
	case 1:
		m.toast(toastInfo, source[0]+" changed.")
	default:
		m.toast(toastInfo, plural(n, "file")+" changed.")
	}
	if len(source) < len(c.Files) {
		return m.listGoldens()
	}
	return nil
}

func (m *model) reloaded(err error) {
	if err != nil {
		m.toast(toastError, "The project cannot be read: "+err.Error())
		return
	}
	m.loadRoutes()
	m.toast(toastDone, plural(len(m.desk.routes), "route")+" found.")
	m.noteProblems()
}

// loadRoutes takes the routes from the engine. The cursor stays on its route,
// and the draft with it.
func (m *model) loadRoutes() {
	m.desk.routes = m.engine.Routes()
	m.desk.conflicts = m.engine.Conflicts()
	m.tree.setRoutes()
	if r := m.tree.current(); r != nil {
		if m.selected == nil || m.selected.id != r.id {
			m.draftRoute(*r)
		}
		m.selected = r
	}
	m.explained = -1 // the answer may be another now
	if len(m.desk.conflicts) == 0 && m.shape.focus == conflictsPane {
		m.setFocus(routesPane)
	}
	m.arrange()
}

// noteProblems tells of what the engine passed over to open the project: of all
// of it in the log, and of the first where it is seen.
func (m *model) noteProblems() {
	problems := m.engine.Problems()
	lines := make([]*event.ConsoleWritten, len(problems))
	for i, problem := range problems {
		lines[i] = &event.ConsoleWritten{Level: "warn", Text: "This is left out: " + problem.Error()}
	}
	m.printed(consoleMsg{lines: lines})
	if len(problems) > 0 {
		first, _, _ := strings.Cut(problems[0].Error(), "\n")
		m.toast(toastError, "Left out: "+first)
	}
}
