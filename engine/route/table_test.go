package route

import "testing"

func TestTableTriesStaticFirst(t *testing.T) {
	d := Discover([]string{
		"pages/api/post/create.js", "pages/api/post/[pid].js", "pages/api/post/[...slug].js",
		"app/shop/[[...path]]/route.ts",
	}, Options{})
	table, _ := NewTable(d.Routes)
	for path, want := range map[string]string{
		"/api/post/create": "/api/post/create", "/api/post/7": "/api/post/[pid]",
		"/api/post/7/8": "/api/post/[...slug]", "/shop": "/shop/[[...path]]", "/shop/a/b": "/shop/[[...path]]",
		"/nothing": "",
	} {
		got := ""
		if r := table.Match(path); r.Found() {
			got = r.Match.Route.Pattern.String()
		}
		if got != want {
			t.Errorf("Match(%q) = %q, want %q", path, got, want)
		}
	}
}
