package project

import (
	"fmt"
	"slices"

	"routescope/engine/project/exports"
	"routescope/engine/route"
)

// A Summary is what the text of a route's file says about it.
type Summary struct {
	Route     route.Route // with the handler's line
	Methods   []Method    // nil for pages; one named "*" for API routes, which get every method
	Runtime   string      // "nodejs" or "edge"
	Rendering Rendering
}

// A Method is an HTTP method a route answers.
type Method struct {
	Name      string
	Automatic bool   // HEAD made of GET, OPTIONS made of the others
	Line      int    // of the export, 0 if automatic
	File      string // where that line is, if it is not the route's own file
}

// Moment says when a response is made.
type Moment string

// The moments.
const (
	Static      Moment = "static"      // ahead of time, or at the first request
	Revalidated Moment = "revalidated" // like static, and again after a time
	Dynamic     Moment = "dynamic"     // for every request
	Unknown     Moment = "unknown"     // a page: not read
)

// A Rendering is a guess at when the answer to GET is made, from the text of the
// file alone. Running it may prove otherwise: a handler that is to be static
// turns dynamic when it reads the request.
type Rendering struct {
	Moment  Moment
	Seconds float64 // between two revalidations
	Reason  string  // "export const revalidate = 60"
	Line    int     // where the reason stands; 0 if nowhere
}

// Methods that an app route may export, in the order of a summary.
var methodNames = []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"}

// Summarize reads a route's file.
func (p *Project) Summarize(r route.Route) (Summary, error) {
	s := Summary{Route: r, Runtime: "nodejs", Rendering: Rendering{Moment: Unknown}}
	switch {
	case r.Kind == route.PublicFile, r.Kind == route.MetadataRoute && r.Metadata.Static:
		s.Methods = []Method{{Name: "GET", Automatic: true}, {Name: "HEAD", Automatic: true}}
		s.Rendering = Rendering{Moment: Static, Reason: "a file, served as it is"}
		return s, nil
	case !r.Kind.Endpoint():
		return s, nil
	}
	f, from, err := p.allExports(r.File)
	if err != nil {
		return s, fmt.Errorf("summarizing route %s: %w", r.Pattern, err)
	}
	if own, err := p.Exports(r.File); err == nil && isEdge(runtimeOf(own)) {
		s.Runtime = "edge" // which Next.js reads in the file itself only
	}
	switch {
	case r.Kind == route.AppRoute:
		s.Methods = appMethods(f, from)
		s.Rendering = guess(f, r, s.Runtime, p.Config().CacheComponents)
	case r.Kind == route.MetadataRoute:
		line := lineOf(f, "default")
		s.Methods = []Method{{Name: "GET", Line: line}, {Name: "HEAD", Automatic: true}, {Name: "OPTIONS", Automatic: true}}
		s.Rendering = guessMetadata(f, r)
	default:
		s.Methods = []Method{{Name: "*", Line: lineOf(f, "default")}}
		s.Rendering = Rendering{Moment: Dynamic, Reason: "API routes run for every request"}
	}
	if s.Route.Line == 0 {
		s.Route.Line = firstLine(s.Methods)
	}
	if len(from) > 0 {
		s.Rendering.Line = 0 // it may be one of another file
	}
	return s, nil
}

func lineOf(f *exports.File, name string) int {
	e, _ := f.Lookup(name)
	return e.Line
}

func firstLine(methods []Method) int {
	line := 0
	for _, m := range methods {
		if m.Line > 0 && m.File == "" && (line == 0 || m.Line < line) {
			line = m.Line
		}
	}
	return line
}

func appMethods(f *exports.File, from map[string]string) []Method {
	var methods []Method
	for _, name := range methodNames {
		switch e, ok := f.Lookup(name); {
		case ok:
			methods = append(methods, Method{Name: name, Line: e.Line, File: from[name]})
		case name == "OPTIONS", name == "HEAD" && f.Has("GET"):
			methods = append(methods, Method{Name: name, Automatic: true})
		}
	}
	return methods
}

// notStatic are the methods whose presence makes the whole route dynamic.
var notStatic = []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}

// guess follows the order in which Next.js decides about a route handler.
func guess(f *exports.File, r route.Route, runtime string, cacheComponents bool) Rendering {
	for _, name := range notStatic {
		if e, ok := f.Lookup(name); ok {
			return Rendering{Moment: Dynamic, Reason: "it exports " + name, Line: e.Line}
		}
	}
	if !f.Has("GET") {
		return Rendering{Moment: Dynamic, Reason: "it exports no GET"}
	}
	if runtime == "edge" {
		return Rendering{Moment: Dynamic, Reason: "it runs on the edge runtime", Line: lineOf(f, "runtime")}
	}
	if cacheComponents {
		return guessCacheComponents(f, r)
	}
	dynamic, _ := f.Lookup("dynamic")
	switch dynamic.Value.String() {
	case "force-dynamic":
		return Rendering{Moment: Dynamic, Reason: `export const dynamic = "force-dynamic"`, Line: dynamic.Line}
	case "force-static", "error":
		forced := revalidated(f)
		if forced.Moment == Unknown || forced.Moment == Dynamic {
			return Rendering{Moment: Static, Reason: fmt.Sprintf("export const dynamic = %q", dynamic.Value.String()), Line: dynamic.Line}
		}
		return forced
	}
	return guessByRevalidate(f, r)
}

// guessByRevalidate is for handlers without dynamic.
func guessByRevalidate(f *exports.File, r route.Route) Rendering {
	rendering := revalidated(f)
	if e, ok := f.Lookup("generateStaticParams"); ok && rendering.Moment == Unknown {
		rendering = Rendering{Moment: Static, Reason: "it exports generateStaticParams", Line: e.Line}
	}
	if rendering.Moment == Unknown {
		return Rendering{Moment: Dynamic, Reason: "handlers run for every request unless they ask for more", Line: lineOf(f, "GET")}
	}
	if rendering.Moment == Dynamic {
		return rendering
	}
	if r.Pattern.Dynamic() && !f.Has("generateStaticParams") {
		return Rendering{Moment: Dynamic, Reason: "its parameters are known at request time only", Line: lineOf(f, "GET")}
	}
	if c, ok := f.Called("cookies", "headers", "connection", "noStore", "unstable_noStore"); ok {
		return Rendering{Moment: Dynamic, Reason: "it calls " + c.Name + "()", Line: c.Line}
	}
	if c, ok := f.ReadsRequest(); ok {
		return Rendering{Moment: Dynamic, Reason: "it reads " + c.Name, Line: c.Line}
	}
	return rendering
}

// revalidated reads export const revalidate.
func revalidated(f *exports.File) Rendering {
	e, ok := f.Lookup("revalidate")
	if !ok || !e.Value.Known {
		return Rendering{Moment: Unknown}
	}
	if n, isNumber := e.Value.Number(); isNumber {
		reason := fmt.Sprintf("export const revalidate = %v", n)
		if n == 0 {
			return Rendering{Moment: Dynamic, Reason: reason, Line: e.Line}
		}
		return Rendering{Moment: Revalidated, Seconds: n, Reason: reason, Line: e.Line}
	}
	return Rendering{Moment: Static, Reason: fmt.Sprintf("export const revalidate = %v", e.Value.Data), Line: e.Line}
}

// deferring are the calls behind which, with Cache Components, a handler waits
// for a request.
var deferring = []string{
	"cookies", "headers", "connection", "noStore", "unstable_noStore", "fetch", "setTimeout", "new Date",
	"Math.random", "Date.now", "crypto.randomUUID", "crypto.getRandomValues", "crypto.randomBytes",
}

func guessCacheComponents(f *exports.File, r route.Route) Rendering {
	if c, ok := f.Called(deferring...); ok && len(cacheDirectives(f)) == 0 {
		return Rendering{Moment: Dynamic, Reason: "it calls " + c.Name + "()", Line: c.Line}
	}
	if c, ok := f.ReadsRequest(); ok {
		return Rendering{Moment: Dynamic, Reason: "it reads " + c.Name, Line: c.Line}
	}
	if e, ok := f.Lookup("generateStaticParams"); ok {
		return Rendering{Moment: Static, Reason: "it exports generateStaticParams", Line: e.Line}
	}
	if r.Pattern.Dynamic() {
		return Rendering{Moment: Dynamic, Reason: "its parameters are known at request time only", Line: lineOf(f, "GET")}
	}
	if d := cacheDirectives(f); len(d) > 0 {
		return Rendering{Moment: Static, Reason: fmt.Sprintf("%q", d[0].Text), Line: d[0].Line}
	}
	return Rendering{Moment: Static, Reason: "nothing in the file needs a request", Line: lineOf(f, "GET")}
}

func cacheDirectives(f *exports.File) []exports.Directive {
	return slices.DeleteFunc(slices.Clone(f.Directives), func(d exports.Directive) bool {
		return d.Text != "use cache" && d.Text != "use cache: remote"
	})
}

func guessMetadata(f *exports.File, r route.Route) Rendering {
	if e, ok := f.Lookup("dynamic"); ok && e.Value.String() == "force-dynamic" {
		return Rendering{Moment: Dynamic, Reason: `export const dynamic = "force-dynamic"`, Line: e.Line}
	}
	if rendering := revalidated(f); rendering.Moment != Unknown {
		return rendering
	}
	if c, ok := f.Called("cookies", "headers", "connection"); ok {
		return Rendering{Moment: Dynamic, Reason: "it calls " + c.Name + "()", Line: c.Line}
	}
	if r.Pattern.Dynamic() && !r.Metadata.Many {
		return Rendering{Moment: Dynamic, Reason: "its parameters are known at request time only"}
	}
	return Rendering{Moment: Static, Reason: "metadata is made ahead of time unless it needs a request", Line: lineOf(f, "default")}
}
