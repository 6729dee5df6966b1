package tui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// errGoldenExists is what a [goldenStore] returns when a golden of that name is
// there and was not to be replaced.
var errGoldenExists = errors.New("a golden of this name exists")

// A goldenRun is a run of goldens. Its results come through a channel that the
// run closes.
type goldenRun struct {
	number  int
	waiting map[string]bool // the files without a result
	cancel  context.CancelFunc
	results chan fileResult
	ended   chan error // holds what the run ended with, once results is closed
}

// A fileResult is the result of one golden.
type fileResult struct {
	file   string
	result goldenResult
}

// left counts the goldens that have not finished.
func (r *goldenRun) left() int { return len(r.waiting) }

// waits reports whether a golden of the run has not finished.
func (r *goldenRun) waits(file string) bool { return r.waiting[file] }

// listGoldens reads the list, and finds out which route each reaches.
func (m *model) listGoldens() tea.Cmd {
	if m.goldens == nil {
		return nil
	}
	g, e := m.goldens, m.engine
	return func() tea.Msg {
		list, err := g.List()
		states := make([]goldenState, len(list))
		for i, g := range list {
			states[i].savedGolden = g
			if x := e.Why(g.Method, g.Target); x.Winner != nil {
				states[i].route = x.Winner.Pattern.String()
			}
		}
		return goldensListedMsg{states, err}
	}
}

// goldensListed takes the list; results stay with goldens of the same file.
func (m *model) goldensListed(msg goldensListedMsg) {
	if msg.err != nil {
		m.toast(toastError, "The goldens cannot be read: "+msg.err.Error())
		return
	}
	known := map[string]*goldenResult{}
	for _, g := range m.saved {
		known[g.File] = g.result
	}
	m.saved = msg.goldens
	for i := range m.saved {
		m.saved[i].result = known[m.saved[i].File]
	}
}

func (m *model) saveGolden(name string, replace bool) tea.Cmd {
	g, x := m.goldens, m.shown.recorded()
	return func() tea.Msg {
		file, err := g.Save(name, x, replace)
		return goldenSavedMsg{name, file, err}
	}
}

func (m *model) goldenSaved(msg goldenSavedMsg) tea.Cmd {
	switch {
	case errors.Is(msg.err, errGoldenExists):
		m.open(newMenu(m.desk, "“"+msg.name+"” exists", false, []menuItem{
			{letter: "r", title: "replace it", action: replaceGoldenAction{msg.name}},
			{letter: "n", title: "keep the old one"},
		}))
		return nil
	case msg.err != nil:
		m.toast(toastError, "Not saved: "+msg.err.Error())
		return nil
	}
	m.toast(toastDone, "Saved "+msg.file+"; "+m.keys.RunGoldens.Help().Key+" runs all goldens.")
	return m.listGoldens()
}

// runGoldens runs the goldens of the files, or all.
func (m *model) runGoldens(files []string) tea.Cmd {
	if why := m.cannotRunGoldens(); why != "" {
		m.toast(toastWarn, why)
		return nil
	}
	if files == nil {
		for i := range m.saved {
			files = append(files, m.saved[i].File)
		}
	}
	ctx, cancel := context.WithCancel(m.feed.ctx)
	run := goldenRun{
		number: m.goldenRun.number + 1, waiting: map[string]bool{}, cancel: cancel,
		results: make(chan fileResult, len(files)), ended: make(chan error, 1),
	}
	for _, f := range files {
		run.waiting[f] = true
	}
	for i := range m.saved {
		if run.waiting[m.saved[i].File] {
			m.saved[i].result = nil
		}
	}
	m.goldenRun = run
	m.showTab(goldensTab)
	return m.feed.run(ctx, m.goldens, files, run)
}

// goldensRan takes results, and sums up after the last.
func (m *model) goldensRan(msg goldensRanMsg) tea.Cmd {
	if msg.run != m.goldenRun.number {
		return nil
	}
	for _, r := range msg.results {
		delete(m.goldenRun.waiting, r.file)
		for i := range m.saved {
			if m.saved[i].File == r.file {
				m.saved[i].result = &r.result
			}
		}
	}
	if !msg.over {
		return m.feed.nextResults(m.goldenRun)
	}
	m.goldenRun.waiting = nil
	m.goldenRun.cancel()
	m.sumUp(msg.err)
	return nil
}

func (m *model) sumUp(err error) {
	passed, failed := m.tally()
	switch {
	case err != nil:
		m.toast(toastError, "The goldens could not be run: "+err.Error())
	case failed > 0:
		m.toast(toastWarn, fmt.Sprintf("%s passed, %d differ.", plural(passed, "golden"), failed))
	default:
		m.toast(toastDone, plural(passed, "golden")+" passed.")
	}
}

// stopGoldens ends a run; what has not finished counts as not run.
func (m *model) stopGoldens() {
	m.goldenRun.cancel()
	m.goldenRun.number++
	m.goldenRun.waiting = nil
	m.toast(toastInfo, "The run was stopped.")
}
