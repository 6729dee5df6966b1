package engine

import (
	"net"
	"strings"

	"routescope/engine/event"
	"routescope/engine/handler"
)

// internalHeaders are those that Next.js keeps for itself: a client's are dropped.
var internalHeaders = map[string]bool{
	"x-middleware-rewrite": true, "x-middleware-redirect": true, "x-middleware-set-cookie": true,
	"x-middleware-skip": true, "x-middleware-override-headers": true, "x-middleware-next": true,
	"x-now-route-matches": true, "x-matched-path": true, "x-nextjs-data": true, "next-resume": true,
}

// incoming is the header of a request as handlers see it: without Next.js's
// internal lines, and with where it came from.
func (e *Engine) incoming(header event.Header, remote, host string) event.Header {
	out := make(event.Header, 0, len(header)+4)
	for _, f := range header {
		if !internalHeaders[strings.ToLower(f.Name)] {
			out = append(out, f)
		}
	}
	client, _, err := net.SplitHostPort(remote)
	if err != nil {
		client = "127.0.0.1"
	}
	port := e.origin.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[e.origin.Scheme]
	}
	for _, f := range (event.Header{
		{Name: "x-forwarded-host", Value: host},
		{Name: "x-forwarded-port", Value: port},
		{Name: "x-forwarded-proto", Value: e.origin.Scheme},
		{Name: "x-forwarded-for", Value: client},
	}) {
		if !handler.Has(out, f.Name) {
			out = append(out, f)
		}
	}
	return out
}
