package handler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
)

func header(pairs ...string) event.Header {
	var h event.Header
	for i := 0; i < len(pairs); i += 2 {
		h = append(h, event.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return h
}

func TestSetReplacesTheFirstLineOfAName(t *testing.T) {
	got := Set(header("a", "1", "X-B", "2", "x-b", "3", "c", "4"), "x-B", "new")
	if diff := cmp.Diff(header("a", "1", "x-B", "new", "c", "4"), got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(header("a", "1", "b", "2"), Set(header("a", "1"), "b", "2")); diff != "" {
		t.Error(diff)
	}
}

func TestAppendVary(t *testing.T) {
	for name, c := range map[string]struct{ before, after event.Header }{
		"no line yet":          {nil, header("Vary", "Accept-Encoding")},
		"a line grows":         {header("vary", "Origin"), header("Vary", "Origin, Accept-Encoding")},
		"lines become one":     {header("vary", "a", "x", "1", "Vary", "b"), header("Vary", "a, b, Accept-Encoding", "x", "1")},
		"it is there":          {header("vary", "Origin, accept-encoding"), header("vary", "Origin, accept-encoding")},
		"an asterisk says all": {header("vary", "*"), header("vary", "*")},
	} {
		if diff := cmp.Diff(c.after, appendVary(c.before, "Accept-Encoding")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSplitCookies(t *testing.T) {
	for value, want := range map[string][]string{
		"a=1":                       {"a=1"},
		"a=1, b=2":                  {"a=1", "b=2"},
		"a=1; Path=/,b=2; HttpOnly": {"a=1; Path=/", "b=2; HttpOnly"},
		"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT, b=2": {"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "b=2"},
		"a=1,2": {"a=1,2"},
	} {
		var got []string
		for _, f := range splitCookies(value) {
			got = append(got, f.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
}

func TestHeadOfARouteHandler(t *testing.T) {
	inv := &Invocation{Kind: "app route", Front: header("cache-control", "s-maxage=5", "Set-Cookie", "gone=")}
	got := inv.head(header("content-length", "9", "set-cookie", "a=1", "cache-control", "no-store", "x-middleware-set-cookie", "a"))
	want := header("vary", RSCVary, "Set-Cookie", "gone=", "set-cookie", "a=1", "cache-control", "no-store")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeaderTextIsWhatNodeShows(t *testing.T) {
	for name, c := range map[string]struct {
		header event.Header
		want   string
	}{
		"names in lower case":         {header("X-A", "1"), "x-a\n1"},
		"equal names are joined":      {header("X-A", "1", "b", "2", "x-a", "3"), "x-a\n1, 3\nb\n2"},
		"cookies with a semicolon":    {header("Cookie", "a=1", "cookie", "b=2"), "cookie\na=1; b=2"},
		"the first content-type":      {header("Content-Type", "a/b", "content-type", "c/d"), "content-type\na/b"},
		"bytes above 127 are Latin-1": {header("x", "\xe9\xc3\xa9"), "x\né\u00c3\u00a9"},
	} {
		if got := headerText(c.header); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
