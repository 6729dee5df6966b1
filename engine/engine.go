package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crypto/rand"

	"routescope/engine/cache"
	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/project"
	"routescope/engine/route"
)

// An Engine is an open project. Its methods are safe for concurrent use.
type Engine struct {
	opts   Options
	origin *url.URL
	clock  *clock
	cache  *cache.Cache

	project *project.Project
	env     map[string]string

	mu    sync.RWMutex
	state *state

	ids     atomic.Uint64
	changes chan Change
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// Open reads a project and gets ready to answer requests. It runs none of the
// project's handlers; next.config alone is evaluated.
func Open(ctx context.Context, opts Options) (*Engine, error) {
	fillDefaults(&opts)
	origin, err := url.Parse(opts.Origin)
	if err != nil || origin.Host == "" {
		return nil, fmt.Errorf("origin %q is not an absolute URL", opts.Origin)
	}
	p, err := project.Open(opts.Dir)
	if err != nil {
		return nil, err
	}
	handler.Prepare()
	e := &Engine{opts: opts, origin: origin, project: p, changes: make(chan Change, 16)}
	e.clock = newClock(opts)
	e.cache = cache.New(e.clock.Now)
	if err := e.loadEnv(); err != nil {
		return nil, err
	}
	if e.state, err = e.load(ctx, nil); err != nil {
		return nil, err
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	if opts.Watch {
		if err := e.watch(watching); err != nil {
			e.Close()
			return nil, err
		}
	}
	return e, nil
}

// direct is the network. Bodies come as they were sent: what handlers fetch is
// decoded where fetch is, and what is forwarded passes as it is.
var direct = func() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true
	return t
}()

func fillDefaults(o *Options) {
	if o.Dir == "" {
		o.Dir = "."
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Upstream == nil {
		o.Upstream = direct
	}
	if o.Origin == "" {
		o.Origin = "http://localhost:3000"
	}
	if o.TimeLimit == 0 {
		o.TimeLimit = time.Minute
	}
}

// loadEnv reads the .env files, as Next.js does before anything else.
func (e *Engine) loadEnv() error {
	mode := project.ProductionEnv
	if e.opts.Mode == Development {
		mode = project.DevelopmentEnv
	}
	env, err := e.project.LoadEnv(mode, os.Environ())
	if err != nil {
		return err
	}
	e.env = map[string]string{}
	for _, pair := range os.Environ() {
		if name, value, ok := strings.Cut(pair, "="); ok {
			e.env[name] = value
		}
	}
	for name, value := range env.Vars {
		e.env[name] = value
	}
	e.env["NODE_ENV"] = e.opts.Mode.String()
	return nil
}

// Close ends the isolates. Requests in flight fail.
func (e *Engine) Close() error {
	if e.stop != nil {
		e.stop()
	}
	e.done.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state != nil {
		e.state.runner.Close()
		e.state = nil
		close(e.changes)
	}
	return nil
}

var errClosed = errors.New("the engine is closed")

// now returns the state in force, nil once the engine is closed.
func (e *Engine) now() *state {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.state
}

// Dir returns the project's folder, absolute.
func (e *Engine) Dir() string { return e.project.Dir }

// Mode returns the mode the engine was opened in.
func (e *Engine) Mode() Mode { return e.opts.Mode }

// Conflicts returns what stands in each other's way: files, routes, settings in
// them, and rules of next.config that take all of a route's URLs.
func (e *Engine) Conflicts() []route.Conflict {
	if s := e.now(); s != nil {
		return slices.Concat(s.conflicts, s.shadows())
	}
	return nil
}

// Problems returns what [Options].Lenient passed over.
func (e *Engine) Problems() []error {
	if s := e.now(); s != nil {
		return s.problems
	}
	return nil
}

// Changes delivers what a reload found, with Options.Watch. It is closed by Close.
func (e *Engine) Changes() <-chan Change { return e.changes }

// Warm starts an isolate ahead of the first request.
func (e *Engine) Warm() {
	if s := e.now(); s != nil {
		s.runner.Warm()
	}
}

// Reset puts the engine into the state after a start: caches are empty and
// module state is fresh. What is compiled stays.
func (e *Engine) Reset() {
	e.ClearCache()
	e.clock.reset()
	if s := e.now(); s != nil {
		s.runner.Reset()
	}
}

// console prints what the project prints outside of any request.
func (e *Engine) console(line *event.ConsoleWritten) {
	if e.opts.Console != nil {
		e.opts.Console(line)
	}
}
