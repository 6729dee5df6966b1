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
	"routescope/recorder"
	"routescope/tui"
)

// openUI runs the terminal UI on a project until the user leaves it.
func openUI(cmd *cobra.Command, dir string, c *config.Config) error {
	if !isTerminal(cmd.InOrStdin()) || !isTerminal(cmd.OutOrStdout()) {
		return usage("use `routescope routes`, `send` or `replay` in scripts", "the terminal UI needs a terminal")
	}
	opts := engineOptions(dir, c)
	opts.Watch = true
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
	err = tui.Run(cmd.Context(), tui.Options{
		Engine:    e,
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
