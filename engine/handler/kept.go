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
		switch {
		case !isRead:
			r.answerOtherMethod(ctx, c, seg)
		case !r.answerKept(ctx, c, seg, make):
			r.start(ctx, c, make(c, seg))
			return
		}
		x.Finish()
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
	case failed:
		// The error was reported; Next.js's build would have stopped here.
		x.Respond(500, "", appVary(nil), nil)
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

// answerOtherMethod answers other methods than GET and HEAD. On a path that no
// build made and nobody asked for yet, Next.js takes its own refusal for the
// answer of that path, and keeps it for those who ask with GET later.
func (r *Runner) answerOtherMethod(ctx context.Context, c *Call, seg segment) {
	if _, state, _ := r.lookKept(c); state != cache.Miss {
		RefuseMethod(c.X, true)
		return
	}
	ahead, err := r.madeAhead(ctx, c, seg)
	switch {
	case err != nil:
		answerUnlisted(c, err)
	case ahead:
		RefuseMethod(c.X, true)
	default:
		refusal := &kept{status: 405, tags: implicitTagsOf(c.Route.Page, c.Path)}
		r.store(c, refusal, time.Time{}, r.opts.Cache.Begin())
		r.sendKept(c.X, refusal, "MISS")
	}
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
