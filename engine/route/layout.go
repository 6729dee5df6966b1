package route

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// checkFiles finds the conflicts that the list of files alone tells.
func (d *discoverer) checkFiles(files []string) {
	l := &conflictList{}
	app, pages := d.dirs.App, d.dirs.Pages
	if app != "" && pages != "" && path.Dir(app) != path.Dir(pages) {
		l.add(Conflict{
			Kind: SplitDirectories, Stops: Build, Files: []string{app, pages},
			Message: "> `pages` and `app` directories should be under the same folder",
			Hint:    fmt.Sprintf("Move %s beside %s.", pages, app),
		})
	}
	d.checkProxy(l, files)
	if slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(f, "public/_next/") }) {
		l.add(Conflict{
			Kind: PublicNext, Stops: Build, Files: []string{"public/_next"},
			Message: "You can not have a '_next' folder inside of your public folder. This conflicts with the internal '/_next' route. https://nextjs.org/docs/messages/public-next-folder-conflict",
			Hint:    "Rename the folder.",
		})
	}
	d.checkLayouts(l)
	d.checkSlots(l)
	d.found.Conflicts = append(d.found.Conflicts, l.list...)
}

// checkProxy looks for proxy and middleware files beside the route folders.
func (d *discoverer) checkProxy(l *conflictList, files []string) {
	dir := "."
	if strings.HasPrefix(d.dirs.App, "src/") || d.dirs.App == "" && strings.HasPrefix(d.dirs.Pages, "src/") {
		dir = "src"
	}
	var proxy, middleware string
	for _, file := range files {
		base, ok := d.cutExtension(file)
		if !ok || path.Dir(file) != dir {
			continue
		}
		switch path.Base(base) {
		case "proxy":
			proxy = file
		case "middleware":
			middleware = file
		}
	}
	if proxy != "" && middleware != "" {
		l.add(Conflict{
			Kind: ProxyAndMiddleware, Stops: Build, Files: []string{middleware, proxy},
			Message: fmt.Sprintf(`Both middleware file "./%s" and proxy file "./%s" are detected. Please use "./%s" only. Learn more: https://nextjs.org/docs/messages/middleware-to-proxy`, middleware, proxy, proxy),
			Hint:    "Move what is in " + middleware + " to " + proxy + ".",
		})
	}
}

// checkLayouts finds pages without a layout in any folder above them.
func (d *discoverer) checkLayouts(l *conflictList) {
	layouts := map[string]bool{}
	for _, layout := range d.found.Layouts {
		layouts[path.Dir(layout.File)] = true
	}
	for _, r := range d.found.Routes {
		if r.Kind != AppPage || underLayout(path.Dir(r.File), layouts) {
			continue
		}
		name := strings.TrimPrefix(r.File, d.dirs.App+"/")
		l.add(Conflict{
			Kind: NoRootLayout, Stops: Build,
			Message: name + " doesn't have a root layout. To fix this error, make sure every page has a root layout.",
			Hint:    "Add " + d.dirs.App + "/layout" + path.Ext(r.File) + ".",
		}, r)
	}
}

func underLayout(dir string, layouts map[string]bool) bool {
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if layouts[dir] {
			return true
		}
	}
	return false
}
