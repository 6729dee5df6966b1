package handler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/route"
)

func TestFill(t *testing.T) {
	for name, c := range map[string]struct {
		pattern string
		params  map[string]any
		want    string
	}{
		"a segment":              {"/a/[id]", map[string]any{"id": "x y/é"}, "/a/x%20y%2F%C3%A9"},
		"a number":               {"/a/[id]/b", map[string]any{"id": float64(7)}, "/a/7/b"},
		"a catch-all":            {"/[...path]", map[string]any{"path": []any{"a", "b"}}, "/a/b"},
		"an optional one, empty": {"/[[...path]]", map[string]any{}, "/"},
	} {
		if got := fill(route.ParsePattern(c.pattern), c.params); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestImplicitTags(t *testing.T) {
	want := []string{"_N_T_/layout", "_N_T_/shop/layout", "_N_T_/shop/[id]/layout", "_N_T_/shop/[id]/route", "_N_T_/shop/7"}
	if diff := cmp.Diff(want, implicitTagsOf("/shop/[id]/route", "/shop/7")); diff != "" {
		t.Error(diff)
	}
	if got := implicitTagsOf("/route", "/"); got[len(got)-1] != "_N_T_/index" {
		t.Errorf("the root: %q", got)
	}
	if got := ownTags(append(want, "books")); len(got) != 1 || got[0] != "books" {
		t.Errorf("own tags: %q", got)
	}
}

func TestEdgeURLHasTheParameters(t *testing.T) {
	one := route.Params{{Name: "id", Value: "a b"}}
	many := route.Params{{Name: "path", Values: []string{"a", "b"}}}
	for name, c := range map[string]struct {
		url    string
		params route.Params
		want   string
	}{
		"none":                  {"http://h/a?x=1", nil, "http://h/a?x=1"},
		"behind the query":      {"http://h/a?x=1", one, "http://h/a?x=1&id=a+b"},
		"without a query":       {"http://h/a", one, "http://h/a?id=a+b"},
		"in place of its names": {"http://h/a?id=0&x=1&i%64=2", one, "http://h/a?x=1&id=a+b"},
		"several values":        {"http://h/a", many, "http://h/a?path=a&path=b"},
	} {
		if got := withParams(c.url, c.params); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestMetadataID(t *testing.T) {
	for segment, want := range map[string]string{"0.xml": "0", "a.b.xml": "a.b", "0": "", ".xml": ""} {
		if got := metadataID(route.Sitemap, segment); got != want {
			t.Errorf("sitemap %s: got %q, want %q", segment, got, want)
		}
	}
	if got := metadataID(route.Icon, "small"); got != "small" {
		t.Errorf("icon: got %q", got)
	}
}

func TestPagesAreLongEnoughToBeCompressed(t *testing.T) {
	if n := len(pageText(404, texts[404])); n < compressFrom {
		t.Errorf("%d bytes", n)
	}
}
