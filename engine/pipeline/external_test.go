package pipeline

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

func newPipeline(t testing.TB, config string, routes ...string) *Pipeline {
	t.Helper()
	c, err := project.ParseConfig([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	var list []route.Route
	for _, text := range routes {
		list = append(list, route.Route{Pattern: route.ParsePattern(text), Kind: route.AppRoute, File: "app" + text + "/route.ts"})
	}
	table, _ := route.NewTable(list)
	p, err := New(Options{Config: c, Table: table})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestForward(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.Header().Set("Location", "/elsewhere")
		w.Header().Set("X-Both", "theirs")
		w.WriteHeader(http.StatusFound)
		fmt.Fprintf(w, "%s %s %s from %s agent %q tide %s connection %q", r.Method, r.URL, body,
			r.Header.Get("X-Forwarded-Host"), r.Header["User-Agent"], r.Header.Get("X-Tide"), r.Header.Get("Connection"))
	}))
	defer upstream.Close()
	p := newPipeline(t, `{"rewrites":[{"source":"/up/:path*","destination":"`+upstream.URL+`/v1/:path*?key=k"}]}`)
	req := &Request{
		Method: "POST", Target: "/up/a%20b?x=1", Host: "pier.example",
		Header: event.Header{{Name: "X-Tide", Value: "high"}, {Name: "Connection", Value: "keep-alive"}, {Name: "Content-Length", Value: "4"}},
	}
	out := p.Run(t.Context(), req, nil)
	out.ResponseHeader = event.Header{{Name: "X-Both", Value: "ours"}, {Name: "X-Ours", Value: "1"}}
	answer := p.Forward(t.Context(), req, &out, strings.NewReader("body"), http.DefaultTransport)
	body, _ := io.ReadAll(answer.Body)
	answer.Body.(io.Closer).Close()
	want := `POST /v1/a%20b?x=1&key=k body from pier.example agent [] tide high connection ""`
	if string(body) != want || answer.Status != 302 {
		t.Errorf("got %d %s, want %s", answer.Status, body, want)
	}
	var header event.Header
	for _, f := range answer.Header {
		if f.Name != "date" && f.Name != "content-length" && f.Name != "content-type" {
			header = append(header, f)
		}
	}
	wantHeader := event.Header{
		{Name: "x-both", Value: "theirs"}, {Name: "X-Ours", Value: "1"}, {Name: "location", Value: "/elsewhere"},
		{Name: "set-cookie", Value: "a=1"}, {Name: "set-cookie", Value: "b=2"},
	}
	if diff := cmp.Diff(wantHeader, header); diff != "" {
		t.Errorf("header (-want +got)\n%s", diff)
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no route to host")
}

func TestForwardToNobody(t *testing.T) {
	p := newPipeline(t, `{}`)
	out := Outcome{External: "http://nobody.example/x"}
	answer := p.Forward(t.Context(), &Request{Method: "GET"}, &out, nil, failing{})
	body, _ := io.ReadAll(answer.Body)
	if answer.Status != 500 || string(body) != "Internal Server Error" ||
		answer.Err.Error() != "Failed to proxy http://nobody.example/x: no route to host" {
		t.Errorf("got %d %s %v", answer.Status, body, answer.Err)
	}
}

func TestLoops(t *testing.T) {
	p := openRecorded(t, "configured")
	for external, want := range map[string]string{
		"http://localhost:3000/port/api/echo?by=proxy": "/port/api/echo?by=proxy",
		"http://127.0.0.1:3000/":                       "/",
		"http://127.0.0.1:4599/echo":                   "",
		"https://localhost:3000/":                      "",
	} {
		if target, ok := p.Loops(external); target != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", external, target, ok, want)
		}
	}
}
