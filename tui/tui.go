// Package tui is the terminal's view of a project: its routes as a tree, a
// request to write, and what came of it.
//
// The root model (model.go) owns the screen and nothing else. Panes draw and
// take keys; what reaches beyond a pane is a wish that actions.go carries out.
// Everything that happens to a request arrives through feed.go and is folded
// into an exchange (exchange.go); no other file reads the engine's events. Keys
// stand in keys.go, what they do everywhere in commands.go, colours in theme.go.
//
// The widgets under widget/ know neither Next.js nor the engine.
package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"routescope/engine/event"
	"routescope/golden"
)

// Options say what to show, and how.
type Options struct {
	Engine Engine
	Name   string // of the project, for the header; its folder's name if empty
	Theme  string // "auto", "dark", "light" or "none"; auto if empty
	Origin string // of copied URLs; "http://localhost:3000" if empty

	// Console brings what the project prints outside of any request; may be nil.
	Console <-chan *event.ConsoleWritten

	// GoldenDir is the folder in which exchanges are saved as goldens, absolute.
	// It need not exist yet; if it is empty, nothing can be saved.
	GoldenDir string
	Golden    golden.Options // how goldens are run and written

	Now func() time.Time // for elapsed time; time.Now if nil

	goldens goldenStore // instead of GoldenDir, for tests
}

// store returns the goldens that the options name, nil for none.
func (o *Options) store() goldenStore {
	if o.goldens == nil && o.GoldenDir != "" {
		return &store{project: o.Engine.Dir(), dir: o.GoldenDir, options: o.Golden}
	}
	return o.goldens
}

// Run shows the project until the user leaves or ctx ends. It needs a terminal.
// All exchanges are over when it returns; the engine stays open.
func Run(ctx context.Context, o Options) error {
	m, err := newModel(ctx, o, lipgloss.DefaultRenderer())
	if err != nil {
		return err
	}
	defer m.feed.Close()
	m.clipboard = terminalClipboard(os.Stdout)
	// Bubble Tea's own command for this writes beside its renderer: they race.
	fmt.Fprint(os.Stdout, ansi.SetWindowTitle("routescope"))
	_, err = tea.NewProgram(m, tea.WithAltScreen(), tea.WithContext(ctx)).Run()
	switch {
	case err == nil, errors.Is(err, tea.ErrInterrupted), ctx.Err() != nil:
		return nil
	}
	return fmt.Errorf("showing the terminal UI: %w", err)
}
