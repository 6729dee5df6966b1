package tui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/pipeline"
	"routescope/engine/route"
	"routescope/recorder"
)

// start is when the tests' clocks stand.
var start = time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)

// fakeEngine answers with scripts instead of running a project.
type fakeEngine struct {
	routes    []engine.Route
	problems  []error
	conflicts []route.Conflict
	table     *route.Table
	scripts   map[string][]event.Event // by method and target
	entries   []engine.CacheEntry

	mu    sync.Mutex
	moved time.Duration
	sent  []recorder.Request
	hold  chan struct{} // Do waits for it before a script's last event, if set
}

// spec is a route of the fake: the method list is written, HEAD and OPTIONS are
// added as Next.js does.
type spec struct {
	pattern, file string
	kind          route.Kind
	methods       string
	rendering     engine.Rendering
	revalidate    time.Duration
	edge          bool
}

var bookshop = []spec{
	{"/api/attic", "app/api/attic/route.ts", route.AppRoute, "GET", engine.Dynamic, 0, false},
	{"/api/books", "app/(shop)/api/books/route.ts", route.AppRoute, "GET POST", engine.Dynamic, 0, false},
	{"/api/books/[id]", "app/(shop)/api/books/[id]/route.ts", route.AppRoute, "GET PATCH DELETE", engine.Dynamic, 0, false},
	{"/api/books/[id]/reviews", "app/(shop)/api/books/[id]/reviews/route.ts", route.AppRoute, "GET POST", engine.Dynamic, 0, false},
	{"/api/clock", "app/api/clock/route.ts", route.AppRoute, "GET", engine.Revalidated, 5 * time.Second, false},
	{"/api/hours", "app/api/hours/route.ts", route.AppRoute, "GET", engine.Static, 0, false},
	{"/api/lucky", "pages/api/lucky.ts", route.EdgeAPIRoute, "", engine.Dynamic, 0, true},
	{"/aloud/[id]", "app/aloud/[id]/route.ts", route.AppRoute, "GET", engine.Dynamic, 0, false},
	{"/basket", "app/(shop)/basket/route.ts", route.AppRoute, "GET POST DELETE", engine.Dynamic, 0, false},
	{"/read/[...passage]", "app/read/[...passage]/route.ts", route.AppRoute, "GET", engine.Dynamic, 0, false},
	{"/sitemap.xml", "app/sitemap.ts", route.MetadataRoute, "", engine.Static, 0, false},
	{"/colophon.txt", "public/colophon.txt", route.PublicFile, "", engine.Unknown, 0, false},
	{"/", "app/page.tsx", route.AppPage, "", engine.Unknown, 0, false},
}

func newFakeEngine() *fakeEngine {
	e := &fakeEngine{scripts: scripts()}
	e.setRoutes(bookshop)
	e.conflicts = []route.Conflict{{
		Kind: route.Shadowed, Files: []string{"app/api/attic/route.ts", "public/api/attic"},
		Routes: []string{"/api/attic"}, Message: "A public file stands before the route.", Hint: "Move the file, or the route.",
	}}
	return e
}

func (e *fakeEngine) setRoutes(specs []spec) {
	e.routes = nil
	var plain []route.Route
	for _, s := range specs {
		r := route.Route{Pattern: route.ParsePattern(s.pattern), Kind: s.kind, File: s.file, Line: 7}
		plain = append(plain, r)
		e.routes = append(e.routes, engine.Route{
			Route: r, Methods: s.list(), Runtime: s.runtime(), Rendering: s.rendering, Revalidate: s.revalidate,
			Handler: event.Position{File: s.file, Line: 7},
		})
	}
	e.table, _ = route.NewTable(plain)
}

func (s spec) runtime() string {
	if s.edge {
		return "edge"
	}
	return "nodejs"
}

func (s spec) list() []engine.Method {
	var out []engine.Method
	for i, name := range strings.Fields(s.methods) {
		out = append(out, engine.Method{Name: name, Position: event.Position{File: s.file, Line: 7 + 12*i}})
	}
	if len(out) > 0 {
		out = append(out, engine.Method{Name: "OPTIONS", Automatic: true})
	}
	return out
}

func (e *fakeEngine) Dir() string                   { return "/home/ada/bookshop" }
func (e *fakeEngine) Mode() engine.Mode             { return engine.Production }
func (e *fakeEngine) Routes() []engine.Route        { return e.routes }
func (e *fakeEngine) Conflicts() []route.Conflict   { return e.conflicts }
func (e *fakeEngine) Problems() []error             { return e.problems }
func (e *fakeEngine) Changes() <-chan engine.Change { return nil }
func (e *fakeEngine) Reload() error                 { return nil }
func (e *fakeEngine) Cache() []engine.CacheEntry    { return e.entries }
func (e *fakeEngine) ClearCache()                   { e.entries = nil }

func (e *fakeEngine) Now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return start.Add(e.moved)
}

func (e *fakeEngine) Advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moved += d
}

func (e *fakeEngine) Why(method, target string) engine.Explanation {
	path, _, _ := strings.Cut(target, "?")
	result := e.table.Lookup(path)
	x := engine.Explanation{Method: method, Path: path, Params: result.Match.Params}
	x.Verdicts, x.Nearest = e.verdicts(path, result.Match.Route)
	x.Stages = []engine.Stage{{Stage: "redirects", Reason: "no rule fits", Rules: []pipeline.Check{
		{Rule: "redirects[0]", Source: "/old/:path*", Reason: "the path does not begin with /old"}}}}
	if result.Match.Route == nil {
		x.Status, x.Reason = 404, "no pattern fits"
		return x
	}
	x.Nearest = nil
	for i := range e.routes {
		if e.routes[i].Pattern.String() == result.Match.Route.Pattern.String() {
			x.Winner = &e.routes[i]
		}
	}
	for _, m := range x.Winner.Methods {
		if m.Name == method || method == "HEAD" {
			return x
		}
	}
	if len(x.Winner.Methods) > 0 {
		x.Status, x.Reason = 405, "the route does not export "+method
	}
	return x
}

// verdicts are in the fake's own words, so that the screens do not depend on how
// package route puts it.
func (e *fakeEngine) verdicts(path string, winner *route.Route) (all []route.Verdict, near []route.Near) {
	parts := strings.Split(path, "/")
	for i := range e.table.Routes() {
		r := &e.table.Routes()[i]
		v := route.Verdict{Route: r, Reason: "begins with something else"}
		pattern := strings.Split(r.Pattern.String(), "/")
		switch {
		case winner != nil && r.Pattern.String() == winner.Pattern.String():
			v.Level, v.Reason = route.Matches, "fits"
		case len(pattern) > 1 && len(parts) > 1 && pattern[1] == parts[1] && len(pattern) == len(parts):
			v.Level, v.Reason = route.Almost, "another last segment"
			near = append(near, route.Near{Route: r, Path: r.Pattern.String(), Changes: []string{"another last segment"}})
		case len(pattern) > 1 && len(parts) > 1 && pattern[1] == parts[1]:
			v.Reason = "another number of segments"
		}
		all = append(all, v)
	}
	return all, near[:min(len(near), 2)]
}

var errFake = errors.New("no script for this request")

func (e *fakeEngine) Do(ctx context.Context, req *engine.Request, observe func(event.Event)) error {
	e.mu.Lock()
	e.sent = append(e.sent, recorder.Request{Method: req.Method, Target: req.Target})
	e.mu.Unlock()
	script, ok := e.scripts[req.Method+" "+req.Target]
	if !ok {
		return errFake
	}
	for i, ev := range script {
		if i == len(script)-1 && e.hold != nil {
			select {
			case <-e.hold:
			case <-ctx.Done():
				observe(&event.ResponseEnded{Aborted: true})
			}
		}
		observe(ev)
	}
	return nil
}

func at(ms int) event.Meta { return event.Meta{At: time.Duration(ms) * time.Millisecond} }

// answer is the script of an answer in one chunk.
func answer(status int, contentType, body string, between ...event.Event) []event.Event {
	out := append([]event.Event{&event.RequestReceived{}}, between...)
	return append(out,
		&event.HeadersSent{Meta: at(3), Status: status, Header: event.Header{
			{Name: "content-type", Value: contentType}, {Name: "Vary", Value: "rsc, next-router-state-tree"},
			{Name: "X-Powered-By", Value: "Next.js"},
		}},
		&event.ChunkSent{Meta: at(3), Data: []byte(body)},
		&event.ResponseEnded{Meta: at(4), Bytes: int64(len(body))},
		&event.Finished{Meta: at(4), Duration: 4 * time.Millisecond})
}

func scripts() map[string][]event.Event {
	stream := []event.Event{&event.RequestReceived{},
		&event.HeadersSent{Meta: at(2), Status: 200, Header: event.Header{{Name: "content-type", Value: "text/plain; charset=utf-8"}}}}
	offset := 0
	for i, phrase := range []string{"Call me Ishmael. ", "Some years ago—", "never mind how long precisely—", "having little or no money in my purse, "} {
		stream = append(stream, &event.ChunkSent{Meta: at(3 + 150*i), Offset: int64(offset), Data: []byte(phrase)})
		offset += len(phrase)
	}
	stream = append(stream, &event.ResponseEnded{Meta: at(455), Bytes: int64(offset)}, &event.Finished{Meta: at(456)})
	return map[string][]event.Event{
		"GET /api/lucky": answer(200, "application/json", `{"lucky":7}`,
			&event.UpstreamStarted{Meta: at(1), ID: 1, Method: "GET", URL: "https://dice.example/roll", Header: event.Header{{Name: "accept", Value: "*/*"}}},
			&event.UpstreamStarted{Meta: at(1), ID: 2, Method: "POST", URL: "https://log.example/"},
			&event.UpstreamFinished{Meta: at(2), ID: 1, Status: 200, Body: []byte("7"), Duration: 1e6},
			&event.UpstreamFinished{Meta: at(3), ID: 2, Error: "connection refused", Duration: 2e6}),
		"GET /api/books": answer(200, "application/json",
			`{"total":2,"books":[{"id":"emma","title":"Emma","year":1815},{"id":"moby-dick","title":"Moby-Dick; or, The Whale","year":1851}]}`,
			&event.ConsoleWritten{Meta: at(1), Level: "log", Text: "listing 2 books", From: event.Position{File: "app/(shop)/api/books/route.ts", Line: 22}}),
		"GET /api/books/emma":  answer(200, "application/json", `{"id":"emma","title":"Emma"}`),
		"POST /basket":         answer(201, "application/json", `{"ok":true}`),
		"GET /aloud/moby-dick": stream,
		"GET /sitemap.xml":     answer(200, "application/xml", "<?xml version=\"1.0\"?>\n<urlset>\n  <url><loc>http://localhost:3000/</loc></url>\n</urlset>\n"),
		"GET /api/clock": answer(200, "application/json", `{"time":"09:30:00"}`,
			&event.CacheRead{Meta: at(1), Cache: "response", Key: "/api/clock", Outcome: "STALE", Reason: "older than 5 s: answered, and made again", Age: 7 * time.Second},
			&event.CacheStored{Meta: at(2), Cache: "response", Key: "/api/clock", Revalidate: 5 * time.Second, Tags: []string{"clock"}, Bytes: 19},
			&event.CacheInvalidated{Meta: at(2), Call: "revalidateTag", Value: "clocks"}),
		"GET /api/attic": answer(500, "text/plain", "Internal Server Error",
			&event.HandlerThrew{Meta: at(2), Name: "Error", Message: "The third stair gave way", Stack: []event.Frame{
				{Function: "climb", Position: event.Position{File: "lib/stairs.ts", Line: 14, Column: 9}},
				{Function: "GET", Position: event.Position{File: "app/api/attic/route.ts", Line: 7, Column: 3}}}}),
	}
}

// fakeGoldens keeps goldens in memory.
type fakeGoldens struct {
	list  []savedGolden
	fails map[string][]string
	saved []*recorder.Exchange
}

func newFakeGoldens() *fakeGoldens {
	return &fakeGoldens{
		list: []savedGolden{
			{"books-get", "goldens/books-get.golden", "GET", "/api/books"},
			{"clock-get", "goldens/clock-get.golden", "GET", "/api/clock"},
		},
		fails: map[string][]string{"clock-get": {"body.time", "- \"09:30:00\"", "+ \"09:31:07\""}},
	}
}

func (g *fakeGoldens) List() ([]savedGolden, error) {
	return append([]savedGolden(nil), g.list...), nil
}

func (g *fakeGoldens) Holds(file string) bool { return strings.HasPrefix(file, "goldens/") }

func (g *fakeGoldens) Save(name string, x *recorder.Exchange, replace bool) (string, error) {
	for _, known := range g.list {
		if known.Name == name && !replace {
			return "", errGoldenExists
		}
	}
	g.saved = append(g.saved, x)
	file := "goldens/" + name + ".golden"
	g.list = append(g.list, savedGolden{name, file, x.Request.Method, x.Request.Target})
	return file, nil
}

func (g *fakeGoldens) Run(_ context.Context, files []string, report func(string, goldenResult)) error {
	for _, file := range files {
		for _, known := range g.list {
			if known.File == file {
				differences := g.fails[known.Name]
				report(file, goldenResult{Passed: len(differences) == 0, Differences: differences, Duration: 4 * time.Millisecond})
			}
		}
	}
	return nil
}
