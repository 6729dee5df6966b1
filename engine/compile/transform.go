package compile

import (
	"fmt"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// A Source is one file to compile.
type Source struct {
	Path string // absolute; its extension chooses the syntax, and errors name it
	Text string
	// ESM says that the file is an ES module, which is strict and has an
	// import.meta. Other files are CommonJS.
	ESM bool
	// Define replaces free expressions, as in esbuild: "process.env.NODE_ENV"
	// by the JSON text `"production"`.
	Define map[string]string
	// Legacy says that decorators are TypeScript's experimental ones.
	Legacy bool
	// JSX is where the automatic runtime of JSX is imported from; "react" if
	// empty.
	JSX string
}

// Code is a compiled file.
type Code struct {
	JS  string // the body of a CommonJS function; see engine/js.Module
	Map *SourceMap
}

// lowered are the features that isolates do not run as they are: async ones
// become generators driven by __runtime; "dynamic-import" makes import() a call
// that rewriteImports finds; the others QuickJS does not know.
var lowered = map[string]bool{
	"async-await":     false,
	"async-generator": false,
	"for-await":       false,
	"dynamic-import":  false,
	"decorators":      false,
	"using":           false,
}

// Transform compiles one file without looking at what it imports. Errors are of
// type [*Error].
func Transform(src Source) (*Code, error) {
	src.Text = withoutHashbang(src.Text)
	r := api.Transform(src.Text, options(src))
	if len(r.Errors) > 0 {
		return nil, errorOf(r.Errors, src.Path)
	}
	body, skipped := replaceHelpers(string(r.Code), src.ESM)
	if !strings.Contains(src.Text, dynamicImport) {
		body = rewriteImports(body)
	}
	if strings.Contains(body, "__super") {
		body = strings.ReplaceAll(body, thisless, "=> __async(this, ")
	}
	body, err := rewriteCached(body, src)
	if err != nil {
		return nil, err
	}
	if strings.Contains(body, anonymousDefault) {
		body += "__runtime.nameDefault(module_default);\n"
	}
	return &Code{JS: body, Map: &SourceMap{raw: r.Map, skipped: skipped}}, nil
}

// withoutHashbang makes a comment of a line for the shell: it would not stand at
// the beginning of a file any more.
func withoutHashbang(text string) string {
	if strings.HasPrefix(text, "#!") {
		return "//" + text[2:]
	}
	return text
}

func options(src Source) api.TransformOptions {
	define := make(map[string]string, len(src.Define)+1)
	for k, v := range src.Define {
		define[k] = v
	}
	define["import.meta"] = importMeta
	return api.TransformOptions{
		Define: define,
		Format: api.FormatCommonJS,
		JSX:    api.JSXAutomatic, JSXImportSource: src.JSX,
		LegalComments: api.LegalCommentsNone,
		Loader:        loaderOf(src.Path),
		LogLevel:      api.LogLevelSilent,
		Platform:      api.PlatformNeutral,
		// Not the path: for .mjs and .mts esbuild would import the default of
		// CommonJS modules as Node.js does, and Next.js does not.
		Sourcefile:     "module",
		Sourcemap:      api.SourceMapExternal,
		SourcesContent: api.SourcesContentExclude,
		Supported:      lowered,
		Target:         api.ESNext,
		TsconfigRaw:    fmt.Sprintf(`{"compilerOptions":{"experimentalDecorators":%t}}`, src.Legacy),
	}
}

// loaderOf returns the syntax of a file. JavaScript may hold JSX, as in Next.js.
func loaderOf(file string) api.Loader {
	switch path.Ext(file) {
	case ".ts", ".mts", ".cts":
		return api.LoaderTS
	case ".tsx":
		return api.LoaderTSX
	}
	return api.LoaderJSX
}

// dynamicImport is what esbuild makes of "import(": the specifier and three
// parentheses follow.
const dynamicImport = "Promise.resolve().then(() => __toESM(require("

// anonymousDefault is how esbuild exports a default that has no name of its own:
// a function would say that it is called module_default.
const anonymousDefault = "\n  default: () => module_default"

// thisless begins async arrow functions that do not use this. esbuild forgets
// that those which use super do.
const thisless = "=> __async(null, "

// rewriteImports makes dynamic imports calls of require.import, so that they can
// wait for modules that use await at the top level, and so that the specifier is
// evaluated where it stands.
func rewriteImports(code string) string {
	return strings.ReplaceAll(code, dynamicImport, "require.import(((")
}
