package tui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/route"
	"routescope/recorder"
)

func draftOf(method, pattern string) *draft {
	return newDraft(method, &engine.Route{Route: route.Route{Pattern: route.ParsePattern(pattern)}})
}

func TestDraftTarget(t *testing.T) {
	tests := []struct {
		name, pattern string
		fill          func(*draft)
		want          string
		missing       []string
	}{
		{"an empty parameter stands as its pattern", "/api/books/[id]", nil, "/api/books/[id]", []string{"id"}},
		{"a value is encoded", "/api/books/[id]", func(d *draft) { d.params[0].value = "a/b é" }, "/api/books/a%2Fb%20%C3%A9", nil},
		{"a catch-all keeps its slashes", "/read/[...p]", func(d *draft) { d.params[0].value = "a b/c" }, "/read/a%20b/c", nil},
		{"an optional catch-all may be empty", "/help/[[...t]]", nil, "/help", nil},
		{"the root", "/", nil, "/", nil},
		{"a query", "/api", func(d *draft) { d.setQuery([]pair{{"q", "a&b"}, {"flag", ""}, {"", ""}}) }, "/api?q=a%26b&flag", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := draftOf("GET", tt.pattern)
			if tt.fill != nil {
				tt.fill(d)
			}
			if got := d.target(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if diff := cmp.Diff(tt.missing, d.missing()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDraftReadsATypedTarget(t *testing.T) {
	tests := []struct {
		name, pattern, typed string
		params               []pair
		loose                bool
	}{
		{"the pattern's parameters are filled", "/api/books/[id]", "/api/books/emma%20x?q=1", []pair{{"id", "emma x"}}, false},
		{"the placeholder is no value", "/api/books/[id]", "/api/books/[id]", []pair{{"id", ""}}, false},
		{"a path elsewhere is kept", "/api/books/[id]", "/other", []pair{{"id", ""}}, true},
		{"the query keeps its spelling", "/api", "/api?q=a%20b&c", nil, false},
		{"a spelling we would not choose is kept", "/api/books/[id]", "/api/books/%65mma", []pair{{"id", "emma"}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := draftOf("GET", tt.pattern)
			d.setTarget(tt.typed)
			if got := d.target(); got != tt.typed {
				t.Errorf("target is %s", got)
			}
			if diff := cmp.Diff(tt.params, d.params, cmp.AllowUnexported(pair{})); diff != "" {
				t.Error(diff)
			}
			if d.loose != tt.loose {
				t.Errorf("loose is %v", d.loose)
			}
		})
	}
}

func TestADraftGoneAstrayAdoptsTheRouteItReaches(t *testing.T) {
	d := draftOf("GET", "/aloud/[id]")
	d.setTarget("/api/books/emma?x=1")
	d.adopt(route.ParsePattern("/other/[id]"))
	if !d.astray {
		t.Fatal("it took a pattern that does not fit")
	}
	d.adopt(route.ParsePattern("/api/books/[slug]"))
	if d.astray || d.param("slug") != "emma" || d.target() != "/api/books/emma?x=1" {
		t.Errorf("got %+v", d)
	}
}

func TestDraftRequestSurvivesLoading(t *testing.T) {
	req := recorder.Request{
		Method: "POST", Target: "/api/books/emma?x=1",
		Header: event.Header{{Name: "Content-Type", Value: "text/plain"}, {Name: "X-A", Value: "b"}},
		Body:   []byte("hello"),
	}
	d := draftOf("GET", "/api/books/[id]")
	d.load(req)
	if diff := cmp.Diff(req, d.request()); diff != "" {
		t.Error(diff)
	}
	if d.param("id") != "emma" {
		t.Errorf("id is %q", d.param("id"))
	}
}

func TestDraftWithoutBodySendsNoContentType(t *testing.T) {
	if got := draftOf("POST", "/basket").request(); got.Header != nil || got.Body != nil {
		t.Errorf("got %+v", got)
	}
}

func TestATargetGetsItsSlash(t *testing.T) {
	for typed, want := range map[string]string{"api/x": "/api/x", "/api/x": "/api/x", "http://h/api": "http://h/api", "": "/"} {
		d := draftOf("GET", "/api/x")
		d.setTarget(typed)
		if got := d.request().Target; got != want {
			t.Errorf("%q is sent as %q", typed, got)
		}
	}
}

// Whatever is typed for a URL is what is sent.
func FuzzTypedTarget(f *testing.F) {
	f.Add("/api/books/[id]", "/api/books/%65mma?x=%20+")
	f.Add("/read/[...p]", "/read/a//b")
	f.Add("/help/[[...t]]", "/help/?")
	f.Fuzz(func(t *testing.T, pattern, typed string) {
		d := draftOf("GET", pattern)
		d.setTarget(typed)
		want := typed
		if path, query, _ := strings.Cut(typed, "?"); query == "" {
			want = path // an empty query is none
		}
		if got := d.target(); got != want {
			t.Errorf("typed %q, got %q", typed, got)
		}
	})
}
