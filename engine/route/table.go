package route

import (
	"slices"
	"strings"
)

// A Table answers which route a path reaches. It does not change after
// [NewTable] and is safe for concurrent use.
type Table struct {
	mode   Mode
	routes []Route          // in order of precedence
	exact  map[string]int32 // by pattern text; where two routes share it, the one served
	root   *tableNode
}

// NewTable puts routes in order and reports what stands in each other's way. The
// table is usable even if there are conflicts: of two routes with one pattern
// the one that Next.js would rather serve is kept in front.
func NewTable(routes []Route) (*Table, []Conflict) { return Production.NewTable(routes) }

// NewTable is [NewTable] with the rules of the mode. The patterns are read anew,
// because text around brackets makes a segment dynamic in development only.
func (m Mode) NewTable(routes []Route) (*Table, []Conflict) {
	given := slices.Clone(routes)
	if m == Development {
		for i := range given {
			given[i].Pattern = m.ParsePattern(given[i].Pattern.text)
		}
	}
	t := &Table{mode: m}
	t.build(given)
	return t, findConflicts(t, given)
}

// build inserts the routes into the tree and numbers them as it is read.
func (t *Table) build(given []Route) {
	slices.SortStableFunc(given, func(a, b Route) int { return servedFirst(a) - servedFirst(b) })
	root := &tableNode{}
	for i := range given {
		root.insert(given[i].Pattern.segments, int32(i))
	}
	t.routes = make([]Route, 0, len(given))
	root.number(func(i int32) int32 {
		t.routes = append(t.routes, given[i])
		return int32(len(t.routes) - 1)
	})
	t.root = root
	t.exact = make(map[string]int32, len(given))
	for i := len(t.routes) - 1; i >= 0; i-- {
		t.exact[t.routes[i].Pattern.String()] = int32(i)
	}
}

// servedFirst ranks routes that share a pattern: public files, then the app
// directory, then pages; an index file before a plain one, and a static metadata
// file before a module.
func servedFirst(r Route) int {
	rank := 0
	switch {
	case r.Kind.App():
		rank = 2
	case r.Kind.Pages():
		rank = 4
	}
	if r.Kind.Pages() && !strings.Contains(r.File, "/index.") || r.Metadata != nil && !r.Metadata.Static {
		rank++
	}
	return rank
}

// Routes returns all routes in order of precedence: the depth-first order of the
// tree of segments, static before dynamic before catch-all. The slice is shared:
// do not write to it.
func (t *Table) Routes() []Route { return t.routes }

// A Match is a route that answers a path, with what the path filled in.
type Match struct {
	Route  *Route // nil if there is none; points into the table
	Params Params // as a handler receives them
	Exact  bool   // found by its own text, before any pattern was tried
}

// A Result is what a table says about a path. At most one of Match.Route, Err
// and Redirect is set; none means 404.
type Result struct {
	Match    Match
	Redirect string    // location of a 308
	Err      error     // a *DecodeError: 400
	Verdicts []Verdict // filled in by Explain only
}

// Found reports whether a route answers.
func (r Result) Found() bool { return r.Match.Route != nil }

// Match returns the route that Next.js serves a request target with, when the
// project configures no redirects, rewrites or trailingSlash. rawPath is what
// follows the host, as sent; a query is allowed. [Table.Lookup] is the part
// after the redirects.
func (t *Table) Match(rawPath string) Result {
	path, redirect := Clean(rawPath)
	if redirect != "" {
		return Result{Redirect: redirect}
	}
	return t.Lookup(path)
}

// Clean returns the normalized pathname of a request target, or the location of
// the built-in redirect that comes first.
func Clean(target string) (path, redirect string) {
	if location, ok := Redirect(target); ok {
		return "", location
	}
	path, query := cutQuery(target)
	path = NormalizePath(path)
	if location, ok := RedirectSlash(path, false); ok {
		return "", location + query
	}
	return path, ""
}

// Lookup finds the route for a normalized pathname, without basePath or query:
// first by its exact text, then pattern by pattern.
func (t *Table) Lookup(path string) Result {
	match, ok, err := t.Exact(path)
	if !ok && err == nil {
		match, _, err = t.Dynamic(path)
	}
	if err != nil {
		return Result{Err: err}
	}
	return Result{Match: match}
}

// Exact finds the route whose pattern is the path, literally: "/posts/[id]" is
// found by that text. The comparison is with the encoded path, so that a folder
// named "café" is never found.
func (t *Table) Exact(path string) (Match, bool, error) {
	if len(path) > 1 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	i, ok := t.exact[path]
	if !ok {
		return Match{}, false, nil
	}
	r := &t.routes[i]
	match := Match{Route: r, Exact: true}
	if !r.Pattern.dynamic || t.mode == Development && !isDynamic(r.Pattern.text, true) {
		return match, true, nil // "/pre-[id]" by its own text has no parameters, in development either
	}
	params, _, err := r.Pattern.Match(path)
	if err != nil {
		return Match{Route: r}, false, err
	}
	segments := r.Pattern.segments
	if segments[len(segments)-1].Kind == OptionalCatchAll && len(params) > 0 {
		params = params[:len(params)-1]
	}
	match.Params = r.Pattern.normalize(params)
	return match, true, nil
}

// Dynamic tries the patterns in order of precedence. The first that matches the
// encoded path wins, and if a parameter then cannot be decoded, no other is
// tried: the error is a [*DecodeError], and the match names the route all the same.
func (t *Table) Dynamic(path string) (Match, bool, error) {
	var w walk
	rest, end, ok := cutRoot(path, false)
	if !ok && path != "" {
		return Match{}, false, nil
	}
	i := w.find(t.root, rest, end)
	if i < 0 {
		return t.odd(path)
	}
	r := &t.routes[i]
	params, err := r.Pattern.params(w.captures())
	if err != nil {
		return Match{Route: r}, false, err
	}
	return Match{Route: r, Params: r.Pattern.normalize(params)}, true, nil
}

// odd tries the routes that Next.js would have refused to build.
func (t *Table) odd(path string) (Match, bool, error) {
	for _, i := range t.root.odd {
		r := &t.routes[i]
		params, ok, err := r.Pattern.Match(path)
		if ok || err != nil {
			return Match{Route: r, Params: params}, ok, err
		}
	}
	return Match{}, false, nil
}
