package handler

import (
	"path/filepath"
	"strings"

	"routescope/engine/compile"
	"routescope/engine/event"
	"routescope/engine/js"
)

// A loader gives an isolate the modules that the compiler made.
type loader struct{ compiler *compile.Compiler }

// Module implements js.Loader.
func (l loader) Module(id string) (*js.Module, error) {
	m, err := l.compiler.Module(id)
	if err != nil {
		return nil, err
	}
	return &js.Module{ID: m.ID, Source: m.Source, JSON: m.JSON, Wasm: m.Wasm, Async: m.Async, Deps: m.Deps, Order: m.Order}, nil
}

// Resolve implements js.Resolver: it finds what a specifier that code computes
// means in a module.
func (l loader) Resolve(specifier, from string) (id string, err error) {
	return l.compiler.Resolve(specifier, from)
}

// Blame implements js.Blamer.
func (l loader) Blame(file string) string { return l.compiler.Blame(file) }

// Place implements js.Mapper.
func (l loader) Place(f js.Frame) js.Frame {
	file, line, column, ok := l.compiler.MapFrame(f.File, f.Line, f.Column)
	if !ok {
		file, line, column = compile.FileOf(f.File), f.Line, f.Column
	}
	f.File, f.Line, f.Column = file, line, column
	return f
}

var (
	_ js.Resolver = loader{}
	_ js.Blamer   = loader{}
	_ js.Mapper   = loader{}
)

// target says what a file of the project is compiled for.
func (inv *Invocation) target() compile.Target {
	t := compile.Target{Edge: inv.Edge}
	switch inv.Kind {
	case "API route":
		t.Layer = compile.Pages
	case "edge":
		if !inv.AppDir {
			t.Layer = compile.Pages
		}
	case "proxy":
		t.Layer = compile.Proxy
	}
	return t
}

// frameOf returns a frame of a stack as events tell it.
func (r *Runner) frameOf(f js.Frame) event.Frame {
	out := event.Frame{Function: f.Function}
	out.File, out.Line, out.Column = f.File, f.Line, f.Column
	if rel, err := filepath.Rel(r.root, f.File); err == nil && !strings.HasPrefix(rel, "..") {
		out.File = filepath.ToSlash(rel)
	}
	return out
}
