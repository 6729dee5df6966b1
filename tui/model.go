package tui

import (
	"context"
	"path/filepath"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
)

// model is the root of the screen. It handles size, quitting, focus, overlays
// and the feed; everything else is the panes' and, for wishes that reach beyond
// a pane, in actions.go.
type model struct {
	*desk
	ctx      context.Context
	feed     *feed
	base     *lipgloss.Renderer // what the terminal can show
	theme    string
	name     string // of the project
	origin   string
	commands []command

	panes    [paneCount]pane
	tree     *routes
	writer   *request
	reply    *response
	shape    shape
	layout   layout
	overlays []overlay
	toasted  toastState

	history   []*exchange
	drafts    map[string]*draft // by method and route, so that each keeps its own
	explained int               // the draft's version that "why" was asked for
	armed     bool              // ctrl+c was pressed once
	ticking   bool
	quitting  bool

	clipboard func(text string)
	after     func(time.Duration, tea.Msg) tea.Cmd // a command that brings msg later
}

// newModel returns the screen over an engine. Nothing is read or run before
// Init.
func newModel(ctx context.Context, o Options, base *lipgloss.Renderer) (*model, error) {
	renderer, err := newRenderer(base, o.Theme)
	if err != nil {
		return nil, err
	}
	d := &desk{
		engine: o.Engine, goldens: o.store(), styles: newStyles(renderer), keys: newKeyMap(),
		now: o.Now, follow: true,
	}
	if d.now == nil {
		d.now = time.Now
	}
	m := &model{
		desk: d, ctx: ctx, feed: newFeed(ctx, o.Engine), base: base, theme: o.Theme, name: o.Name, origin: o.Origin, commands: newCommands(d.keys),
		tree: newRoutes(d), writer: newRequest(d), reply: newResponse(d),
		shape: shape{share: 33}, drafts: map[string]*draft{},
	}
	m.feed.console = o.Console
	if m.name == "" {
		m.name = filepath.Base(o.Engine.Dir())
	}
	if m.origin == "" {
		m.origin = "http://localhost:3000"
	}
	m.clipboard = func(string) {}
	m.after = func(d time.Duration, msg tea.Msg) tea.Cmd {
		return tea.Tick(d, func(time.Time) tea.Msg { return msg })
	}
	m.panes = [paneCount]pane{m.tree, m.writer, m.reply, newConflicts(d)}
	m.styles.styleTextarea(&m.writer.body)
	m.loadRoutes()
	m.noteProblems()
	m.why.version = -1
	m.panes[m.shape.focus].Update(focusedMsg{true})
	m.refresh()
	return m, nil
}

// Init implements [tea.Model].
func (m *model) Init() tea.Cmd {
	return tea.Batch(m.feed.nextChange(), m.feed.nextConsole(), m.listGoldens(), m.explain())
}

// Update implements [tea.Model].
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmds []tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.shape.width, m.shape.height = msg.Width, msg.Height
		m.arrange()
		if m.ticking {
			cmds = append(cmds, tea.ClearScreen)
		}
	case tea.KeyMsg:
		for _, k := range single(msg) {
			cmds = append(cmds, m.key(k), m.settle())
		}
	default:
		cmds = append(cmds, m.fact(msg))
	}
	cmds = append(cmds, m.settle())
	return m, tea.Batch(cmds...)
}

// single takes apart the keys that Bubble Tea joins when they arrive together,
// as from fast fingers or a script: each has its own meaning. A paste stays one.
func single(msg tea.KeyMsg) []tea.KeyMsg {
	if msg.Type != tea.KeyRunes || msg.Paste || len(msg.Runes) < 2 {
		return []tea.KeyMsg{msg}
	}
	keys := make([]tea.KeyMsg, len(msg.Runes))
	for i, r := range msg.Runes {
		keys[i] = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}
		if r == ' ' {
			keys[i].Type = tea.KeySpace
		}
	}
	return keys
}

// settle carries out what was wished for, shows panes what has changed, and
// starts what the new state needs.
func (m *model) settle() tea.Cmd {
	var cmds []tea.Cmd
	for len(m.wishes) > 0 {
		wish := m.wishes[0]
		m.wishes = m.wishes[1:]
		cmds = append(cmds, m.act(wish))
	}
	m.refresh()
	return tea.Batch(append(cmds, m.explain(), m.tick())...)
}

// refresh shows the panes what has changed on their desk.
func (m *model) refresh() {
	m.writer.load()
	for _, p := range m.panes {
		p.Update(deskChangedMsg{})
	}
}

// key gives a key to whoever it is for: the overlay on top, the field being
// edited, a command, or the focused pane.
func (m *model) key(msg tea.KeyMsg) tea.Cmd {
	m.toasted.seen()
	if !key.Matches(msg, m.keys.Interrupt) {
		m.armed = false
	}
	if n := len(m.overlays); n > 0 {
		if top := m.overlays[n-1]; top.Update(msg) {
			m.overlays = m.overlays[:n-1]
		}
		return nil
	}
	focused := m.panes[m.shape.focus]
	if focused.Editing() && !key.Matches(msg, m.keys.Send, m.keys.Interrupt) {
		return focused.Update(msg)
	}
	for i := range m.commands {
		if c := &m.commands[i]; key.Matches(msg, c.key) {
			return m.run(c)
		}
	}
	switch {
	case key.Matches(msg, m.keys.Back):
		m.back(focused)
	case key.Matches(msg, focused.FullHelp()...):
		return focused.Update(msg)
	default:
		m.explainKey(msg)
	}
	return nil
}

// back goes one step back: in the focused pane if it has one to go, else on the
// screen. It never quits.
func (m *model) back(focused pane) {
	if p, ok := focused.(backer); ok && p.Back() {
		return
	}
	switch {
	case m.shape.zoom != normalZoom:
		m.setZoom(normalZoom)
	case m.shape.focus != routesPane:
		m.setFocus(routesPane)
	default:
		m.toast(toastInfo, m.keys.Quit.Help().Key+" quits.")
	}
}

// explainKey says why a key does nothing here.
func (m *model) explainKey(msg tea.KeyMsg) {
	for _, b := range m.keys.all() {
		if !key.Matches(msg, b) {
			continue
		}
		if where := whereKeys[b.Help().Desc]; where != "" {
			m.toast(toastInfo, b.Help().Key+" ("+b.Help().Desc+") works in "+where+".")
		}
		return
	}
	if msg.Type == tea.KeyRunes && len(msg.Runes) == 1 {
		m.toast(toastInfo, string(msg.Runes)+" has no meaning; "+m.keys.Help.Help().Key+" lists the keys.")
	}
}

// setFocus moves the focus. Full screen ends when the focus leaves it.
func (m *model) setFocus(id paneID) {
	if id == m.shape.focus {
		return
	}
	m.panes[m.shape.focus].Update(focusedMsg{false})
	m.shape.focus = id
	if m.shape.zoom == fullZoom {
		m.shape.zoom = normalZoom
	}
	m.panes[id].Update(focusedMsg{true})
	m.arrange()
}

func (m *model) setZoom(z zoom) {
	m.shape.zoom = max(normalZoom, min(z, fullZoom))
	m.arrange()
}

// visiblePanes are the panes that tab goes through.
func (m *model) visiblePanes() []paneID {
	ids := []paneID{routesPane, requestPane, responsePane}
	if len(m.desk.conflicts) > 0 {
		ids = append(ids, conflictsPane)
	}
	return ids
}

func (m *model) cycleFocus(delta int) {
	ids := m.visiblePanes()
	for i, id := range ids {
		if id == m.shape.focus {
			m.setFocus(ids[(i+delta+len(ids))%len(ids)])
			return
		}
	}
	m.setFocus(routesPane)
}

// arrange places the panes anew and tells them their sizes.
func (m *model) arrange() {
	m.shape.conflicts = len(m.desk.conflicts)
	m.layout = arrange(m.shape)
	for id, r := range m.layout.panes {
		inner := r.Inset(1)
		if !r.Empty() {
			m.panes[id].Update(sizedMsg{inner.W, inner.H})
		}
	}
}
