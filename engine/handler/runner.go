// Package handler runs the project's own functions: it is where compiling,
// isolates, the Web platform and caching meet, and the only place they do.
//
// A [Runner] holds the isolates. An [Invocation] is one call of one function of
// the project, for one [Exchange]; its JavaScript half is in js/, a file for
// each kind of handler. The package decides nothing about routes.
package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"routescope/engine/cache"
	"routescope/engine/compile"
	"routescope/engine/event"
	"routescope/engine/js"
	"routescope/engine/project"
)

// Options configure a [Runner].
type Options struct {
	Project     *project.Project
	Compiler    *compile.Compiler
	Cache       *cache.Cache
	Development bool
	Isolates    int
	Now         func() time.Time
	Clock       js.Clock // of isolates; the same time
	Reuse       bool     // Reset puts isolates back instead of replacing them
	Rand        io.Reader
	Upstream    http.RoundTripper
	Env         map[string]string
	MemoryLimit int64
	TimeLimit   time.Duration // for a handler without maxDuration
	Console     func(*event.ConsoleWritten)
	// Revalidate makes the kept answer of a path anew, for res.revalidate().
	Revalidate func(ctx context.Context, path string, onlyGenerated bool) error
}

// A Runner runs handlers. It is safe for concurrent use.
type Runner struct {
	opts   Options
	secret secret
	root   string    // the project's folder as the compiler sees it
	opened time.Time // when next build would have ended

	mu      sync.Mutex
	graphs  map[entry]*compile.Graph
	workers map[js.Runtime][]*worker // by runtime; edge starts when it is needed
	next    int
	closed  bool

	dynamic, made, listed, renewing, sources sync.Map // by path or file: see marks.go
	background                               atomic.Uint64
}

// ErrClosed is what Run returns once the runner is closed.
var ErrClosed = errors.New("the engine is closed")

// NewRunner returns a runner. Isolates start when they are needed.
func NewRunner(opts Options) (*Runner, error) {
	secret, err := newSecret(opts.Rand)
	if err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(opts.Project.Dir)
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	return &Runner{
		opts: opts, secret: secret, root: root, opened: opts.Now(),
		graphs:  map[entry]*compile.Graph{},
		workers: map[js.Runtime][]*worker{},
	}, nil
}

// An entry is a file compiled for a target.
type entry struct {
	file   string
	target compile.Target
}

// Close ends the isolates. What runs on them fails.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed = true
	open := r.workers
	r.workers = map[js.Runtime][]*worker{}
	r.mu.Unlock()
	for _, list := range open {
		for _, w := range list {
			w.close()
		}
	}
}

// Reset makes module state as it is after a start: isolates are put back into
// that state, or replaced. What runs goes on where it is.
func (r *Runner) Reset() {
	r.mu.Lock()
	old := r.workers
	r.workers = map[js.Runtime][]*worker{}
	r.mu.Unlock()
	for runtime, list := range old {
		for _, w := range list {
			if !w.reuse() {
				w.retire()
				continue
			}
			r.mu.Lock()
			r.workers[runtime] = append(r.workers[runtime], w)
			r.mu.Unlock()
		}
	}
}

// UseClock makes Date read the engine's clock, which was the system's before.
func (r *Runner) UseClock() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, list := range r.workers {
		for _, w := range list {
			w.iso.UseClock()
		}
	}
}

// Warm starts an isolate ahead of the first request, which also finds loaded
// what most need if it leaves the time for it.
func (r *Runner) Warm() {
	if w, err := r.worker(js.NodeJS); err == nil {
		w.iso.Post(w.preload)
	}
}

// An Invocation is one call of a function of the project.
type Invocation struct {
	X      *Exchange
	Kind   string // as js/handler.js knows it: "app route", "API route", …
	Edge   bool
	AppDir bool            // the file is of the app directory
	File   string          // relative to the project
	URL    string          // absolute, as the handler sees it
	Route  string          // the pattern
	Params json.RawMessage // an object in the pattern's order; nil for none
	Mode   Mode
	Extra  map[string]any // what only this kind needs
	Limit  time.Duration  // 0 for the runner's
	Tags   []string       // the implicit tags of its path
	Front  event.Header   // lines that go before the handler's
	Stored time.Time      // when what it stores counts as stored; now if zero
	Export string         // for events; "" until the handler says

	// Done is called once, when the function and all it began has ended.
	Done func(Outcome)

	graph *compile.Graph
	timer *time.Timer
	start time.Time
	once  sync.Once

	entered atomic.Bool // its JavaScript began to run on the isolate
	again   bool        // it was started again because its isolate was lost

	upstreams atomic.Int32
	reading   openBodies
	out       Outcome
}

// Mode is how a handler may use the request: see nextapi/work.
type Mode string

// The modes.
const (
	ModeDynamic   Mode = "dynamic"
	ModePrerender Mode = "prerender"
	ModeStatic    Mode = "static"
	ModeError     Mode = "error"
)

// An Outcome is what an invocation says of itself when it is done.
type Outcome struct {
	Failed        bool
	DynamicReason string        // the first API that needed the request
	Revalidate    time.Duration // the shortest asked for; 0 for none
	Expire        time.Duration // the shortest that cacheLife says; 0 for none
	NeverStale    bool          // revalidate: false was asked for
	Tags          []string
	StaticParams  []byte // JSON, for the kind "static params"
}

// Run compiles what an invocation needs and starts it. An error means that
// nothing was started, and Done is not called.
func (r *Runner) Run(ctx context.Context, inv *Invocation) error {
	runtime := js.NodeJS
	if inv.Edge {
		runtime = js.Edge
	}
	graph, err := r.compile(ctx, inv)
	if err != nil {
		return err
	}
	inv.graph = graph
	for {
		w, err := r.worker(runtime)
		if err != nil {
			return err
		}
		if w.begin(inv) {
			return nil
		}
		r.drop(w)
	}
}

func (r *Runner) compile(ctx context.Context, inv *Invocation) (*compile.Graph, error) {
	key := entry{inv.File, inv.target()}
	r.mu.Lock()
	graph, known := r.graphs[key]
	r.mu.Unlock()
	if known {
		return graph, nil
	}
	begun := time.Now()
	graph, err := r.opts.Compiler.Entry(ctx, r.opts.Project.Path(inv.File), key.target)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", inv.File, err)
	}
	r.mu.Lock()
	r.graphs[key] = graph
	r.mu.Unlock()
	inv.X.Emit(&event.ModuleCompiled{Entry: inv.File, Modules: len(graph.IDs), Duration: time.Since(begun)})
	return graph, nil
}

// worker returns the isolate whose turn it is, and starts it if need be.
func (r *Runner) worker(runtime js.Runtime) (*worker, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, ErrClosed
	}
	list := r.workers[runtime]
	if want := max(r.opts.Isolates, 1); len(list) < want {
		w, err := newWorker(r, runtime)
		if err != nil {
			return nil, err
		}
		r.workers[runtime] = append(list, w)
		return w, nil
	}
	r.next++
	return list[r.next%len(list)], nil
}

// drop takes a lost isolate out of turn.
func (r *Runner) drop(w *worker) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.workers[w.runtime]
	for i, other := range list {
		if other == w {
			r.workers[w.runtime] = append(list[:i:i], list[i+1:]...)
		}
	}
}

// Forget makes isolates evaluate modules anew: those that changed on disk and
// all that import them.
func (r *Runner) Forget(files []string) {
	ids := r.opts.Compiler.Invalidate(files...)
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.graphs)
	for _, list := range r.workers {
		for _, w := range list {
			w.forget(ids)
		}
	}
}
