package wasm

import (
	"context"
	"strings"

	"github.com/tetratelabs/wazero/api"

	"routescope/engine/js"
)

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
	var end func()
	err := s.run(func(ctx context.Context) (err error) {
		made, memory, end, err = s.helper(ctx, defining(e, encode(e.value, a[5])), nil)
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
	s.onRelease(id, end)
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
