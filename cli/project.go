package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"routescope/config"
	"routescope/engine"
	"routescope/fixtures"
)

// A place is the project that a command is about.
type place struct {
	dir  string
	demo bool
	mode string // for help and parsing; the value comes through config

	temporary string // the extracted demo
}

// addFlags adds the flags that commands without a DIR argument share.
func (p *place) addFlags(flags *pflag.FlagSet) {
	flags.StringVarP(&p.dir, "project", "C", "", "the project's folder (the current one)")
	flags.BoolVar(&p.demo, "demo", false, "use the bundled demo project")
	flags.StringVar(&p.mode, "mode", "production", "behave like next start or like next dev: production or development")
}

// setDir takes the DIR argument of a command, if there is one.
func (p *place) setDir(args []string) {
	if len(args) > 0 {
		p.dir = args[0]
	}
}

// find makes sure that there is a project folder to open; the demo is
// extracted. close must be called afterwards.
func (p *place) find() error {
	if p.demo {
		dir, err := os.MkdirTemp("", "routescope-demo-")
		if err != nil {
			return err
		}
		p.dir, p.temporary = dir, dir
		return fixtures.ExtractDemo(dir)
	}
	if err := p.findFolder(); err != nil {
		return err
	}
	if !isProject(p.dir) {
		at, err := filepath.Abs(p.dir)
		if err != nil {
			at = p.dir
		}
		return usage("name the folder of a Next.js project, or try `routescope demo`", "%s has no app/ or pages/ folder", at)
	}
	return nil
}

// findFolder makes sure of the folder alone.
func (p *place) findFolder() error {
	if p.dir == "" {
		p.dir = "."
	}
	if info, err := os.Stat(p.dir); err != nil || !info.IsDir() {
		return usage("name the folder of a Next.js project", "there is no folder %q", p.dir)
	}
	return nil
}

// close removes what find has made.
func (p *place) close() {
	if p.temporary != "" {
		os.RemoveAll(p.temporary)
	}
}

// isProject reports whether Next.js would find routes in a folder.
func isProject(dir string) bool {
	for _, below := range []string{"app", "pages", "src/app", "src/pages"} {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(below))); err == nil && info.IsDir() {
			return true
		}
	}
	return false
}

// projectAbove returns the nearest project that a path lies in, or "".
func projectAbove(path string) string {
	dir, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	for ; ; dir = filepath.Dir(dir) {
		if isProject(dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// settings loads the settings that hold in the project.
func (p *place) settings(flags *pflag.FlagSet) (*config.Config, error) {
	c, err := config.Load(p.dir, flags)
	return c, withCode(err, exitUsage)
}

// engineOptions turns settings into the engine's options.
func engineOptions(dir string, c *config.Config) engine.Options {
	opts := engine.Options{
		Dir:         dir,
		Isolates:    c.Isolates,
		MemoryLimit: int64(c.MemoryLimit) << 20,
		TimeLimit:   c.TimeLimit,
	}
	if c.Mode == engine.Development.String() {
		opts.Mode = engine.Development
	}
	return opts
}

// openEngine opens the project. What keeps a project from being opened is the
// project's own: its configuration, or its files.
func openEngine(ctx context.Context, opts engine.Options) (*engine.Engine, error) {
	e, err := engine.Open(ctx, opts)
	if err != nil {
		return nil, withCode(fmt.Errorf("opening the project: %w", err), exitUsage)
	}
	return e, nil
}

// lookInto opens the project to look around in it, which is possible also if its
// next.config cannot be evaluated, because dependencies are not installed or a
// variable is not set. What that means goes to standard error.
//
// Time is virtual: what is run to find out, waits for nothing but the network.
func lookInto(cmd *cobra.Command, where *place) (*engine.Engine, error) {
	if err := where.find(); err != nil {
		return nil, err
	}
	c, err := where.settings(cmd.Flags())
	if err != nil {
		return nil, err
	}
	opts := engineOptions(where.dir, c)
	opts.Lenient, opts.VirtualTime = true, true
	e, err := openEngine(cmd.Context(), opts)
	if err != nil {
		return nil, err
	}
	for _, problem := range e.Problems() {
		fmt.Fprintf(cmd.ErrOrStderr(), "routescope: warning: %v\nThis is left out of what follows.\n", problem)
	}
	return e, nil
}
