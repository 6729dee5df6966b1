package compile

import (
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Namespaces of modules that have no source file of their own.
const (
	emptySpace       = "empty"       // server-only, files that a package disables
	unsupportedSpace = "unsupported" // modules of Node.js that the runtime lacks
	nativeSpace      = "native"      // native addons
	disabledSpace    = "(disabled)"  // esbuild's own, for "browser": {"x": false}
)

// nativeExt is the extension of native addons.
const nativeExt = ".node"

func isVirtual(namespace string) bool {
	switch namespace {
	case emptySpace, unsupportedSpace, nativeSpace, disabledSpace:
		return true
	}
	return false
}

// plugin tells esbuild about the modules that are not files of JavaScript.
func (c *Compiler) plugin(t Target) api.Plugin {
	return api.Plugin{Name: "routescope", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			switch {
			case a.Kind == api.ResolveEntryPoint:
				return api.OnResolveResult{}, nil
			case a.Importer == scanRoot:
				return api.OnResolveResult{Path: a.Path, SideEffects: api.SideEffectsFalse}, nil
			}
			if t.Layer == App && strings.HasPrefix(a.Path, "react") {
				if found := resolveRenderer(b, a, t); found.Path != "" {
					return found, nil
				}
			}
			return c.resolveSpecial(a, t)
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: emptySpace}, loadOpaque)
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: unsupportedSpace}, loadOpaque)
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: nativeSpace}, loadOpaque)
		b.OnLoad(api.OnLoadOptions{Filter: assetPattern}, loadOpaque)
		b.OnLoad(api.OnLoadOptions{Filter: `\.node$`}, loadOpaque) // the main file of a package
	}}
}

// loadOpaque stands for a module whose exports esbuild need not know.
func loadOpaque(api.OnLoadArgs) (api.OnLoadResult, error) {
	contents := "module.exports = {}"
	return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
}

func (c *Compiler) resolveSpecial(a api.OnResolveArgs, t Target) (api.OnResolveResult, error) {
	switch name := a.Path; {
	case name == "server-only", name == "client-only" && t.Layer == Pages:
		return api.OnResolveResult{Path: name, Namespace: emptySpace}, nil
	case name == "client-only":
		return api.OnResolveResult{Errors: []api.Message{{Text: clientOnly}}}, nil
	case c.opts.Builtins(name, t):
		return api.OnResolveResult{Path: name, External: true}, nil
	case IsNodeModule(name):
		// A package made for browsers may say what to take instead: ask esbuild first.
		if t.Edge && inPackage(a.Importer) && !c.isMissing(a.Importer, name, t) {
			return api.OnResolveResult{}, nil
		}
		return api.OnResolveResult{Path: name, Namespace: unsupportedSpace}, nil
	case strings.HasSuffix(name, nativeExt):
		return resolveNative(a), nil
	case c.isMissing(a.Importer, name, t):
		return api.OnResolveResult{Path: name, External: true}, nil
	}
	return api.OnResolveResult{}, nil
}

const clientOnly = "'client-only' cannot be imported from a Server Component module. It should only be used from a Client Component."

// resolveNative finds a native addon, so that the error of its call can name it.
func resolveNative(a api.OnResolveArgs) api.OnResolveResult {
	file := a.Path
	if strings.HasPrefix(file, ".") {
		file = filepath.Join(a.ResolveDir, file)
	}
	return api.OnResolveResult{Path: file, Namespace: nativeSpace}
}

// inPackage reports whether a file belongs to an installed package.
func inPackage(file string) bool {
	return strings.Contains(filepath.ToSlash(file), "/node_modules/")
}
