package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/subosito/gotenv"

	"routescope/config"
	"routescope/golden"
	"routescope/golden/report"
	"routescope/recorder"
)

// replayCommand is `routescope replay`.
type replayCommand struct {
	where  place
	target string
	update bool
	json   bool
	junit  string
	github bool
}

func newReplay() *cobra.Command {
	r := &replayCommand{}
	cmd := &cobra.Command{
		Use:   "replay [PATHS]",
		Short: "Run goldens against the embedded engine, or against a live server",
		Long: `Runs the goldens that PATHS name, files or folders, or those of the project.
The goldens of one folder run in the order of their names, against an engine in
the state after a build; with --target, against the server there as it is.

With --update the answers become what the goldens expect: what still holds stays
as it is written, and what changes from run to run is masked.`,
		Example: `  routescope replay
  routescope replay goldens/orders --junit report.xml
  routescope replay --target http://127.0.0.1:3000 --update`,
		RunE: func(cmd *cobra.Command, paths []string) error { return r.run(cmd, paths) },
	}
	r.where.addFlags(cmd.Flags())
	cmd.Flags().StringVar(&r.target, "target", "", "the URL of a live server to ask instead of the engine")
	cmd.Flags().BoolVar(&r.update, "update", false, "write what is answered into the goldens")
	cmd.Flags().BoolVar(&r.json, "json", false, "print one JSON object a line instead of text")
	cmd.Flags().StringVar(&r.junit, "junit", "", "write JUnit XML to this file too")
	cmd.Flags().BoolVar(&r.github, "github", os.Getenv("GITHUB_ACTIONS") == "true", "print annotations for GitHub Actions (set there)")
	cmd.Flags().Int("jobs", 0, "how many folders run at a time (one per CPU; one with --target)")
	cmd.Flags().Duration("timeout", 0, "how long one exchange may take (30s)")
	return cmd
}

func (r *replayCommand) run(cmd *cobra.Command, paths []string) error {
	defer r.where.close()
	if err := r.findProject(paths); err != nil {
		return err
	}
	c, err := r.where.settings(cmd.Flags())
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{filepath.Join(r.where.dir, filepath.FromSlash(c.Goldens))}
	}
	files, err := golden.Find(paths...)
	switch {
	case err != nil:
		return usage("save one with `s` in the terminal UI, or name the folder they are in", "%w", err)
	case len(files) == 0:
		return usage("their names end in "+golden.Ext, "there are no goldens in %s", paths[0])
	}
	opts := goldenOptions(r.where.dir, c)
	opts.Update = r.update
	closeTargets, err := r.openTargets(&opts, c)
	if err != nil {
		return err
	}
	defer closeTargets()
	reporters, done, err := r.reporters(cmd.OutOrStdout())
	if err != nil {
		return err
	}
	summary, err := golden.Run(cmd.Context(), paths, opts, func(result *golden.Result) {
		for _, rep := range reporters {
			err = errors.Join(err, rep.Result(result))
		}
	})
	if err != nil {
		return replayError(err)
	}
	for _, rep := range reporters {
		err = errors.Join(err, rep.End(summary))
	}
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return verdict(summary)
}

// findProject finds the project that goldens belong to: the one that is named,
// else the one they lie in, else the current folder's. A live server needs none.
func (r *replayCommand) findProject(paths []string) error {
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			return usage("name goldens, or the folder they are in", "there is no file or folder %q", path)
		}
	}
	if r.where.dir == "" && !r.where.demo && len(paths) > 0 {
		r.where.dir = projectAbove(paths[0])
	}
	if r.target != "" && !r.where.demo {
		return r.where.findFolder()
	}
	return r.where.find()
}

// goldenOptions are what settings say about goldens.
func goldenOptions(dir string, c *config.Config) golden.Options {
	variables, err := gotenv.Read(filepath.Join(dir, ".env"))
	if err != nil {
		variables = nil // there need not be a .env
	}
	return golden.Options{
		Jobs:    c.Jobs,
		Timeout: c.Timeout,
		Env: func(name string) (string, bool) {
			if value, ok := os.LookupEnv(name); ok {
				return value, true
			}
			value, ok := variables[name]
			return value, ok
		},
		Record: golden.RecordOptions{
			Redact: &recorder.Redactor{Names: c.Redact, Keep: c.Keep},
			Ignore: c.Ignore,
			Masks:  c.MaskPlaces(),
		},
	}
}

// openTargets sets what answers the goldens, and returns what ends it.
func (r *replayCommand) openTargets(opts *golden.Options, c *config.Config) (func(), error) {
	if r.target == "" {
		if opts.Jobs == 0 {
			opts.Jobs = runtime.GOMAXPROCS(0)
		}
		pool := newEnginePool(replayOptions(r.where.dir, c))
		opts.Open, opts.Used = pool.open, pool.openUsed
		return pool.close, nil
	}
	live, err := recorder.NewLive(r.target)
	if err != nil {
		return nil, withCode(fmt.Errorf("--target: %w", err), exitUsage)
	}
	opts.Open = func(context.Context) (recorder.Target, func(), error) { return live, func() {}, nil }
	return func() {}, nil
}

// reporters returns the reports that are asked for, and what completes them.
func (r *replayCommand) reporters(stdout io.Writer) (all []report.Reporter, done func() error, err error) {
	name := "text"
	if r.json {
		name = "json"
	}
	all = []report.Reporter{report.New(name, stdout)}
	if r.github && !r.json {
		all = append(all, report.New("github", stdout))
	}
	if r.junit == "" {
		return all, func() error { return nil }, nil
	}
	file, err := os.Create(r.junit)
	if err != nil {
		return nil, nil, usage("name a file in a folder that exists", "--junit: %w", err)
	}
	return append(all, report.New("junit", file)), file.Close, nil
}

// replayError gives an error of a run its exit code: goldens that cannot be
// read are the user's, a target that cannot be asked is not.
func replayError(err error) error {
	var unreadable *golden.ParseError
	switch {
	case errors.As(err, &unreadable):
		return withCode(err, exitUsage)
	case errors.Is(err, recorder.ErrUnreachable):
		return &codedError{err, exitFailure, "start the server, or correct --target"}
	}
	return withCode(err, exitFailure)
}

// verdict turns a summary into the exit code.
func verdict(s *golden.Summary) error {
	switch {
	case s.Crashed > 0:
		return withCode(errQuiet, exitFailure)
	case s.Broken > 0:
		return withCode(errQuiet, exitUsage)
	case s.Failed > 0:
		return withCode(errQuiet, exitDiffers)
	}
	return nil
}
