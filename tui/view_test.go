package tui

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/muesli/termenv"

	"routescope/engine"
)

// states are the screens whose pictures are kept.
var states = []struct {
	name string
	do   func(*simulation)
}{
	{"start", func(s *simulation) {}},
	{"filter", func(s *simulation) { s.press("/"); s.write("books get") }},
	{"filter-finds-nothing", func(s *simulation) { s.press("/"); s.write("tea") }},
	{"param", func(s *simulation) { s.show("GET /api/books/[id] app route"); s.press("enter"); s.write("emma") }},
	{"request-body", func(s *simulation) {
		s.show("POST /basket app route")
		s.press("enter", "enter")
		s.write(`{"book":"emma"}`)
		s.press("esc")
	}},
	{"body-json", func(s *simulation) { s.show("GET /api/books app route"); s.press("enter", "3", "down", "down", " ") }},
	{"body-xml", func(s *simulation) { s.show("* /sitemap.xml metadata route"); s.press("enter", "3") }},
	{"body-search", func(s *simulation) {
		s.show("GET /api/books app route")
		s.press("enter", "3", "/")
		s.write("id")
	}},
	{"headers", func(s *simulation) { s.show("GET /api/books app route"); s.press("enter", "3", "]") }},
	{"stream", func(s *simulation) {
		s.show("GET /aloud/[id] app route")
		s.press("enter")
		s.write("moby-dick")
		s.press("ctrl+j", "3", "]", "]")
	}},
	{"cache", func(s *simulation) {
		s.engine.entries = []engine.CacheEntry{
			{Cache: "response", Key: "/api/clock", Tags: []string{"clock"}, Stored: start.Add(-3 * time.Second), Revalidate: 5 * time.Second},
			{Cache: "fetch", Key: "https://rates.example/eur", Stored: start.Add(-2 * time.Minute), Revalidate: time.Minute, Stale: true},
			{Cache: "response", Key: "/api/hours", Stored: start.Add(-time.Hour)},
			{Cache: "unstable_cache", Key: "best", Tags: []string{"_N_T_/x", "best"}, Stored: start.Add(-time.Second), Revalidate: time.Hour, Stale: true},
		}
		s.show("GET /api/clock app route")
		s.press("enter", "3", "]", "]", "]")
	}},
	{"log", func(s *simulation) { s.show("GET /api/attic app route"); s.press("enter", "3", "]", "]", "]", "]") }},
	{"calls", func(s *simulation) { s.show("* /api/lucky edge API route"); s.press("enter", "3", "[", "[") }},
	{"call", func(s *simulation) { s.show("* /api/lucky edge API route"); s.press("enter", "3", "[", "[", "enter") }},
	{"why", func(s *simulation) { s.show("GET /api/books/[id] app route"); s.press("w", "3", " ") }},
	{"why-nothing", func(s *simulation) {
		s.show("GET /api/books app route")
		s.press("w", "u")
		s.write("x")
		s.press("esc", "3")
	}},
	{"goldens", func(s *simulation) { s.press("R", "3") }},
	{"failed", func(s *simulation) { s.show("GET /api/hours app route"); s.press("enter") }},
	{"conflicts", func(s *simulation) { s.press("4") }},
	{"conflict", func(s *simulation) { s.press("4", "enter") }},
	{"help", func(s *simulation) { s.press("?") }},
	{"palette", func(s *simulation) { s.press(":") }},
	{"matrix", func(s *simulation) { s.show("GET /api/books app route"); s.press("m") }},
	{"save", func(s *simulation) { s.show("GET /api/books app route"); s.press("enter", "s") }},
	{"full-screen", func(s *simulation) { s.show("GET /api/books app route"); s.press("enter", "3", "+", "+") }},
}

func (s *simulation) show(id string) {
	s.t.Helper()
	if !s.m.tree.tree.Select(id) {
		s.t.Fatalf("no line %q in the tree", id)
	}
	s.m.draftRoute(*s.m.tree.current())
	s.drain(s.m.settle())
}

func TestScreens(t *testing.T) {
	sizes := []struct{ w, h int }{{80, 24}, {200, 60}}
	for _, state := range states {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size.w, size.h), func(t *testing.T) {
				s := simulate(t, termenv.Ascii, size.w, size.h)
				state.do(s)
				golden.RequireEqual(t, []byte(trimLines(s.screen())))
			})
		}
	}
}

// The same screens in colour: one size is enough to pin the styles.
func TestScreensInColour(t *testing.T) {
	profiles := map[string]termenv.Profile{"16": termenv.ANSI, "true": termenv.TrueColor}
	for _, state := range states {
		for name, profile := range profiles {
			t.Run(state.name+"/"+name, func(t *testing.T) {
				s := simulate(t, profile, 100, 30)
				state.do(s)
				golden.RequireEqual(t, []byte(visible(s.screen())))
			})
		}
	}
}

func trimLines(screen string) string {
	lines := strings.Split(screen, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// visible writes escape characters so that a diff can be read.
func visible(screen string) string {
	return strings.ReplaceAll(screen, "\x1b", "␛") + "\n"
}

func TestWithoutColourNothingIsColoured(t *testing.T) {
	for _, state := range states {
		s := simulate(t, termenv.Ascii, 120, 40)
		state.do(s)
		if screen := s.screen(); strings.Contains(screen, "\x1b") {
			t.Errorf("%s: %q", state.name, screen)
		}
	}
}

// monkeyKeys are what the monkey presses: every binding, and some text.
func monkeyKeys() []tea.KeyMsg {
	keys := []tea.KeyMsg{keyMsg("a"), keyMsg("/"), keyMsg("日"), keyMsg("%"), keyMsg("3")}
	for _, b := range newKeyMap().all() {
		for _, k := range b.Keys() {
			if k == "e" || k == "alt+enter" { // an editor would take the terminal
				continue
			}
			if _, named := namedKeys[k]; named || len([]rune(k)) == 1 {
				keys = append(keys, keyMsg(k))
			}
		}
	}
	return keys
}

// Whatever is pressed at whatever size: no panic, and every frame fills the
// screen exactly.
func TestMonkey(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			monkey(t, rand.New(rand.NewPCG(seed, 1)), 250)
		})
	}
}

func FuzzMonkey(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { monkey(t, rand.New(rand.NewPCG(seed, 2)), 60) })
}

func monkey(t testing.TB, r *rand.Rand, steps int) {
	profile := termenv.Ascii
	if r.IntN(2) == 0 {
		profile = termenv.TrueColor
	}
	s := simulate(t, profile, 80, 24)
	keys := monkeyKeys()
	for range steps {
		if r.IntN(8) == 0 {
			s.send(tea.WindowSizeMsg{Width: 1 + r.IntN(210), Height: 1 + r.IntN(70)})
		} else {
			s.send(keys[r.IntN(len(keys))])
		}
		s.m.quitting = false // q was among the keys
		s.screen()
	}
}

func BenchmarkView(b *testing.B) {
	s := simulate(b, termenv.TrueColor, 200, 60)
	s.show("GET /api/books app route")
	s.press("enter")
	for b.Loop() {
		s.m.View()
	}
}

func BenchmarkKey(b *testing.B) {
	s := simulate(b, termenv.TrueColor, 200, 60)
	s.show("GET /api/books app route")
	s.press("enter")
	down, up := keyMsg("down"), keyMsg("up")
	for b.Loop() {
		s.m.Update(down)
		s.m.Update(up)
	}
}
