// Package cli is the command line: one file per command, each of which turns
// flags and settings into one call of the packages below.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"routescope/config"
	"routescope/golden"
	"routescope/golden/report"
)

// Main runs the command line args, without the program's name, and returns the
// exit code. An interrupt or a SIGTERM ends what runs in good order.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		// A stack of ours tells users nothing; ROUTESCOPE_DEBUG keeps it.
		if r := recover(); r != nil && os.Getenv("ROUTESCOPE_DEBUG") == "" {
			fmt.Fprintf(stderr, "routescope: internal error: %v: please report it; ROUTESCOPE_DEBUG=1 shows where\n", r)
			code = exitFailure
		} else if r != nil {
			panic(r)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	code, line := exitOf(root.ExecuteContext(ctx))
	if line != "" {
		fmt.Fprintln(stderr, "routescope: "+line)
	}
	return code
}

func newRoot() *cobra.Command {
	var where place
	root := &cobra.Command{
		Use:   "routescope [DIR]",
		Short: "Explore, run and pin down the API endpoints of a Next.js project",
		Long: `routescope opens a Next.js project, shows every API endpoint in it, and runs
the project's own handlers without Node.js. Without a command it opens the
terminal UI on the project in DIR, or in the current folder.

Exit codes: 0 all is well, 1 goldens differ, 2 the command line, the settings,
the project or a golden is wrong, 3 the engine or the target failed, 5 the
project has routes that Next.js refuses, 22 send --fail and a status from 400.`,
		Args:          atMostOneDir,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			where.setDir(args)
			return runUI(cmd, &where)
		},
	}
	where.addFlags(root.Flags())
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newDemo(), newRoutes(), newSend(), newServe(), newReplay(), newWhy(), newVersion(), newSettingsHelp(), newMatchersHelp())
	root.SuggestionsMinimumDistance = 2
	return root
}

// atMostOneDir takes the folder of a project, or nothing. What is no folder was
// perhaps meant as a command.
func atMostOneDir(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
		hint := "name the folder of a Next.js project"
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 && !cmd.HasParent() {
			hint = "did you mean the command `routescope " + near[0] + "`?"
		}
		return usage(hint, "there is no folder %q", args[0])
	}
	if len(args) > 1 {
		return usage("name one project", "%d folders are too many", len(args))
	}
	return nil
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Sprintf("`%s --help` shows what it does", cmd.CommandPath()), "%s takes no arguments, got %q", cmd.CommandPath(), args[0])
}

// flagError names the flag that was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	hint := fmt.Sprintf("`%s --help` lists them", cmd.CommandPath())
	if errors.As(err, &unknown) {
		if near := nearestFlag(cmd, unknown.GetSpecifiedName()); near != "" {
			hint = "did you mean --" + near + "?"
		}
	}
	return usage(hint, "%s", strings.TrimSpace(err.Error()))
}

// nearestFlag returns the flag that shares the longest beginning with name.
func nearestFlag(cmd *cobra.Command, name string) string {
	best, length := "", 1
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		n := 0
		for n < len(name) && n < len(f.Name) && name[n] == f.Name[n] {
			n++
		}
		if n > length {
			best, length = f.Name, n
		}
	})
	return best
}

func newSettingsHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "settings",
		Short: "The settings, and where they come from",
		Long: "A setting comes from a flag of its name, else from the environment\n" +
			"(ROUTESCOPE_TIME_LIMIT for time-limit), else from " + config.FileName + " in the\nproject's folder, else it is the default:\n\n" +
			printed(config.WriteFields),
	}
}

func newMatchersHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "masks",
		Short: "The masks of goldens, and the formats of reports",
		Long: "In a golden a mask stands for a value that differs from run to run. With an\n" +
			"index, as in «uuid:1», it stands for the same value wherever it is written,\nalso in the other goldens of its folder:\n\n" +
			printed(golden.WriteMatchers) + "\nReports of `routescope replay`:\n\n" + printed(func(w io.Writer) {
			for _, f := range report.Formats() {
				fmt.Fprintf(w, "  %-8s %s\n", f.Name, f.Doc)
			}
		}),
	}
}

func printed(write func(io.Writer)) string {
	var b strings.Builder
	write(&b)
	return b.String()
}
