package engine

import (
	"fmt"
	"strings"
	"testing"

	"routescope/engine/event"
	"routescope/engine/route"
)

const whyProject = `
-- next.config.js --
module.exports = {
  basePath: '/shop',
  redirects: () => [
    { source: '/old/:slug', destination: '/api/books/:slug', permanent: true },
    { source: '/tide', has: [{ type: 'header', key: 'x-tide' }], destination: '/', permanent: false },
    { source: '/api/hidden/:path*', destination: '/api/books', permanent: false },
  ],
  rewrites: () => [{ source: '/alias/:id', destination: '/api/books/:id' }, { source: '/api/taken/:id', destination: 'https://elsewhere.example/:id' }],
}
-- proxy.ts --
export const config = { matcher: '/api/guarded' }
export function proxy() {}
-- app/api/books/route.ts --
export const GET = () => new Response()

export function POST() {}
-- app/api/books/[id]/route.ts --
export const GET = () => new Response()
-- app/api/guarded/route.ts --
export const GET = () => new Response()
-- app/api/hidden/[id]/route.ts --
export const GET = () => new Response()
-- app/api/taken/[id]/route.ts --
export const GET = () => new Response()
-- app/api/wrong/index.ts --
export const GET = () => new Response()
-- app/(group)/cart/route.ts --
export const GET = () => new Response()
-- pages/api/old.ts --
export default function handler() {}
`

func TestWhy(t *testing.T) {
	e := open(t, whyProject)
	for _, c := range []struct {
		about, method, target string
		want                  string // status, winner, params, place, reason, location, nearest, hints
	}{
		{"a method's own line", "POST", "/shop/api/books", "0 /api/books app/api/books/route.ts:3"},
		{"HEAD is made of GET", "HEAD", "/shop/api/books/7", "0 /api/books/[id] id=7 app/api/books/[id]/route.ts:1"},
		{"a method that is missing", "DELETE", "/shop/api/books", "405 /api/books app/api/books/route.ts exports only GET and POST; HEAD and OPTIONS are automatic"},
		{"no method of HTTP", "BREW", "/shop/api/books", "400 /api/books Next.js knows no method BREW in app routes"},
		{"OPTIONS needs no handler", "OPTIONS", "/shop/api/books", "0 /api/books"},
		{"every method", "PUT", "/shop/api/old", "0 /api/old pages/api/old.ts:1"},
		{"a redirect", "GET", "/shop/old/x", "308 redirected to /shop/api/books/x"},
		{"a rewrite", "GET", "/shop/alias/9?q=1", "0 /api/books/[id] id=9 app/api/books/[id]/route.ts:1"},
		{"another server", "GET", "/shop/api/taken/1", "0 forwarded to https://elsewhere.example/1"},
		{"a typo", "GET", "/shop/api/bokos", "404 no route matches; the nearest is /api/books: segment 2 `books` instead of `bokos` → /api/books"},
		{"outside basePath", "GET", "/api/books", "404 the path is outside basePath /shop! next.config sets basePath: /shop/api/books reaches /api/books."},
		{"a file of another name", "GET", "/shop/api/wrong", "404 no route matches; the nearest is /api/books/[id]: with `books` as segment 2 → /api/books/wrong! app/api/wrong/index.ts makes no route: in app only a file named route does."},
		{"a group's name", "GET", "/shop/(group)/cart", "404 no route matches; the nearest is /cart: without segment 1 `(group)` → /cart! (group) is a route group: it is a folder only, and no part of a URL."},
		{"a URL", "GET", "https://x.example/shop/api/books#top", "0 /api/books app/api/books/route.ts:1"},
		{"what cannot be decoded", "GET", "/shop/api/books/%zz", "400 %zz cannot be decoded: 400"},
	} {
		x := e.Why(c.method, c.target)
		if got := summary(x); got != c.want {
			t.Errorf("%s: %s %s\n got %s\nwant %s", c.about, c.method, c.target, got, c.want)
		}
		checkVerdicts(t, c.about, x)
		if len(x.Stages) != 12 {
			t.Errorf("%s: %d stages", c.about, len(x.Stages))
		}
	}
}

// summary is what matters of an explanation, on a line.
func summary(x Explanation) string {
	parts := []string{fmt.Sprint(x.Status)}
	if x.Winner != nil {
		parts = append(parts, x.Winner.Pattern.String())
	}
	for _, p := range x.Params {
		parts = append(parts, p.Name+"="+p.String())
	}
	if x.Handler.File != "" {
		parts = append(parts, fmt.Sprintf("%s:%d", x.Handler.File, x.Handler.Line))
	}
	if x.Reason != "" {
		parts = append(parts, x.Reason)
	}
	text := strings.Join(parts, " ")
	for _, n := range x.Nearest[:min(1, len(x.Nearest))] {
		text += " → " + n.Path
	}
	for _, h := range x.Hints {
		text += "! " + h
	}
	return text
}

func TestWhyHeaders(t *testing.T) {
	e := open(t, whyProject)
	x := e.WhyRequest(&Request{Target: "/shop/tide", Header: event.Header{{Name: "x-tide", Value: "high"}}})
	if x.Status != 307 || x.Location != "/shop" {
		t.Errorf("got %d %s", x.Status, x.Location)
	}
	if x := e.Why("GET", "/shop/tide"); x.Status != 404 {
		t.Errorf("got %d", x.Status)
	}
	if reason := e.Why("GET", "/shop/api/guarded").Stages[5].Reason; !strings.HasPrefix(reason, "proxy.ts: would run") {
		t.Errorf("got %s", reason)
	}
}

func TestVerdictsOfRoutesThatAreNotReached(t *testing.T) {
	e := open(t, whyProject)
	for target, want := range map[string]string{
		"/shop/api/hidden/1": "fits, but redirects comes first: redirects[2]: redirects with 307",
		"/shop/api/books/":   "after the redirect: the path itself",
		"/shop//api/books":   "after the redirect: the path itself",
		"/api/books/1":       "fits, but is not reached: outside basePath",
	} {
		found := false
		for _, v := range e.Why("GET", target).Verdicts {
			found = found || v.Reason == want && v.Level == route.Almost
		}
		if !found {
			t.Errorf("%s: no verdict says %q: %v", target, want, e.Why("GET", target).Verdicts)
		}
	}
}

func TestShadows(t *testing.T) {
	e := open(t, whyProject)
	var got []string
	for _, c := range e.Conflicts() {
		got = append(got, fmt.Sprintf("%s %s %s: %s", c.Kind, c.Stops, strings.Join(c.Files, " "), c.Message))
	}
	want := []string{
		"shadowed nothing app/api/hidden/[id]/route.ts next.config.js: No URL reaches /api/hidden/[id]: redirects[2] takes each of them. /shop/api/hidden/x7q is redirected.",
		"shadowed nothing app/api/taken/[id]/route.ts next.config.js: No URL reaches /api/taken/[id]: rewrites.afterFiles[1] takes each of them. /shop/api/taken/x7q is forwarded to https://elsewhere.example/x7q.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// BenchmarkWhy is what a key stroke costs in a project of 2 000 routes.
func BenchmarkWhy(b *testing.B) {
	var patterns []string
	for i := range 2000 {
		patterns = append(patterns, fmt.Sprintf("/api/area%d/things/[id]/part%d", i/20, i%20))
	}
	w, err := NewWhatIf(patterns, Production)
	if err != nil {
		b.Fatal(err)
	}
	for _, target := range []string{"/api/area71/things/9/part3", "/api/area71/thing/9/part3", "/none"} {
		b.Run(target[1:5], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.Why("GET", target)
			}
		})
	}
}
