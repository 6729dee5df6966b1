package tui

import (
	"fmt"

	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/route"
	"routescope/tui/widget/cells"
)

// asked is the request that is explained.
func (p *whyView) asked(x *engine.Explanation) whyRow {
	s := p.styles
	return whyRow{left: []span{{s.method(x.Method).Bold(true), x.Method + " "}, {s.strong, cells.Clean(x.Path)}}}
}

// result sums the explanation up.
func (p *whyView) result(x *engine.Explanation) whyRow {
	s := p.styles
	switch {
	case x.Status != 0:
		return whyRow{left: []span{{s.status(x.Status), "→ " + statusText(x.Status, "") + "  "}, {s.text, cells.Clean(x.Reason)}}}
	case x.Winner == nil:
		return whyRow{left: []span{{s.info, "→ "}, {s.text, cells.Clean(x.Reason)}}}
	}
	left := []span{{s.ok, "→ "}, {s.strong, cells.Clean(x.Winner.Pattern.String())}}
	for _, q := range x.Params {
		left = append(left, span{s.muted, "  " + q.Name + " = "}, span{s.accent, cells.Clean(q.String())})
	}
	return whyRow{left: left, right: []span{{s.muted, cells.Clean(place(p.handlerAt(x.Winner, x.Method))) + " "}}}
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

func (p *whyView) hints(x *engine.Explanation) []whyRow {
	var rows []whyRow
	for _, h := range x.Hints {
		rows = append(rows, whyRow{left: []span{{p.styles.warn, "  ! "}, {p.styles.text, cells.Clean(h)}}})
	}
	return rows
}

// stages lists the stages that did something to the request; of all of them,
// with the rules they looked at, if everything is shown.
func (p *whyView) stages(x *engine.Explanation) []whyRow {
	s := p.styles
	var rows []whyRow
	for i := range x.Stages {
		st := &x.Stages[i]
		if !st.Changed && !p.all {
			continue
		}
		name, text := s.special, s.text
		if !st.Changed {
			name, text = s.faint, s.faint
		}
		rows = append(rows, whyRow{left: []span{{name, "  " + cells.Fit(st.Stage, stageWidth) + "  "},
			{text, cells.Clean(st.Reason)}, {s.muted, arrow(st.From, st.To)}}})
		if p.all {
			rows = append(rows, p.rules(st)...)
		}
	}
	return rows
}

// stageWidth is the column of the longest stage's name.
const stageWidth = len("trailingSlash")

func (p *whyView) rules(st *engine.Stage) []whyRow {
	s := p.styles
	var rows []whyRow
	for _, c := range st.Rules {
		sign, style := "·", s.faint
		if c.Matches {
			sign, style = "✓", s.ok
		}
		rows = append(rows, whyRow{left: []span{{style, "    " + sign + " "}, {s.muted, cells.Clean(c.Rule) + "  "},
			{s.text, cells.Clean(c.Source)}, {s.faint, "  " + cells.Clean(c.Reason)}}})
	}
	return rows
}

func arrow(from, to string) string {
	if from == "" && to == "" {
		return ""
	}
	return "  " + cells.Clean(from) + " → " + cells.Clean(to)
}

// nearest lists the routes that come close to a path nothing serves, with what
// would have to differ.
func (p *whyView) nearest(x *engine.Explanation) []whyRow {
	s := p.styles
	var rows []whyRow
	for i := range x.Nearest {
		n := &x.Nearest[i]
		left := append([]span{{s.info, "  ? "}}, pathSpans(n.Path, s.text, s.accent)...)
		for _, change := range n.Changes {
			left = append(left, span{s.muted, "  " + cells.Clean(change)})
		}
		rows = append(rows, whyRow{left: left, right: []span{{s.faint, cells.Clean(n.Route.Pattern.String()) + " "}}, opens: n.Route})
	}
	if len(rows) > 0 {
		rows = append([]whyRow{{}, {left: []span{{s.strong, "Nearest"}}}}, rows...)
	}
	return rows
}

// candidates lists the routes that were compared with the path, in the order of
// precedence.
func (p *whyView) candidates(x *engine.Explanation) []whyRow {
	rows := []whyRow{{}, {left: []span{{p.styles.strong, "Candidates"}}}}
	hidden := 0
	for i := range x.Verdicts {
		v := &x.Verdicts[i]
		if v.Level == route.No && !p.all {
			hidden++
			continue
		}
		rows = append(rows, p.candidate(v))
	}
	if hidden > 0 {
		verb := "does"
		if hidden > 1 {
			verb = "do"
		}
		text := fmt.Sprintf("  · %s %s not fit at all; space shows everything", plural(hidden, "candidate"), verb)
		rows = append(rows, whyRow{left: []span{{p.styles.faint, text}}})
	}
	return rows
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
	left := append([]span{{style, "  " + sign + " "}}, pathSpans(cells.Fit(v.Route.Pattern.String(), p.patternWidth()), name, s.accent)...)
	return whyRow{
		left:  append(left, span{s.muted, "  " + cells.Clean(v.Reason)}),
		right: []span{{s.faint, v.Route.Kind.String() + " "}},
		opens: v.Route, matches: v.Level == route.Matches,
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
