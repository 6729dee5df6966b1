package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"routescope/engine/compile"
	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/route"
)

// Prerender runs what next build would run to make answers ahead of time: the
// GET of handlers that are static or revalidated, for each of the paths of
// generateStaticParams, and metadata modules. It reports those at which the
// build would stop; what they throw because this machine lacks a network, a
// database or a variable counts, as it would there. The answers that were made
// are kept, as after a build.
//
// It takes at most limit, and then reports what it did not get to as warnings.
// If a conflict stops the build before that, or in development, it runs nothing.
func (e *Engine) Prerender(ctx context.Context, limit time.Duration) []route.Conflict {
	s := e.now()
	if s == nil || e.opts.Mode == Development || slices.ContainsFunc(s.conflicts, stopsBuild) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found := make([][]route.Conflict, len(s.routes))
	slots := make(chan struct{}, prerenderedAtOnce)
	var wait sync.WaitGroup
	for i := range s.routes {
		r := &s.routes[i]
		if !r.Kind.Endpoint() {
			continue
		}
		wait.Go(func() {
			select {
			case slots <- struct{}{}:
				found[i] = e.prerender(ctx, s, r, limit)
				<-slots
			case <-ctx.Done():
				found[i] = lateConflict(r, limit)
			}
		})
	}
	wait.Wait()
	return slices.Concat(found...)
}

// prerenderedAtOnce is how many routes are made side by side, as many as
// experimental.staticGenerationMaxConcurrency says of one of Next.js's workers.
const prerenderedAtOnce = 8

func stopsBuild(c route.Conflict) bool { return c.Stops == route.Build }

// prerender makes the answers of one route. When ctx ends, what runs is left
// alone.
func (e *Engine) prerender(ctx context.Context, s *state, r *Route, limit time.Duration) []route.Conflict {
	made := make(chan []route.Conflict, 1)
	find := func(path string) *handler.Call {
		match := s.table.Lookup(route.NormalizePath(path)).Match
		if match.Route == nil || match.Route.File != r.File {
			return nil
		}
		return &handler.Call{
			Route: match.Route, Params: match.Params, Path: path, Target: path,
			URL: e.origin.Scheme + "://" + e.shownHost() + path,
		}
	}
	go func() {
		var found []route.Conflict
		s.runner.Prerender(ctx, &r.Route, find, func(p handler.Prerendering) {
			if c, failed := e.prerenderConflict(r, p); failed {
				found = append(found, c)
			}
		})
		made <- found
	}()
	select {
	case found := <-made:
		return found
	case <-ctx.Done():
		return lateConflict(r, limit)
	}
}

func (e *Engine) prerenderConflict(r *Route, p handler.Prerendering) (route.Conflict, bool) {
	c := route.Conflict{Kind: route.Prerendering, Stops: route.Build, Files: []string{r.File}, Line: r.Handler.Line, Routes: []string{r.Pattern.String()}}
	switch {
	case p.Threw == nil && p.Broken == nil, errors.Is(p.Broken, handler.ErrClosed):
		return c, false
	case p.Threw == nil:
		e.untried(&c, p.Broken)
		return c, true
	}
	if at, ok := ownFrame(p.Threw); ok {
		c.Files, c.Line = filesFrom(at.File, r.File), at.Line
	}
	thrown := p.Threw.Name + ": " + p.Threw.Message
	c.Hint = prerenderHint(p.Threw)
	if p.Path == "" {
		c.Message = fmt.Sprintf("%s\nFailed to collect page data for %s", thrown, r.Pattern)
		c.Hint = "next build runs generateStaticParams, with its variables and its network. Give it what it needs, or return an empty list, and paths are made when they are asked for."
	} else {
		shown, err := url.PathUnescape(p.Path)
		if err != nil {
			shown = p.Path
		}
		c.Message = fmt.Sprintf("Error occurred prerendering page \"%[1]s\". Read more: https://nextjs.org/docs/messages/prerender-error\n%[2]s\nExport encountered an error on %[3]s: %[1]s, exiting the build.",
			shown, thrown, r.Page)
	}
	if strings.Contains(thrown, "not provided by routescope") {
		c.Stops, c.Hint = route.Nothing, "This is routescope's own lack: next build may well pass."
	}
	return c, true
}

// untried says that a file does not compile: next build may know a loader that
// routescope does not.
func (e *Engine) untried(c *route.Conflict, err error) {
	c.Stops = route.Nothing
	message, hint := err.Error(), "Install what it imports, or mend the file; next build compiles it too."
	var broken *compile.Error
	if errors.As(err, &broken) {
		message, hint = broken.Message, cmp.Or(broken.Hint, hint)
		if file, err := filepath.Rel(e.project.Dir, broken.File); err == nil && broken.File != "" {
			c.Files, c.Line = filesFrom(filepath.ToSlash(file), c.Files[0]), broken.Line
		}
	}
	c.Message = fmt.Sprintf("What next build makes ahead of time for %s could not be tried: %s", c.Routes[0], message)
	c.Hint = hint
}

// filesFrom names the file at fault before the route's own.
func filesFrom(file, own string) []string {
	if file == own {
		return []string{own}
	}
	return []string{file, own}
}

// ownFrame returns the innermost place in the project's own code.
func ownFrame(threw *event.HandlerThrew) (event.Position, bool) {
	for _, f := range threw.Stack {
		if f.Line > 0 && f.File != "" && !strings.Contains(f.File, "node_modules/") && !strings.Contains(f.File, ":") {
			return f.Position, true
		}
	}
	return event.Position{}, false
}

// prerenderHint says what to do about an error of a handler that the build ran.
func prerenderHint(threw *event.HandlerThrew) string {
	const perRequest = `export const dynamic = "force-dynamic" to run it for each request instead.`
	switch {
	case strings.Contains(threw.Message, `with `+"`"+`dynamic = "error"`):
		return "Take out what needs the request, or take out dynamic = \"error\", and it runs for each request."
	case strings.Contains(threw.Message, "fetch failed"), strings.Contains(threw.Message, "ENOTFOUND"), strings.Contains(threw.Message, "ECONNREFUSED"):
		return "next build runs this, and needs the network for it. Make it reachable, or write " + perRequest
	default:
		return "next build runs this, with its variables and its network. Give it what it needs, or write " + perRequest
	}
}

// lateConflict is for a route that was not done in time, if there was something
// to do.
func lateConflict(r *Route, limit time.Duration) []route.Conflict {
	if r.Rendering != Static && r.Rendering != Revalidated {
		return nil
	}
	return []route.Conflict{{
		Kind: route.Prerendering, Files: []string{r.File}, Line: r.Handler.Line, Routes: []string{r.Pattern.String()},
		Message: fmt.Sprintf("What next build makes ahead of time for %s was not made within %s. next build gives each answer a minute, three times.", r.Pattern, limit),
		Hint:    "See what it waits for: routescope send GET " + r.Pattern.String(),
	}}
}
