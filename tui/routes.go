package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine"
	"routescope/tui/widget/cells"
	"routescope/tui/widget/form"
	"routescope/tui/widget/tree"
)

// routes is the pane with the route tree: folders are segments of the URL, and
// each method of a route is a line.
type routes struct {
	*desk
	tree      tree.Model
	filter    textinput.Model
	filtering bool
	focused   bool
	version   int // of the tree; grows with SetRoutes
}

func newRoutes(d *desk) *routes {
	return &routes{desk: d, filter: newInput()}
}

// setRoutes shows the desk's routes. The cursor stays with its line, or goes to
// the first route when there was none.
func (p *routes) setRoutes() {
	first := p.tree.Selected() == nil
	p.tree.SetRoots(routeTree(p.routes))
	p.version++
	if first {
		p.selectFirst()
	}
}

func (p *routes) selectFirst() {
	for _, row := range p.tree.Rows() {
		if m, ok := row.Value.(*routeMethod); ok && m.route.Kind.Endpoint() {
			p.tree.Select(m.id)
			return
		}
	}
}

// current returns the route line under the cursor, nil on a folder.
func (p *routes) current() *routeMethod {
	if n := p.tree.Selected(); n != nil {
		m, _ := n.Value.(*routeMethod)
		return m
	}
	return nil
}

func (p *routes) Title() string { return "Routes" }

func (p *routes) Note() string {
	n := 0
	for i := range p.routes {
		if p.routes[i].Kind.Endpoint() {
			n++
		}
	}
	if p.tree.Filter() != "" {
		return fmt.Sprintf("%d of %d", p.matching(), len(p.routes))
	}
	return plural(n, "endpoint")
}

// matching counts the routes that the filter leaves.
func (p *routes) matching() int {
	seen := map[*engine.Route]bool{}
	for _, row := range p.tree.Rows() {
		if m, ok := row.Value.(*routeMethod); ok {
			seen[m.route] = true
		}
	}
	return len(seen)
}

// Foot is what can be said of the selected route without running it.
func (p *routes) Foot() string {
	m := p.current()
	switch {
	case m == nil:
		return ""
	case m.route.Err != nil:
		return cells.Clean(m.route.Err.Error())
	}
	return cells.Clean(place(p.handlerAt(m.route, m.method)))
}

func (p *routes) Editing() bool { return p.filtering }

func (p *routes) ShortHelp() []key.Binding {
	k := p.keys
	switch {
	case p.filtering:
		return []key.Binding{help(k.Open, "keep the filter"), help(k.Back, "show all")}
	case p.current() == nil:
		return []key.Binding{help(k.Fold, "fold"), help(k.Filter, "filter"), k.help(), k.Quit}
	}
	verb := "send"
	if !p.sendsAtOnce(p.current()) {
		verb = "fill in"
	}
	return []key.Binding{help(k.Open, verb), help(k.Filter, "filter"), help(k.Why, "why"), help(k.Edit, "edit"), k.help(), k.Quit}
}

func (p *routes) FullHelp() []key.Binding {
	k := p.keys
	return append(k.moves(), help(k.Open, "send; or fill in what it needs"), k.Left, k.Right, k.Fold,
		help(k.Filter, "filter the tree"))
}

func (p *routes) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sizedMsg:
		p.tree.SetPage(msg.height)
		p.filter.Width = max(1, msg.width-6)
	case focusedMsg:
		p.focused = msg.on
		if !msg.on {
			p.filtering = false
		}
	case tea.KeyMsg:
		if p.filtering {
			return p.updateFilter(msg)
		}
		p.key(msg)
	}
	return nil
}

func (p *routes) key(msg tea.KeyMsg) {
	k := p.keys
	before := p.current()
	switch {
	case k.move(&p.tree, msg):
	case key.Matches(msg, k.Left):
		p.tree.Close()
	case key.Matches(msg, k.Right):
		p.tree.Open()
	case key.Matches(msg, k.Fold):
		if !p.tree.Toggle() {
			p.toast(toastInfo, "This line has nothing to fold.")
		}
	case key.Matches(msg, k.Open):
		p.open()
	case key.Matches(msg, k.Filter):
		p.filtering = true
		p.filter.Focus()
	}
	p.announce(before)
}

// Back ends the filter.
func (p *routes) Back() bool {
	if p.tree.Filter() == "" {
		return false
	}
	before := p.current()
	p.setFilter("")
	p.announce(before)
	return true
}

// announce begins the request of the line the cursor came to.
func (p *routes) announce(before *routeMethod) {
	if now := p.current(); now != nil && (before == nil || now.id != before.id) {
		p.wish(draftRouteAction{*now})
	}
}

// open sends the selected request, or leads to what has to be filled in first.
func (p *routes) open() {
	m := p.current()
	if m == nil {
		p.tree.Toggle()
		return
	}
	switch {
	case p.draft == nil:
	case len(p.draft.missing()) > 0:
		p.wish(editRequestAction{param: p.draft.missing()[0]})
	case !p.sendsAtOnce(m):
		p.wish(focusAction{requestPane})
		p.toast(toastInfo, fmt.Sprintf("%s changes things: write the request, then %s sends it.", m.method, p.keys.Send.Help().Key))
	default:
		p.wish(sendAction{})
	}
}

// sendsAtOnce reports whether enter in the tree sends: for methods that only
// read, when nothing is missing.
func (p *routes) sendsAtOnce(m *routeMethod) bool {
	if p.draft != nil && p.selected != nil && p.selected.id == m.id && len(p.draft.missing()) > 0 {
		return false
	}
	return onlyReads(m.method)
}

// onlyReads reports whether a method is safe to send with a key that also means
// other things (RFC 9110, 9.2.1); a route that takes any is asked with GET.
func onlyReads(method string) bool {
	switch method {
	case "GET", "HEAD", "OPTIONS", anyMethod:
		return true
	}
	return false
}

func (p *routes) updateFilter(msg tea.KeyMsg) tea.Cmd {
	before := p.current()
	defer func() { p.announce(before) }()
	k := p.keys
	switch {
	case key.Matches(msg, k.Back):
		p.filtering = false
		p.setFilter("")
		return nil
	case msg.Type == tea.KeyEnter:
		p.filtering = false
		if p.current() == nil {
			p.selectFirst()
		}
		return nil
	case msg.Type == tea.KeyUp, msg.Type == tea.KeyDown:
		k.move(&p.tree, msg)
		return nil
	}
	var cmd tea.Cmd
	p.filter, cmd = p.filter.Update(msg)
	p.tree.SetFilter(p.filter.Value())
	return cmd
}

func (p *routes) setFilter(text string) {
	p.filter.SetValue(text)
	p.tree.SetFilter(text)
}

func (p *routes) View(w, h int) string {
	if len(p.routes) == 0 {
		return p.styles.empty(w, h, "No routes.",
			"A route is app/**/route.ts or a file in pages/api.",
			p.keys.Reload.Help().Key+" looks again.")
	}
	head := ""
	if p.filtering || p.tree.Filter() != "" {
		head = p.filterLine(w) + "\n"
		h--
	}
	if len(p.tree.Rows()) == 0 {
		return head + p.styles.empty(w, h, "No route fits “"+cells.Clean(p.tree.Filter())+"”.", "esc shows all of them.")
	}
	return head + p.tree.View(w, h, p.row)
}

func (p *routes) filterLine(w int) string {
	text := p.styles.accent.Render(cells.Clean(p.filter.Value()))
	if p.filtering {
		text = form.Caret(p.filter, p.styles.form)
	}
	return cells.Fit(p.styles.key.Render(" / ")+text, w)
}
