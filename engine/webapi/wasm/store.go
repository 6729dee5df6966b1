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
	"github.com/tetratelabs/wazero/experimental/table"

	"routescope/engine/js"
)

// A store is what the WebAssembly of one isolate consists of. JavaScript names
// everything in it by number.
type store struct {
	iso      *js.Isolate
	last     int
	modules  map[int]*module
	objects  map[int]*object
	released map[int][]func() // by the object or instance: what to do when it goes
	byRef    map[uint64]int   // functions that tables held
	dispatch *js.Function     // calls an import; made when one is
	depth    int              // of calls from JavaScript
	ctx      context.Context  // of the outermost call
}

type storeKey struct{}

func storeOf(iso *js.Isolate) *store {
	return iso.Local(storeKey{}, func() any {
		return &store{iso: iso, modules: map[int]*module{}, objects: map[int]*object{}, released: map[int][]func(){}, byRef: map[uint64]int{}}
	}).(*store)
}

// An object is a function, table, memory or global that JavaScript can hold.
type object struct {
	external
	owner  api.Module // exports it as name; nil for a function out of a table
	name   string
	open   func() api.Function // for one call: calls may nest
	bytes  *js.Memory
	memory api.Memory
	global api.Global
	access api.Module // of a table, once it was looked into
	ref    uint64     // of a function, once it was asked for
}

func (s *store) number() int {
	s.last++
	return s.last
}

func (s *store) keep(o *object) int {
	id := s.number()
	s.objects[id] = o
	return id
}

func (s *store) keepModule(m *module) moduleInfo {
	id := s.number()
	s.modules[id] = m
	return m.info(id)
}

// release forgets a module, an instance with all it made, or an object.
func (s *store) release(id int) {
	delete(s.modules, id)
	delete(s.objects, id)
	for _, end := range s.released[id] {
		end()
	}
	delete(s.released, id)
}

/* -------------------------------------------------------------------- *
 * Calls.
 * -------------------------------------------------------------------- */

// errThrown says that an import threw; the JavaScript half has the error.
var errThrown = errors.New("an import threw")

// run calls fn with the context of the outermost call, which ends with the turn.
func (s *store) run(fn func(ctx context.Context) error) error {
	if s.depth == 0 {
		ctx, cancel := context.WithTimeout(context.Background(), s.iso.TimeLeft())
		defer cancel()
		s.ctx = ctx
	}
	s.depth++
	defer func() { s.depth-- }()
	return fn(s.ctx)
}

// call is op_wasm_call(function, ...arguments); the results are an array.
func (s *store) call(id int, args []any) (any, error) {
	o := s.objects[id]
	stack := make([]uint64, max(len(o.params), len(o.results)))
	if err := s.encode(o.params, args, stack); err != nil {
		return nil, err
	}
	f := o.open()
	if err := s.run(func(ctx context.Context) error { return f.CallWithStack(ctx, stack) }); err != nil {
		return nil, trap(err)
	}
	return decodeAll(o.results, stack), nil
}

func (s *store) encode(types []api.ValueType, values []any, stack []uint64) error {
	encodeAll(types, values, stack)
	for i, t := range types {
		if t != funcref || i >= len(values) {
			continue
		}
		ref, err := s.refOf(int(stack[i]))
		if err != nil {
			return err
		}
		stack[i] = ref
	}
	return nil
}

// traps are V8's words for wazero's.
var traps = map[string]string{
	"out of bounds memory access":   "memory access out of bounds",
	"invalid table access":          "table index is out of bounds",
	"indirect call type mismatch":   "null function or function signature mismatch",
	"integer divide by zero":        "divide by zero",
	"integer overflow":              "divide result unrepresentable",
	"invalid conversion to integer": "float unrepresentable in integer range",
}

// trap returns what JavaScript is thrown for an error of a call.
func trap(err error) error {
	if errors.Is(err, errThrown) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	if _, after, ok := strings.Cut(text, "wasm error: "); ok {
		text = after
	}
	text = strings.TrimSuffix(text, " (recovered by wazero)")
	if text == "stack overflow" {
		return js.Throw("RangeError", "Maximum call stack size exceeded")
	}
	if v8, ok := traps[text]; ok {
		text = v8
	}
	return js.ThrowCode("Error", codeTrap, "%s", text)
}

// imported returns the function that calls import number n of an instance.
func (s *store) imported(instance, n int, sig signature) api.GoModuleFunc {
	return func(_ context.Context, _ api.Module, stack []uint64) {
		if s.dispatch == nil {
			f, err := s.iso.Function("internal:webapi/wasm", "dispatch")
			if err != nil {
				panic(err)
			}
			s.dispatch = f
		}
		answer, err := s.dispatch.Call(instance, n, decodeAll(sig.params, stack))
		results, ok := answer.([]any)
		if err != nil {
			panic(err)
		}
		if !ok {
			panic(errThrown)
		}
		if err := s.encode(sig.results, results, stack); err != nil {
			panic(err)
		}
	}
}

/* -------------------------------------------------------------------- *
 * Instances.
 * -------------------------------------------------------------------- */

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
		s.close(made)
		if memory != nil {
			memory.Free()
		}
	})
	kept := map[string]int{}
	for _, e := range m.exports {
		key := fmt.Sprint(e.kind, e.index)
		if _, ok := kept[key]; !ok {
			kept[key] = s.exported(m, made, e, bound, memory)
			object := kept[key]
			s.onRelease(info.ID, func() { delete(s.objects, object) })
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

func (s *store) close(m api.Module) { _ = m.Close(context.Background()) }

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

// exported returns the number of the object that an export is: of an import, that
// which was given.
func (s *store) exported(m *module, made api.Module, e exportEntry, bound []any, memory *js.Memory) int {
	seen := 0
	for i, in := range m.imports {
		if in.kind != e.kind {
			continue
		}
		if id, ok := bound[i].(int); ok && seen == e.index {
			return id
		}
		seen++
	}
	o := &object{external: m.spaces[e.kind][e.index], owner: made, name: e.name}
	switch e.kind {
	case functionKind:
		o.open = func() api.Function { return made.ExportedFunction(e.name) }
	case memoryKind:
		o.bytes, o.memory = memory, made.ExportedMemory(e.name)
	case globalKind:
		o.global = made.ExportedGlobal(e.name)
	}
	return s.keep(o)
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
		s.onRelease(instance, func() { s.close(made) })
	}
	linked := map[string]api.Module{}
	for name, ps := range passages {
		made, err := s.helper(ctx, passing(ps), sources)
		if err != nil {
			return nil, err
		}
		linked[name] = made
		s.onRelease(instance, func() { s.close(made) })
	}
	return linked, nil
}

// helper instantiates a module of our own.
func (s *store) helper(ctx context.Context, b []byte, imports map[string]api.Module) (api.Module, error) {
	code, err := machine().CompileModule(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("compiling a helper: %w", err)
	}
	made, _, err := s.start(ctx, code, imports)
	return made, err
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

/* -------------------------------------------------------------------- *
 * What JavaScript makes itself.
 * -------------------------------------------------------------------- */

// define is op_wasm_new(kind, type, initial, maximum or null, mutable, value).
func (s *store) define(a js.Args) (any, error) {
	e := external{value: typesByName[a.String(1)], mut: a.Bool(4)}
	for k, name := range kindNames {
		if name == a.String(0) {
			e.kind = kind(k)
		}
	}
	e.limits = limits{initial: uint32(a.Int(2)), maximum: uint32(a.Int(3)), bounded: !a.IsNil(3)}
	var made api.Module
	var memory *js.Memory
	err := s.run(func(ctx context.Context) error {
		code, err := machine().CompileModule(ctx, defining(e, encode(e.value, a[5])))
		if err == nil {
			made, memory, err = s.start(ctx, code, nil)
		}
		return err
	})
	if err != nil {
		return nil, js.Throw("RangeError", "WebAssembly.%s(): could not allocate %s", strings.ToUpper(e.kind.String()[:1])+e.kind.String()[1:], e.kind)
	}
	o := &object{external: e, owner: made, name: e.kind.String()}
	switch e.kind {
	case memoryKind:
		o.bytes, o.memory = memory, made.ExportedMemory(o.name)
	case globalKind:
		if o.global = made.ExportedGlobal(o.name); e.value == externref {
			o.setGlobal(a[5])
		}
	}
	id := s.keep(o)
	s.onRelease(id, func() {
		s.close(made)
		if memory != nil {
			memory.Free()
		}
	})
	return id, nil
}

// growMemory returns how many pages there were, or -1.
func (o *object) growMemory(pages int) int {
	before, ok := o.memory.Grow(uint32(pages))
	if !ok {
		return -1
	}
	o.bytes.Detach()
	return int(before)
}

func (o *object) setGlobal(v any) {
	if g, ok := o.global.(api.MutableGlobal); ok {
		g.Set(encode(o.value, v))
	}
}

/* -------------------------------------------------------------------- *
 * Tables. wazero keeps them to itself: a small module that imports one looks
 * into it.
 * -------------------------------------------------------------------- */

func (s *store) accessOf(id int) (*object, error) {
	o := s.objects[id]
	if o.access != nil {
		return o, nil
	}
	err := s.run(func(ctx context.Context) (err error) {
		o.access, err = s.helper(ctx, accessing(o.external, o.name), map[string]api.Module{"owner": o.owner})
		return err
	})
	return o, err
}

func (s *store) access(id int, name string, args ...uint64) (uint64, error) {
	o, err := s.accessOf(id)
	if err != nil {
		return 0, err
	}
	var results []uint64
	err = s.run(func(ctx context.Context) (err error) {
		results, err = o.access.ExportedFunction(name).Call(ctx, args...)
		return err
	})
	if err != nil || len(results) == 0 {
		return 0, err
	}
	return results[0], nil
}

func (s *store) tableSize(id int) (any, error) {
	n, err := s.access(id, "size")
	return int(uint32(n)), err
}

// tableGet returns the number of an externref, or what is known of a function; null
// for a null reference.
func (s *store) tableGet(id, i int) (any, error) {
	ref, err := s.access(id, "get", uint64(uint32(i)))
	if err != nil || ref == 0 {
		return nil, err
	}
	o := s.objects[id]
	if o.value == externref {
		return int(ref), nil
	}
	f, ok := s.byRef[ref]
	if !ok {
		if f, ok = s.lookUp(o.access, i, ref); !ok {
			return nil, fmt.Errorf("the type of function %d of a table is not known", i)
		}
		s.byRef[ref] = f
	}
	found := s.objects[f]
	return []any{f, i, typeNames(found.params), typeNames(found.results)}, nil
}

// lookUp finds a function of a table by trying the types that modules have.
func (s *store) lookUp(access api.Module, i int, ref uint64) (int, bool) {
	for _, m := range s.modules {
		for _, t := range m.types {
			open := func() api.Function { return table.LookupFunction(access, 0, uint32(i), t.params, t.results) }
			if f, ok := try(open); ok {
				return s.keep(&object{external: external{kind: functionKind, signature: t}, open: func() api.Function {
					if again, ok := try(open); ok {
						return again
					}
					return f
				}, ref: ref}), true
			}
		}
	}
	return 0, false
}

// try returns false if open panics, as it does for another type.
func try(open func() api.Function) (f api.Function, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return open(), true
}

func (s *store) tableSet(id, i, value int) error {
	ref, err := s.element(id, value)
	if err == nil {
		_, err = s.access(id, "set", uint64(uint32(i)), ref)
	}
	return err
}

// tableGrow returns how many elements there were, or -1.
func (s *store) tableGrow(id, n, value int) (any, error) {
	ref, err := s.element(id, value)
	if err != nil {
		return nil, err
	}
	before, err := s.access(id, "grow", uint64(uint32(n)), ref)
	return int(int32(before)), err
}

func (s *store) element(id, value int) (uint64, error) {
	if s.objects[id].value == externref {
		return uint64(value), nil
	}
	return s.refOf(value)
}

// refOf returns the reference to an exported function; 0 for none.
func (s *store) refOf(id int) (uint64, error) {
	o := s.objects[id]
	if o == nil || o.ref != 0 {
		if o == nil {
			return 0, nil
		}
		return o.ref, nil
	}
	err := s.run(func(ctx context.Context) error {
		helper, err := s.helper(ctx, referring(o.signature, o.name), map[string]api.Module{"owner": o.owner})
		if err != nil {
			return err
		}
		results, err := helper.ExportedFunction("get").Call(ctx)
		if err == nil {
			o.ref = results[0]
			s.byRef[o.ref] = id
		}
		return err
	})
	return o.ref, err
}
