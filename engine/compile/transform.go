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
	// NodeInterop says that Node.js itself loads the file: to import the default of
	// a CommonJS module gives its exports, whatever these say of themselves.
	NodeInterop bool
	// JSX is where the automatic runtime of JSX is imported from; "react" if
	// empty.
	JSX string
}

// Code is a compiled file.
type Code struct {
	JS  string // the body of a CommonJS function; see engine/js.Module
	Map *SourceMap
}

// lowered are the features that isolates do not run as they are: for await
// becomes a loop with await, which keepContext finds; "dynamic-import" makes
// import() a call that rewriteImports finds; the others QuickJS does not know.
var lowered = map[string]bool{
	"for-await":      false,
	"dynamic-import": false,
	"decorators":     false,
	"using":          false,
}

// Transform compiles one file without looking at what it imports. Errors are of
// type [*Error].
func Transform(src Source) (*Code, error) {
	src.Text = withoutHashbang(src.Text)
	o := options(src)
	r := api.Transform(src.Text, o)
	if len(r.Errors) == 0 && renames(src.Text, string(r.Code)) {
		o.KeepNames = true
		r = api.Transform(src.Text, o)
	}
	if len(r.Errors) > 0 {
		return nil, errorOf(r.Errors, src.Path)
	}
	body, skipped := replaceHelpers(string(r.Code), src.ESM)
	if !strings.Contains(src.Text, dynamicImport) {
		body = rewriteImports(body, dynamicImport)
	}
	if src.NodeInterop {
		body = importVar.ReplaceAllStringFunc(body, inNodeMode)
	}
	if strings.Contains(body, anonymousDefault) {
		body += "__runtime.nameDefault(module_default);\n"
	}
	return finish(src, body, &SourceMap{raw: r.Map, skipped: skipped}, false)
}

// finish makes the functions of a compiled file do what their directives say,
// and keep their async context. async says that the module is async itself.
func finish(src Source, body string, m *SourceMap, async bool) (*Code, error) {
	s := &script{text: body}
	if err := s.rewriteCached(src); err != nil {
		return nil, err
	}
	if err := s.keepContext(async); err != nil {
		return nil, &Error{File: src.Path, Message: "the async functions of the file cannot be followed: " + err.Error()}
	}
	m.moves = s.moves
	if src.ESM && containsAny(s.text, "__filename", "__dirname") {
		s.text = inBlock(s.text)
	}
	return &Code{JS: s.text, Map: m}, nil
}

// inBlock puts all lines but the first into a block: an ES module may declare
// what is a parameter of the function around it.
func inBlock(body string) string { return strings.Replace(body, "\n", " {\n", 1) + "}\n" }

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

// importCall is the variable that stands for import(): code may have a require of
// its own.
const importCall = "__import"

// rewriteImports makes dynamic imports calls of require.import, so that they can
// wait for modules that use await at the top level, and so that the specifier is
// evaluated where it stands. call is how esbuild writes one.
func rewriteImports(code, call string) string {
	if !strings.Contains(code, call) {
		return code
	}
	code = strings.ReplaceAll(code, call, importCall+"(((")
	return strings.Replace(code, "\n", " const "+importCall+" = require.import;\n", 1)
}
