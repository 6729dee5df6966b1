package route

import (
	"path"
	"slices"
	"strings"
)

// DefaultPageExtensions are Next's, without dots.
var DefaultPageExtensions = []string{"tsx", "ts", "jsx", "js"}

// Options of [Discover]. The zero value means Next's defaults.
type Options struct {
	PageExtensions []string

	// LooseMatching lets slots miss pages that their siblings have:
	// deprecated.looseRouteMatching of next.config.
	LooseMatching bool

	// Inspect says what only the file's text can tell. It is called for modules
	// in pages/api and for metadata modules; nil means the zero Facts for all.
	Inspect func(file string) Facts
}

// Facts are what discovery wants to know from a file's text.
type Facts struct {
	Many bool // exports generateSitemaps or generateImageMetadata
	Edge bool // a pages API route with runtime "edge" or "experimental-edge"
	Line int  // of the handler
}

// A Discovery is what the names of a project's files mean for routing.
type Discovery struct {
	Routes    []Route
	Layouts   []Layout
	Defaults  []string // default.tsx files of slots
	Slots     []Slot   // parallel routes, each once
	Reserved  []Route  // pages/_app and its like: no URL reaches them
	Conflicts []Conflict
}

// A Slot is a parallel route, a folder such as app/shop/@modal.
type Slot struct {
	Name   string // "modal"
	Parent string // pattern text of the folder it is in: "/shop"
}

// A Layout is a layout file and the route prefix it wraps.
type Layout struct {
	File  string
	Route string // pattern text
}

// Discover finds the routes in a list of files, given relative to the project
// and slash separated. Of app and src/app (and likewise pages) it takes what
// Next.js would take; public files are read from public/.
func Discover(files []string, options Options) Discovery {
	d := discoverer{Options: options, dirs: FindDirs(files)}
	if len(d.PageExtensions) == 0 {
		d.PageExtensions = DefaultPageExtensions
	}
	d.PageExtensions = slices.Clone(d.PageExtensions)
	slices.SortStableFunc(d.PageExtensions, func(a, b string) int { return len(b) - len(a) })
	if d.Inspect == nil {
		d.Inspect = func(string) Facts { return Facts{} }
	}
	for _, file := range files {
		d.file(file)
	}
	d.checkFiles(files)
	return d.found
}

type discoverer struct {
	Options
	dirs  Dirs
	found Discovery
}

// Dirs are the folders that hold routes, relative to the project; empty if the
// project has none.
type Dirs struct {
	App   string // "app" or "src/app"
	Pages string // "pages" or "src/pages"
}

// FindDirs looks for app and pages the way Next.js does: the root before src.
// files are relative and slash separated.
func FindDirs(files []string) Dirs {
	var d Dirs
	for _, file := range files {
		for _, dir := range []string{"app", "src/app"} {
			if strings.HasPrefix(file, dir+"/") && (d.App == "" || dir == "app") {
				d.App = dir
			}
		}
		for _, dir := range []string{"pages", "src/pages"} {
			if strings.HasPrefix(file, dir+"/") && (d.Pages == "" || dir == "pages") {
				d.Pages = dir
			}
		}
	}
	return d
}

// file adds what one file makes.
func (d *discoverer) file(file string) {
	if rest, ok := cutDir(file, d.dirs.App); ok {
		d.appFile(file, rest)
	} else if rest, ok := cutDir(file, d.dirs.Pages); ok {
		d.pagesFile(file, rest)
	} else if rest, ok := cutDir(file, "public"); ok {
		text := encodeURIPath("/" + rest)
		d.add(Route{Pattern: literal(text), Kind: PublicFile, File: file, Page: "/" + rest})
	}
}

func (d *discoverer) add(r Route) {
	if r.Kind.App() {
		d.slot(r.Page)
	}
	d.found.Routes = append(d.found.Routes, r)
}

// slot notes the innermost slot that a key of the app directory lies in.
func (d *discoverer) slot(page string) {
	at := strings.LastIndex(page, "/@")
	if at < 0 {
		return
	}
	name, _, inside := strings.Cut(page[at+2:], "/")
	slot := Slot{name, normalizeAppPath(page[:at])}
	if inside && name != "children" && !slices.Contains(d.found.Slots, slot) {
		d.found.Slots = append(d.found.Slots, slot)
	}
}

func cutDir(file, dir string) (rest string, ok bool) {
	if dir == "" || len(file) <= len(dir) || file[len(dir)] != '/' || file[:len(dir)] != dir {
		return "", false
	}
	return file[len(dir)+1:], true
}

// literal is a pattern without parameters, whatever its text.
func literal(text string) Pattern {
	return Pattern{text: text, segments: parseSegments(text, false)}
}

// cutExtension removes a configured extension, the longest first.
func (d *discoverer) cutExtension(file string) (base string, ok bool) {
	for _, e := range d.PageExtensions {
		if base, ok = strings.CutSuffix(file, "."+e); ok {
			return base, true
		}
	}
	return file, false
}

// pagesFile handles a file below pages. rest has no leading slash.
func (d *discoverer) pagesFile(file, rest string) {
	base, ok := d.cutExtension("/" + rest)
	if !ok {
		return
	}
	key := strings.TrimSuffix(base, "/index")
	if key == "" {
		key = "/"
	}
	r := Route{Pattern: ParsePattern(key), Kind: Page, File: file, Page: key}
	switch {
	case key == "/_app", key == "/_document", key == "/_error":
		d.found.Reserved = append(d.found.Reserved, r)
		return
	case strings.HasPrefix(base, "/api/"):
		facts := d.Inspect(file)
		r.Kind, r.Line = APIRoute, facts.Line
		if facts.Edge {
			r.Kind = EdgeAPIRoute
		}
	}
	d.add(r)
}

// appFile handles a file below app. rest has no leading slash.
func (d *discoverer) appFile(file, rest string) {
	if private(rest) {
		return
	}
	if d.metadataFile(file, rest) {
		return
	}
	base, ok := d.cutExtension(rest)
	if !ok {
		return
	}
	name := path.Base(base)
	page := "/" + strings.ReplaceAll(base, "%5F", "_")
	switch name {
	case "route", "page":
		kind := AppRoute
		if name == "page" {
			kind = AppPage
		}
		d.add(Route{Pattern: ParsePattern(normalizeAppPath(page)), Kind: kind, File: file, Page: page})
	case "layout":
		d.found.Layouts = append(d.found.Layouts, Layout{file, normalizeAppPath(path.Dir(page))})
	case "default":
		d.found.Defaults = append(d.found.Defaults, file)
		d.slot(page)
	}
}

// private reports whether a folder or file below app starts with an underscore.
func private(rest string) bool {
	return strings.HasPrefix(rest, "_") || strings.Contains(rest, "/_")
}
