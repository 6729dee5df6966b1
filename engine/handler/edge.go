package handler

import (
	"net/url"
	"strings"

	"routescope/engine/route"
)

// edge is an edge handler. As in Next.js the route's parameters are in the query
// of the URL it sees.
func (r *Runner) edge(c *Call, seg segment, app bool) *Invocation {
	inv := r.invocation(c, "edge", seg)
	inv.Edge = true
	inv.Extra["app"] = app
	if app {
		inv.Mode = seg.mode()
	}
	if app && len(c.Params) > 0 {
		inv.Params = paramsJSON(c.Params)
	}
	inv.URL = withParams(c.URL, c.Params)
	return inv
}

func withParams(address string, params route.Params) string {
	if len(params) == 0 {
		return address
	}
	base, query, _ := strings.Cut(address, "?")
	values := params.Map()
	var pairs []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if _, taken := values[name]; pair != "" && !taken {
			pairs = append(pairs, pair)
		}
	}
	for _, p := range params {
		list, many := values[p.Name].([]string)
		if !many {
			list = []string{values[p.Name].(string)}
		}
		for _, v := range list {
			pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(v))
		}
	}
	return base + "?" + strings.Join(pairs, "&")
}
