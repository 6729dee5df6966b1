package js

import (
	"embed"
	"encoding/json"
	"fmt"
)

// A Loader finds the project's modules: those it compiled.
type Loader interface {
	// Module returns a module by its ID. It is called on the loop's goroutine,
	// once for each module and isolate.
	Module(id string) (*Module, error)
}

// A Resolver is a [Loader] that finds modules which the compiler could not
// foresee: those that require() or import() name by an expression.
type Resolver interface {
	// Resolve returns the ID of what specifier means in the module from, or ""
	// if there is no such module. It is called on the loop's goroutine.
	Resolve(specifier, from string) (id string, err error)
}

// A Blamer is a [Loader] that can say who brought a file of code along.
type Blamer interface {
	// Blame returns sentences for the error of what only Node.js can do: which
	// package the file belongs to, who imports it, what to do. It is empty for
	// the project's own files. It is called on the loop's goroutine.
	Blame(file string) string
}

// A Mapper is a [Loader] that knows where its modules were written.
type Mapper interface {
	// Place returns the frame with the place in the source that its place in the
	// module it names as File was compiled from. It is called on the loop's
	// goroutine.
	Place(f Frame) Frame
}

// A Module is one module of the project in the form an isolate runs it: the body
// of a CommonJS function, as esbuild's "cjs" format has it.
type Module struct {
	ID     string            // names it in stacks; one instance for one ID
	Source string            // without the wrapping function
	JSON   bool              // Source is a JSON document
	Wasm   []byte            // WebAssembly, instead of Source: its default export is a WebAssembly.Module
	Async  bool              // Source uses await at its top level
	Deps   map[string]string // specifier as written → ID of a module, or an internal specifier
	Order  []string          // the IDs that must be evaluated before it, if one of them is Async
}

//go:embed async.js clock.js context.js interop.js modules.js reuse.js
var coreFiles embed.FS

// core is the extension every isolate has.
var core = &Extension{
	Name:  "js",
	Doc:   "async context and the project's modules",
	Files: coreFiles,
	Ops: []Op{
		{Name: "op_internal_module", Call: func(iso *Isolate, a Args) (any, error) { return iso.internalModule(a.String(0)) }},
		{Name: "op_internal_folder", Call: func(iso *Isolate, a Args) (any, error) { return iso.internalFolder(a.String(0)), nil }},
		{Name: "op_ticks_schedule", Call: func(iso *Isolate, _ Args) (any, error) {
			iso.ScheduleTicks()
			return Undefined{}, nil
		}},
		{Name: "op_now", Call: func(iso *Isolate, _ Args) (any, error) {
			return float64(iso.Now().UnixNano()) / 1e6, nil
		}},
		{Name: "op_module_load", Call: func(iso *Isolate, a Args) (any, error) { return iso.projectModule(a.String(0)) }},
		{Name: "op_module_resolve", Call: func(iso *Isolate, a Args) (any, error) { return iso.resolve(a.String(0), a.String(1)) }},
		{Name: "op_module_blame", Call: func(iso *Isolate, a Args) (any, error) { return iso.blame(a.String(0)), nil }},
		{Name: "op_module_import", Call: func(iso *Isolate, a Args) (any, error) { return iso.importSpecifier(a.String(0)) }},
	},
}

// projectModule returns [function, JSON text or bytes of WebAssembly, is JSON, is
// async, deps, order].
func (iso *Isolate) projectModule(id string) (any, error) {
	if iso.opts.Loader == nil {
		return nil, ThrowCode("Error", "MODULE_NOT_FOUND", "Cannot find module '%s'", id)
	}
	m, err := iso.opts.Loader.Module(id)
	if err != nil {
		return nil, err
	}
	if m.Deps == nil {
		m.Deps = map[string]string{}
	}
	deps, err := json.Marshal(m.Deps)
	if err != nil {
		return nil, err
	}
	if m.JSON {
		return []any{m.Source, true, false, string(deps), []string{}}, nil
	}
	if m.Wasm != nil {
		return []any{m.Wasm, false, false, string(deps), []string{}}, nil
	}
	head := "(function (exports, require, module, __filename, __dirname, __runtime) { "
	if m.Async {
		head = "(async function (exports, require, module, __filename, __dirname, __runtime) { "
	}
	// Not by way of bytecode: that thaws the strings of tagged templates.
	f, err := iso.vm.Eval(head+m.Source+"\n})", m.ID)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", id, err)
	}
	return []any{f, false, m.Async, string(deps), m.Order}, nil
}

// resolve asks the loader what a computed specifier means; null if nothing.
func (iso *Isolate) resolve(specifier, from string) (any, error) {
	r, ok := iso.opts.Loader.(Resolver)
	if !ok {
		return nil, nil
	}
	id, err := r.Resolve(specifier, from)
	if err != nil || id == "" {
		return nil, err
	}
	return id, nil
}

// Place returns a frame of code that the loader gave as the loader maps it.
func (iso *Isolate) Place(f Frame) Frame {
	if m, ok := iso.opts.Loader.(Mapper); ok {
		return m.Place(f)
	}
	return f
}

// blame returns what the loader says of a file, or "".
func (iso *Isolate) blame(file string) string {
	if b, ok := iso.opts.Loader.(Blamer); ok {
		return b.Blame(file)
	}
	return ""
}

// importSpecifier returns the internal module a built-in specifier stands for,
// or null.
func (iso *Isolate) importSpecifier(specifier string) (any, error) {
	if m, ok := iso.reg.imports[specifier]; ok {
		return m, nil
	}
	if iso.reg.absent[specifier] {
		return nil, Throw("Error", "The module '%s' is not supported in this runtime", specifier)
	}
	return nil, nil
}
