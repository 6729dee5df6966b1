package engine

import (
	"sync"
	"time"

	"routescope/engine/js"
)

// A clock is the engine's time: the system's or a given one, and what it was
// moved forward by.
type clock struct {
	now func() time.Time

	mu     sync.Mutex
	offset time.Duration
	given  bool // now is not the system's
}

func newClock(o Options) *clock {
	c := &clock{now: time.Now}
	if o.Now != nil {
		c.now, c.given = o.Now, true
	}
	if o.VirtualTime {
		start := c.now()
		c.now, c.given = func() time.Time { return start }, true
	}
	return c
}

// Now returns the engine's time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Add(c.offset)
}

// System reports whether the time is the system's.
func (c *clock) System() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.given && c.offset == 0
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

func (c *clock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = 0
}

// A virtualClock stands still unless somebody moves it: an isolate that has
// nothing to do but wait, or [Engine.Advance].
type virtualClock struct{ *clock }

// Set moves the clock forward to t.
func (c virtualClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d := t.Sub(c.now()); d > c.offset {
		c.offset = d
	}
}

var _ js.VirtualClock = virtualClock{}

// isolateClock is the clock as isolates use it.
func (e *Engine) isolateClock() js.Clock {
	if e.opts.VirtualTime {
		return virtualClock{e.clock}
	}
	return e.clock
}

// Advance moves the engine's clock forward, so that entries turn stale.
func (e *Engine) Advance(d time.Duration) {
	e.clock.advance(d)
	if s := e.now(); s != nil {
		s.runner.UseClock()
	}
}

// Now returns the engine's time.
func (e *Engine) Now() time.Time { return e.clock.Now() }
