package handler

import (
	"context"
	"fmt"

	"routescope/engine/event"
)

// serveAppRoute answers with a route handler of the app directory.
func (r *Runner) serveAppRoute(ctx context.Context, c *Call, seg segment) {
	switch {
	case seg.client:
		refuseClient(c)
	case seg.edge:
		r.start(ctx, c, r.edge(c, seg, true))
	case r.opts.Development:
		r.serveDevelopment(ctx, c, seg)
	case r.keeps(c, seg) && !r.isDynamic(c):
		r.serveKept(ctx, c, seg, r.appRoute)
	default:
		r.start(ctx, c, r.appRoute(c, seg))
	}
}

// refuseClient answers for a route file with 'use client': its functions are for
// the browser, and Next.js finds out when it calls one.
func refuseClient(c *Call) {
	defer c.X.Finish()
	threw := &event.HandlerThrew{
		Name:    "Error",
		Message: fmt.Sprintf("Attempted to call %[1]s() from the server but %[1]s is on the client. It's not possible to invoke a client function from the server, it can only be rendered as a Component or passed to props of a Client Component.", c.X.Method),
		Stack:   []event.Frame{{Position: event.Position{File: c.Route.File, Line: 1}}},
		Hint:    "Take 'use client' out of the route file.",
	}
	c.X.Emit(threw)
	c.X.Emit(consoleLine(threw))
	c.X.Respond(500, "", appVary(nil), nil)
}

// appRoute is a route handler on Node.js.
func (r *Runner) appRoute(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "app route", seg)
	inv.Mode = seg.mode()
	if len(c.Params) > 0 || c.Route.Pattern.Dynamic() {
		inv.Params = paramsJSON(c.Params)
	}
	switch draft, forged := r.draftOf(c.X); {
	case draft:
		inv.Extra["draft"] = true
	case forged:
		inv.Front = r.clearPreview()
	}
	return inv
}
