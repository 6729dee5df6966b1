package project

import (
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"routescope/engine/project/exports"
	"routescope/engine/route"
)

// A Scan is what the files of a project mean for routing.
type Scan struct {
	route.Discovery
	Table     *route.Table
	Conflicts []route.Conflict // of the files and of the routes

	fromRoutes []route.Conflict
}

// Scan finds the project's routes and puts them into a table with the rules of
// the mode. It reads the modules of pages/api and the metadata modules, because
// their exports decide what they are; the others are left alone.
func (p *Project) Scan(mode route.Mode) *Scan {
	files := p.Files()
	p.readAhead(files)
	s := &Scan{Discovery: route.Discover(files, route.Options{
		PageExtensions: p.Config().PageExtensions,
		LooseMatching:  p.Config().matchesLoosely(),
		Inspect:        p.inspect,
	})}
	p.mu.Lock()
	last := p.scans[mode]
	p.mu.Unlock()
	if last != nil && sameRoutes(last.Routes, s.Routes) {
		s.Table, s.fromRoutes = last.Table, last.fromRoutes
	} else {
		s.Table, s.fromRoutes = mode.NewTable(s.Routes)
	}
	s.Conflicts = slices.Concat(s.Discovery.Conflicts, s.fromRoutes)
	p.mu.Lock()
	p.scans[mode] = s
	p.mu.Unlock()
	return s
}

// sameRoutes reports whether a table made of the one routes serves for the
// others, which it does after most edits.
func sameRoutes(a, b []route.Route) bool {
	return slices.EqualFunc(a, b, func(a, b route.Route) bool {
		return a.File == b.File && a.Kind == b.Kind && a.Line == b.Line && a.Page == b.Page &&
			a.Pattern.String() == b.Pattern.String() &&
			(a.Metadata == nil) == (b.Metadata == nil) && (a.Metadata == nil || *a.Metadata == *b.Metadata)
	})
}

// Table is [Project.Scan] for production, less the rest.
func (p *Project) Table() (*route.Table, []route.Conflict) {
	s := p.Scan(route.Production)
	return s.Table, s.Conflicts
}

// readAhead fills the cache of exports on several processors.
func (p *Project) readAhead(files []string) {
	work := make(chan string)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for file := range work {
				_, _ = p.Exports(file) // inspect meets the error again
			}
		})
	}
	dirs := p.dirs()
	for _, file := range files {
		if inspected(file, dirs) {
			work <- file
		}
	}
	close(work)
	wait.Wait()
}

// inspected reports whether discovery will ask about the file.
func inspected(file string, dirs route.Dirs) bool {
	if dirs.Pages != "" && strings.HasPrefix(file, dirs.Pages+"/api/") {
		return true
	}
	return dirs.App != "" && strings.HasPrefix(file, dirs.App+"/") && route.MetadataModule(path.Base(file))
}

// inspect answers discovery's questions about a module.
func (p *Project) inspect(file string) route.Facts {
	f, err := p.Exports(file)
	if err != nil {
		return route.Facts{}
	}
	facts := route.Facts{Many: f.Has("generateSitemaps") || f.Has("generateImageMetadata")}
	facts.Edge = isEdge(runtimeOf(f))
	if e, ok := f.Lookup("default"); ok {
		facts.Line = e.Line
	}
	return facts
}

// runtimeOf returns the runtime a module asks for, by its own export or in its
// config object.
func runtimeOf(f *exports.File) exports.Value {
	if e, ok := f.Lookup("runtime"); ok && e.Value.Known {
		return e.Value
	}
	if e, ok := f.Lookup("config"); ok {
		v, _ := e.Value.Field("runtime")
		return v
	}
	return exports.Value{}
}

func isEdge(v exports.Value) bool { return v.String() == "edge" || v.String() == "experimental-edge" }
