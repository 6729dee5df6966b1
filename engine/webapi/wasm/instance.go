package wasm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"routescope/engine/js"
)

// hostModules counts the modules of imports, whose names have to differ.
var hostModules atomic.Int64

// An instanceInfo is what JavaScript is told of an instance.
type instanceInfo struct {
	ID      int          `json:"id"`
	Exports []exportedAs `json:"exports"`
}

type exportedAs struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Object int      `json:"object"`
	Index  int      `json:"index"` // of a function
	Params []string `json:"params,omitempty"`
	Result []string `json:"results,omitempty"`
	Value  string   `json:"value,omitempty"` // of a global, or of a table's elements
	Mut    bool     `json:"mutable,omitempty"`
}

// instantiate makes an instance of a module. bound has an item for each import:
// the number of an object, or null for a function of JavaScript, which JavaScript
// finds by its number of the instance.
func (s *store) instantiate(id, number int, bound []any) (*instanceInfo, error) {
	m := s.modules[id]
	info := &instanceInfo{ID: s.number(), Exports: []exportedAs{}}
	var made api.Module
	memory := (*js.Memory)(nil)
	err := s.run(func(ctx context.Context) error {
		imports, err := s.link(ctx, m, info.ID, number, bound)
		if err != nil {
			return err
		}
		made, memory, err = s.start(ctx, m.code, imports)
		return err
	})
	if err != nil {
		s.release(info.ID)
		return nil, linkOrTrap(err)
	}
	s.onRelease(info.ID, func() {
		closeModule(made)
		if memory != nil {
			memory.Free()
		}
	})
	kept := map[string]int{}
	for _, e := range m.exports {
		key := fmt.Sprint(e.kind, e.index)
		if _, ok := kept[key]; !ok {
			object, given := givenAs(m, e, bound)
			if !given {
				object = s.keep(exported(m, made, e, memory))
				s.onRelease(info.ID, func() { s.forget(object) })
			}
			kept[key] = object
		}
		x := m.spaces[e.kind][e.index]
		info.Exports = append(info.Exports, exportedAs{
			Name: e.name, Kind: e.kind.String(), Object: kept[key], Index: e.index,
			Params: typeNames(x.params), Result: typeNames(x.results), Value: typeName(x.value), Mut: x.mut,
		})
	}
	return info, nil
}

func (s *store) onRelease(id int, end func()) { s.released[id] = append(s.released[id], end) }

func closeModule(m api.Module) { _ = m.Close(context.Background()) }

func linkOrTrap(err error) error {
	if errors.Is(err, errNoMemory) {
		return js.Throw("RangeError", "WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance")
	}
	var thrown *js.ThrowError
	if errors.As(err, &thrown) || errors.Is(err, errThrown) {
		return err
	}
	if strings.Contains(err.Error(), "wasm error: ") {
		return trap(err)
	}
	return js.ThrowCode("Error", codeLink, "%v", err)
}

// givenAs returns the number of the object that an export hands on, if it is an
// import that was given as one.
func givenAs(m *module, e exportEntry, bound []any) (int, bool) {
	seen := 0
	for i, in := range m.imports {
		if in.kind != e.kind {
			continue
		}
		if seen == e.index {
			id, ok := bound[i].(int)
			return id, ok
		}
		seen++
	}
	return 0, false
}

// exported returns the object that an instance exports.
func exported(m *module, made api.Module, e exportEntry, memory *js.Memory) *object {
	o := &object{external: m.spaces[e.kind][e.index], owner: made, name: e.name}
	switch e.kind {
	case functionKind:
		o.open = func() api.Function { return made.ExportedFunction(e.name) }
	case memoryKind:
		o.bytes, o.memory = memory, made.ExportedMemory(e.name)
	case globalKind:
		o.global = made.ExportedGlobal(e.name)
	}
	return o
}

// start instantiates code with its imports, by module.
func (s *store) start(ctx context.Context, code wazero.CompiledModule, imports map[string]api.Module) (made api.Module, memory *js.Memory, err error) {
	ctx = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(size, _ uint64) experimental.LinearMemory {
		memory = s.iso.NewMemory()
		if !memory.Resize(int(size)) {
			panic(errNoMemory) // wazero does not expect that
		}
		return linear{memory}
	}))
	defer func() {
		if r := recover(); r != nil {
			if err, _ = r.(error); !errors.Is(err, errNoMemory) {
				panic(r)
			}
		}
		if err != nil && memory != nil {
			memory.Free()
		}
	}()
	ctx = experimental.WithImportResolver(ctx, func(name string) api.Module { return imports[name] })
	made, err = machine().InstantiateModule(ctx, code, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	return made, memory, err
}

var errNoMemory = errors.New("could not allocate memory")

// linear lets wazero's memory be one that ArrayBuffers share.
type linear struct{ *js.Memory }

// Reallocate implements experimental.LinearMemory.
func (l linear) Reallocate(size uint64) []byte {
	if !l.Resize(int(size)) {
		return nil
	}
	return l.Bytes()
}

// Free implements experimental.LinearMemory: whoever made the memory frees it, as
// its ArrayBuffer may outlive the instance.
func (l linear) Free() {}

// link returns modules that export what an instance imports, by the names that it
// imports them from.
func (s *store) link(ctx context.Context, m *module, instance, number int, bound []any) (map[string]api.Module, error) {
	sources := map[string]api.Module{}
	passages := map[string][]passage{}
	hostName := "imports " + strconv.FormatInt(hostModules.Add(1), 10)
	host := machine().NewHostModuleBuilder(hostName)
	functions := 0
	seen := map[[2]string]bool{}
	for i, in := range m.imports {
		p := passage{as: in.name, external: in.external}
		if id, ok := bound[i].(int); ok {
			o := s.objects[id]
			if err := fits(i, in.external, o); err != nil {
				return nil, err
			}
			p.module, p.name = "object "+strconv.Itoa(id), o.name
			p.limits = o.limits
			sources[p.module] = o.owner
		} else {
			p.module, p.name = hostName, strconv.Itoa(i)
			host.NewFunctionBuilder().WithGoModuleFunction(s.imported(number, i, in.signature), in.params, in.results).Export(p.name)
			functions++
		}
		if key := [2]string{in.module, in.name}; !seen[key] {
			seen[key] = true
			passages[in.module] = append(passages[in.module], p)
		}
	}
	if functions > 0 {
		made, err := host.Instantiate(ctx) // found by its name
		if err != nil {
			return nil, err
		}
		s.onRelease(instance, func() { closeModule(made) })
	}
	linked := map[string]api.Module{}
	for name, ps := range passages {
		made, _, end, err := s.helper(ctx, passing(ps), sources)
		if err != nil {
			return nil, err
		}
		linked[name] = made
		s.onRelease(instance, end)
	}
	return linked, nil
}

// helper instantiates a module of our own; end closes it.
func (s *store) helper(ctx context.Context, b []byte, imports map[string]api.Module) (made api.Module, memory *js.Memory, end func(), err error) {
	code, err := machine().CompileModule(ctx, b)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("compiling a helper: %w", err)
	}
	made, memory, err = s.start(ctx, code, imports)
	if err != nil {
		_ = code.Close(context.Background())
		return nil, nil, nil, err
	}
	return made, memory, func() {
		closeModule(made)
		_ = code.Close(context.Background())
		if memory != nil {
			memory.Free()
		}
	}, nil
}

// fits checks an object against what is imported.
func fits(n int, want external, o *object) error {
	refuse := func(format string, args ...any) error { return js.ThrowCode("Error", codeLink, format, args...) }
	switch want.kind {
	case memoryKind:
		size := o.memory.Size() / pageSize
		switch {
		case size < want.initial:
			return refuse("memory import %d is smaller than initial %d, got %d", n, want.initial, size)
		case want.bounded && !o.bounded:
			return refuse("memory import %d has no maximum limit, expected at most %d", n, want.maximum)
		case want.bounded && o.maximum > want.maximum:
			return refuse("memory import %d has a larger maximum size %d than the module's declared maximum %d", n, o.maximum, want.maximum)
		}
	case globalKind:
		if o.mut != want.mut {
			return refuse("Import #%d: imported global does not match the expected mutability", n)
		}
		if o.value != want.value {
			return refuse("Import #%d: imported global does not match the expected type", n)
		}
	}
	return nil
}

const pageSize = 1 << 16
