package handler

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"routescope/engine/cache"
	"routescope/engine/event"
	"routescope/engine/route"
)

// kept is a response that is kept and served again.
type kept struct {
	status int
	reason string
	header event.Header // as the handler made it
	body   []byte
	tags   []string

	revalidate time.Duration // 0 for never
	expire     time.Duration // 0 for Next.js's default
	retry      bool          // the last try to renew it failed: ask again soon
}

// responseCache is the name of the cache that holds them.
const responseCache = "response"

// retryAfter is how soon a response that could not be renewed is tried again.
const retryAfter = 3 * time.Second

// serveKept answers from the cache, and makes what is missing or stale. make
// gives the invocation that makes it.
func (r *Runner) serveKept(ctx context.Context, c *Call, seg segment, make maker) {
	x := c.X
	if x.Method != "GET" && x.Method != "HEAD" {
		refuseMethod(x)
		x.Finish()
		return
	}
	if r.isDraft(x) {
		r.serveDraft(ctx, c, seg, make)
		return
	}
	release := x.Hold()
	go func() {
		defer release()
		defer x.Finish()
		r.answerKept(ctx, c, seg, make)
	}()
}

type maker func(*Call, segment) *Invocation

// serveDraft runs the handler for a request in draft mode. Next.js says HIT.
func (r *Runner) serveDraft(ctx context.Context, c *Call, seg segment, make maker) {
	c.X.Overrides = append(c.X.Overrides,
		event.Field{Name: "x-nextjs-cache", Value: "HIT"},
		event.Field{Name: "Cache-Control", Value: noCache})
	inv := make(c, seg)
	if seg.dynamic == "force-static" {
		inv.Mode = ModeStatic
	}
	r.start(ctx, c, inv)
}

func (r *Runner) answerKept(ctx context.Context, c *Call, seg segment, make maker) {
	x := c.X
	tags := implicitTagsOf(c.Route.Page, c.Path)
	found, state, reason := r.opts.Cache.Look(responseCache, c.Path, tags...)
	read := &event.CacheRead{Cache: responseCache, Key: c.Path, Outcome: outcome(state), Reason: reason}
	switch {
	case state != cache.Miss:
		response := found.Value.(*kept)
		read.Age, read.Tags = r.opts.Now().Sub(found.Stored), response.tags
		x.Emit(read)
		r.sendKept(x, response, read.Outcome)
		if state == cache.Stale {
			r.renew(c, seg, make)
		}
	default:
		r.answerMissing(ctx, c, seg, make, read)
	}
}

// answerMissing makes a response that is not there. What next build would have
// made counts as a hit: it is made late, not for this request.
func (r *Runner) answerMissing(ctx context.Context, c *Call, seg segment, make maker, read *event.CacheRead) {
	x := c.X
	ahead, err := r.madeAhead(ctx, c, seg)
	if err != nil {
		x.Emit(&event.RouteMissed{Path: c.Path, Reason: err.Error()})
		RespondNotFound(x, nil, true)
		return
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
		stale := !stored.IsZero() && response.revalidate > 0 && r.opts.Now().Sub(stored) >= response.revalidate
		if stale {
			read.Outcome = "STALE"
			read.Reason = fmt.Sprintf("next build makes it ahead of time, and it revalidates after %s; made now, on first need", response.revalidate)
		}
		x.Emit(read)
		r.sendKept(x, response, read.Outcome)
		if stale {
			r.renew(c, seg, make)
		}
	case failed:
		// The error was reported; Next.js's build would have stopped here.
		x.Respond(500, "", appVary(nil), nil)
	default:
		read.Outcome, read.Reason = "BYPASS", "the handler needs the request: "+r.dynamicReason(c)
		x.Emit(read)
		x.mu.Lock()
		x.pending++ // start ends the exchange once more
		x.mu.Unlock()
		r.start(ctx, c, make(c, seg))
	}
}

// making is a response that is being made, for all who wait for it.
type making struct {
	done     chan struct{}
	response *kept
	failed   bool
}

// makeOnce is makeKept for requests that come at once: one of them makes the
// response, the others get the same.
func (r *Runner) makeOnce(ctx context.Context, c *Call, seg segment, make maker, stored time.Time) (*kept, bool) {
	own := &making{done: newDone()}
	if v, busy := r.renewing.LoadOrStore("miss "+c.Path, own); busy {
		other := v.(*making)
		<-other.done
		return other.response, other.failed
	}
	own.response, own.failed = r.makeKept(context.WithoutCancel(ctx), c, seg, make, stored)
	r.renewing.Delete("miss " + c.Path)
	close(own.done)
	return own.response, own.failed
}

func newDone() chan struct{} { return make(chan struct{}) }

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
	old.revalidate, old.retry = retryAfter, true
	r.opts.Cache.Store(cache.Entry{
		Cache: responseCache, Key: c.Path, Value: &old, Tags: found.Tags, Size: found.Size, Revalidate: retryAfter,
	}, r.opts.Cache.Begin())
}

// makeKept runs the handler without a client and keeps its answer. It returns
// nil if there is none to keep: the handler needs the request, or failed. stored
// is when it counts as made; now if zero.
func (r *Runner) makeKept(ctx context.Context, c *Call, seg segment, make maker, stored time.Time) (response *kept, failed bool) {
	begun := r.opts.Cache.Begin()
	x := NewExchange(ctx, r.NextBackground(), r.opts.Now, "GET", c.Path, nil, nil)
	background := *c
	background.X, background.URL = x, strings.SplitN(c.URL, "?", 2)[0]
	inv := make(&background, seg)
	inv.Mode = seg.mode()
	out := Outcome{Failed: true}
	inv.Done = func(o Outcome) {
		out = o
		x.Finish()
	}
	if err := r.Run(ctx, inv); err != nil {
		r.answerBroken(c.X, inv, err)
		return nil, true
	}
	got := collect(x, c.X)
	switch {
	case out.DynamicReason != "":
		r.markDynamic(c, out.DynamicReason)
		return nil, false
	case out.Failed || got.cut:
		return nil, true
	case got.status >= 400 && got.status != 404:
		r.markDynamic(c, fmt.Sprintf("it answered %d, which is not kept", got.status))
		return nil, false
	}
	got.kept.tags = append(implicitTagsOf(c.Route.Page, c.Path), out.Tags...)
	got.kept.revalidate = shortest(seg, out)
	r.opts.Cache.Store(cache.Entry{
		Cache: responseCache, Key: c.Path, Value: &got.kept, Tags: got.kept.tags,
		Size: len(got.kept.body), Revalidate: got.kept.revalidate, Stored: stored,
	}, begun)
	c.X.Emit(&event.CacheStored{Cache: responseCache, Key: c.Path, Revalidate: got.kept.revalidate, Tags: out.Tags, Bytes: len(got.kept.body)})
	return &got.kept, false
}

func shortest(seg segment, out Outcome) time.Duration {
	d := out.Revalidate
	if seg.hasRevalidate && seg.revalidate > 0 {
		if own := time.Duration(seg.revalidate * float64(time.Second)); d == 0 || own < d {
			d = own
		}
	}
	return d
}

// collected is the answer of an exchange without a client.
type collected struct {
	kept
	cut bool
}

// collect waits for an exchange without a client; what concerns the developer
// shows in the exchange it was made for.
func collect(x, shown *Exchange) collected {
	var got collected
	var body bytes.Buffer
	x.Wait(func(ev event.Event) {
		switch ev := ev.(type) {
		case *event.HeadersSent:
			got.status, got.reason, got.header = ev.Status, ev.Reason, withoutVary(ev.Header)
		case *event.ChunkSent:
			body.Write(ev.Data)
		case *event.ResponseEnded:
			got.cut = ev.Cut
		case *event.RequestReceived, *event.Finished, *event.Failed:
		default:
			shown.Emit(ev)
		}
	})
	got.body = body.Bytes()
	return got
}

// withoutVary takes away what head put in front.
func withoutVary(header event.Header) event.Header {
	if len(header) > 0 && header[0].Name == "vary" && header[0].Value == RSCVary {
		return header[1:]
	}
	return header
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
	x.Respond(k.status, k.reason, append(header, k.header...), k.body)
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

// madeAhead reports whether next build would have made this path's answer.
// errNotListed says that the path does not exist.
func (r *Runner) madeAhead(ctx context.Context, c *Call, seg segment) (bool, error) {
	if !c.Route.Pattern.Dynamic() || (c.Route.Metadata != nil && c.Route.Metadata.Many) {
		return true, nil
	}
	if !seg.staticParams {
		return false, nil
	}
	listed, err := r.staticParams(ctx, c)
	if err != nil {
		return false, nil // reported; the path is made when it is asked for
	}
	if listed[c.Path] {
		return true, nil
	}
	if seg.closedParams {
		return false, errNotListed
	}
	return false, nil
}

// staticParams runs generateStaticParams, once.
func (r *Runner) staticParams(ctx context.Context, c *Call) (map[string]bool, error) {
	if v, ok := r.listed.Load(c.Route.File); ok {
		return v.(map[string]bool), nil
	}
	x := NewExchange(ctx, r.NextBackground(), r.opts.Now, "GET", c.Path, nil, nil)
	background := *c
	background.X = x
	inv := r.invocation(&background, "static params", segment{})
	var out Outcome
	inv.Done = func(o Outcome) {
		out = o
		x.Finish()
	}
	if err := r.Run(ctx, inv); err != nil {
		return nil, err
	}
	collect(x, c.X)
	var params []map[string]any
	if err := json.Unmarshal(out.StaticParams, &params); err != nil {
		return nil, fmt.Errorf("reading generateStaticParams of %s: %w", c.Route.File, err)
	}
	paths := map[string]bool{}
	for _, p := range params {
		paths[fill(c.Route.Pattern, p)] = true
	}
	r.listed.Store(c.Route.File, paths)
	return paths, nil
}

// fill returns the path of a pattern with its parameters filled in, as a URL
// spells it.
func fill(p route.Pattern, params map[string]any) string {
	var b strings.Builder
	for _, s := range p.Segments() {
		if s.Kind == route.Static {
			b.WriteString("/" + s.Text)
			continue
		}
		switch v := params[s.Text].(type) {
		case []any:
			for _, item := range v {
				b.WriteString("/" + escapeSegment(fmt.Sprint(item)))
			}
		case nil:
		default:
			b.WriteString("/" + escapeSegment(fmt.Sprint(v)))
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

func escapeSegment(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}
