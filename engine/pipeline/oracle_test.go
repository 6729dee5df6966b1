package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

// A recorded project: see fixtures/pipeline/README.md.
type recorded struct {
	Config  json.RawMessage `json:"config"`
	Matcher json.RawMessage `json:"matcher"`
	Files   []string        `json:"files"`
}

type exchange struct {
	ID    string `json:"id"`
	Steps []struct {
		Request struct {
			Method  string      `json:"method"`
			Path    string      `json:"path"`
			Headers [][2]string `json:"headers"`
		} `json:"request"`
		Response struct {
			Status  int             `json:"status"`
			Headers [][2]string     `json:"headers"`
			Body    json.RawMessage `json:"body"`
		} `json:"response"`
	} `json:"steps"`
}

// Next.js was started with -H 127.0.0.1, so that URLs it made for localhost are
// not its own; that is why one proxy rewrite of the recordings is forwarded.
const recordedOrigin = "http://127.0.0.1:3000"

func openRecorded(t testing.TB, name string) *Pipeline {
	t.Helper()
	data, err := os.ReadFile("../../fixtures/pipeline/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var r recorded
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	config, err := project.ParseConfig(r.Config)
	if err != nil {
		t.Fatal(err)
	}
	found := route.Discover(r.Files, route.Options{PageExtensions: config.PageExtensions})
	table, _ := route.NewTable(found.Routes)
	o := Options{Config: config, Table: table, Origin: recordedOrigin}
	if r.Matcher != nil {
		o.Proxy = recordedProxy
		if o.Matchers, err = ParseMatchers([]byte(fmt.Sprintf(`{"matcher":%s}`, r.Matcher))); err != nil {
			t.Fatal(err)
		}
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// recordedProxy does what the proxy.ts of the project "configured" does.
func recordedProxy(_ context.Context, req *Request) (*ProxyResult, error) {
	path, _, _ := strings.Cut(req.Target, "?")
	path = strings.TrimPrefix(path, "/port")
	respond := func(status int, body string, fields ...string) (*ProxyResult, error) {
		r := &ProxyResult{Status: status, Body: strings.NewReader(body)}
		for i := 0; i < len(fields); i += 2 {
			r.Header = append(r.Header, event.Field{Name: fields[i], Value: fields[i+1]})
		}
		return r, nil
	}
	switch path {
	case "/gated/blocked":
		return respond(403, `{"blocked":true}`, "content-type", "application/json", "x-proxy", "blocked")
	case "/gated/plain-response":
		return respond(200, "from the proxy itself", "content-type", "text/plain")
	case "/gated/rewritten":
		return respond(200, "", "x-middleware-rewrite", "http://localhost:3000/port/api/echo?by=proxy")
	case "/gated/redirected":
		return respond(307, "", "location", "http://localhost:3000/port/api/echo")
	case "/gated/away":
		return respond(200, "", "x-middleware-rewrite", "http://127.0.0.1:4599/echo?by=proxy")
	case "/gated/throws":
		return nil, errors.New("the proxy failed")
	case "/gated/nothing":
		return nil, nil
	}
	fields := []string{"set-cookie", "visited=1; Path=/", "x-middleware-set-cookie", "visited=1; Path=/", "x-proxy", "passed"}
	names := []string{"x-from-proxy", "x-tide"}
	fields = append(fields, "x-middleware-request-x-from-proxy", "seen "+path, "x-middleware-request-x-tide", "set by proxy")
	for _, f := range req.Header {
		if name := strings.ToLower(f.Name); name != "x-tide" {
			names = append(names, name)
			fields = append(fields, "x-middleware-request-"+name, f.Value)
		}
	}
	fields = append(fields, "x-middleware-override-headers", strings.Join(names, ","), "x-middleware-next", "1")
	return respond(200, "", fields...)
}

func TestRecordedExchanges(t *testing.T) {
	for _, name := range []string{"configured", "slashed"} {
		t.Run(name, func(t *testing.T) {
			p := openRecorded(t, name)
			file, err := os.Open("../../fixtures/pipeline/" + name + ".jsonl")
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			lines := bufio.NewScanner(file)
			lines.Buffer(nil, 1<<20)
			for lines.Scan() {
				var e exchange
				if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
					t.Fatal(err)
				}
				t.Run(strings.TrimPrefix(e.ID, name+"/"), func(t *testing.T) { checkRecorded(t, p, &e) })
			}
		})
	}
}

func checkRecorded(t *testing.T, p *Pipeline, e *exchange) {
	for i := range e.Steps {
		step := &e.Steps[i]
		req := &Request{Method: step.Request.Method, Target: step.Request.Path, Host: "127.0.0.1:3000"}
		for _, h := range step.Request.Headers {
			req.Header = append(req.Header, event.Field{Name: h[0], Value: h[1]})
		}
		out := p.Run(t.Context(), req, nil)
		var text string
		_ = json.Unmarshal(step.Response.Body, &text)
		switch {
		case out.Answer != nil:
			checkAnswer(t, req, out.Answer, step.Response.Status, step.Response.Headers, text)
		case out.External != "":
			checkForwarded(t, out, text)
		default:
			if slices.Contains([]int{303, 308, 404, 500}, step.Response.Status) {
				t.Errorf("%s reaches %s, recorded %d", req.Target, out.Route.Pattern, step.Response.Status)
			}
			checkServed(t, out, step.Response.Headers, text)
		}
	}
}

// serverHeaders are added by the server, or by the page renderer.
var serverHeaders = []string{
	"date", "connection", "keep-alive", "transfer-encoding", "content-length", "etag", "x-powered-by",
	"x-nextjs-cache", "x-nextjs-prerender", "x-nextjs-stale-time",
}

func checkAnswer(t *testing.T, req *Request, a *Answer, status int, headers [][2]string, body string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("%s %s: status %d, want %d", req.Method, req.Target, a.Status, status)
	}
	var got, want []string
	for _, f := range a.Header {
		got = append(got, f.Name+": "+f.Value)
	}
	for _, h := range headers {
		name := strings.ToLower(h[0])
		if slices.Contains(serverHeaders, name) || a.Page != "" && (name == "content-type" || name == "vary") {
			continue
		}
		want = append(want, h[0]+": "+h[1])
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s %s: header\n%s\nwant\n%s", req.Method, req.Target, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a.Page != "" || req.Method == "HEAD" {
		return
	}
	data, _ := io.ReadAll(a.Body)
	if string(data) != body {
		t.Errorf("%s %s: body %q, want %q", req.Method, req.Target, data, body)
	}
}

func checkForwarded(t *testing.T, out Outcome, body string) {
	t.Helper()
	var upstream struct{ URL string }
	_ = json.Unmarshal([]byte(body), &upstream)
	switch {
	case strings.HasPrefix(out.External, "http://localhost:3000/port"):
		if !strings.HasSuffix(upstream.URL, strings.TrimPrefix(out.External, "http://localhost:3000/port")) {
			t.Errorf("forwarded to %s, recorded %s", out.External, upstream.URL)
		}
	case upstream.URL != "" && out.External != "http://127.0.0.1:4599"+upstream.URL:
		t.Errorf("forwarded to %s, recorded %s", out.External, upstream.URL)
	}
}

func checkServed(t *testing.T, out Outcome, headers [][2]string, body string) {
	t.Helper()
	for _, f := range out.ResponseHeader {
		if !slices.Contains(headers, [2]string{f.Name, f.Value}) {
			t.Errorf("%s sets %s: %s, which was not recorded", out.URL, f.Name, f.Value)
		}
	}
	if !bytes.HasPrefix([]byte(body), []byte("{")) {
		return
	}
	var seen struct {
		URL, Pathname, Search, Added, ID *string
		Query                            map[string]any
	}
	if err := json.Unmarshal([]byte(body), &seen); err != nil {
		t.Fatal(err)
	}
	if seen.URL != nil && strings.TrimPrefix(*seen.URL, "http://localhost:3000") != out.URL {
		t.Errorf("URL %s, want %s", out.URL, *seen.URL)
	}
	if id, ok := out.Params.Lookup("id"); seen.ID != nil && (!ok || id.Value != *seen.ID) {
		t.Errorf("id %v, want %s", id, *seen.ID)
	}
	if seen.Query != nil {
		checkQuery(t, out, seen.Query)
	}
	if seen.Added != nil {
		if value, _ := lookupHeader(out.RequestHeader, "x-from-proxy"); value != *seen.Added {
			t.Errorf("x-from-proxy %q, want %q", value, *seen.Added)
		}
	}
}

// checkQuery compares with req.query, where parameters of the route join.
func checkQuery(t *testing.T, out Outcome, want map[string]any) {
	t.Helper()
	query := out.Query
	if query == nil {
		_, text, _ := strings.Cut(out.URL, "?")
		query = ParseQuery(text)
	}
	for _, p := range out.Params {
		query = query.with(QueryValue{Name: p.Name, Value: p.Value, Values: p.Values})
	}
	got, _ := json.Marshal(query.Map())
	expected, _ := json.Marshal(want)
	if !bytes.Equal(got, expected) {
		t.Errorf("query %s, want %s", got, expected)
	}
}
