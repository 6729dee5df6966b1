package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/route"
	"routescope/tui/widget/cells"
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

// A whyRow is one line; verdict is set on those of candidates.
type whyRow struct {
	left, right []span
	verdict     *route.Verdict
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
			p.selectWinner()
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
		p.selectVerdict(at)
	case key.Matches(msg, p.keys.Open):
		p.open()
	}
}

// current is the verdict under the cursor, nil on another line.
func (p *whyView) current() *route.Verdict {
	if i := p.scroll.Cursor(); i < len(p.rows) {
		return p.rows[i].verdict
	}
	return nil
}

// selectVerdict puts the cursor on a verdict, if it is shown.
func (p *whyView) selectVerdict(v *route.Verdict) {
	for i, r := range p.rows {
		if v != nil && r.verdict == v {
			p.scroll.Select(i)
		}
	}
}

// selectWinner puts the cursor on the candidate that matches.
func (p *whyView) selectWinner() {
	p.scroll.Select(0)
	for i, r := range p.rows {
		if r.verdict != nil && r.verdict.Level == route.Matches {
			p.scroll.Select(i)
			return
		}
	}
}

// open goes to the selected candidate's route in the tree.
func (p *whyView) open() {
	v := p.current()
	if v == nil {
		p.toast(toastInfo, "Move to a candidate: enter goes to its route.")
		return
	}
	for n := range p.routes {
		known := &p.routes[n]
		if known.Pattern.String() == v.Route.Pattern.String() && known.Kind == v.Route.Kind {
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

func (p *whyView) layOut() {
	p.rows = nil
	if p.draft == nil {
		return
	}
	x := p.why.explanation
	s := p.styles
	p.rows = append(p.rows, whyRow{left: []span{
		{s.method(x.Method).Bold(true), x.Method + " "}, {s.strong, cells.Clean(x.Path)},
	}}, p.result(x))
	for i := range x.Stages {
		st := &x.Stages[i]
		if !st.Changed && !p.all {
			continue
		}
		p.rows = append(p.rows, whyRow{left: []span{{s.special, "  " + st.Stage + "  "},
			{s.text, cells.Clean(st.Reason)}, {s.muted, arrow(st.From, st.To)}}})
	}
	if x.Winner != nil && x.Winner.Rendering != engine.Unknown {
		p.rows = append(p.rows, p.rendering(x.Winner))
	}
	p.rows = append(p.rows, whyRow{})
	hidden := 0
	for i := range x.Verdicts {
		v := &x.Verdicts[i]
		if v.Level == route.No && !p.all {
			hidden++
			continue
		}
		p.rows = append(p.rows, p.candidate(v))
	}
	if hidden > 0 {
		p.rows = append(p.rows, whyRow{left: []span{{s.faint, fmt.Sprintf("  · %s not fit at all; space shows them", doNot(hidden))}}})
	}
	p.scroll.SetLength(len(p.rows))
}

func doNot(n int) string {
	if n == 1 {
		return "1 candidate does"
	}
	return fmt.Sprintf("%d candidates do", n)
}

func arrow(from, to string) string {
	if from == "" && to == "" {
		return ""
	}
	return "  " + cells.Clean(from) + " → " + cells.Clean(to)
}

// result sums the explanation up.
func (p *whyView) result(x engine.Explanation) whyRow {
	s := p.styles
	if x.Winner == nil || x.Status != 0 {
		text := x.Reason
		if text == "" {
			text = "no route serves it"
		}
		status := x.Status
		if status == 0 {
			status = 404
		}
		return whyRow{left: []span{{s.status(status), "→ " + statusText(status, "") + "  "}, {s.text, cells.Clean(text)}}}
	}
	left := []span{{s.ok, "→ "}, {s.strong, cells.Clean(x.Winner.Pattern.String())}}
	for _, q := range x.Params {
		left = append(left, span{s.muted, "  " + q.Name + " = "}, span{s.accent, cells.Clean(q.String())})
	}
	return whyRow{left: left, right: []span{{s.muted, cells.Clean(place(p.handlerAt(x.Winner, x.Method))) + " "}}}
}

func (p *whyView) candidate(v *route.Verdict) whyRow {
	s := p.styles
	sign, style := verdictSign(s, v.Level)
	name := s.text
	switch v.Level {
	case route.Matches:
		name = s.strong
	case route.No:
		name = s.muted
	}
	left := append([]span{{style, " " + sign + " "}}, pathSpans(cells.Fit(v.Route.Pattern.String(), p.patternWidth()), name, s.accent)...)
	return whyRow{
		left:    append(left, span{s.muted, "  " + cells.Clean(v.Reason)}),
		right:   []span{{s.faint, v.Route.Kind.String() + " "}},
		verdict: v,
	}
}

// patternWidth is the column of patterns among the shown candidates.
func (p *whyView) patternWidth() int {
	n := 8
	for i := range p.why.explanation.Verdicts {
		v := &p.why.explanation.Verdicts[i]
		if p.all || v.Level != route.No {
			n = max(n, cells.Width(v.Route.Pattern.String()))
		}
	}
	return min(n, 32)
}

// verdictSign is a verdict as one character, readable without colour.
func verdictSign(s *styles, l route.Level) (string, lipgloss.Style) {
	switch l {
	case route.Matches:
		return "✓", s.ok
	case route.Almost:
		return "~", s.warn
	}
	return "·", s.faint
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

// rendering says when the route's answer is made, and which line decides it.
func (p *whyView) rendering(r *engine.Route) whyRow {
	s := p.styles
	words := string(r.Rendering)
	if r.Rendering == engine.Revalidated {
		words = "revalidated every " + duration(r.Revalidate)
	}
	left := []span{{s.info, "  " + words}}
	if r.Reason != "" {
		left = append(left, span{s.muted, "  " + cells.Clean(r.Reason)})
	}
	return whyRow{left: left, right: []span{{s.faint, cells.Clean(place(r.Cause)) + " "}}}
}
