package tui

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/exp/teatest"
	"github.com/muesli/termenv"
)

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
