package tui

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/exp/teatest"
	"github.com/muesli/termenv"

	"routescope/engine"
	"routescope/golden"
	"routescope/recorder"
)

var _ Engine = (*engine.Engine)(nil)

// One journey through a running program: the tree is there at once, a route is
// found, its answer is read and saved as a golden.
func TestJourney(t *testing.T) {
	goldens := newFakeGoldens()
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(termenv.Ascii)
	m, err := newModel(context.Background(), Options{Engine: newFakeEngine(), goldens: goldens}, renderer)
	if err != nil {
		t.Fatal(err)
	}
	defer m.feed.Close()
	tm := teatest.NewTestModel(t, m, teatest.WithInitialTermSize(120, 40))
	sees := func(text string) {
		t.Helper()
		teatest.WaitFor(t, tm.Output(), func(out []byte) bool { return bytes.Contains(out, []byte(text)) },
			teatest.WithDuration(10*time.Second))
	}
	sees("bookshop")
	tm.Type("/books get")
	sees("books get")
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	tm.Send(tea.KeyMsg{Type: tea.KeyDown})
	tm.Send(tea.KeyMsg{Type: tea.KeyUp})
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	sees("Moby-Dick")
	tm.Type("s")
	sees("Save as golden")
	tm.Send(tea.KeyMsg{Type: tea.KeyEnter})
	sees("Saved goldens/")
	tm.Type("q")
	tm.WaitFinished(t, teatest.WithFinalTimeout(10*time.Second))
	if len(goldens.saved) != 1 || goldens.saved[0].Status != 200 {
		t.Errorf("saved %+v", goldens.saved)
	}
}

// The same on the demo with the real engine and real files, and the golden it
// saves passes.
func TestJourneyOnTheDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an engine")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../fixtures/demo")); err != nil {
		t.Fatal(err)
	}
	fresh := func(ctx context.Context) (*engine.Engine, error) { return engine.Open(ctx, engine.Options{Dir: dir}) }
	e, err := fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	s := &simulation{t: t}
	m, err := newModel(t.Context(), Options{Engine: e, GoldenDir: filepath.Join(dir, "mine"), Golden: golden.Options{
		Open: func(ctx context.Context) (recorder.Target, func(), error) {
			e, err := fresh(ctx)
			return e, func() { e.Close() }, err
		},
	}}, lipgloss.NewRenderer(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	defer m.feed.Close()
	s.m = m
	s.m.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	s.drain(m.Init())
	s.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.openRoute("GET /api/greeting app route")
	s.drain(m.settle())
	s.press("enter")
	s.wait(func() bool { return m.shown != nil && !m.shown.phase.running() })
	s.sees("200 OK")
	s.press("s", "enter")
	s.wait(func() bool { return len(m.saved) == 1 })
	s.press("R")
	s.wait(func() bool { return m.goldenRun.left() == 0 && m.saved[0].result != nil })
	s.sees("✓ greeting-get")
}
