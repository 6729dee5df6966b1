package compile

import (
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// A Layer is the part of a project that an entry belongs to. As in Next.js, a
// file that is imported from two layers is two modules with states of their own.
type Layer uint8

// The layers.
const (
	App   Layer = iota // app/: route handlers, metadata files, instrumentation
	Pages              // pages/api/
	Proxy              // proxy.ts, middleware.ts
)

// A Target says what an entry is compiled for: it decides what imports mean.
type Target struct {
	Layer Layer
	Edge  bool // the edge runtime; else nodejs
}

// suffixes make the IDs of one file's modules differ between targets.
var suffixes = map[Target]string{
	{App, false}: "", {App, true}: "?edge",
	{Pages, false}: "?pages", {Pages, true}: "?pages-edge",
	{Proxy, false}: "?proxy", {Proxy, true}: "?proxy-edge",
}

// id returns the ID of a file's module, or of a virtual one's. It has slashes on
// every system.
func (t Target) id(key string) string { return filepath.ToSlash(key) + suffixes[t] }

// Runtime returns the runtime's name, which NEXT_RUNTIME has.
func (t Target) Runtime() string {
	if t.Edge {
		return "edge"
	}
	return "nodejs"
}

// FileOf returns the file of a module.
func FileOf(id string) string {
	file, _ := split(id)
	return file
}

// split returns what an ID consists of.
func split(id string) (file string, t Target) {
	for t, suffix := range suffixes {
		if file, ok := strings.CutSuffix(id, suffix); ok && suffix != "" {
			return filepath.FromSlash(file), t
		}
	}
	return filepath.FromSlash(id), Target{}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// conditions are the names that count in the exports and imports of package.json,
// beside "default" and what esbuild adds: "import" or "require", and "node" or
// "browser" by the platform. Recorded from Next.js 16.4.6.
func (t Target) conditions(mode string) []string {
	var c []string
	if t.Layer != Pages {
		c = append(c, "react-server")
	}
	switch {
	case t.Edge:
		c = append(c, "edge-light", "module", mode)
	case t.Layer == Pages:
		// Node.js itself loads the packages of API routes.
		c = append(c, "module-sync", "node-addons")
	default:
		c = append(c, "module", mode)
	}
	return c
}

// mainFields are the fields of package.json that name a package's main file.
func (t Target) mainFields() []string {
	switch {
	case t.Edge:
		return []string{"browser", "module", "main"}
	case t.Layer == Pages:
		return []string{"main"}
	}
	return []string{"module", "main"}
}

func (t Target) platform() api.Platform {
	if t.Edge {
		return api.PlatformBrowser
	}
	return api.PlatformNode
}
