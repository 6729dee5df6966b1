package pipeline

import (
	"fmt"
	"testing"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

func benchTable() *route.Table {
	var routes []route.Route
	for i := range 200 {
		routes = append(routes, route.Route{Pattern: route.ParsePattern(fmt.Sprintf("/api/s%d/[id]", i)), Kind: route.AppRoute})
		routes = append(routes, route.Route{Pattern: route.ParsePattern(fmt.Sprintf("/api/s%d", i)), Kind: route.AppRoute})
	}
	table, _ := route.NewTable(routes)
	return table
}

var benchHeader = event.Header{
	{Name: "Host", Value: "localhost:3000"}, {Name: "User-Agent", Value: "curl"}, {Name: "Accept", Value: "*/*"},
	{Name: "X-Forwarded-For", Value: "::1"}, {Name: "Cookie", Value: "a=b"},
}

func benchmarkRun(b *testing.B, config *project.NextConfig, target string) {
	p, err := New(Options{Config: config, Table: benchTable()})
	if err != nil {
		b.Fatal(err)
	}
	req := &Request{Method: "GET", Target: target, Header: benchHeader}
	b.ReportAllocs()
	for b.Loop() {
		if out := p.Run(b.Context(), req, nil); out.Route == nil {
			b.Fatal(out)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	b.Run("no configuration, static route", func(b *testing.B) {
		benchmarkRun(b, project.DefaultConfig(), "/api/s150?x=1")
	})
	b.Run("no configuration, one parameter", func(b *testing.B) {
		benchmarkRun(b, project.DefaultConfig(), "/api/s150/7")
	})
	b.Run("50 redirects, 50 rewrites, 5 headers", func(b *testing.B) {
		c := project.DefaultConfig()
		for i := range 50 {
			g := project.Guard{Source: fmt.Sprintf("/old%d/:slug", i)}
			c.Redirects = append(c.Redirects, project.Redirect{Guard: g, Destination: "/new/:slug"})
			c.Rewrites.AfterFiles = append(c.Rewrites.AfterFiles, project.Rewrite{Guard: g, Destination: "/new/:slug"})
		}
		for range 5 {
			c.Headers = append(c.Headers, project.HeaderRule{
				Guard:   project.Guard{Source: "/api/:path*"},
				Headers: []project.HeaderField{{Key: "X-A", Value: "1"}},
			})
		}
		benchmarkRun(b, c, "/api/s150/7")
	})
}
