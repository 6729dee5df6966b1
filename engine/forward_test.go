package engine

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"routescope/engine/event"
)

func TestForward(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Both", "theirs")
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		if r.URL.Path == "/zipped" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, "packed")
			z.Close()
			return
		}
		fmt.Fprintf(w, "%s %s %q from %s, %s", r.Method, r.RequestURI, body, r.Header.Get("X-Forwarded-Host"), r.Header.Get("Accept-Encoding"))
	}))
	defer upstream.Close()
	e := open(t, `
-- next.config.js --
module.exports = {
  headers: () => [{ source: '/:path*', headers: [{ key: 'X-Both', value: 'ours' }, { key: 'X-Ours', value: '1' }] }],
  rewrites: () => [
    { source: '/out/:path*', destination: '`+upstream.URL+`/:path*' },
    { source: '/gone', destination: 'http://127.0.0.1:1/x' },
    { source: '/round', destination: 'http://localhost:3000/round' },
    { source: '/back', destination: 'http://localhost:3000/here?by=back' },
  ],
}
-- app/here/route.js --
export const GET = (r) => new Response('here ' + r.url + ' ' + r.headers.get('x-forwarded-host'))
`)
	a := do(t, e, &Request{Method: "POST", Target: "/out/a/b?c=d", Body: strings.NewReader("hello"), Header: event.Header{{Name: "Host", Value: "shop.example"}}})
	if want := `POST /a/b?c=d "hello" from shop.example, `; a.body != want {
		t.Errorf("got %q, want %q", a.body, want)
	}
	// What headers() sets is lost on the way to another server, as in Next.js.
	if a.get("x-both") != "theirs" || a.get("x-ours") != "" || a.get("set-cookie") != "a=1" {
		t.Errorf("got %v", a.header)
	}
	if a := get(t, e, "/out/zipped"); a.get("content-encoding") != "gzip" || strings.Contains(a.body, "packed") {
		t.Errorf("a packed body was unpacked: %q %v", a.body, a.header)
	}
	if a := get(t, e, "/gone"); a.status != 500 || a.body != "Internal Server Error" {
		t.Errorf("got %d %q", a.status, a.body)
	}
	if a := get(t, e, "/back"); a.body != "here http://localhost:3000/here?by=back localhost:3000" {
		t.Errorf("the own address: got %d %q", a.status, a.body)
	}
	if a := get(t, e, "/round"); a.status != 500 {
		t.Errorf("a loop: got %d %q", a.status, a.body)
	}
}
