package engine

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// outside hints at basePath, if that is all that is missing.
func (w *inquiry) outside(x *Explanation) {
	asked, _, _ := strings.Cut(x.Path, "?")
	if w.base == "" || asked == w.base || strings.HasPrefix(asked, w.base+"/") {
		return
	}
	if r := w.table.Lookup(x.Routed); r.Found() {
		x.Hints = append(x.Hints, fmt.Sprintf("next.config sets basePath: %s%s reaches %s.", w.base, asked, r.Match.Route.Pattern))
		x.Reason = "the path is outside basePath " + w.base
		x.Nearest = nil
		return
	}
	x.Hints = append(x.Hints, "next.config sets basePath: every path begins with "+w.base+".")
}

// misnamed hints at files that lie where a route would be looked for, and that
// Next.js passes over.
func (e *Engine) misnamed(routed string) (hints []string) {
	dirs := e.project.Dirs
	if routed == "" || routed == "/" {
		return nil
	}
	if group := groupSegment(routed); group != "" {
		hints = append(hints, fmt.Sprintf("%s is a route group: it is a folder only, and no part of a URL.", group))
	}
	if dirs.App == "" {
		return hints
	}
	folder := path.Join(dirs.App, path.Clean(routed))
	for _, file := range e.project.Below(folder) {
		base := path.Base(file)
		name := strings.TrimSuffix(base, path.Ext(base))
		if path.Dir(file) == folder && slices.Contains(notRoutes, name) && e.isModule(base) {
			hints = append(hints, fmt.Sprintf("%s makes no route: in app only a file named route does.", file))
		}
	}
	for _, extension := range e.project.Config().PageExtensions {
		if file := folder + "." + extension; e.project.Has(file) {
			hints = append(hints, fmt.Sprintf("%s makes no route: in app it would be %s/route.%s.", file, folder, extension))
		}
	}
	if strings.Contains(routed, "/_") && len(e.project.Below(folder)) > 0 {
		hints = append(hints, folder+" is private: folders that begin with an underscore make no routes, and with %5F in its place they do.")
	}
	return hints
}

// notRoutes are names that people give to files which they mean to be a route.
var notRoutes = []string{"index", "routes", "handler", "api", "Route", "endpoint", "server", "+server"}

func (e *Engine) isModule(base string) bool {
	return slices.Contains(e.project.Config().PageExtensions, strings.TrimPrefix(path.Ext(base), "."))
}

// groupSegment returns the first segment of a path that is a route group's name.
func groupSegment(p string) string {
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, "(") && strings.HasSuffix(part, ")") && len(part) > 2 {
			return part
		}
	}
	return ""
}
