package handler

import (
	"context"
	"time"

	"routescope/engine/cache"
	"routescope/engine/event"
	"routescope/engine/js"
	"routescope/engine/project"
)

var cacheOps = []js.Op{
	{Name: "op_cache_begin", Call: func(iso *js.Isolate, _ js.Args) (any, error) {
		return int(iso.Host().(*worker).runner.opts.Cache.Begin()), nil
	}},
	{Name: "op_cache_read", Call: cacheRead},
	{Name: "op_cache_write", Call: cacheWrite},
	{Name: "op_cache_invalidate", Call: cacheInvalidate},
	{Name: "op_cache_life", Call: cacheLife},
	{Name: "op_implicit_tags", Call: implicitTags},
	{Name: "op_revalidate", Start: revalidate},
	{Name: "op_etag", Call: func(_ *js.Isolate, a js.Args) (any, error) { return etag(a.String(0)), nil }},
}

// op_cache_read(id, cache, key, tags, softTags): [value, stale, whether it is so by age], or null
func cacheRead(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	name, key := a.String(1), a.String(2)
	entry, state, reason := w.runner.opts.Cache.Look(name, key, append(a.Strings(3), a.Strings(4)...)...)
	read := &event.CacheRead{Cache: name, Key: key, Outcome: "MISS", Reason: reason, Tags: a.Strings(3)}
	if state != cache.Miss {
		read.Outcome = outcome(state)
		read.Age = w.iso.Now().Sub(entry.Stored)
	}
	if inv != nil {
		inv.X.Emit(read)
	}
	if state == cache.Miss {
		return nil, nil
	}
	old := entry.Revalidate > 0 && w.runner.opts.Now().Sub(entry.Stored) >= entry.Revalidate
	return []any{entry.Value, state == cache.Stale, old}, nil
}

func outcome(s cache.State) string {
	switch s {
	case cache.Fresh:
		return "HIT"
	case cache.Stale:
		return "STALE"
	}
	return "MISS"
}

// neverSeconds is how JavaScript says that something never turns stale.
const neverSeconds = 0xfffffffe

// secondsOf is a time without end, zero, or a number of seconds.
func secondsOf(d time.Duration) float64 {
	if d == 0 {
		return neverSeconds
	}
	return d.Seconds()
}

func seconds(n float64) time.Duration {
	if n >= neverSeconds {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}

// op_cache_write(id, cache, key, value, tags, revalidate, begun, expire)
func cacheWrite(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	e := cache.Entry{
		Cache: a.String(1), Key: a.String(2), Value: a.String(3), Tags: a.Strings(4),
		Size: len(a.String(3)), Revalidate: seconds(a.Float(5)),
	}
	if !a.IsNil(7) {
		e.Expire = seconds(a.Float(7))
	}
	if inv != nil {
		e.Stored = inv.Stored
	}
	w.runner.opts.Cache.Store(e, uint64(a.Int(6)))
	if inv != nil {
		inv.X.Emit(&event.CacheStored{Cache: e.Cache, Key: e.Key, Revalidate: e.Revalidate, Tags: e.Tags, Bytes: e.Size})
	}
	return nil, nil
}

// op_cache_invalidate(id, tag, call, value, profile, expire)
func cacheInvalidate(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	var expire time.Duration
	switch profile := a.String(4); {
	case profile != "":
		life, ok := w.runner.life(profile)
		if !ok {
			w.print(a.Int(0), &event.ConsoleWritten{Level: "error", Text: "Error: Invalid profile provided \"" + profile + "\" must be configured under cacheLife in next.config or be \"max\""})
			return nil, nil
		}
		if expire = life.Expire; expire == 0 {
			expire = neverSeconds * time.Second
		}
	case !a.IsNil(5):
		expire = seconds(a.Float(5))
	}
	touched := w.runner.opts.Cache.Invalidate(a.String(1), expire)
	if inv != nil {
		inv.X.Emit(&event.CacheInvalidated{Call: a.String(2), Value: a.String(3), Entries: touched})
	}
	return nil, nil
}

// op_cache_life(profile): [stale, revalidate, expire] in seconds, null if there is none
func cacheLife(iso *js.Isolate, a js.Args) (any, error) {
	life, ok := iso.Host().(*worker).runner.life(a.String(0))
	if !ok {
		return nil, nil
	}
	return []any{secondsOf(life.Stale), secondsOf(life.Revalidate), secondsOf(life.Expire)}, nil
}

// life returns a profile of cacheLife: the project's own, or a preset.
func (r *Runner) life(name string) (cache.Life, bool) {
	if own, ok := r.opts.Project.Config().CacheLife[name]; ok {
		return ownLife(own), true
	}
	life, ok := cache.Lives[name]
	return life, ok
}

// op_implicit_tags(id)
func implicitTags(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil && inv.Tags != nil {
		return inv.Tags, nil
	}
	return []string{}, nil
}

// op_revalidate(id, path, onlyGenerated)
func revalidate(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	w, inv := of(iso, a)
	if inv == nil || w.runner.opts.Revalidate == nil {
		d.Resolve(nil)
		return nil
	}
	path, onlyGenerated := a.String(1), a.Bool(2)
	inv.X.Emit(&event.CacheInvalidated{Call: "res.revalidate", Value: path})
	go func() {
		if err := w.runner.opts.Revalidate(context.WithoutCancel(inv.X.Context()), path, onlyGenerated); err != nil {
			d.Reject(err)
			return
		}
		d.Resolve(nil)
	}()
	return nil
}

// ownLife is a profile of next.config, with the default's values where it has
// none.
func ownLife(own project.CacheLife) cache.Life {
	life := cache.Lives["default"]
	for given, target := range map[*float64]*time.Duration{own.Stale: &life.Stale, own.Revalidate: &life.Revalidate, own.Expire: &life.Expire} {
		if given != nil {
			*target = seconds(*given)
		}
	}
	return life
}
