package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"routescope/config"
	"routescope/engine"
	"routescope/engine/event"
	"routescope/recorder"
	"routescope/tui"
)

// consoleLines is how many lines that a project prints outside of requests wait
// for the screen.
const consoleLines = 256

// openUI runs the terminal UI on a project until the user leaves it. name is
// what the screen calls the project; its folder's name if empty.
func openUI(cmd *cobra.Command, name, dir string, c *config.Config) error {
	if !isTerminal(cmd.InOrStdin()) || !isTerminal(cmd.OutOrStdout()) {
		return usage("use `routescope routes`, `send` or `replay` in scripts", "the terminal UI needs a terminal")
	}
	opts := engineOptions(dir, c)
	opts.Watch = true
	opts.Lenient = true // a project that is not installed yet can be explored
	console := make(chan *event.ConsoleWritten, consoleLines)
	opts.Console = func(line *event.ConsoleWritten) {
		select {
		case console <- line:
		default: // nobody reads so fast; the engine does not wait for it
		}
	}
	e, err := openEngine(cmd.Context(), opts)
	if err != nil {
		return err
	}
	defer e.Close()
	goldens := goldenOptions(e.Dir(), c)
	goldens.Open = func(ctx context.Context) (recorder.Target, func(), error) {
		// A new one for each folder, because the project may have been edited.
		fresh, err := engine.Open(ctx, replayOptions(dir, c))
		if err != nil {
			return nil, nil, err
		}
		return fresh, func() { fresh.Close() }, nil
	}
	go e.Warm()
	err = tui.Run(cmd.Context(), tui.Options{
		Engine:    e,
		Name:      name,
		Theme:     c.Theme,
		Console:   console,
		Origin:    opts.Origin,
		GoldenDir: filepath.Join(e.Dir(), filepath.FromSlash(c.Goldens)),
		Golden:    goldens,
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return withCode(err, exitFailure)
}

// isTerminal reports whether a stream is one.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}
