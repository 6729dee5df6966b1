package cli

import (
	"context"
	"sync"

	"routescope/engine"
	"routescope/recorder"
)

// An enginePool lends engines of one project to the folders of a replay. An
// engine that comes back is put into the state after a build: that is cheaper
// than opening the project again, for what is compiled stays.
type enginePool struct {
	opts engine.Options

	mu   sync.Mutex
	idle []*engine.Engine
	all  []*engine.Engine
}

func newEnginePool(opts engine.Options) *enginePool { return &enginePool{opts: opts} }

// open implements golden.Options.Open.
func (p *enginePool) open(ctx context.Context) (recorder.Target, func(), error) {
	e, err := p.take(ctx)
	if err != nil {
		return nil, nil, err
	}
	return e, func() { p.give(e) }, nil
}

func (p *enginePool) take(ctx context.Context) (*engine.Engine, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		e := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return e, nil
	}
	e, err := openEngine(ctx, p.opts)
	if err == nil {
		p.all = append(p.all, e)
	}
	return e, err
}

func (p *enginePool) give(e *engine.Engine) {
	e.Reset()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, e)
}

func (p *enginePool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.all {
		e.Close()
	}
}
