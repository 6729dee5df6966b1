package handler

import (
	"context"
	"fmt"
	"time"

	"routescope/engine/cache"
	"routescope/engine/event"
)

// kept is a response that is kept and served again.
type kept struct {
	status     int
	header     event.Header // as the handler made it
	body       []byte
	tags       []string
	revalidate time.Duration // 0 for never
	expire     time.Duration // 0 for what next.config says
}

// responseCache is the name of the cache that holds them.
const responseCache = "response"

// retryAfter is how soon a response that could not be renewed is tried again.
const retryAfter = 3 * time.Second

// serveKept answers from the cache, and makes what is missing or stale. make
// gives the invocation that makes it.
func (r *Runner) serveKept(ctx context.Context, c *Call, seg segment, make maker) {
	x := c.X
	isRead := x.Method == "GET" || x.Method == "HEAD"
	if isRead && r.isDraft(x) {
		r.serveDraft(ctx, c, seg, make)
		return
	}
	release := x.Hold()
	go func() {
		defer release()
		answer := r.answerKept
		if !isRead {
			answer = r.answerOtherMethod
		}
		if answer(ctx, c, seg, make) {
			x.Finish()
			return
		}
		r.start(ctx, c, make(c, seg))
	}()
}

type maker func(*Call, segment) *Invocation

// serveDraft runs the handler for a request in draft mode. Next.js says HIT.
func (r *Runner) serveDraft(ctx context.Context, c *Call, seg segment, make maker) {
	c.X.Overrides = append(c.X.Overrides,
		event.Field{Name: "x-nextjs-cache", Value: "HIT"},
		event.Field{Name: "Cache-Control", Value: noCache})
	r.start(ctx, c, make(c, seg))
}

// answerKept reports false if there is nothing to keep: the handler has to run
// for this request.
func (r *Runner) answerKept(ctx context.Context, c *Call, seg segment, make maker) bool {
	x := c.X
	found, state, reason := r.lookKept(c)
	read := &event.CacheRead{Cache: responseCache, Key: c.Path, Outcome: outcome(state), Reason: reason}
	if state == cache.Miss {
		return r.answerMissing(ctx, c, seg, make, read)
	}
	response := found.Value.(*kept)
	read.Age, read.Tags = r.opts.Now().Sub(found.Stored), response.tags
	x.Emit(read)
	r.sendKept(x, response, read.Outcome)
	if state == cache.Stale {
		r.renew(c, seg, make)
	}
	return true
}

func (r *Runner) lookKept(c *Call) (*cache.Entry, cache.State, string) {
	return r.opts.Cache.Look(responseCache, c.Path, implicitTagsOf(c.Route.Page, c.Path)...)
}

// answerMissing makes a response that is not there. What next build would have
// made counts as a hit: it is made late, not for this request.
func (r *Runner) answerMissing(ctx context.Context, c *Call, seg segment, make maker, read *event.CacheRead) bool {
	x := c.X
	ahead, err := r.madeAhead(ctx, c, seg)
	if err != nil {
		answerUnlisted(c, err)
		return true
	}
	read.Outcome = "MISS"
	stored := time.Time{}
	if ahead && r.firstTime(c.Path) {
		read.Outcome, read.Reason = "HIT", "next build makes it ahead of time; made now, on first need"
		stored = r.opened
	}
	response, failed := r.makeOnce(ctx, c, seg, make, stored)
	switch {
	case response != nil:
		r.answerMade(c, seg, make, response, read, stored)
		return true
	case failed && !ahead:
		RespondPage(x, 500, appVary(nil)) // the error was reported
		return true
	case failed:
		// Next.js's build would have stopped here.
		x.Respond(500, "", appVary(nil), nil)
		return true
	case !ahead && r.staysStatic(c, seg):
		r.refuseDynamic(c)
		return true
	}
	read.Outcome, read.Reason = "BYPASS", "the handler needs the request: "+r.dynamicReason(c)
	x.Emit(read)
	return false
}

// answerMade answers with a response that was just made, as of stored.
func (r *Runner) answerMade(c *Call, seg segment, make maker, response *kept, read *event.CacheRead, stored time.Time) {
	stale := !stored.IsZero() && response.revalidate > 0 && r.opts.Now().Sub(stored) >= response.revalidate
	switch {
	case stale:
		read.Outcome = "STALE"
		read.Reason = fmt.Sprintf("next build makes it ahead of time, and it revalidates after %s; made now, on first need", response.revalidate)
	case response.status == 404 && c.Route.Metadata != nil && c.Route.Metadata.Many:
		read.Outcome, read.Reason = "MISS", "the file makes nothing by that name"
	}
	c.X.Emit(read)
	r.sendKept(c.X, response, read.Outcome)
	if stale {
		r.renew(c, seg, make)
	}
}

// answerOtherMethod answers other methods than GET and HEAD, and reports false if
// the handler has to run. With parameters Next.js does not look at the method of
// what it has. On a path that it does not have, it takes its own refusal for the
// answer of that path, and keeps it for those who ask with GET later.
func (r *Runner) answerOtherMethod(ctx context.Context, c *Call, seg segment, make maker) bool {
	if !c.Route.Pattern.Dynamic() {
		RefuseMethod(c.X, true)
		return true
	}
	_, state, _ := r.lookKept(c)
	ahead, err := r.madeAhead(ctx, c, seg)
	switch {
	case err != nil:
		answerUnlisted(c, err)
		return true
	case ahead || state != cache.Miss:
		return r.answerKept(ctx, c, seg, make)
	}
	refusal := &kept{status: 405, tags: implicitTagsOf(c.Route.Page, c.Path), revalidate: shortest(seg, Outcome{})}
	r.store(c, refusal, time.Time{}, r.opts.Cache.Begin())
	r.sendKept(c.X, refusal, "MISS")
	return true
}

// staysStatic reports whether Next.js insists that the answers of a route are
// kept, because its build could keep those that generateStaticParams lists.
func (r *Runner) staysStatic(c *Call, seg segment) bool {
	if !seg.staticParams || r.opts.Project.Config().CacheComponents {
		return false
	}
	v, _ := r.listed.Load(c.Route.File)
	paths, _ := v.(map[string]bool)
	for path := range paths {
		if _, state, _ := r.opts.Cache.Look(responseCache, path); state != cache.Miss {
			return true
		}
	}
	return v != nil && len(paths) == 0
}

// refuseDynamic answers for a handler that needs the request where its answers
// are to be kept.
func (r *Runner) refuseDynamic(c *Call) {
	threw := &event.HandlerThrew{
		Name: "Error",
		Message: fmt.Sprintf("Page changed from static to dynamic at runtime %s, reason: %s\nsee more here https://nextjs.org/docs/messages/app-static-to-dynamic-error",
			c.Path, r.dynamicReason(c)),
		Hint: "generateStaticParams makes this route static: export dynamic = 'force-dynamic', or do without the request.",
	}
	r.dynamic.Delete(c.Path)
	c.X.Emit(threw)
	c.X.Emit(consoleLine(threw))
	RespondPage(c.X, 500, appVary(nil))
}

// store keeps a response whose making began at begun, as made at stored: now, if
// that is zero.
func (r *Runner) store(c *Call, k *kept, stored time.Time, begun uint64) {
	r.opts.Cache.Store(cache.Entry{
		Cache: responseCache, Key: c.Path, Value: k, Tags: k.tags,
		Size: len(k.body), Revalidate: k.revalidate, Expire: k.expire, Stored: stored,
	}, begun)
	c.X.Emit(&event.CacheStored{Cache: responseCache, Key: c.Path, Revalidate: k.revalidate, Tags: ownTags(k.tags), Bytes: len(k.body)})
}

// renew makes a stale response anew behind the answer; one at a time.
func (r *Runner) renew(c *Call, seg segment, make maker) {
	if _, busy := r.renewing.LoadOrStore(c.Path, true); busy {
		return
	}
	release := c.X.Hold()
	go func() {
		defer release()
		defer r.renewing.Delete(c.Path)
		if _, failed := r.makeKept(context.WithoutCancel(c.X.Context()), c, seg, make, time.Time{}); failed {
			r.keepOld(c)
		}
	}()
}

// keepOld keeps a response that could not be renewed, and asks again soon.
func (r *Runner) keepOld(c *Call) {
	found, state, _ := r.opts.Cache.Look(responseCache, c.Path)
	if state == cache.Miss {
		return
	}
	old := *found.Value.(*kept)
	old.revalidate = retryAfter
	r.store(c, &old, time.Time{}, r.opts.Cache.Begin())
}

// sendKept answers with a kept response.
func (r *Runner) sendKept(x *Exchange, k *kept, outcome string) {
	if k.status == 204 || k.status == 205 || k.status == 304 {
		// Next.js cannot make a Response of what it kept, and fails.
		RespondPage(x, 500, event.Header{{Name: "Vary", Value: RSCVary}, {Name: "x-nextjs-cache", Value: outcome}})
		return
	}
	header := event.Header{{Name: "vary", Value: RSCVary}, {Name: "x-nextjs-cache", Value: outcome}}
	if !Has(k.header, "cache-control") {
		header = append(header, event.Field{Name: "cache-control", Value: r.cacheControl(k)})
	}
	x.Respond(k.status, "", append(header, k.header...), k.body)
}

// foreverSeconds is how long Next.js lets shared caches keep what never turns
// stale: a year.
const foreverSeconds = 31536000

// cacheControl is what a kept response tells shared caches.
func (r *Runner) cacheControl(k *kept) string {
	if k.revalidate == 0 {
		return fmt.Sprintf("s-maxage=%d", foreverSeconds)
	}
	seconds := int(k.revalidate / time.Second)
	expire := r.opts.Project.Config().ExpireTime
	if k.expire > 0 {
		expire = int(k.expire / time.Second)
	}
	if expire <= seconds {
		return fmt.Sprintf("s-maxage=%d", seconds)
	}
	return fmt.Sprintf("s-maxage=%d, stale-while-revalidate=%d", seconds, expire-seconds)
}
