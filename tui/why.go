package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine"
	"routescope/engine/route"
)

// whyView is the tab that says what serves the URL being written: the stages
// before the match, every candidate with its verdict, and the winner.
type whyView struct {
	*desk
	list
	version int  // of the explanation shown
	all     bool // candidates that do not fit at all are shown too
	rows    []whyRow
}

// A whyRow is one line; opens is the route that enter leads to, if any.
type whyRow struct {
	left, right []span
	opens       *route.Route
	matches     bool
}

func newWhy(d *desk) *whyView { return &whyView{desk: d, version: -1} }

func (p *whyView) Title() string { return "Why" }
func (p *whyView) Note() string  { return "" }

func (p *whyView) Editing() bool { return false }

func (p *whyView) ShortHelp() []key.Binding {
	return []key.Binding{help(p.keys.Open, "go to the route"), help(p.keys.Fold, "all candidates")}
}

func (p *whyView) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "go to the candidate's route"),
		help(p.keys.Fold, "show or hide candidates that do not fit"))
}

func (p *whyView) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 0)
	switch msg := msg.(type) {
	case deskChangedMsg:
		if p.version != p.why.version {
			p.version = p.why.version
			p.layOut()
			p.selectRow(func(r whyRow) bool { return r.opens != nil }) // the nearest
			p.selectRow(func(r whyRow) bool { return r.matches })
		}
		p.layOut()
	case tea.KeyMsg:
		p.key(msg)
	}
	return nil
}

func (p *whyView) key(msg tea.KeyMsg) {
	switch {
	case key.Matches(msg, p.keys.Fold):
		at := p.current()
		p.all = !p.all
		p.layOut()
		p.selectRow(func(r whyRow) bool { return at != nil && r.opens == at })
	case key.Matches(msg, p.keys.Open):
		p.open()
	}
}

// current is the route of the line under the cursor, nil on a line without.
func (p *whyView) current() *route.Route {
	if i := p.scroll.Cursor(); i < len(p.rows) {
		return p.rows[i].opens
	}
	return nil
}

// selectRow puts the cursor on the first line that fits, if one does.
func (p *whyView) selectRow(fits func(whyRow) bool) {
	for i, r := range p.rows {
		if fits(r) {
			p.scroll.Select(i)
			return
		}
	}
}

// open goes to the selected candidate's route in the tree.
func (p *whyView) open() {
	r := p.current()
	if r == nil {
		p.toast(toastInfo, "Move to a candidate: enter goes to its route.")
		return
	}
	for n := range p.routes {
		known := &p.routes[n]
		if known.Pattern.String() == r.Pattern.String() && known.Kind == r.Kind {
			p.wish(openRouteAction{id: methodID(bestMethod(known, p.draft), known)})
			return
		}
	}
}

// bestMethod is the method of a route that a draft would rather use.
func bestMethod(r *engine.Route, d *draft) string {
	methods := methodsOf(r)
	for _, m := range methods {
		if d != nil && m == d.method {
			return m
		}
	}
	return methods[0]
}

// layOut lists the lines of the explanation anew.
func (p *whyView) layOut() {
	p.rows = nil
	if p.draft == nil {
		return
	}
	x := &p.why.explanation
	p.rows = append(p.rows, p.asked(x), p.result(x))
	if x.Winner != nil && x.Winner.Rendering != engine.Unknown {
		p.rows = append(p.rows, p.rendering(x.Winner))
	}
	p.rows = append(p.rows, p.hints(x)...)
	p.rows = append(p.rows, p.stages(x)...)
	p.rows = append(p.rows, p.nearest(x)...)
	p.rows = append(p.rows, p.candidates(x)...)
	p.scroll.SetLength(len(p.rows))
}

func (p *whyView) View(w, h int) string {
	if p.draft == nil {
		return p.styles.empty(w, h, "Choose a route, or type a URL with "+p.keys.URL.Help().Key+".", "This tab says what serves it, and why nothing else does.")
	}
	return p.view(w, h, nil, func(i int, m mark) string {
		r := p.rows[i]
		return p.styles.row(w, m, r.left, r.right)
	})
}
