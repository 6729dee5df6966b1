package wasm

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental/table"
)

// Tables: wazero keeps them to itself, so a small module that imports one looks into
// it.

func (s *store) accessOf(id int) (*object, error) {
	o := s.objects[id]
	if o.access != nil {
		return o, nil
	}
	err := s.run(func(ctx context.Context) (err error) {
		var end func()
		if o.access, _, end, err = s.helper(ctx, accessing(o.external, o.name), map[string]api.Module{"owner": o.owner}); err == nil {
			o.ends = append(o.ends, end)
		}
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
		f, ok = o.held[ref]
	}
	if !ok {
		if f, ok = s.lookUp(o.access, i, ref); !ok {
			return nil, fmt.Errorf("the type of function %d of a table is not known", i)
		}
		if o.held == nil {
			o.held = map[uint64]int{}
		}
		o.held[ref] = f
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
		helper, _, end, err := s.helper(ctx, referring(o.signature, o.name), map[string]api.Module{"owner": o.owner})
		if err != nil {
			return err
		}
		o.ends = append(o.ends, end)
		results, err := helper.ExportedFunction("get").Call(ctx)
		if err == nil {
			o.ref = results[0]
			s.byRef[o.ref] = id
		}
		return err
	})
	return o.ref, err
}
