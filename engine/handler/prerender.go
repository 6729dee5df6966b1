package handler

import (
	"context"
	"slices"

	"routescope/engine/event"
	"routescope/engine/route"
)

// A Prerendering is one answer that next build makes ahead of time.
type Prerendering struct {
	Path   string // "" for the list of paths itself: generateStaticParams
	Threw  *event.HandlerThrew
	Broken error // the file does not compile: nothing ran
}

// Prerender makes the answers of a route that next build would make, one after
// the other, and tells done of each. They are kept as those of a build. What
// needs the request after all is no failure: it is left to be made then. Routes
// that are made for every request have none, and so have metadata files with a
// list of IDs, whose paths only their text can tell.
func (r *Runner) Prerender(ctx context.Context, rt *route.Route, find func(path string) *Call, done func(Prerendering)) {
	seg, make := r.read(rt.File).segment, r.appRoute
	switch {
	case rt.Kind == route.MetadataRoute:
		if rt.Metadata.Static || rt.Metadata.Many || rt.Pattern.Dynamic() || seg.edge ||
			seg.dynamic == "force-dynamic" || seg.hasRevalidate && seg.revalidate == 0 {
			return
		}
		make = r.metadata
	case rt.Kind != route.AppRoute, seg.client, !r.keeps(&Call{Route: rt}, seg):
		return
	}
	paths, failed := r.pathsAhead(ctx, rt, seg)
	if failed != nil {
		done(*failed)
		return
	}
	for _, path := range paths {
		if c := find(path); c != nil && ctx.Err() == nil {
			done(r.prerenderOne(ctx, c, seg, make))
		}
	}
}

// pathsAhead returns the paths of a route that next build makes answers for.
func (r *Runner) pathsAhead(ctx context.Context, rt *route.Route, seg segment) ([]string, *Prerendering) {
	if !rt.Pattern.Dynamic() {
		return []string{rt.Pattern.String()}, nil
	}
	if !seg.staticParams {
		return nil, nil
	}
	var listed map[string]bool
	var err error
	threw := r.watch(ctx, rt.Pattern.String(), func(x *Exchange) {
		listed, err = r.staticParams(ctx, &Call{X: x, Route: rt, Path: rt.Pattern.String()})
	})
	if threw != nil || err != nil {
		return nil, &Prerendering{Threw: threw, Broken: err}
	}
	paths := []string{}
	for path := range listed {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths, nil
}

func (r *Runner) prerenderOne(ctx context.Context, c *Call, seg segment, make maker) Prerendering {
	p := Prerendering{Path: c.Path}
	failed := false
	threw := r.watch(ctx, c.Path, func(x *Exchange) {
		c.X = x
		if _, p.Broken = r.compile(ctx, make(c, seg)); p.Broken != nil {
			return
		}
		r.made.Store(c.Path, true)
		_, failed = r.makeKept(ctx, c, seg, make, r.opened)
	})
	if failed && threw == nil {
		threw = &event.HandlerThrew{Name: "Error", Message: "the handler did not end its response"}
	}
	if failed {
		p.Threw = threw
	}
	return p
}

// watch runs fn with an exchange that nobody asked for, and returns the first
// error that its code threw.
func (r *Runner) watch(ctx context.Context, path string, fn func(x *Exchange)) (threw *event.HandlerThrew) {
	x := NewExchange(ctx, r.NextBackground(), r.opts.Now, "GET", path, nil, nil)
	go func() {
		defer x.Finish()
		fn(x)
		x.Respond(204, "", nil, nil)
	}()
	x.Wait(func(ev event.Event) {
		if t, ok := ev.(*event.HandlerThrew); ok && threw == nil {
			threw = t
		}
	})
	return threw
}
