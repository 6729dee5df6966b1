package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// A command is what a key does wherever the focus is. The palette, the help and
// the dispatch read this one list.
type command struct {
	key   key.Binding
	group string
	// reason says why the command cannot be run now; "" if it can.
	reason func(*model) string
	run    func(*model) tea.Cmd
}

// do makes a command's function from one that starts nothing.
func do(f func(*model)) func(*model) tea.Cmd {
	return func(m *model) tea.Cmd { f(m); return nil }
}

func newCommands(k *keyMap) []command {
	wish := func(a action) func(*model) tea.Cmd { return do(func(m *model) { m.wish(a) }) }
	focus := func(id paneID) func(*model) tea.Cmd { return wish(focusAction{id}) }
	const request, response, goldens, screen = "Request", "Response", "Goldens", "Screen"
	return []command{
		{k.Send, request, (*model).cannotSend, wish(sendAction{})},
		{k.Resend, request, (*model).cannotResend, (*model).resend},
		{k.URL, request, nil, wish(editRequestAction{})},
		{k.Method, request, (*model).noDraft, do((*model).pickMethod)},
		{k.Matrix, request, (*model).noDraft, do((*model).showMatrix)},
		{k.Why, request, (*model).noDraft, wish(showTabAction{whyTab})},
		{k.Edit, request, nil, do((*model).editSource)},

		{k.Older, response, (*model).noOlder, do(func(m *model) { m.step(-1) })},
		{k.Newer, response, (*model).noNewer, do(func(m *model) { m.step(1) })},
		{k.Follow, response, nil, do((*model).toggleFollow)},
		{k.Copy, response, nil, do((*model).pickCopy)},
		{k.Clock, response, nil, do((*model).pickClock)},
		{k.Clear, response, nil, do((*model).confirmClear)},

		{k.Save, goldens, (*model).cannotSave, do((*model).askName)},
		{k.Goldens, goldens, nil, wish(showTabAction{goldensTab})},
		{k.RunGoldens, goldens, (*model).cannotRunGoldens, wish(runGoldensAction{})},

		{k.NextPane, screen, nil, do(func(m *model) { m.cycleFocus(1) })},
		{k.PrevPane, screen, nil, do(func(m *model) { m.cycleFocus(-1) })},
		{k.Pane1, screen, nil, focus(routesPane)},
		{k.Pane2, screen, nil, focus(requestPane)},
		{k.Pane3, screen, nil, focus(responsePane)},
		{k.Pane4, screen, (*model).noConflicts, focus(conflictsPane)},
		{k.NextTab, screen, nil, do(func(m *model) { m.turnTab(1) })},
		{k.PrevTab, screen, nil, do(func(m *model) { m.turnTab(-1) })},
		{k.Grow, screen, nil, do(func(m *model) { m.setZoom(m.shape.zoom + 1) })},
		{k.Shrink, screen, nil, do(func(m *model) { m.setZoom(m.shape.zoom - 1) })},
		{k.Wider, screen, nil, do(func(m *model) { m.resize(4) })},
		{k.Slimmer, screen, nil, do(func(m *model) { m.resize(-4) })},
		{k.Theme, screen, nil, do((*model).pickTheme)},
		{k.Reload, screen, nil, (*model).reload},
		{k.Help, screen, nil, do((*model).showHelp)},
		{k.Palette, screen, nil, do((*model).showPalette)},
		{k.Interrupt, screen, nil, (*model).interrupt},
		{k.Quit, screen, nil, (*model).quit},
	}
}

// run carries a command out, or says why it cannot.
func (m *model) run(c *command) tea.Cmd {
	if c.reason != nil {
		if why := c.reason(m); why != "" {
			m.toast(toastWarn, why)
			return nil
		}
	}
	return c.run(m)
}

func (m *model) noDraft() string {
	if m.draft == nil {
		return "Choose a route first."
	}
	return ""
}

func (m *model) cannotSend() string {
	if why := m.noDraft(); why != "" {
		return why
	}
	if m.shown != nil && m.shown.phase < ended {
		return "This request is still running; ctrl+c cancels it."
	}
	return ""
}

func (m *model) cannotResend() string {
	if len(m.history) == 0 {
		return "Nothing was sent yet."
	}
	return ""
}

func (m *model) cannotSave() string {
	switch x := m.shown; {
	case m.goldens == nil:
		return "This session has no folder for goldens."
	case x == nil:
		return "Nothing to save yet: send a request first."
	case x.phase.running():
		return "The exchange is not over yet."
	case x.head == nil:
		return "There was no answer to save."
	case x.truncated():
		return "The body is larger than " + size(keptBody) + ": too large for a golden."
	}
	return ""
}

func (m *model) cannotRunGoldens() string {
	switch {
	case m.goldenRun.left() > 0:
		return "The goldens are running; ctrl+c stops them."
	case len(m.saved) == 0:
		return "No goldens yet: " + m.keys.Save.Help().Key + " saves an exchange as one."
	}
	return ""
}

func (m *model) noConflicts() string {
	if len(m.desk.conflicts) == 0 {
		return "No conflicts: every route can be reached."
	}
	return ""
}

func (m *model) noOlder() string {
	if m.position() <= 0 {
		return "This is the oldest exchange."
	}
	return ""
}

func (m *model) noNewer() string {
	if m.position() >= len(m.history)-1 {
		return "This is the newest exchange."
	}
	return ""
}

// turnTab turns the tabs of the request where it has the focus, else those of
// the response.
func (m *model) turnTab(delta int) {
	if m.shape.focus == requestPane {
		m.writer.turn(delta)
		return
	}
	m.reply.turn(delta)
}

func (m *model) resize(delta int) {
	m.shape.share = max(15, min(m.shape.share+delta, 70))
	m.arrange()
}

func (m *model) toggleFollow() {
	m.follow = !m.follow
	m.wish(showTabAction{streamTab})
}

// interrupt cancels what runs; if nothing does, pressing it twice quits.
func (m *model) interrupt() tea.Cmd {
	switch {
	case m.shown != nil && m.shown.phase.running():
		m.shown.stopped = true
		m.feed.cancel(m.shown.number)
		m.toast(toastInfo, "Cancelled: the client hung up.")
	case m.goldenRun.left() > 0:
		m.stopGoldens()
	case m.armed:
		return m.leave()
	default:
		m.armed = true
		m.toast(toastInfo, "ctrl+c again quits.")
	}
	return nil
}

// quit leaves, after a question if something still runs.
func (m *model) quit() tea.Cmd {
	running := 0
	for _, x := range m.history {
		if x.phase.running() {
			running++
		}
	}
	if running == 0 && m.goldenRun.left() == 0 {
		return m.leave()
	}
	m.open(newMenu(m.desk, "Something is still running", false, []menuItem{
		{letter: "q", title: "cancel it and quit", action: quitAction{}},
		{letter: "n", title: "stay"},
	}))
	return nil
}

func (m *model) leave() tea.Cmd {
	m.quitting = true
	return tea.Quit
}

func (m *model) reload() tea.Cmd {
	e := m.engine
	return func() tea.Msg { return reloadedMsg{e.Reload()} }
}
