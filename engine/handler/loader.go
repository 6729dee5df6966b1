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
	return &js.Module{ID: m.ID, Source: m.Source, JSON: m.JSON, Async: m.Async, Deps: m.Deps, Order: m.Order}, nil
}

// Resolve implements js.Resolver: it finds what a specifier that code computes
// means in a module.
func (l loader) Resolve(specifier, from string) (id string, err error) {
	return l.compiler.Resolve(specifier, from)
}

// Blame implements js.Blamer.
func (l loader) Blame(file string) string { return l.compiler.Blame(file) }

var (
	_ js.Resolver = loader{}
	_ js.Blamer   = loader{}
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

// mapFrame maps a frame of compiled code to the source it was compiled from.
func (r *Runner) mapFrame(f js.Frame) event.Frame {
	out := event.Frame{Function: f.Function}
	file, line, column, ok := r.opts.Compiler.MapFrame(f.File, f.Line, f.Column)
	if !ok {
		file, line, column = compile.FileOf(f.File), f.Line, f.Column
	}
	out.File, out.Line, out.Column = file, line, column
	if rel, err := filepath.Rel(r.root, file); err == nil && !strings.HasPrefix(rel, "..") {
		out.File = filepath.ToSlash(rel)
	}
	return out
}
