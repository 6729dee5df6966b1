package handler

// apiRoute is a handler of pages/api on Node.js.
func (r *Runner) apiRoute(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "API route", seg)
	inv.Extra["query"] = queryJSON(c.Query, c.Params)
	inv.Extra["target"] = c.Target
	inv.Extra["headers"] = flat(c.X.Header)
	inv.Extra["rawHeaders"] = flat(c.RawHeader)
	inv.Extra["remote"] = c.X.Remote
	inv.Extra["compress"] = c.X.Compress
	inv.Extra["httpVersion"] = "1.1"
	if c.X.HTTP10 {
		inv.Extra["httpVersion"] = "1.0"
	}
	return inv
}
