package tui

import (
	"testing"

	"github.com/charmbracelet/bubbles/key"

	"routescope/tui/widget/form"
)

// One key has one meaning on the whole screen, so that nobody has to remember
// where they are.
func TestNoTwoBindingsShareAKey(t *testing.T) {
	owner := map[string]string{}
	for _, b := range newKeyMap().all() {
		for _, k := range b.Keys() {
			if other, taken := owner[k]; taken {
				t.Errorf("%q means %q and %q", k, other, b.Help().Desc)
			}
			owner[k] = b.Help().Desc
		}
	}
}

func TestEveryBindingHasHelpAndKeys(t *testing.T) {
	for _, b := range newKeyMap().all() {
		if b.Help().Key == "" || b.Help().Desc == "" || len(b.Keys()) == 0 {
			t.Errorf("binding %v of %q lacks something", b.Keys(), b.Help().Desc)
		}
	}
}

// What a pane offers, and what the palette lists, is in the one map of keys.
func TestEveryKeyOfAPaneIsInTheMap(t *testing.T) {
	s := simulate(t, 0, 120, 40)
	known := map[string]bool{}
	for _, b := range s.m.keys.all() {
		known[b.Keys()[0]] = true
	}
	f := form.DefaultKeyMap()
	for _, b := range []key.Binding{f.Accept, f.Leave, f.Other} {
		known[b.Keys()[0]] = true
	}
	panes := append(s.m.panes[:], s.m.reply.tabs[:]...)
	for _, p := range panes {
		for _, b := range append(p.FullHelp(), p.ShortHelp()...) {
			if !known[b.Keys()[0]] {
				t.Errorf("%s offers %v, which is not in the map", p.Title(), b.Keys())
			}
		}
	}
}

// Every binding does something somewhere: as a command, or in a pane.
func TestEveryBindingIsUsed(t *testing.T) {
	s := simulate(t, 0, 120, 40)
	used := map[string]bool{}
	for _, c := range s.m.commands {
		used[c.key.Keys()[0]] = true
	}
	for _, p := range append(s.m.panes[:], s.m.reply.tabs[:]...) {
		for _, b := range p.FullHelp() {
			used[b.Keys()[0]] = true
		}
	}
	used[s.m.keys.Back.Keys()[0]] = true // model.back
	for _, b := range s.m.keys.all() {
		if !used[b.Keys()[0]] {
			t.Errorf("%v (%s) does nothing", b.Keys(), b.Help().Desc)
		}
	}
}

func TestWhereKeysNamesBindings(t *testing.T) {
	known := map[string]bool{}
	for _, b := range newKeyMap().all() {
		known[b.Help().Desc] = true
	}
	for desc := range whereKeys {
		if !known[desc] {
			t.Errorf("no binding is called %q", desc)
		}
	}
}

func TestADisabledKeyAnswersWithItsReason(t *testing.T) {
	tests := []struct {
		name, key, want string
	}{
		{"nothing to save", "s", "Nothing to save yet: send a request first."},
		{"nothing to send again", "r", "Nothing was sent yet."},
		{"no older exchange", "{", "This is the oldest exchange."},
		{"a key of another pane", "z", "z (fold all) works in Body."},
		{"a key without a meaning", "K", "K has no meaning; ? lists the keys."},
		{"escape never quits", "esc", "q quits."},
		{"one ctrl+c is not enough", "ctrl+c", "ctrl+c again quits."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := simulate(t, 0, 120, 40)
			s.press(tt.key)
			s.sees(tt.want)
			if s.quit {
				t.Error("it quit")
			}
		})
	}
}
