package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/route"
)

// A whyStyle is the colours of explanations. They are plain where the output is no
// terminal, or NO_COLOR is set.
type whyStyle struct {
	strong, faint, ok, almost, bad, special lipgloss.Style
}

func newWhyStyle(r *lipgloss.Renderer) whyStyle {
	color := func(c string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(c)) }
	return whyStyle{
		strong: r.NewStyle().Bold(true), faint: r.NewStyle().Faint(true),
		ok: color("2"), almost: color("3"), bad: color("1"), special: color("6"),
	}
}

// The signs of the three levels; a stage that changed something has an arrow.
var levelSigns = map[route.Level]string{route.Matches: "✓", route.Almost: "~", route.No: "·"}

func (s whyStyle) level(l route.Level) lipgloss.Style {
	switch l {
	case route.Matches:
		return s.ok
	case route.Almost:
		return s.almost
	}
	return s.faint
}

func (w *whyWriter) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(w.out, format, args...); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *whyWriter) heading(title string) { w.printf("\n%s\n", w.style.strong.Render(title)) }

// text prints a whole explanation.
func (w *whyWriter) text(x engine.Explanation) {
	w.printf("%s %s\n", w.style.strong.Render(x.Method), w.style.strong.Render(x.Path))
	w.printf("%s\n", w.result(x))
	w.stages(x)
	w.candidates(x)
	w.methods(x)
	w.help(x)
}

// result sums an explanation up on a line.
func (w *whyWriter) result(x engine.Explanation) string {
	switch {
	case x.Winner != nil && x.Status == 0:
		return "  " + w.style.ok.Render("✓ "+x.Winner.Pattern.String()) + w.params(x.Params) + w.at(x.Handler)
	case x.Winner != nil:
		return "  " + w.status(x.Status) + " " + x.Winner.Pattern.String() + w.params(x.Params) + ": " + x.Reason
	case x.Status == 0:
		return "  " + w.style.special.Render("→") + " " + x.Reason
	}
	return "  " + w.status(x.Status) + " " + x.Reason
}

func (w *whyWriter) status(status int) string {
	style := w.style.bad
	if status < 400 {
		style = w.style.special
	}
	return style.Render(fmt.Sprint(status))
}

func (w *whyWriter) params(params route.Params) string {
	var b strings.Builder
	for _, p := range params {
		b.WriteString("  " + w.style.faint.Render(p.Name+" =") + " " + ansi.Strip(p.String()))
	}
	return b.String()
}

func (w *whyWriter) at(p event.Position) string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return "  " + w.style.faint.Render(p.File)
	}
	return "  " + w.style.faint.Render(fmt.Sprintf("%s:%d", p.File, p.Line))
}

// stages prints each stage with what it did, and the rules that mattered.
func (w *whyWriter) stages(x engine.Explanation) {
	w.heading("Stages")
	for _, s := range x.Stages {
		if s.Reason == "not reached" && !w.all {
			continue
		}
		sign, style := "·", w.style.faint
		if s.Changed {
			sign, style = "→", w.style.special
		}
		reason := s.Reason
		if n := len(s.Rules); n > 0 && !s.Changed {
			reason = fmt.Sprintf("%s (%s)", reason, counted(n, "rule"))
		}
		if s.From != "" && s.To != "" {
			reason += fmt.Sprintf("  %s → %s", s.From, s.To)
		}
		w.printf("  %s %-14s %s\n", style.Render(sign), s.Stage, reason)
		w.rules(s)
	}
}

// rules prints the rules of a stage that matched, or whose path did.
func (w *whyWriter) rules(s engine.Stage) {
	for _, r := range s.Rules {
		level := route.No
		switch {
		case r.Matches:
			level = route.Matches
		case strings.HasPrefix(r.Reason, "the path fits"):
			level = route.Almost
		}
		if level > route.No || w.all {
			w.printf("      %s %s %s  %s\n", w.style.level(level).Render(levelSigns[level]), r.Rule, r.Source, w.style.faint.Render(r.Reason))
		}
	}
}

// shownMisses is how many routes that do not fit are listed without --all.
const shownMisses = 12

func (w *whyWriter) candidates(x engine.Explanation) {
	if len(x.Verdicts) == 0 {
		return
	}
	shown, hidden, width := w.shown(x.Verdicts)
	title := "Routes, in order of precedence"
	if asked, _, _ := strings.Cut(x.Path, "?"); x.Routed != "" && x.Routed != asked {
		title += ", for " + x.Routed
	}
	w.heading(title)
	for _, v := range shown {
		style := w.style.level(v.Level)
		pad := strings.Repeat(" ", max(0, width-ansi.StringWidth(v.Route.Pattern.String())))
		w.printf("  %s %s%s  %s%s\n", style.Render(levelSigns[v.Level]), style.Render(v.Route.Pattern.String()), pad, v.Reason, w.at(event.Position{File: v.Route.File}))
	}
	if hidden > 0 {
		w.printf("  %s\n", w.style.faint.Render(fmt.Sprintf("· %s not fit (--all lists them)", doNot(hidden))))
	}
}

// shown returns the verdicts to list, how many are left out, and how wide the
// patterns are.
func (w *whyWriter) shown(verdicts []route.Verdict) (shown []route.Verdict, hidden, width int) {
	misses := 0
	for _, v := range verdicts {
		if v.Level == route.No {
			misses++
		}
	}
	for _, v := range verdicts {
		if v.Level == route.No && misses > shownMisses && !w.all {
			hidden++
			continue
		}
		shown = append(shown, v)
		width = max(width, min(40, ansi.StringWidth(v.Route.Pattern.String())))
	}
	return shown, hidden, width
}

func doNot(n int) string {
	if n == 1 {
		return "1 more does"
	}
	return fmt.Sprintf("%d more do", n)
}

func (w *whyWriter) methods(x engine.Explanation) {
	if x.Winner == nil || x.Winner.File == "" {
		return
	}
	w.heading("Methods")
	if first := x.Methods[0]; allAlike(x.Methods) {
		w.printf("  %s %-8s %s%s\n", w.style.ok.Render("✓"), "any", first.Reason, w.at(first.Position))
		return
	}
	for _, m := range x.Methods {
		switch {
		case m.Status >= 400 && m.Name == x.Method:
			w.printf("  %s %-8s %s: %s\n", w.style.bad.Render("✗"), m.Name, w.status(m.Status), m.Reason)
		case m.Status >= 400:
			w.printf("  %s\n", w.style.faint.Render(fmt.Sprintf("· %-8s %d", m.Name, m.Status)))
		default:
			w.printf("  %s %-8s %s%s\n", w.style.ok.Render("✓"), m.Name, m.Reason, w.at(m.Position))
		}
	}
}

// allAlike reports whether a route does the same with every method.
func allAlike(methods []engine.MethodAnswer) bool {
	return !slices.ContainsFunc(methods, func(m engine.MethodAnswer) bool {
		return m.Status != 0 || m.Reason != methods[0].Reason
	})
}

// help says what may have been meant.
func (w *whyWriter) help(x engine.Explanation) {
	if len(x.Nearest) > 0 {
		w.heading("Did you mean")
	}
	for _, n := range x.Nearest {
		w.printf("  %s %s  %s%s\n", w.style.almost.Render("~"), w.style.strong.Render(n.Path), strings.Join(n.Changes, ", "), w.at(event.Position{File: n.Route.File}))
	}
	for i, hint := range x.Hints {
		if i == 0 {
			w.printf("\n")
		}
		w.printf("%s %s\n", w.style.special.Render("Hint:"), hint)
	}
}

// short prints an explanation on one line: what a filter such as grep can use.
func (w *whyWriter) short(x engine.Explanation) {
	sign := w.style.ok.Render(" ✓ ")
	if x.Status != 0 {
		sign = w.status(x.Status)
	} else if x.Winner == nil {
		sign = w.style.special.Render(" → ")
	}
	text := x.Reason
	if x.Winner != nil && x.Status == 0 {
		text = x.Winner.Pattern.String() + w.params(x.Params) + w.at(x.Handler)
	}
	if len(x.Nearest) > 0 {
		n := x.Nearest[0]
		text = "did you mean " + n.Path + "? " + strings.Join(n.Changes, ", ")
	}
	w.printf("%s  %-7s %s  %s\n", sign, x.Method, x.Path, text)
}
