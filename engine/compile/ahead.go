package compile

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// A crew compiles units in parallel.
type crew struct {
	c     *Compiler
	ctx   context.Context
	units map[string]*unit // of one graph
	slots chan struct{}

	wg   sync.WaitGroup
	mu   sync.Mutex
	seen map[string]bool
}

func (c *Compiler) newCrew(ctx context.Context, units map[string]*unit) *crew {
	return &crew{c: c, ctx: ctx, units: units, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), seen: map[string]bool{}}
}

// compileReached compiles the project's own files, so that their mistakes are
// found at once, and what they import of packages. It returns the first error of
// the project's own. Other files of packages wait until they are asked for.
func (c *Compiler) compileReached(ctx context.Context, units map[string]*unit) error {
	w := c.newCrew(ctx, units)
	for id, u := range units {
		if u.own() {
			w.compile(id)
		}
	}
	w.wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(units)) {
		if u := units[id]; u.own() && u.err != nil {
			return u.err
		}
	}
	return nil
}

// compile compiles a unit and, after it, what it imports for certain: a barrel
// that is lazy imports nothing.
func (w *crew) compile(id string) {
	u := w.units[id]
	w.mu.Lock()
	known := u == nil || u.file == "" || w.seen[id]
	w.seen[id] = true
	w.mu.Unlock()
	if known {
		return
	}
	w.wg.Go(func() {
		w.slots <- struct{}{}
		defer func() { <-w.slots }()
		// The error is kept in u.err.
		if w.ctx.Err() != nil || u.compile(w.c) != nil || u.lazy {
			return
		}
		for _, dep := range u.static {
			w.compile(dep)
		}
	})
}
