package tui

import (
	"context"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"routescope/tui/widget/cells"
)

// A simulation drives a model without a terminal: commands run one after the
// other until none is left.
type simulation struct {
	t       testing.TB
	m       *model
	engine  *fakeEngine
	goldens *fakeGoldens
	copied  string
	quit    bool
	held    []chan tea.Msg // answers of commands that wait for something the test has to do
}

func simulate(t testing.TB, profile termenv.Profile, w, h int) *simulation {
	t.Helper()
	s := &simulation{t: t, engine: newFakeEngine(), goldens: newFakeGoldens()}
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(profile)
	renderer.SetHasDarkBackground(true)
	m, err := newModel(context.Background(), Options{
		Engine: s.engine, goldens: s.goldens, Now: func() time.Time { return start },
	}, renderer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.feed.Close)
	m.clipboard = func(text string) { s.copied = text }
	m.feed.frame = 0
	m.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	s.m = m
	s.drain(m.Init())
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}

// send gives the model a message and drains what follows from it.
func (s *simulation) send(msg tea.Msg) {
	s.t.Helper()
	_, cmd := s.m.Update(msg)
	s.drain(cmd)
}

// drain runs commands until nothing follows. One that does not answer soon is
// held: wait picks its answer up.
func (s *simulation) drain(cmd tea.Cmd) {
	s.t.Helper()
	queue := []tea.Cmd{cmd}
	for len(queue) > 0 {
		cmd := queue[0]
		queue = queue[1:]
		if cmd == nil {
			continue
		}
		answer := make(chan tea.Msg, 1)
		go func() { answer <- cmd() }()
		var msg tea.Msg
		select {
		case msg = <-answer:
		case <-time.After(s.patience()):
			s.held = append(s.held, answer)
			continue
		}
		if batch := reflect.ValueOf(msg); msg != nil && batch.Kind() == reflect.Slice {
			for i := range batch.Len() {
				if c, ok := batch.Index(i).Interface().(tea.Cmd); ok {
					queue = append(queue, c)
				}
			}
			continue
		}
		if _, ok := msg.(tea.QuitMsg); ok {
			s.quit = true
		}
		if msg != nil {
			_, next := s.m.Update(msg)
			queue = append(queue, next)
		}
	}
}

// patience is how long a command may take. Long, where every command is sure to
// answer; short, where the test itself holds one up.
func (s *simulation) patience() time.Duration {
	if s.engine == nil || s.engine.hold != nil {
		return 100 * time.Millisecond
	}
	return 10 * time.Second
}

// wait gives the model the answers of held commands until cond holds.
func (s *simulation) wait(cond func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !cond(); {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited in vain:\n%s", s.m.View())
		}
		s.poll()
	}
}

// poll gives the model what one of the held commands has to say by now.
func (s *simulation) poll() {
	for i, answer := range s.held {
		select {
		case msg := <-answer:
			s.held = append(s.held[:i:i], s.held[i+1:]...)
			s.drain(func() tea.Msg { return msg })
			return
		default:
		}
	}
	time.Sleep(time.Millisecond) // the engine works on its own clock
}

// press sends keys by the names Bubble Tea gives them.
func (s *simulation) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.send(keyMsg(k))
	}
}

// write types text, a character at a time.
func (s *simulation) write(text string) {
	s.t.Helper()
	for _, r := range text {
		s.press(string(r))
	}
}

var namedKeys = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "ctrl+j": tea.KeyCtrlJ, "ctrl+c": tea.KeyCtrlC, "ctrl+p": tea.KeyCtrlP,
	"ctrl+r": tea.KeyCtrlR, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, " ": tea.KeySpace, "ctrl+u": tea.KeyCtrlU,
}

func keyMsg(name string) tea.KeyMsg {
	if t, ok := namedKeys[name]; ok {
		msg := tea.KeyMsg{Type: t}
		if t == tea.KeySpace {
			msg.Runes = []rune{' '}
		}
		return msg
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// screen returns what is shown, after checking that it fills the screen exactly.
func (s *simulation) screen() string {
	s.t.Helper()
	view := s.m.View()
	lines := strings.Split(view, "\n")
	if len(lines) != s.m.shape.height {
		s.t.Fatalf("%d lines on a screen of %d:\n%s", len(lines), s.m.shape.height, view)
	}
	for i, l := range lines {
		if n := cells.Width(l); n != s.m.shape.width {
			s.t.Fatalf("line %d is %d wide on a screen of %d: %q", i, n, s.m.shape.width, l)
		}
	}
	return view
}

// sees checks that the screen holds each text.
func (s *simulation) sees(texts ...string) {
	s.t.Helper()
	screen := s.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			s.t.Errorf("%q is not on the screen:\n%s", text, screen)
		}
	}
}
