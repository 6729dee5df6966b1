package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

func newDemo() *cobra.Command {
	where := place{demo: true}
	demo := &cobra.Command{
		Use:   "demo",
		Short: "Open the terminal UI on the bundled demo project, a small bookshop",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runUI(cmd, &where) },
	}
	demo.Flags().StringVar(&where.mode, "mode", "production", "behave like next start or like next dev: production or development")
	return demo
}

// runUI opens the terminal UI and cleans up after it.
func runUI(cmd *cobra.Command, where *place) error {
	defer where.close()
	if err := where.find(); err != nil {
		return err
	}
	c, err := where.settings(cmd.Flags())
	if err != nil {
		return err
	}
	name := ""
	if where.demo {
		name = "the demo bookshop"
	}
	if err := openUI(cmd, name, where.dir, c); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
