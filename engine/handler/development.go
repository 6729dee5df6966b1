package handler

import (
	"context"
	"time"

	"routescope/engine/event"
)

// serveDevelopment answers as next dev does: every request runs the handler.
// Where generateStaticParams gives the paths, the answer claims to be kept all
// the same.
func (r *Runner) serveDevelopment(ctx context.Context, c *Call, seg segment) {
	if !c.Route.Pattern.Dynamic() || !seg.staticParams || !r.keeps(c, seg) {
		r.start(ctx, c, r.appRoute(c, seg))
		return
	}
	release := c.X.Hold()
	go func() {
		defer release()
		if _, err := r.madeAhead(ctx, c, seg); err != nil {
			answerUnlisted(c, err)
			c.X.Finish()
			return
		}
		inv := r.appRoute(c, seg)
		revalidate := time.Duration(seg.revalidate * float64(time.Second))
		inv.Front = append(inv.Front,
			event.Field{Name: "x-nextjs-cache", Value: "HIT"},
			event.Field{Name: "cache-control", Value: r.cacheControl(&kept{revalidate: revalidate})})
		r.start(ctx, c, inv)
	}()
}
