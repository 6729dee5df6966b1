package pipeline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

// A resolvedProject is one line of fixtures/pipeline/resolve.jsonl: what Next.js's
// own resolveRoutes made of requests.
type resolvedProject struct {
	Name               string
	Config             json.RawMessage
	App, Pages, Public []string
	Matcher            json.RawMessage
	Proxy              bool
	Origin             string
	Cases              []resolvedCase
}

type resolvedCase struct {
	Target, Method  string
	Headers         map[string]string
	Status          int
	Location, Body  string
	External        string
	Type, Item      string
	Routed          bool
	Path            string
	Query           map[string]any
	ResponseHeaders [][2]any
	RequestHeaders  map[string]any
	Error           string
	Decode          bool
	Proxy           *resolvedProxy
}

// A resolvedProxy is what a proxy saw and answered.
type resolvedProxy struct {
	URL             string
	Headers         map[string]string
	Error           string
	Status          int
	ResponseHeaders [][2]string
	Body            string
}

func (p *resolvedProject) table() *route.Table {
	var routes []route.Route
	add := func(kind route.Kind, path, file string) {
		routes = append(routes, route.Route{Pattern: route.ParsePattern(path), Kind: kind, File: file, Page: path})
	}
	for _, path := range p.App {
		add(route.AppRoute, path, "app"+path+"/route.ts")
	}
	for _, path := range p.Pages {
		add(route.APIRoute, path, "pages"+path+".ts")
	}
	for _, file := range p.Public {
		found := route.Discover([]string{"public/" + file}, route.Options{})
		routes = append(routes, found.Routes...)
	}
	table, _ := route.NewTable(routes)
	return table
}

func TestResolvesAsNext(t *testing.T) {
	for _, p := range readResolved(t) {
		t.Run(p.Name, p.check)
	}
}

func readResolved(t testing.TB) (projects []resolvedProject) {
	t.Helper()
	file, err := os.Open("../../fixtures/pipeline/resolve.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p resolvedProject
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		projects = append(projects, p)
	}
	return projects
}

// openResolved makes the pipeline of a recorded project, without its proxy.
func openResolved(t testing.TB, name string) *Pipeline {
	t.Helper()
	for _, p := range readResolved(t) {
		if p.Name != name {
			continue
		}
		config, err := project.ParseConfig(p.Config)
		if err != nil {
			t.Fatal(err)
		}
		pipeline, err := New(Options{Config: config, Table: p.table()})
		if err != nil {
			t.Fatal(err)
		}
		return pipeline
	}
	t.Fatalf("no project %s", name)
	return nil
}

func (p *resolvedProject) check(t *testing.T) {
	config, err := project.ParseConfig(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Config: config, Table: p.table(), Origin: p.Origin}
	if p.Matcher != nil {
		if o.Matchers, err = ParseMatchers([]byte(`{"matcher":` + string(p.Matcher) + `}`)); err != nil {
			t.Fatal(err)
		}
	}
	var current *resolvedProxy
	if p.Proxy {
		o.Proxy = func(_ context.Context, req *Request) (*ProxyResult, error) { return current.answer(t, req) }
	}
	pipeline, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Cases {
		c := &p.Cases[i]
		current = c.Proxy
		c.check(t, pipeline)
	}
}

func (p *resolvedProxy) answer(t *testing.T, req *Request) (*ProxyResult, error) {
	if p == nil {
		t.Errorf("the proxy ran for %s", req.Target)
		return nil, nil
	}
	if want := p.URL[len("http://localhost:3000"):]; req.Target != want {
		t.Errorf("the proxy saw %s, want %s", req.Target, want)
	}
	seen := map[string]string{}
	for _, f := range req.Header {
		seen[strings.ToLower(f.Name)] = f.Value
	}
	if diff := cmp.Diff(p.Headers, seen); diff != "" {
		t.Errorf("the proxy's request headers for %s (-want +got)\n%s", req.Target, diff)
	}
	switch {
	case p.Error != "":
		return nil, errors.New(p.Error)
	case p.Status == 0:
		return nil, nil
	}
	result := &ProxyResult{Status: p.Status, Body: strings.NewReader(p.Body)}
	for _, h := range p.ResponseHeaders {
		result.Header = append(result.Header, event.Field{Name: h[0], Value: h[1]})
	}
	return result, nil
}

func (c *resolvedCase) check(t *testing.T, p *Pipeline) {
	t.Helper()
	req := &Request{Method: c.Method, Target: c.Target}
	if _, ok := c.Headers["host"]; !ok {
		req.Header = append(req.Header, event.Field{Name: "host", Value: "localhost:3000"})
	}
	for name, value := range c.Headers {
		req.Header = append(req.Header, event.Field{Name: name, Value: value})
	}
	before := slices.Clone(req.Header)
	out := p.Run(t.Context(), req, nil)
	if !slices.Equal(before, req.Header) {
		t.Errorf("%s: the request's own header was written to", c.Target)
	}
	if diff := cmp.Diff(c.want(), c.got(out)); diff != "" {
		t.Errorf("%s %s %v (-want +got)\n%s", c.Method, c.Target, c.Headers, diff)
	}
}

// A verdict is what is compared: an outcome as resolveRoutes tells it.
type verdict struct {
	Status                   int
	Location, Body, External string
	Path                     string
	Query                    map[string]any
	Response                 []string
	Request                  map[string]any
}

func (c *resolvedCase) want() verdict {
	v := verdict{
		Status: c.Status, Location: c.Location, Body: c.Body, External: c.External,
		Request: c.RequestHeaders,
	}
	switch {
	case c.Decode:
		v.Status = 400
	case c.Error != "":
		v.Status = 500
	}
	for _, f := range c.sent() {
		v.Response = append(v.Response, f.Name+": "+f.Value)
	}
	switch {
	case c.Item == "":
	case c.Type == "publicFolder" && c.Method == "POST":
		v.Status = 405 // as the front end answers
	case c.Type == "nextImage", (c.Type == "appFile" || c.Type == "pageFile") && !c.Routed:
		v.Status = 404 // images are not made here; and what no route stands behind ends so
	default:
		v.Path, v.Query = c.Path, c.Query
	}
	slices.Sort(v.Response)
	return v
}

// sent sets the recorded headers one by one, as the front end does.
func (c *resolvedCase) sent() event.Header {
	var h event.Header
	for _, recorded := range c.ResponseHeaders {
		values, ok := recorded[1].([]any)
		if !ok {
			values = []any{recorded[1]}
		}
		var lines []string
		for _, value := range values {
			lines = append(lines, value.(string))
		}
		h = setHeader(h, recorded[0].(string), lines...)
	}
	return h
}

func (c *resolvedCase) got(out Outcome) verdict {
	v := verdict{External: out.External}
	header := out.ResponseHeader
	if a := out.Answer; a != nil {
		v.Status, header = a.Status, a.Header
		location, _ := lookupHeader(header, "location")
		if a.Body != nil && a.Page == "" && !isRedirect(a.Status) && a.Status != 404 {
			body, _ := io.ReadAll(a.Body)
			v.Body = string(body)
		}
		if isRedirect(a.Status) {
			v.Location = location
		}
	}
	c.addHeaders(&v, out, header)
	if out.Route != nil {
		v.Path = out.Path
		if out.Path == c.Path || out.Path == "/"+strings.TrimPrefix(strings.TrimPrefix(c.Path, "/base"), "/") {
			v.Path = c.Path // recorded with basePath
		}
		query := out.Query
		if query == nil {
			_, text, _ := strings.Cut(out.URL, "?")
			query = ParseQuery(strings.SplitN(text, "#", 2)[0])
		}
		v.Query = jsonMap(query.Map())
	}
	return v
}

// addHeaders leaves out what the front end adds after resolveRoutes: the location
// of a redirect, and headers of Next.js's own pages.
func (c *resolvedCase) addHeaders(v *verdict, out Outcome, header event.Header) {
	recorded := strings.Join(c.want().Response, "\n")
	for _, f := range header {
		added := strings.EqualFold(f.Name, "location") || f.Name == "Refresh" || f.Name == "x-nextjs-rewritten-query" ||
			out.Answer != nil && isPageHeader(out.Answer, f.Name)
		line := f.Name + ": " + f.Value
		if !added || strings.Contains(recorded, line) {
			v.Response = append(v.Response, line)
		}
	}
	slices.Sort(v.Response)
	if c.RequestHeaders != nil && out.RequestHeader != nil {
		v.Request = map[string]any{}
		for _, f := range out.RequestHeader {
			name := strings.ToLower(f.Name)
			switch old := v.Request[name].(type) {
			case nil:
				v.Request[name] = f.Value
			case string:
				v.Request[name] = []any{old, f.Value}
			case []any:
				v.Request[name] = append(old, f.Value)
			}
		}
	}
}

func isPageHeader(a *Answer, name string) bool {
	return a.Page != "" && name == "Allow" || a.Status >= 400 && (name == "Cache-Control" || a.Page == "" && name == "Content-Type")
}

func jsonMap(m map[string]any) map[string]any {
	data, _ := json.Marshal(m)
	out := map[string]any{}
	_ = json.Unmarshal(data, &out)
	return out
}
