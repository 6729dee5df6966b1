package tui

import (
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine"
	"routescope/engine/route"
)

// A pane is a rectangle of the screen with its own state and keys. The tabs of
// the response are panes too.
//
// View depends on nothing but the pane's state and the size, and fills it
// exactly. Update takes keys that the root model did not claim, sizedMsg and
// focusedMsg; what reaches beyond the pane it wishes for through its desk.
type pane interface {
	Update(tea.Msg) tea.Cmd
	View(width, height int) string
	Title() string
	// Note is a short fact for the pane's frame or tab, such as a count.
	Note() string
	// ShortHelp are the keys worth a place in the footer now, FullHelp all that
	// the pane answers to.
	ShortHelp() []key.Binding
	FullHelp() []key.Binding
	// Editing reports whether keys are text for the pane.
	Editing() bool
}

// A backer is a pane that may have something to step back from, such as a
// filter. Back does so, or reports false.
type backer interface{ Back() bool }

// A desk is what the panes have in common. The root model writes it; panes read
// it, but for the draft, which the request pane writes.
type desk struct {
	engine  Engine
	goldens goldenStore // nil if the project cannot have any
	styles  *styles
	keys    *keyMap
	now     func() time.Time

	routes    []engine.Route
	conflicts []route.Conflict
	draft     *draft        // the request being written
	selected  *routeMethod  // the route it was begun for; nil for none
	shown     *exchange     // whose response is shown; nil for none
	why       explainedMsg  // for the draft
	saved     []goldenState // the goldens with their last results
	goldenRun goldenRun     // the goldens that are being run
	console   []logEntry    // what was printed outside of any request
	follow    bool          // the stream stays at its end
	spin      int           // counts ticks while something runs
	moved     time.Duration // how far the user has moved the clock

	wishes []action
}

// wish asks the root model to do something once this Update is through.
func (d *desk) wish(a action) { d.wishes = append(d.wishes, a) }

// toast shows a line in the footer.
func (d *desk) toast(kind toastKind, text string) { d.wish(toastAction{kind, text}) }

// anyMethod stands for all methods where one function answers them all, as in
// an API route.
const anyMethod = "*"

// A routeMethod is one line of the route tree: one method of one route, or
// anyMethod.
type routeMethod struct {
	id     string
	method string
	route  *engine.Route
}

// methodID is the identity of a method of a route, which a reload keeps.
func methodID(method string, r *engine.Route) string {
	return method + " " + r.Pattern.String() + " " + r.Kind.String()
}

// methodsOf returns the methods of a route that have a line of their own: those
// its author wrote.
func methodsOf(r *engine.Route) []string {
	var names []string
	for _, m := range r.Methods {
		if !m.Automatic {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		names = []string{anyMethod}
	}
	return names
}

// A goldenState is a golden with its last result, nil if it was not run.
type goldenState struct {
	savedGolden
	route  string // the pattern that serves its request; empty if none does
	result *goldenResult
}

// goldensOf returns the goldens that exercise a method of a route.
func (d *desk) goldensOf(method, pattern string) []goldenState {
	var out []goldenState
	for _, g := range d.saved {
		if (g.Method == method || method == anyMethod) && g.route == pattern {
			out = append(out, g)
		}
	}
	return out
}

// first is the method that a request for the line begins with.
func (m *routeMethod) first() string {
	if m.method == anyMethod {
		return "GET"
	}
	return m.method
}

// conflictsOf returns the conflicts a route takes part in.
func (d *desk) conflictsOf(r *engine.Route) []route.Conflict {
	var out []route.Conflict
	for _, c := range d.conflicts {
		for _, f := range c.Files {
			if f == r.File {
				out = append(out, c)
				break
			}
		}
	}
	return out
}
