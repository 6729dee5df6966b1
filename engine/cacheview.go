package engine

import (
	"context"
	"fmt"
	"io"

	"routescope/engine/cache"
	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/pipeline"
)

// Cache returns the entries of all caches, newest first.
func (e *Engine) Cache() []CacheEntry {
	views := e.cache.All()
	out := make([]CacheEntry, 0, len(views))
	for _, v := range views {
		if v.State == cache.Miss {
			continue
		}
		out = append(out, CacheEntry{
			Cache: v.Cache, Key: v.Key, Tags: v.Tags, Stored: v.Stored, Revalidate: v.Revalidate,
			Stale: v.State == cache.Stale, Bytes: v.Size, Reason: v.Reason,
		})
	}
	return out
}

// ClearCache empties all caches, as a fresh build would.
func (e *Engine) ClearCache() {
	e.cache.Clear()
	if s := e.now(); s != nil {
		s.runner.ClearMarks()
	}
}

// revalidate makes the kept answer of a path anew, for res.revalidate(). Any
// path that begins with a slash is fine, as in Next.js.
func (e *Engine) revalidate(ctx context.Context, path string, _ bool) error {
	s := e.now()
	if s == nil {
		return errClosed
	}
	out := s.pipeline.Run(ctx, &pipeline.Request{Method: "HEAD", Target: path, Host: e.origin.Host}, nil)
	if out.Route == nil || !out.Route.Kind.App() || !out.Route.Kind.Endpoint() {
		return nil
	}
	x := handler.NewExchange(ctx, s.runner.NextBackground(), e.clock.Now, "HEAD", path, nil, io.Reader(nil))
	failed := s.runner.Regenerate(ctx, e.call(x, out))
	x.Finish()
	x.Wait(func(event.Event) {})
	if failed != nil {
		return fmt.Errorf("revalidating %s: %w", path, failed)
	}
	return nil
}
