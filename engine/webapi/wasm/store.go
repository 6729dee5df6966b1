package wasm

import (
	"context"

	"github.com/tetratelabs/wazero/api"

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
	byRef    map[uint64]int   // exported functions that were put into tables
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
	access api.Module     // of a table, once it was looked into
	held   map[uint64]int // functions that were found in the table, by reference
	ref    uint64         // of a function, once it was asked for
	ends   []func()       // what to do when it is forgotten
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
	s.forget(id)
	for _, end := range s.released[id] {
		end()
	}
	delete(s.released, id)
}

// forget drops an object, and what was found in a table.
func (s *store) forget(id int) {
	o := s.objects[id]
	if o == nil {
		return
	}
	delete(s.objects, id)
	for _, end := range o.ends {
		end()
	}
	if o.ref != 0 && s.byRef[o.ref] == id {
		delete(s.byRef, o.ref)
	}
	for _, f := range o.held {
		delete(s.objects, f)
	}
}
