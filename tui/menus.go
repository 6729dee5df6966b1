package tui

import (
	"fmt"
	"strings"
	"time"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/tui/widget/cells"
)

// open lays an overlay over the panes.
func (m *model) open(o overlay) { m.overlays = append(m.overlays, o) }

// showPalette lists all commands; one that cannot be run says why.
func (m *model) showPalette() {
	var items []menuItem
	for i := range m.commands {
		c := &m.commands[i]
		item := menuItem{title: c.group + ": " + c.key.Help().Desc, hint: c.key.Help().Key, action: commandAction{c}}
		if c.reason != nil {
			item.reason = c.reason(m)
		}
		items = append(items, item)
	}
	m.open(newMenu(m.desk, "All commands", true, items))
}

// showHelp lists the keys, those of the focused pane first.
func (m *model) showHelp() {
	focused := m.panes[m.shape.focus]
	lines := []readerLine{{text: "In " + paneTitle(focused), heading: true}}
	for _, b := range focused.FullHelp() {
		lines = append(lines, readerLine{key: b.Help().Key, text: b.Help().Desc})
	}
	group := ""
	for _, c := range m.commands {
		if c.group != group {
			group = c.group
			lines = append(lines, readerLine{}, readerLine{text: group, heading: true})
		}
		lines = append(lines, readerLine{key: c.key.Help().Key, text: c.key.Help().Desc})
	}
	lines = append(lines, readerLine{}, readerLine{text: "Signs in the tree", heading: true})
	for _, l := range legend {
		lines = append(lines, readerLine{key: l[0], text: l[1]})
	}
	m.open(newReader(m.desk, "Keys", true, lines))
}

func paneTitle(p pane) string {
	if r, ok := p.(*response); ok {
		return p.Title() + ", " + r.current().Title()
	}
	return p.Title()
}

// legend explains the badges of the tree.
var legend = [][2]string{
	{"S", "static: answered once, kept for good"},
	{"R30", "revalidated: kept, and made again when 30 s old"},
	{"D", "dynamic: made for every request"},
	{"E", "runs in the edge runtime"},
	{"!", "in a conflict, or its file cannot be read"},
	{"●", "has a golden (✓ green once it passed)"},
	{"✗", "has a golden that differs"},
}

func (m *model) pickMethod() {
	var items []menuItem
	for i, name := range httpMethods {
		items = append(items, menuItem{letter: fmt.Sprint(i + 1), title: name, hint: m.methodNote(name), action: setMethodAction{name}})
	}
	m.open(newMenu(m.desk, "Method", false, items))
}

// methodNote says what the selected route makes of a method.
func (m *model) methodNote(name string) string {
	if m.selected == nil {
		return ""
	}
	for _, method := range m.selected.route.Methods {
		if method.Name == anyMethod {
			return place(method.Position)
		}
		if method.Name == name && method.Automatic {
			return "automatic"
		} else if method.Name == name {
			return place(method.Position)
		}
	}
	return ""
}

// showMatrix says what each method would answer, without sending anything.
func (m *model) showMatrix() {
	target := m.draft.target()
	var items []menuItem
	for i, name := range httpMethods {
		x := m.engine.Why(name, target)
		items = append(items, menuItem{
			letter: fmt.Sprint(i + 1), title: cells.Fit(name, methodWidth+2) + m.styles.answers(x),
			hint: matrixNote(x, name), dim: x.Status >= 400, action: setMethodAction{name},
		})
	}
	m.open(newMenu(m.desk, "What each method answers", false, items))
}

func matrixNote(x engine.Explanation, name string) string {
	if x.Winner == nil || x.Status != 0 {
		return x.Reason
	}
	for _, method := range x.Winner.Methods {
		switch {
		case method.Name != name:
		case method.Automatic:
			return "automatic"
		default:
			return place(method.Position)
		}
	}
	return place(x.Winner.Handler)
}

// clockStep is how far a choice moves the clock.
type clockStep struct{ by time.Duration }

func (m *model) pickClock() {
	step := func(letter, title string, by time.Duration) menuItem {
		return menuItem{letter: letter, title: title, action: advanceAction{clockStep{by}}}
	}
	items := []menuItem{step("s", "1 second", time.Second), step("m", "1 minute", time.Minute),
		step("h", "1 hour", time.Hour), step("d", "1 day", 24*time.Hour)}
	next := m.nextStale()
	item := menuItem{letter: "f", title: "until the next entry turns stale", hint: duration(next.Truncate(time.Second)), action: advanceAction{clockStep{next}}}
	if next == 0 {
		item.hint, item.reason = "", "No entry of the cache turns stale by time."
	}
	m.open(newMenu(m.desk, "Move the engine's clock forward by", false, append([]menuItem{item}, items...)))
}

func (m *model) confirmClear() {
	n := len(m.engine.Cache())
	if n == 0 {
		m.toast(toastInfo, "The caches are empty.")
		return
	}
	m.open(newMenu(m.desk, fmt.Sprintf("Drop all %d cache entries?", n), false, []menuItem{
		{letter: "y", title: "drop them", action: clearCacheAction{}},
		{letter: "n", title: "keep them"},
	}))
}

func (m *model) pickTheme() {
	var items []menuItem
	for i, name := range themeNames {
		items = append(items, menuItem{letter: fmt.Sprint(i + 1), title: name, action: themeAction{name}})
	}
	m.open(newMenu(m.desk, "Theme", false, items))
}

// askName asks what a golden is to be called.
func (m *model) askName() {
	check := func(name string) string {
		switch {
		case strings.TrimSpace(name) == "":
			return "A golden needs a name."
		case strings.ContainsAny(name, "\\:*?\"<>|") || strings.Contains(name, ".."):
			return "Letters, digits, dashes and slashes make a good name."
		}
		return ""
	}
	submit := func(name string) action { return saveGoldenAction{strings.TrimSpace(name)} }
	x := m.shown
	m.open(newPrompt(m.desk, "Save as golden", m.suggestName(x), check, submit,
		fmt.Sprintf("%s %s → %s", x.request.Method, x.request.Target, statusText(x.status(), x.head.Reason)),
		"Secrets are taken out before anything is written."))
}

// suggestName makes a free name from the request.
func (m *model) suggestName(x *exchange) string {
	path, _, _ := strings.Cut(x.request.Target, "?")
	words := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) > 1 && words[0] == "api" {
		words = words[1:]
	}
	base := strings.Join(append(words, strings.ToLower(x.request.Method)), "-")
	taken := map[string]bool{}
	for _, g := range m.saved {
		taken[g.Name] = true
	}
	name := base
	for i := 2; taken[name]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	return name
}

// read shows text to read, wrapped for the screen.
func (m *model) read(title string, text []string) {
	var lines []readerLine
	width := max(20, min(m.shape.width-10, 84))
	for _, paragraph := range strings.Split(strings.Join(text, "\n"), "\n") {
		for _, line := range cells.Wrap(cells.Clean(paragraph), width) {
			lines = append(lines, readerLine{text: line})
		}
	}
	m.open(newReader(m.desk, title, false, lines))
}

// handlerAt is the line of the code that answers a method of a route.
func (d *desk) handlerAt(r *engine.Route, method string) event.Position {
	for _, m := range r.Methods {
		if m.Name == method && m.Position.File != "" {
			return m.Position
		}
	}
	if r.Handler.File != "" {
		return r.Handler
	}
	return event.Position{File: r.File, Line: max(1, r.Line)}
}
