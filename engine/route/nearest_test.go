package route

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func tableOf(patterns ...string) *Table {
	routes := make([]Route, len(patterns))
	for i, p := range patterns {
		routes[i] = Route{Pattern: ParsePattern(p), Kind: AppRoute, Page: p}
	}
	t, _ := NewTable(routes)
	return t
}

func TestNearest(t *testing.T) {
	table := tableOf("/", "/api/users", "/api/users/[id]", "/api/users/[id]/posts", "/api/orders/[...path]",
		"/docs/[[...slug]]", "/Legacy/api", "/café", "/[any]/deep/down")
	for _, c := range []struct {
		about, path, want string
	}{
		{"a typo", "/api/user", "/api/users: segment 2 `users` instead of `user`"},
		{"a typo above a parameter", "/api/usres/7", "/api/users/7: segment 2 `users` instead of `usres`"},
		{"case counts", "/API/users", "/api/users: segment 1 `api` instead of `API`: case counts"},
		{"a value is missing", "/api/orders", "/api/orders/[...path]: with a value for [...path] as segment 3"},
		{"a segment too many", "/api/users/7/posts/9", "/api/users/7/posts: without segment 5 `9`"},
		{"a segment too few", "/users", "/api/users: with `api` as segment 1"},
		{"a rest is taken as it is", "/api/order/a/b", "/api/orders/a/b: segment 2 `orders` instead of `order`"},
		{"an optional rest needs nothing", "/dosc", "/docs: segment 1 `docs` instead of `dosc`"},
		{"not decoded", "/caf%C3%A9", "/café: segment 1 `café` instead of `caf%C3%A9`: paths are compared as sent, not decoded"},
		{"nothing in common", "/xyz", ""},
		{"parameters alone are near to nothing", "/one/two/three", ""},
		{"the root", "/", ""},
	} {
		got := ""
		if near := table.Nearest(c.path, 1); len(near) > 0 {
			got = near[0].Path + ": " + strings.Join(near[0].Changes, ", ")
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s (-want +got)\n%s", c.about, c.path, diff)
		}
	}
}

// A suggestion must lead to the route it names, wherever it can be written down.
func FuzzNearest(f *testing.F) {
	table := tableOf("/api/users", "/api/users/[id]", "/api/users/[id]/posts/[post]", "/api/orders/[...path]", "/docs/[[...slug]]/", "/[any]/deep", "/a/b/c/d")
	for _, seed := range []string{"/api/user", "/docs/x/y", "/%", "//", "/api/users/7/post/8", "/a/c/d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		path := NormalizePath(raw)
		if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
			return
		}
		for _, near := range table.Nearest(path, 8) {
			if len(near.Changes) == 0 {
				t.Errorf("%q: %s without a change", path, near.Route.Pattern)
			}
			if _, ok := near.Route.Pattern.capture(near.Path, nil); !ok {
				t.Errorf("%q: %s is not reached by %q", path, near.Route.Pattern, near.Path)
			}
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	var patterns []string
	for i := range 2000 {
		patterns = append(patterns, fmt.Sprintf("/api/area%d/things/[id]/part%d", i/20, i%20))
	}
	table := tableOf(patterns...)
	b.ReportAllocs()
	for b.Loop() {
		table.Nearest("/api/area71/thing/9/part3", 3)
	}
}
