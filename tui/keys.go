package tui

import (
	"reflect"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// A keyMap holds every key once, with its help. One key means one thing in all
// panes; where it means nothing, Where tells in which pane it does.
//
// The keys inside a dialog are the dialog's own: see overlay.go.
type keyMap struct {
	// Moving, in any pane.
	Up, Down, PageUp, PageDown, Top, Bottom, Left, Right key.Binding

	// In panes that have something to do it with.
	Open, Fold, FoldAll, Filter, NextMatch, PrevMatch, Remove key.Binding

	// Everywhere.
	Send, Resend, Back, Interrupt, Quit            key.Binding
	NextPane, PrevPane, Pane1, Pane2, Pane3, Pane4 key.Binding
	NextTab, PrevTab, Older, Newer                 key.Binding
	Grow, Shrink, Wider, Slimmer                   key.Binding
	URL, Method, Why, Matrix, Goldens, RunGoldens  key.Binding
	Save, Copy, Edit, Follow, Clock, Clear, Reload key.Binding
	Help, Palette, Theme                           key.Binding
}

func newKeyMap() *keyMap {
	bind := func(keys []string, label, help string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help))
	}
	on := func(k, help string) key.Binding { return bind([]string{k}, k, help) }
	return &keyMap{
		Up:       bind([]string{"up", "k"}, "↑/k", "up"),
		Down:     bind([]string{"down", "j"}, "↓/j", "down"),
		PageUp:   bind([]string{"pgup", "ctrl+u"}, "pgup", "half a page up"),
		PageDown: bind([]string{"pgdown", "ctrl+d"}, "pgdn", "half a page down"),
		Top:      bind([]string{"home"}, "home", "first line"),
		Bottom:   bind([]string{"end", "G"}, "end/G", "last line"),
		Left:     bind([]string{"left", "h"}, "←/h", "fold, or go up"),
		Right:    bind([]string{"right", "l"}, "→/l", "unfold"),

		Open:      on("enter", "open"),
		Fold:      bind([]string{" "}, "space", "fold or unfold"),
		FoldAll:   on("z", "fold all"),
		Filter:    on("/", "filter or search"),
		NextMatch: on("n", "next match"),
		PrevMatch: on("N", "previous match"),
		Remove:    bind([]string{"delete", "backspace"}, "del", "remove the row"),

		Send:      bind([]string{"ctrl+j", "alt+enter"}, "ctrl+j", "send"),
		Resend:    on("r", "send it again"),
		Back:      on("esc", "go one step back"),
		Interrupt: on("ctrl+c", "cancel; twice: quit"),
		Quit:      on("q", "quit"),

		NextPane: on("tab", "next pane"),
		PrevPane: on("shift+tab", "previous pane"),
		Pane1:    on("1", "routes"),
		Pane2:    on("2", "request"),
		Pane3:    on("3", "response"),
		Pane4:    on("4", "conflicts"),
		NextTab:  on("]", "next tab"),
		PrevTab:  on("[", "previous tab"),
		Older:    on("{", "older exchange"),
		Newer:    on("}", "newer exchange"),
		Grow:     bind([]string{"+", "="}, "+", "larger pane"),
		Shrink:   on("_", "smaller pane"),
		Wider:    on(">", "wider routes"),
		Slimmer:  on("<", "narrower routes"),

		URL:        on("u", "edit the URL"),
		Method:     on("M", "choose the method"),
		Why:        on("w", "say why this route"),
		Matrix:     on("m", "what each method answers"),
		Goldens:    on("g", "show the goldens"),
		RunGoldens: on("R", "run all goldens"),

		Save:   on("s", "save as golden"),
		Copy:   on("y", "copy …"),
		Edit:   on("e", "open in $EDITOR"),
		Follow: on("p", "pause or follow the stream"),
		Clock:  on("f", "move the clock forward …"),
		Clear:  on("C", "clear the caches"),
		Reload: on("ctrl+r", "read the project again"),

		Help:    on("?", "list the keys"),
		Palette: bind([]string{":", "ctrl+p"}, ":", "list all commands"),
		Theme:   on("t", "choose the theme"),
	}
}

// whereKeys says where a key that not every pane has means something; it
// completes "… works in".
var whereKeys = map[string]string{
	"fold, or go up": "Routes and Body", "unfold": "Routes and Body",
	"fold or unfold": "Routes, Body, Why and Goldens", "fold all": "Body",
	"filter or search": "Routes and Body", "next match": "Body, after /, and in Goldens", "previous match": "Body, after /, and in Goldens",
	"remove the row": "Request, on a query or a header",
}

// all returns every binding of the map.
func (k *keyMap) all() []key.Binding {
	v := reflect.ValueOf(*k)
	out := make([]key.Binding, v.NumField())
	for i := range out {
		out[i] = v.Field(i).Interface().(key.Binding)
	}
	return out
}

// moves are the bindings that every list answers to.
func (k *keyMap) moves() []key.Binding {
	return []key.Binding{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom}
}

// A mover is what the moving keys move.
type mover interface {
	Move(delta int)
	Page(delta int)
	First()
	Last()
}

// move carries out a moving key and reports whether it was one.
func (k *keyMap) move(m mover, msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, k.Up):
		m.Move(-1)
	case key.Matches(msg, k.Down):
		m.Move(1)
	case key.Matches(msg, k.PageUp):
		m.Page(-1)
	case key.Matches(msg, k.PageDown):
		m.Page(1)
	case key.Matches(msg, k.Top):
		m.First()
	case key.Matches(msg, k.Bottom):
		m.Last()
	default:
		return false
	}
	return true
}

// help returns b with another help text, for a pane where that says more.
func help(b key.Binding, text string) key.Binding {
	b.SetHelp(b.Help().Key, text)
	return b
}

// help is the help key as footers name it.
func (k *keyMap) help() key.Binding { return help(k.Help, "help") }
