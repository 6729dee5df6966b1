package compile

import (
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Why modules with top-level await go another way: esbuild does not make CommonJS
// of them. It does bundle them as ES modules, so each is bundled alone, with a
// CommonJS stand-in for everything it imports; what is left of import and export
// then is one statement at the end.

// awaitRefused begins what esbuild says about await at the top level.
const awaitRefused = "Top-level await is "

const (
	asyncEntry   = "routescope:module"
	asyncSpace   = "routescope-module"
	standInSpace = "routescope-import"
	// asyncPrefix makes esbuild build the namespace of the module's exports, and
	// lets it be the module's exports before the rest runs.
	asyncPrefix = "import * as __self from \"" + asyncEntry + "\"; __expose(__self);\n"
)

var finalExport = regexp.MustCompile(`(?:^|\n)export \{[^}]*\};\n*$`)

// transformAsync compiles a file with top-level await to the body of an async
// CommonJS function.
func transformAsync(src Source) (*Code, error) {
	o := options(src)
	r := api.Build(api.BuildOptions{
		Bundle: true, Define: o.Define, EntryPoints: []string{asyncEntry}, Format: api.FormatESModule,
		IgnoreAnnotations: true, JSX: o.JSX, JSXImportSource: o.JSXImportSource, LegalComments: o.LegalComments,
		LogLevel: o.LogLevel, Outfile: "module.js", Platform: o.Platform, Plugins: []api.Plugin{alonePlugin(src, o)},
		Sourcemap: o.Sourcemap, SourcesContent: o.SourcesContent, Supported: o.Supported,
		Target: o.Target, TreeShaking: api.TreeShakingFalse, TsconfigRaw: o.TsconfigRaw,
	})
	if len(r.Errors) > 0 {
		e := errorOf(r.Errors, src.Path)
		e.Line--
		return nil, e
	}
	code, mapping := r.OutputFiles[1], r.OutputFiles[0]
	if strings.HasSuffix(mapping.Path, ".js") {
		code, mapping = mapping, code
	}
	body, skipped := replaceHelpers(finalExport.ReplaceAllString(string(code.Contents), "\n"), true)
	body = strings.Replace(body, "\n", " const __expose = (ns) => { module.exports = __runtime.toCommonJS(ns); };\n", 1)
	body = rewriteImports(body, strings.Replace(dynamicImport, "require(", "__require(", 1))
	return finish(src, body, &SourceMap{
		raw: mapping.Contents, skipped: skipped, prefixed: 1, source: asyncSpace + ":" + asyncEntry,
	}, true)
}

func alonePlugin(src Source, o api.TransformOptions) api.Plugin {
	return api.Plugin{Name: "alone", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			switch {
			case a.Path == asyncEntry:
				return api.OnResolveResult{Path: a.Path, Namespace: asyncSpace}, nil
			case a.Kind == api.ResolveJSDynamicImport, a.Namespace == standInSpace:
				return api.OnResolveResult{Path: a.Path, External: true}, nil
			}
			return api.OnResolveResult{Path: a.Path, Namespace: standInSpace}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: asyncSpace}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			text := asyncPrefix + withoutHashbang(src.Text)
			return api.OnLoadResult{Contents: &text, Loader: o.Loader}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: standInSpace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := "module.exports = require(" + quote(a.Path) + ")"
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}
}
