package handler

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"routescope/engine/event"
)

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

// makeKept runs the handler without a client and keeps its answer. It returns
// nil if there is none to keep: the handler needs the request, or failed. stored
// is when it counts as made; now if zero.
func (r *Runner) makeKept(ctx context.Context, c *Call, seg segment, make maker, stored time.Time) (response *kept, failed bool) {
	begun := r.opts.Cache.Begin()
	x := NewExchange(ctx, r.NextBackground(), r.opts.Now, "GET", c.Path, nil, nil)
	background := *c
	background.X, background.URL = x, strings.SplitN(c.URL, "?", 2)[0]
	inv := make(&background, seg)
	inv.Mode = seg.prerenderMode()
	inv.Extra["prerender"] = true
	// next build has run what after() was given then.
	inv.Extra["built"] = !stored.IsZero()
	inv.Stored = stored
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
	case out.DynamicReason != "" && inv.Mode != ModeError:
		r.markDynamic(c, out.DynamicReason)
		return nil, false
	case out.Failed || got.cut:
		return nil, true
	case got.status >= 400 && got.status != 404:
		r.markDynamic(c, fmt.Sprintf("it answered %d, which is not kept", got.status))
		return nil, false
	}
	got.kept.tags = append(implicitTagsOf(c.Route.Page, c.Path), out.Tags...)
	got.kept.revalidate, got.kept.expire = shortest(seg, out), out.Expire
	r.store(c, &got.kept, stored, begun)
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
			got.status, got.header = ev.Status, withoutVary(ev.Header)
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
