package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"routescope/config"
)

// openUI runs the terminal UI on a project until the user leaves it.
func openUI(cmd *cobra.Command, dir string, c *config.Config) error {
	return errors.New("the terminal UI is not part of this build")
}
