package cli

import (
	"context"
	"sync"

	"routescope/config"
	"routescope/engine"
	"routescope/recorder"
)

// An enginePool lends engines of one project to the folders of a replay. For a
// folder that needs a fresh state, an engine is put into the state after a
// build: that is cheaper than opening the project again, for what is compiled
// stays. Folders that need none share engines apart from those, because what
// has run before is what makes the next request fast.
type enginePool struct {
	opts engine.Options

	mu          sync.Mutex
	fresh, used []*engine.Engine // idle
	all         []*engine.Engine
}

// replayOptions are the options of an engine that answers goldens: nobody waits
// for its timers.
func replayOptions(dir string, c *config.Config) engine.Options {
	opts := engineOptions(dir, c)
	opts.VirtualTime = true
	return opts
}

func newEnginePool(opts engine.Options) *enginePool { return &enginePool{opts: opts} }

// open implements golden.Options.Open.
func (p *enginePool) open(ctx context.Context) (recorder.Target, func(), error) {
	e, err := p.take(ctx, &p.fresh)
	if err != nil {
		return nil, nil, err
	}
	return e, func() {
		e.Reset()
		p.give(e, &p.fresh)
	}, nil
}

// openUsed implements golden.Options.Used.
func (p *enginePool) openUsed(ctx context.Context) (recorder.Target, func(), error) {
	e, err := p.take(ctx, &p.used)
	if err != nil {
		return nil, nil, err
	}
	return e, func() { p.give(e, &p.used) }, nil
}

func (p *enginePool) take(ctx context.Context, idle *[]*engine.Engine) (*engine.Engine, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(*idle); n > 0 {
		e := (*idle)[n-1]
		*idle = (*idle)[:n-1]
		return e, nil
	}
	e, err := openEngine(ctx, p.opts)
	if err == nil {
		p.all = append(p.all, e)
	}
	return e, err
}

func (p *enginePool) give(e *engine.Engine, idle *[]*engine.Engine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*idle = append(*idle, e)
}

func (p *enginePool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.all {
		e.Close()
	}
}
