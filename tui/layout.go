package tui

import "routescope/tui/widget/split"

// paneID names the four panes, in the order of tab and of the keys 1 to 4.
type paneID int

const (
	routesPane paneID = iota
	requestPane
	responsePane
	conflictsPane
	paneCount
)

// zoom is how much of the screen the focused pane gets.
type zoom int

const (
	normalZoom zoom = iota
	halfZoom
	fullZoom
)

// Below narrowWidth columns there is no room for two columns of panes; they
// stack if there are tallHeight rows, and otherwise take turns. The numbers are
// lazygit's.
const (
	narrowWidth = 86
	tallHeight  = 46
	minWidth    = 24
	minHeight   = 7
)

// shape is what decides where everything stands.
type shape struct {
	width, height int
	focus         paneID
	zoom          zoom
	share         int // of the width that the left column gets, in percent
	conflicts     int // rows the conflicts want; 0 hides their pane
}

// layout is where everything stands. A pane that is not shown is empty.
type layout struct {
	header, crumbs, footer split.Rect
	panes                  [paneCount]split.Rect
	tooSmall               bool
	single                 bool // panes take turns, so that the crumbs are needed
}

// arrange cuts the screen.
func arrange(s shape) layout {
	var l layout
	all := split.Rect{W: max(0, s.width), H: max(0, s.height)}
	if s.width < minWidth || s.height < minHeight {
		l.tooSmall = true
		return l
	}
	l.header, all = all.Rows(1)
	all, l.footer = all.Rows(all.H - 1)
	narrow := s.width < narrowWidth
	switch {
	case s.zoom == fullZoom:
		l.single = true
		l.crumbs, all = all.Rows(1)
		l.panes[s.focus] = all
	case narrow && s.height < tallHeight:
		l.single = true
		l.crumbs, all = all.Rows(1)
		takeTurns(&l, all, s)
	case narrow:
		stack(&l, all, s)
	default:
		columns(&l, all, s)
	}
	return l
}

// takeTurns shows the left or the right half of the whole. Request and response
// stand together, the focused one larger.
func takeTurns(l *layout, all split.Rect, s shape) {
	const both = 10 // rows
	exchange := s.focus == requestPane || s.focus == responsePane
	if exchange && all.H >= both {
		placeExchange(l, all, s)
		return
	}
	l.panes[s.focus] = all
}

func stack(l *layout, all split.Rect, s shape) {
	h := all.H / 3
	if s.focus == routesPane && s.zoom == halfZoom {
		h = all.H / 2
	}
	top, rest := all.Rows(h)
	placeLeft(l, top, s)
	placeExchange(l, rest, s)
}

func columns(l *layout, all split.Rect, s shape) {
	share := s.share
	if s.zoom == halfZoom {
		share = 50
		if s.focus == requestPane || s.focus == responsePane {
			share = 20
		}
	}
	w := max(30, min(all.W*share/100, all.W-48))
	first, rest := all.Columns(w)
	placeLeft(l, first, s)
	placeExchange(l, rest, s)
}

// placeLeft puts the route tree, and under it the conflicts if there are any.
func placeLeft(l *layout, r split.Rect, s shape) {
	if s.conflicts == 0 || r.H < 12 {
		l.panes[routesPane] = r
		if s.focus == conflictsPane {
			l.panes[routesPane], l.panes[conflictsPane] = split.Rect{}, r
		}
		return
	}
	h := min(s.conflicts+2, r.H/4)
	if s.focus == conflictsPane {
		h = min(s.conflicts+2, r.H/2)
	}
	l.panes[routesPane], l.panes[conflictsPane] = r.Rows(r.H - max(3, h))
}

// placeExchange puts the request above its response.
func placeExchange(l *layout, r split.Rect, s shape) {
	h := requestHeight(r.H, s)
	l.panes[requestPane], l.panes[responsePane] = r.Rows(h)
}

// requestHeight is the height of the request's pane, border included: one line
// where the response needs the room, a form where the request is being written.
func requestHeight(h int, s shape) int {
	const line, form = 3, 9
	switch {
	case s.focus == requestPane && h < 2*form:
		return min(h, max(line, h-6))
	case s.focus == requestPane && s.zoom == halfZoom:
		return h * 2 / 3
	case s.focus == requestPane:
	case h < 2*form+4, s.focus == responsePane && s.zoom == halfZoom:
		return min(h, line)
	}
	return max(form, min(h/4, 14))
}
