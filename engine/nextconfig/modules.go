package nextconfig

import (
	"context"
	"path/filepath"
	"regexp"

	"routescope/engine/compile"
	"routescope/engine/js"
)

// modules give the isolate the configuration and what it imports.
type modules struct {
	path     string
	single   *compile.Code     // a configuration that imports nothing
	compiler *compile.Compiler // else
	entry    string
}

// imports finds configurations that need the compiler's graph. It may find too
// many: a word in a string costs some milliseconds.
var imports = regexp.MustCompile(`\brequire\b|\bimport\b|\bfrom\b`)

// typeImport is erased before the code runs.
var typeImport = regexp.MustCompile(`(?m)^\s*import\s+type\s+\{?[\w\s,]+\}?\s+from\s+['"][^'"]+['"];?|\bimport\(['"]next['"]\)`)

func newModules(ctx context.Context, o Options, path, text string) (*modules, error) {
	m := &modules{path: path, entry: path}
	var err error
	if !imports.MatchString(typeImport.ReplaceAllString(text, "")) {
		m.single, err = compile.Transform(compile.Source{Path: path, Text: text, ESM: isESM(path, text)})
		if err == nil {
			return m, nil
		} // the compiler knows await at the top level, and has the better errors
	}
	known := map[string]bool{}
	for _, e := range append([]*js.Extension{extension}, o.Extensions...) {
		for _, i := range e.Imports {
			known[i.Specifier] = true
		}
	}
	if m.compiler, err = compile.New(o.compileOptions(known)); err != nil {
		return nil, err
	}
	graph, err := m.compiler.Entry(ctx, path, compile.Target{Layer: compile.Pages})
	if err != nil {
		return nil, err
	}
	m.entry = graph.Entry
	return m, nil
}

var esmSyntax = regexp.MustCompile(`(?m)^\s*(?:export|import)\b`)

// isESM reports whether a file is an ES module: by its extension, or by what is in
// it, as Next.js takes both in a .js file.
func isESM(path, text string) bool {
	switch filepath.Ext(path) {
	case ".mjs", ".mts":
		return true
	}
	return esmSyntax.MatchString(text)
}

// Module implements [js.Loader].
func (m *modules) Module(id string) (*js.Module, error) {
	if m.single != nil && id == m.path {
		return &js.Module{ID: id, Source: m.single.JS}, nil
	}
	c, err := m.compiler.Module(id)
	if err != nil {
		return nil, err
	}
	return &js.Module{ID: c.ID, Source: c.Source, JSON: c.JSON, Wasm: c.Wasm, Async: c.Async, Deps: c.Deps, Order: c.Order}, nil
}

// Resolve implements [js.Resolver].
func (m *modules) Resolve(specifier, from string) (string, error) {
	if m.compiler == nil {
		return "", nil
	}
	return m.compiler.Resolve(specifier, from)
}

// Place implements [js.Mapper].
func (m *modules) Place(f js.Frame) js.Frame {
	if m.single != nil && f.File == m.path {
		if line, column, ok := m.single.Map.Position(f.Line, f.Column); ok {
			f.Line, f.Column = line, column
		}
		return f
	}
	if m.compiler != nil {
		if file, line, column, ok := m.compiler.MapFrame(f.File, f.Line, f.Column); ok {
			return js.Frame{Function: f.Function, File: file, Line: line, Column: column}
		}
	}
	f.File = compile.FileOf(f.File)
	return f
}
