package compile

import (
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Route handlers see React as Server Components do, by the condition
// "react-server". The renderers to HTML are the exception: Next.js gives handlers
// react-dom/server all the same, with a React of its own, and packages that write
// mails stand on it.

// renderers are the modules that handlers get without the condition, by the file of
// react-dom that they are; "" is the runtime's.
var renderers = map[string]string{
	"react-dom/server":         "",
	"react-dom/server.node":    "server.node.js",
	"react-dom/server.edge":    "server.edge.js",
	"react-dom/server.browser": "server.browser.js",
}

// resolveRenderer finds what a renderer of React's, or a file of it, imports.
func resolveRenderer(b api.PluginBuild, a api.OnResolveArgs, t Target) api.OnResolveResult {
	file, ok := renderers[a.Path]
	switch {
	case ok && file == "" && t.Edge:
		file = "server.edge.js"
	case ok && file == "":
		file = "server.node.js"
	case (a.Path == "react" || a.Path == "react-dom") && isRenderer(a.Importer):
		file = "index.js"
	case !ok:
		return api.OnResolveResult{}
	}
	name, _, _ := strings.Cut(a.Path, "/")
	found := b.Resolve(name+"/package.json", api.ResolveOptions{Importer: a.Importer, ResolveDir: a.ResolveDir, Kind: api.ResolveJSRequireCall})
	if len(found.Errors) > 0 {
		return api.OnResolveResult{}
	}
	return api.OnResolveResult{Path: filepath.Join(filepath.Dir(found.Path), file)}
}

// isRenderer reports whether a file belongs to react-dom without the condition.
func isRenderer(file string) bool {
	return packageOf(file) == "react-dom" && !strings.Contains(filepath.Base(file), "react-server")
}
