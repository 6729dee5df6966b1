package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"routescope/engine/compile"
	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/js"
	"routescope/engine/nextapi"
	"routescope/engine/nextconfig"
	"routescope/engine/nodeapi"
	"routescope/engine/pipeline"
	"routescope/engine/project"
	"routescope/engine/route"
	"routescope/engine/webapi"
)

// A state is the project as it was read last. A reload makes a new one; what
// runs goes on with the old.
type state struct {
	table     *route.Table
	conflicts []route.Conflict
	shadows   func() []route.Conflict // found when asked for
	problems  []error                 // passed over because of Options.Lenient
	pipeline  *pipeline.Pipeline
	compiler  *compile.Compiler
	runner    *handler.Runner
	routes    []Route
}

// load reads the project. The compiler and the isolates of the last state are
// kept, if there is one.
func (e *Engine) load(ctx context.Context, last *state) (*state, error) {
	var problems []error
	if err := e.loadConfig(ctx); err != nil && !e.opts.Lenient {
		return nil, err
	} else if err != nil {
		e.project.SetConfig(project.DefaultConfig())
		problems = append(problems, err)
	}
	mode := route.Production
	if e.opts.Mode == Development {
		mode = route.Development
	}
	scan := e.project.Scan(mode)
	s := &state{table: scan.Table, problems: problems, conflicts: slices.Concat(scan.Conflicts, e.project.SegmentConflicts(scan.Routes))}
	if last != nil {
		s.compiler, s.runner = last.compiler, last.runner
	} else if err := e.loadRunner(s); err != nil {
		return nil, err
	}
	var err error
	if s.pipeline, err = e.newPipeline(s); err != nil {
		return nil, err
	}
	s.routes = e.describe(s.table)
	s.shadows = sync.OnceValue(func() []route.Conflict { return e.findShadows(s) })
	return s, nil
}

func (e *Engine) loadConfig(ctx context.Context) error {
	options := nextconfig.Options{
		Dir: e.project.Dir, Development: e.opts.Mode == Development, Env: e.env, Clock: e.clock,
		Extensions: append(webapi.Extensions(), nodeapi.Extensions()...),
		Console: func(level, text string) {
			e.console(&event.ConsoleWritten{Level: level, Text: text})
		},
	}
	if tsconfig, err := e.project.TSConfig(); err == nil && tsconfig != nil {
		options.TSConfig = tsconfig.File
	}
	result, err := nextconfig.Load(ctx, options)
	if err != nil {
		return err
	}
	e.project.SetConfig(result.Config)
	return nil
}

func (e *Engine) loadRunner(s *state) error {
	options, err := e.compileOptions()
	if err != nil && !e.opts.Lenient {
		return err
	} else if err != nil {
		s.problems = append(s.problems, err)
	}
	if s.compiler, err = compile.New(options); err != nil {
		return err
	}
	s.runner, err = handler.NewRunner(handler.Options{
		Project: e.project, Compiler: s.compiler, Cache: e.cache,
		Development: e.opts.Mode == Development, Isolates: e.opts.Isolates,
		Now: e.clock.Now, Clock: e.isolateClock(), Reuse: e.opts.VirtualTime, Rand: e.opts.Rand, Upstream: e.opts.Upstream, Env: e.env,
		MemoryLimit: e.opts.MemoryLimit, TimeLimit: e.opts.TimeLimit,
		Console: e.console, Revalidate: e.revalidate,
	})
	return err
}

func (e *Engine) compileOptions() (compile.Options, error) {
	tsconfig, err := e.project.TSConfig()
	options := compile.Options{Dir: e.project.Dir, Mode: e.opts.Mode.String(), Builtins: isBuiltin, Env: map[string]string{}, External: e.project.Config().ServerExternalPackages}
	if tsconfig != nil {
		options.TSConfig, options.JSXImportSource = tsconfig.File, tsconfig.JSXImportSource
		options.ExperimentalDecorators = tsconfig.ExperimentalDecorators
	}
	for name, value := range e.env {
		if strings.HasPrefix(name, "NEXT_PUBLIC_") {
			options.Env[name] = value
		}
	}
	for name, value := range e.project.Config().Env {
		options.Env[name] = value
	}
	return options, err
}

// builtins are the specifiers that isolates bring along, with the runtimes they
// exist in.
var builtins = builtinsOf(append(nodeapi.Extensions(), nextapi.Extensions()...))

func builtinsOf(extensions []*js.Extension) map[string]js.Runtime {
	known := map[string]js.Runtime{}
	for _, x := range extensions {
		for _, i := range x.Imports {
			known[i.Specifier] = i.Runtimes
		}
	}
	return known
}

// isBuiltin reports whether a specifier needs no file. A module of Node.js that
// the edge runtime lacks is left to the compiler: importing it works, as in
// Next.js, and using it fails. One of Next.js's own never is a file.
func isBuiltin(specifier string, t compile.Target) bool {
	runtimes, ok := builtins[specifier]
	return ok && !(t.Edge && runtimes == js.NodeJS && compile.IsNodeModule(specifier))
}

func (e *Engine) newPipeline(s *state) (*pipeline.Pipeline, error) {
	options := pipeline.Options{
		Config: e.project.Config(), Table: s.table,
		Origin: e.opts.Origin, Development: e.opts.Mode == Development,
	}
	if file := e.project.ProxyFile(); file != "" {
		matchers, err := e.proxyMatchers(file)
		if err != nil && !e.opts.Lenient {
			return nil, err
		} else if err != nil {
			s.problems = append(s.problems, err)
		}
		options.Matchers = matchers
		options.Proxy = e.proxy(s, file)
		options.EdgeProxy = e.isEdgeProxy(file)
	}
	p, err := pipeline.New(options)
	if err != nil {
		return nil, fmt.Errorf("reading next.config: %w", err)
	}
	return p, nil
}

// proxyMatchers reads config.matcher of proxy.ts without running it, as Next.js
// does.
func (e *Engine) proxyMatchers(file string) ([]pipeline.Matcher, error) {
	exports, err := e.project.Exports(file)
	if err != nil {
		return nil, err
	}
	config, ok := exports.Lookup("config")
	if !ok {
		return nil, nil
	}
	if !config.Value.Known {
		return nil, fmt.Errorf("%s:%d: config must be a literal that can be read without running the file: %s", file, config.Line, config.Value.Problem)
	}
	text, err := json.Marshal(config.Value.Data)
	if err != nil {
		return nil, err
	}
	matchers, err := pipeline.ParseMatchers(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, config.Line, err)
	}
	return matchers, nil
}

// Reload reads the project again, as a watcher does when a file was saved.
func (e *Engine) Reload() error { return e.reload(context.Background(), nil) }

func (e *Engine) reload(ctx context.Context, files []string) error {
	if err := e.project.Rescan(); err != nil {
		return err
	}
	last := e.now()
	if last == nil {
		return errClosed
	}
	s, err := e.load(ctx, last)
	if err != nil {
		return err
	}
	last.runner.Forget(e.absolute(files))
	last.runner.ClearMarks()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state == nil {
		return errClosed
	}
	e.state = s
	return nil
}

func (e *Engine) absolute(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = filepath.Join(e.project.Dir, filepath.FromSlash(f))
	}
	return out
}

// watch reloads the project when files are saved.
func (e *Engine) watch(ctx context.Context) error {
	w, err := e.project.Watch(project.WatchOptions{})
	if err != nil {
		return fmt.Errorf("watching the project: %w", err)
	}
	e.done.Go(func() {
		defer w.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case change, ok := <-w.Changes:
				if !ok {
					return
				}
				e.tell(ctx, Change{Files: change.Files, Err: errors.Join(change.Err, e.reload(ctx, change.Files))})
			}
		}
	})
	return nil
}

func (e *Engine) tell(ctx context.Context, c Change) {
	e.cache.Clear() // what was made of the old code is not an answer any more
	select {
	case e.changes <- c:
	case <-ctx.Done():
	}
}
