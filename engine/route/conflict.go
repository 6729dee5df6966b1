package route

import (
	"slices"
	"strings"
)

// A Conflict is two files that cannot both stand, or a route that no URL reaches.
type Conflict struct {
	Kind    ConflictKind
	Stops   Stage    // the first command that refuses to go on
	Files   []string // the files concerned, relative to the project, sorted
	Line    int      // in the first of them, where known
	Routes  []string // the patterns concerned
	Message string   // in Next's own words where it prints any
	Hint    string   // what to do about it
}

// ConflictKind names a class of conflicts, as configuration and reports spell it.
type ConflictKind string

// The classes of conflicts.
const (
	SplitDirectories   ConflictKind = "split-directories"    // app and pages under different parents
	ProxyAndMiddleware ConflictKind = "proxy-and-middleware" // both files present
	PublicNext         ConflictKind = "public-next"          // a public/_next folder
	NoRootLayout       ConflictKind = "no-root-layout"       // a page without a layout above it
	InvalidSegment     ConflictKind = "invalid-segment"      // a parameter's name or place
	SameSpecificity    ConflictKind = "same-specificity"     // an optional catch-all beside its own empty form
	AmbiguousShape     ConflictKind = "ambiguous-shape"      // patterns that differ in names only
	SlugNames          ConflictKind = "slug-names"           // two names, or two kinds of catch-all, on one level
	BadIntercept       ConflictKind = "bad-intercept"        // a marker that climbs above the root
	NoCanonical        ConflictKind = "no-canonical-route"   // an intercepting page without its target
	ParallelSlots      ConflictKind = "parallel-slots"       // slots of a layout that do not have the same URLs
	UnmatchedPages     ConflictKind = "unmatched-pages"      // pages that are part of no complete route
	PublicFileClash    ConflictKind = "public-file"          // a public file on a route's path
	SamePath           ConflictKind = "same-path"            // two files of the app directory on one path
	BothRouters        ConflictKind = "both-routers"         // one path in app and in pages
	DuplicateFile      ConflictKind = "duplicate-file"       // x.js and x.ts
	APIFile            ConflictKind = "api-file"             // pages/api.ts, which is built as a page
	LiteralBrackets    ConflictKind = "literal-brackets"     // text around brackets
	DiffersByCaseOnly  ConflictKind = "case"                 // /Foo and /foo
	Prerendering       ConflictKind = "prerender"            // what the build runs ahead of time fails
	SegmentConfig      ConflictKind = "segment-config"       // a setting in a route module
	Shadowed           ConflictKind = "shadowed"             // no URL reaches the route
)

// Stage is a Next.js command that a conflict stops.
type Stage uint8

// The stages, the later ones being reached only if the earlier pass.
const (
	Nothing Stage = iota // Next.js says nothing, or only warns
	Build                // next build
	Start                // next start, after a build that passed
	Dev                  // next dev only
)

var stageNames = [...]string{"nothing", "next build", "next start", "next dev"}

// String returns the command: "next build".
func (s Stage) String() string { return stageNames[min(int(s), len(stageNames)-1)] }

// A conflictList collects conflicts, the same set of files only once.
type conflictList struct {
	list []Conflict
	seen map[string]bool
}

// add takes the conflict unless one about the same files was found before it;
// the checks run in the order in which Next.js makes them.
func (l *conflictList) add(c Conflict, routes ...Route) {
	for _, r := range routes {
		if r.File != "" && !slices.Contains(c.Files, r.File) {
			c.Files = append(c.Files, r.File)
		}
		if text := r.Pattern.String(); !slices.Contains(c.Routes, text) {
			c.Routes = append(c.Routes, text)
		}
	}
	slices.Sort(c.Files)
	key := strings.Join(c.Files, "\n") + "\n\n" + strings.Join(c.Routes, "\n")
	if l.seen[key] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[key] = true
	l.list = append(l.list, c)
}

// findConflicts runs the checks over a set of routes.
func findConflicts(t *Table, given []Route) []Conflict {
	l := &conflictList{}
	var app, pages, public []Route
	for _, r := range given {
		switch {
		case r.Kind.App():
			app = append(app, r)
		case r.Kind.Pages():
			pages = append(pages, r)
		default:
			public = append(public, r)
		}
	}
	slices.SortStableFunc(app, visitOrder)
	l.appPaths(app)
	l.intercepts(app)
	l.publicFiles(public, pages, "")
	l.sameAppPath(app)
	l.bothRouters(app, pages)
	l.sorted(pages, Build)
	l.sorted(dynamicOnly(app, pages), Start)
	l.sorted(slices.Concat(app, pages), Dev)
	l.duplicatePages(pages, len(app) > 0)
	l.publicFiles(public, nil, "app", app...)
	l.literalBrackets(given)
	l.differByCase(given)
	l.unreachable(t)
	return l.list
}

func dynamicOnly(app, pages []Route) []Route {
	var out []Route
	kinds := []func(Route) bool{
		func(r Route) bool { return r.Kind == AppPage },
		func(r Route) bool { return r.Kind != AppPage },
	}
	for _, of := range kinds {
		for _, r := range app {
			if of(r) && r.Pattern.dynamic {
				out = append(out, r)
			}
		}
	}
	for _, r := range pages {
		if r.Pattern.dynamic {
			out = append(out, r)
		}
	}
	return out
}
