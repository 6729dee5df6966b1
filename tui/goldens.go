package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
)

// goldensView is the tab with the saved exchanges: each passes, fails or was not
// run yet; a failing one shows its differences.
type goldensView struct {
	*desk
	list
	shut map[string]bool // whose differences are not shown, by file
	rows []goldenRow
}

// A goldenRow is a golden, or one line of its differences.
type goldenRow struct {
	golden *goldenState
	detail string
}

func newGoldens(d *desk) *goldensView { return &goldensView{desk: d, shut: map[string]bool{}} }

func (p *goldensView) Title() string { return "Goldens" }

func (p *goldensView) Note() string {
	passed, failed := p.tally()
	switch {
	case len(p.saved) == 0:
		return ""
	case failed > 0:
		return fmt.Sprintf("%d ✗", failed)
	case passed > 0:
		return fmt.Sprintf("%d/%d ✓", passed, len(p.saved))
	}
	return fmt.Sprint(len(p.saved))
}

// tally counts the results.
func (d *desk) tally() (passed, failed int) {
	for _, g := range d.saved {
		switch {
		case g.result == nil:
		case g.result.Passed:
			passed++
		default:
			failed++
		}
	}
	return passed, failed
}

func (p *goldensView) Editing() bool { return false }

func (p *goldensView) ShortHelp() []key.Binding {
	return []key.Binding{help(p.keys.Open, "run it"), help(p.keys.RunGoldens, "run all"), help(p.keys.Fold, "differences")}
}

func (p *goldensView) FullHelp() []key.Binding {
	k := p.keys
	return append(k.moves(), help(k.Open, "run the golden"), help(k.Fold, "show or hide its differences"),
		help(k.NextMatch, "next golden that differs"), help(k.PrevMatch, "the one before"))
}

// selected is the golden the cursor is on or below.
func (p *goldensView) current() *goldenState {
	if i := p.scroll.Cursor(); i < len(p.rows) {
		return p.rows[i].golden
	}
	return nil
}

func (p *goldensView) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, 2)
	switch msg := msg.(type) {
	case deskChangedMsg:
		p.layOut()
	case tea.KeyMsg:
		p.key(msg)
	}
	return nil
}

func (p *goldensView) key(msg tea.KeyMsg) {
	g := p.current()
	switch {
	case g == nil:
	case key.Matches(msg, p.keys.Open):
		p.wish(runGoldensAction{files: []string{g.File}})
	case key.Matches(msg, p.keys.Fold):
		p.shut[g.File] = !p.shut[g.File]
		p.layOut()
	case key.Matches(msg, p.keys.NextMatch):
		p.nextFailure(1)
	case key.Matches(msg, p.keys.PrevMatch):
		p.nextFailure(-1)
	}
}

// nextFailure goes to the next golden that differs, around the end.
func (p *goldensView) nextFailure(step int) {
	n, at := len(p.rows), p.scroll.Cursor()
	for i := 1; i <= n; i++ {
		next := ((at+i*step)%n + n) % n
		if r := p.rows[next]; r.detail == "" && r.golden.result != nil && !r.golden.result.Passed {
			p.scroll.Select(next + len(details(r.golden.result))) // bring them into sight
			p.scroll.Select(next)
			return
		}
	}
	p.toast(toastInfo, "No golden differs.")
}

// layOut lists goldens and, below failing ones, their differences. The cursor
// stays on its golden.
func (p *goldensView) layOut() {
	at := ""
	if g := p.current(); g != nil {
		at = g.File
	}
	p.rows = nil
	for i := range p.saved {
		g := &p.saved[i]
		if g.File == at {
			p.scroll.SetLength(len(p.rows) + 1)
			p.scroll.Select(len(p.rows))
		}
		p.rows = append(p.rows, goldenRow{golden: g})
		if g.result != nil && !p.shut[g.File] {
			for _, line := range details(g.result) {
				p.rows = append(p.rows, goldenRow{g, line})
			}
		}
	}
	p.scroll.SetLength(len(p.rows))
}

// details are the lines under a golden that did not pass.
func details(r *goldenResult) []string {
	if r.Err != nil {
		return []string{r.Err.Error()}
	}
	return r.Differences
}

func (p *goldensView) View(w, h int) string {
	s := p.styles
	switch {
	case p.goldens == nil:
		return s.empty(w, h, "This session has no folder for goldens.")
	case len(p.saved) == 0:
		return s.empty(w, h, "No goldens yet.",
			"Send a request, then "+p.keys.Save.Help().Key+" saves the exchange as a golden: a test that pins it down.")
	}
	passed, failed := p.tally()
	parts := []span{{s.text, " " + plural(len(p.saved), "golden")}}
	if passed > 0 {
		parts = append(parts, span{s.ok, fmt.Sprintf("  ✓ %d passed", passed)})
	}
	if failed > 0 {
		parts = append(parts, span{s.err, fmt.Sprintf("  ✗ %d differ", failed)})
	}
	if passed+failed < len(p.saved) {
		parts = append(parts, span{s.faint, fmt.Sprintf("  ○ %d not run", len(p.saved)-passed-failed)})
	}
	return p.view(w, h, []string{s.join(parts, unmarked), ""}, func(i int, m mark) string { return p.row(p.rows[i], w, m) })
}

func (p *goldensView) row(r goldenRow, w int, m mark) string {
	s, g := p.styles, r.golden
	if r.detail != "" {
		return s.row(w, m, append([]span{{s.faint, "     "}}, s.difference(r.detail)...), nil)
	}
	sign, style := "○", s.faint
	switch {
	case p.goldenRun.waits(g.File):
		sign, style = p.spinner(), s.accent
	case g.result != nil && g.result.Passed:
		sign, style = "✓", s.ok
	case g.result != nil:
		sign, style = "✗", s.err
	}
	left := []span{{style, " " + sign + " "}, {s.text, cells.Clean(g.Name)}}
	right := []span{{s.method(g.Method), g.Method + " "}, {s.muted, cells.Cut(cells.Clean(g.Target), w/2) + " "}}
	if g.result != nil {
		right = append(right, span{s.faint, cells.Right(duration(g.result.Duration), 7) + " "})
	}
	return s.row(w, m, left, right)
}

// difference colours a line of a report: what was expected, what came.
func (s *styles) difference(line string) []span {
	style := s.text
	if line != "" && line[0] == '-' {
		style = s.err
	} else if line != "" && line[0] == '+' {
		style = s.ok
	}
	return []span{{style, cells.Clean(line)}}
}
