package route

import (
	"strings"
	"testing"
)

func FuzzParsePattern(f *testing.F) {
	for _, seed := range []string{"/", "/[id]", "/a/[...b]", "/[[...c]]", "/pre-[id].json", "/(.)[x]", "/[[[...s]]]", "/[]", "/[a][b]", "/a/(..)(..)b", "/…"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, mode := range []Mode{Production, Development} {
			p := mode.ParsePattern(text)
			_, _, _ = p.Match(text)
			if !p.Dynamic() && len(p.Names()) > 0 {
				t.Errorf("%q is not dynamic and has the names %q", text, p.Names())
			}
			if text != "" && p.String() != text {
				t.Errorf("%q prints as %q", text, p)
			}
		}
		sorted, err := Sort([]string{text})
		if err == nil && len(sorted) != 1 {
			t.Errorf("Sort(%q) = %q", text, sorted)
		}
		table, _ := NewTable([]Route{{Pattern: ParsePattern(text)}})
		table.Explain(text)
	})
}

// FuzzMatch compares the table with trying one pattern after the other, which is
// what Next.js does.
func FuzzMatch(f *testing.F) {
	f.Add("/a/[x]\n/a/b\n/[...all]\n/[p]/b/c", "/a/b/c")
	f.Add("/x/[id]\n/y/[...p]\n/z/[[...p]]\n/", "/z/%2F/index")
	f.Add("/[a]/pre-[b]\n/[a]/q\n/[a]/[c]", "/1/pre-2/../pre-3")
	f.Fuzz(func(t *testing.T, list, path string) {
		var routes []Route
		for text := range strings.SplitSeq(list, "\n") {
			if len(routes) < 20 && strings.HasPrefix(text, "/") && !strings.Contains(text, "//") {
				routes = append(routes, Route{Pattern: ParsePattern(text)})
			}
		}
		table, _ := NewTable(routes)
		path, redirect := Clean(path)
		if redirect != "" {
			if !strings.HasPrefix(redirect, "/") {
				t.Errorf("redirect to %q", redirect)
			}
			return
		}
		got := table.Lookup(path)
		if got.Match.Exact {
			if got.Match.Route.Pattern.String() != path {
				t.Errorf("%q found %s by its text", path, got.Match.Route.Pattern)
			}
			return
		}
		want := -1
		for i, r := range table.Routes() {
			if _, ok := r.Pattern.capture(path, nil); ok && !catchAllInside(r.Pattern.segments) {
				want = i
				break
			}
		}
		switch {
		case want < 0 && got.Found() && !catchAllInside(got.Match.Route.Pattern.segments):
			t.Errorf("%q: got %s, no pattern fits", path, got.Match.Route.Pattern)
		case want >= 0 && got.Err == nil && got.Match.Route != &table.Routes()[want]:
			t.Errorf("%q among %q: got %v, want %s", path, list, got.Match.Route, table.Routes()[want].Pattern)
		}
	})
}

func FuzzNormalizePath(f *testing.F) {
	for _, seed := range []string{"/a/../b", "/%2e%2E/x", `\a\b`, "/é ?", "//", "/a/.", "", "/%", "/a//b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		once := NormalizePath(path)
		if again := NormalizePath(once); again != once {
			t.Errorf("%q → %q → %q", path, once, again)
		}
		if !strings.HasPrefix(once, "/") {
			t.Errorf("%q → %q", path, once)
		}
	})
}
