package wasm

import "github.com/tetratelabs/wazero/api"

// Helpers are the small modules that stand for what JavaScript makes, and that
// look into what wazero keeps to itself.

var header = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}

func leb(n uint32) []byte {
	var out []byte
	for n >= 0x80 {
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
	return append(out, byte(n))
}

func named(name string) []byte { return append(leb(uint32(len(name))), name...) }

// sectionOf returns a section of a vector of items.
func sectionOf(id byte, items ...[]byte) []byte {
	if len(items) == 0 {
		return nil
	}
	body := leb(uint32(len(items)))
	for _, item := range items {
		body = append(body, item...)
	}
	return append(append([]byte{id}, leb(uint32(len(body)))...), body...)
}

func join(parts ...[]byte) []byte {
	var out []byte
	for _, part := range parts {
		out = append(out, part...)
	}
	return out
}

func (l limits) encode() []byte {
	if l.bounded {
		return join([]byte{1}, leb(l.initial), leb(l.maximum))
	}
	return join([]byte{0}, leb(l.initial))
}

func (s signature) encode() []byte {
	return join([]byte{0x60}, leb(uint32(len(s.params))), s.params, leb(uint32(len(s.results))), s.results)
}

// encode returns the external as an import or a definition has it; a function by
// the index of its type.
func (e external) encode(typeIndex int) []byte {
	switch e.kind {
	case functionKind:
		return leb(uint32(typeIndex))
	case tableKind:
		return join([]byte{e.value}, e.limits.encode())
	case globalKind:
		mut := byte(0)
		if e.mut {
			mut = 1
		}
		return []byte{e.value, mut}
	default:
		return e.limits.encode()
	}
}

// sleb is a signed integer in LEB128.
func sleb(n int64) []byte {
	var out []byte
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

// constant is the expression that a global begins with; references are null.
func constant(t api.ValueType, bits uint64) []byte {
	const end = 0x0b
	switch t {
	case api.ValueTypeI32:
		return append(append([]byte{0x41}, sleb(int64(int32(bits)))...), end)
	case api.ValueTypeI64:
		return append(append([]byte{0x42}, sleb(int64(bits))...), end)
	case api.ValueTypeF32:
		return append(binary32([]byte{0x43}, uint32(bits)), end)
	case api.ValueTypeF64:
		return append(binary32(binary32([]byte{0x44}, uint32(bits)), uint32(bits>>32)), end)
	default:
		return []byte{0xd0, t, end}
	}
}

func binary32(out []byte, n uint32) []byte {
	return append(out, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}

// defining returns a module that defines one memory, table or global, which begins
// with the bits, and exports it under its kind's name.
func defining(e external, bits uint64) []byte {
	section, item := byte(memorySection), e.encode(0)
	switch e.kind {
	case tableKind:
		section = tableSection
	case globalKind:
		section, item = globalSection, append(item, constant(e.value, bits)...)
	}
	return join(header, sectionOf(section, item),
		sectionOf(exportSection, join(named(e.kind.String()), []byte{byte(e.kind), 0})))
}

// A passage is an import that a module hands on as an export.
type passage struct {
	module, name string // where it comes from
	as           string
	external
}

// passing returns a module that imports things and exports them under other names.
func passing(passages []passage) []byte {
	var types, imports, exports [][]byte
	var count [len(kindNames)]int
	for _, p := range passages {
		if p.kind == functionKind {
			types = append(types, p.signature.encode())
		}
		imports = append(imports, join(named(p.module), named(p.name), []byte{byte(p.kind)}, p.encode(len(types)-1)))
		exports = append(exports, join(named(p.as), []byte{byte(p.kind)}, leb(uint32(count[p.kind]))))
		count[p.kind]++
	}
	return join(header, sectionOf(typeSection, types...), sectionOf(importSection, imports...), sectionOf(exportSection, exports...))
}

// accessing returns a module that imports a table from the module "owner" and
// exports what reads and writes it: size, get, set and grow.
func accessing(table external, name string) []byte {
	i32, ref := api.ValueTypeI32, table.value
	functions := []struct {
		name string
		signature
		code []byte
	}{
		{"size", signature{nil, []api.ValueType{i32}}, []byte{0xfc, 16, 0}},
		{"get", signature{[]api.ValueType{i32}, []api.ValueType{ref}}, []byte{0x20, 0, 0x25, 0}},
		{"set", signature{[]api.ValueType{i32, ref}, nil}, []byte{0x20, 0, 0x20, 1, 0x26, 0}},
		{"grow", signature{[]api.ValueType{i32, ref}, []api.ValueType{i32}}, []byte{0x20, 1, 0x20, 0, 0xfc, 15, 0}},
	}
	var types, indices, exports, codes [][]byte
	for i, f := range functions {
		types = append(types, f.encode())
		indices = append(indices, leb(uint32(i)))
		exports = append(exports, join(named(f.name), []byte{byte(functionKind)}, leb(uint32(i))))
		body := join([]byte{0}, f.code, []byte{0x0b})
		codes = append(codes, append(leb(uint32(len(body))), body...))
	}
	imported := join(named("owner"), named(name), []byte{byte(tableKind)}, table.encode(0))
	return join(header, sectionOf(typeSection, types...), sectionOf(importSection, imported), sectionOf(functionSection, indices...),
		sectionOf(exportSection, exports...), sectionOf(codeSection, codes...))
}

// referring returns a module that imports a function from the module "owner" and
// exports get, which returns a reference to it.
func referring(s signature, name string) []byte {
	get := signature{nil, []api.ValueType{funcref}}
	imported := join(named("owner"), named(name), []byte{byte(functionKind)}, leb(0))
	declared := []byte{3, 0, 1, 0} // an element segment that only declares the function
	body := []byte{4, 0, 0xd2, 0, 0x0b}
	return join(header, sectionOf(typeSection, s.encode(), get.encode()), sectionOf(importSection, imported), sectionOf(functionSection, leb(1)),
		sectionOf(exportSection, join(named("get"), []byte{byte(functionKind)}, leb(1))), sectionOf(elementSection, declared), sectionOf(codeSection, body))
}
