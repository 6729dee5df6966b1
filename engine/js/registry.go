package js

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"routescope/engine/js/internal/quickjs"
)

// registry is what a set of extensions amounts to for one runtime.
type registry struct {
	ops     []Op
	globals []Global
	eager   []string
	imports map[string]string // specifier → internal module
	absent  map[string]bool   // specifiers that exist in the other runtime only
	files   map[string]file   // internal specifier → source
}

type file struct {
	fsys   fs.FS
	name   string
	folder string // the extension's specifier
}

// registryOf joins the extensions; two that claim one name are an error.
func registryOf(extensions []*Extension, runtime Runtime) (*registry, error) {
	r := &registry{imports: map[string]string{}, absent: map[string]bool{}, files: map[string]file{}}
	seen := map[string]string{}
	claim := func(kind, name, extension string) error {
		key := kind + " " + name
		if other, taken := seen[key]; taken {
			return fmt.Errorf("extensions %s and %s both define %s", other, extension, key)
		}
		seen[key] = extension
		return nil
	}
	for _, e := range append([]*Extension{core}, extensions...) {
		var errs []error
		for _, op := range e.Ops {
			errs = append(errs, claim("op", op.Name, e.Name))
		}
		r.ops = append(r.ops, e.Ops...)
		r.eager = append(r.eager, e.Eager...)
		for _, g := range e.Globals {
			if g.Runtimes == 0 || g.Runtimes&runtime != 0 {
				errs = append(errs, claim("global", g.Name, e.Name))
				if g.Export == "" {
					g.Export = g.Name
				}
				r.globals = append(r.globals, g)
			}
		}
		for _, i := range e.Imports {
			if i.Runtimes == 0 || i.Runtimes&runtime != 0 {
				errs = append(errs, claim("import", i.Specifier, e.Name))
				r.imports[i.Specifier] = i.Module
			} else {
				r.absent[i.Specifier] = true
			}
		}
		errs = append(errs, r.addFiles(e))
		if err := errors.Join(errs...); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *registry) addFiles(e *Extension) error {
	if e.Files == nil {
		return nil
	}
	names, err := fs.Glob(e.Files, "*.js")
	if err != nil {
		return err
	}
	folder := "internal:" + e.Name
	for _, name := range names {
		specifier := folder
		if base := strings.TrimSuffix(name, ".js"); base != path.Base(e.Name) {
			specifier += "/" + base
		}
		r.files[specifier] = file{e.Files, name, folder}
	}
	return nil
}

// tables is what boot.js needs to know, as it reads it.
func (r *registry) tables() any {
	type op struct {
		Name  string `json:"name"`
		Async bool   `json:"async,omitempty"`
	}
	type global struct {
		Name       string `json:"name"`
		Module     string `json:"module"`
		Export     string `json:"export"`
		Enumerable bool   `json:"enumerable,omitempty"`
	}
	ops := make([]op, len(r.ops))
	for i, o := range r.ops {
		ops[i] = op{o.Name, o.Start != nil}
	}
	globals := make([]global, len(r.globals))
	for i, g := range r.globals {
		globals[i] = global{g.Name, g.Module, g.Export, g.Enumerable}
	}
	return map[string]any{"ops": ops, "globals": globals, "eager": append([]string{}, r.eager...)}
}

// compiled holds the bytecode of internal modules, shared by all isolates.
var compiled sync.Map // source → []byte

func bytecode(vm *quickjs.VM, source, name string) ([]byte, error) {
	if code, ok := compiled.Load(source); ok {
		return code.([]byte), nil
	}
	code, err := vm.Compile(source, name)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", name, err)
	}
	compiled.Store(source, code)
	return code, nil
}

// internalModule returns an internal module's function.
func (iso *Isolate) internalModule(specifier string) (any, error) {
	f, ok := iso.reg.files[specifier]
	if !ok {
		return nil, fmt.Errorf("no internal module %q", specifier)
	}
	source, err := fs.ReadFile(f.fsys, f.name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", specifier, err)
	}
	// On one line with the source's first, so that line numbers stay true.
	wrapped := "(function (exports, require, module, primordials, ops) { 'use strict'; " + string(source) + "\n})"
	code, err := bytecode(iso.vm, wrapped, specifier)
	if err != nil {
		return nil, err
	}
	return iso.vm.Run(code)
}

// internalFolder returns the specifier of the extension a module belongs to.
func (iso *Isolate) internalFolder(specifier string) string { return iso.reg.files[specifier].folder }
