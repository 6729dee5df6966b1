package route

import (
	"fmt"
	"testing"
)

// manyRoutes are n routes in the proportions of a large project.
func manyRoutes(n int) []Route {
	routes := make([]Route, 0, n)
	for i := range n {
		text := fmt.Sprintf("/api/area%d/thing%d", i%100, i)
		switch i % 10 {
		case 6, 7, 8:
			text += "/[id]"
		case 9:
			text += "/[...rest]"
		}
		routes = append(routes, Route{Pattern: ParsePattern(text), Kind: AppRoute})
	}
	return routes
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{100, 10000} {
		table, _ := NewTable(manyRoutes(n))
		for _, test := range []struct{ name, path string }{
			{"static", "/api/area40/thing40"}, {"one parameter", "/api/area26/thing26/1234"},
			{"encoded parameter", "/api/area26/thing26/a%20b"}, {"catch-all", "/api/area29/thing29/a/b/c"},
			{"none", "/api/area29/thing30/a/b/c"},
		} {
			b.Run(fmt.Sprintf("%droutes/%s", n, test.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if r := table.Match(test.path); r.Found() != (test.name != "none") {
						b.Fatal(r)
					}
				}
			})
		}
	}
}

func BenchmarkNewTable(b *testing.B) {
	routes := manyRoutes(10000)
	b.Run("10000routes", func(b *testing.B) {
		for b.Loop() {
			NewTable(routes)
		}
	})
}

// TestMatchAllocates is the bar for the fast path.
func TestMatchAllocates(t *testing.T) {
	table, _ := NewTable(manyRoutes(10000))
	for path, bar := range map[string]float64{"/api/area40/thing40": 0, "/api/area26/thing26/1234": 1} {
		if got := testing.AllocsPerRun(100, func() { table.Match(path) }); got > bar {
			t.Errorf("%s: %v allocations, want at most %v", path, got, bar)
		}
	}
}
