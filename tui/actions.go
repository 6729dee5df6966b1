package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"routescope/recorder"
)

// act carries out one wish.
func (m *model) act(a action) tea.Cmd {
	switch a := a.(type) {
	case toastAction:
		return m.showToast(toast(a))
	case commandAction:
		return m.run(a.command)
	case quitAction:
		return m.leave()
	case focusAction:
		m.setFocus(a.pane)
	case showTabAction:
		m.showTab(a.tab)
	case draftRouteAction:
		m.draftRoute(a.method)
	case openRouteAction:
		m.openRoute(a.id)
	case editRequestAction:
		m.editRequest(a.param)
	case setMethodAction:
		m.setMethod(a.method)
	case loadRequestAction:
		m.loadRequest(a.request)
	case readAction:
		m.read(a.title, a.text)
	case sendAction:
		return m.send()
	case openFileAction:
		return m.openEditor(a.at)
	case copyAction:
		return m.copy(a.what)
	case saveGoldenAction:
		return m.saveGolden(a.name, false)
	case replaceGoldenAction:
		return m.saveGolden(a.name, true)
	case runGoldensAction:
		return m.runGoldens(a.files)
	case advanceAction:
		m.advance(a.by)
	case clearCacheAction:
		m.engine.ClearCache()
		m.toast(toastDone, "The caches are empty.")
	case themeAction:
		m.setTheme(a.name)
	}
	return nil
}

// showTab brings a tab of the response to the front, and the response with it
// where panes take turns.
func (m *model) showTab(t tabID) {
	m.reply.show(t)
	if m.layout.panes[responsePane].Empty() {
		m.setFocus(responsePane)
	}
}

// draftRoute begins, or goes on with, the request for a line of the tree, and
// shows the last exchange it had.
func (m *model) draftRoute(r routeMethod) {
	m.selected = &r
	d := m.drafts[r.id]
	if d == nil || d.pattern.String() != r.route.Pattern.String() {
		d = newDraft(r.first(), r.route)
		m.drafts[r.id] = d
	}
	m.setDraft(d)
	m.shown = nil
	for _, x := range m.history {
		if x.route == r.id {
			m.shown = x
		}
	}
}

// setDraft makes d the request being written. Versions grow across drafts, so
// that an answer to an old question is known as such.
func (m *model) setDraft(d *draft) {
	if m.draft != nil && m.draft != d {
		d.version = max(d.version, m.draft.version) + 1
	}
	m.draft = d
}

func (m *model) openRoute(id string) {
	m.tree.setFilter("")
	if !m.tree.tree.Select(id) {
		m.toast(toastWarn, "That route is not there any more.")
		return
	}
	if r := m.tree.current(); r != nil {
		m.draftRoute(*r)
	}
	m.setFocus(routesPane)
}

func (m *model) editRequest(param string) {
	if m.draft == nil {
		m.toast(toastWarn, "Choose a route first.")
		return
	}
	m.setFocus(requestPane)
	m.writer.load()
	m.writer.editParam(param)
}

func (m *model) setMethod(method string) {
	m.draft.setMethod(method)
}

func (m *model) loadRequest(req recorder.Request) {
	if m.draft == nil {
		m.toast(toastWarn, "Choose a route first.")
		return
	}
	m.draft.load(req)
	m.toast(toastDone, "Request read: "+req.Method+" "+req.Target)
}

// send fires the draft. What is missing is asked for first.
func (m *model) send() tea.Cmd {
	if why := m.cannotSend(); why != "" {
		m.toast(toastWarn, why)
		return nil
	}
	if missing := m.draft.missing(); len(missing) > 0 {
		m.toast(toastWarn, missing[0]+" is empty: fill it in, then send.")
		m.editRequest(missing[0])
		return nil
	}
	return m.fire(m.draft.request())
}

// resend sends the request of the shown exchange again, or else the last one.
func (m *model) resend() tea.Cmd {
	last := m.shown
	if last == nil {
		last = m.history[len(m.history)-1]
	}
	if last.phase < ended {
		m.toast(toastWarn, "That request is still running; ctrl+c cancels it.")
		return nil
	}
	m.restore(last)
	return m.fire(last.request)
}

// fire starts an exchange and shows it.
func (m *model) fire(req recorder.Request) tea.Cmd {
	_, id := m.reached()
	x := &exchange{number: len(m.history) + 1, route: id, request: req, started: m.now()}
	m.history = append(m.history, x)
	m.shown, m.follow = x, true
	m.writer.leave() // what comes next is for the answer
	if m.layout.panes[responsePane].Empty() {
		m.setFocus(responsePane)
	}
	return m.feed.send(x.number, req)
}

// position is the place of the shown exchange in the history; without one, the
// place after the last.
func (m *model) position() int {
	for i, x := range m.history {
		if x == m.shown {
			return i
		}
	}
	return len(m.history)
}

// step shows an older or newer exchange, with the request that made it.
func (m *model) step(delta int) {
	x := m.history[m.position()+delta]
	m.restore(x)
	m.toast(toastInfo, fmt.Sprintf("Exchange %d of %d", x.number, len(m.history)))
	if m.layout.panes[responsePane].Empty() {
		m.setFocus(responsePane)
	}
}

// restore shows an exchange, its route selected and its request written.
func (m *model) restore(x *exchange) {
	if m.tree.tree.Select(x.route) {
		m.draftRoute(*m.tree.current())
	}
	m.shown = x
	if m.draft != nil {
		m.draft.load(x.request)
	}
}

func (m *model) advance(by clockStep) {
	m.engine.Advance(by.by)
	m.moved += by.by
	m.toast(toastDone, "The engine's clock moved by "+duration(by.by)+".")
}

func (m *model) setTheme(name string) {
	renderer, err := newRenderer(m.base, name)
	if err != nil {
		m.toast(toastError, err.Error())
		return
	}
	m.theme = name
	*m.styles = *newStyles(renderer)
	m.styles.styleTextarea(&m.writer.body)
	m.toast(toastDone, "Theme: "+name)
}
