package wasm

import (
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero/api"
)

// The binary format, as far as the JavaScript API has to know more of a module
// than wazero tells: https://webassembly.github.io/spec/core/binary/modules.html

// Sections.
const (
	customSection   = 0
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	tableSection    = 4
	memorySection   = 5
	globalSection   = 6
	exportSection   = 7
	elementSection  = 9
	codeSection     = 10
	dataSection     = 11
)

// A kind is what an import or an export is; the values are the format's.
type kind byte

const (
	functionKind kind = iota
	tableKind
	memoryKind
	globalKind
)

var kindNames = [...]string{"function", "table", "memory", "global"}

func (k kind) String() string { return kindNames[k] }

// Reference types; numeric types are those of package api.
const (
	funcref   = api.ValueType(0x70)
	externref = api.ValueTypeExternref
)

// A signature is the type of a function.
type signature struct{ params, results []api.ValueType }

// limits are the size of a memory in pages, or of a table in elements.
type limits struct {
	initial uint32
	maximum uint32
	bounded bool
}

// An external is something that a module imports or defines.
type external struct {
	kind kind
	signature
	limits               // of a memory or a table
	value  api.ValueType // of a global; of a table's elements
	mut    bool          // the global is mutable
}

type importEntry struct {
	module, name string
	external
}

type exportEntry struct {
	name  string
	kind  kind
	index int // among those of its kind; imports come first
}

// A binary is what a module's bytes say of it.
type binary struct {
	types   []signature
	imports []importEntry
	exports []exportEntry
	spaces  [4][]external // by kind: imported ones, then defined ones
	custom  []customEntry
}

type customEntry struct {
	name string
	data []byte
}

var errMalformed = errors.New("malformed module")

// parse reads a module. It finds lengths that the bytes do not bear out, for which
// wazero would allocate memory; whether the rest is valid, wazero says.
func parse(b []byte) (m *binary, err error) {
	defer func() {
		if r := recover(); r != nil {
			m, err = nil, fmt.Errorf("%w: %v", errMalformed, r)
		}
	}()
	m = &binary{}
	const header = 8
	for r := (reader{b[header:]}); len(r.rest) > 0; {
		id := r.byte()
		m.section(id, &reader{r.take(int(r.u32()))})
	}
	return m, nil
}

func (m *binary) section(id byte, r *reader) {
	switch id {
	case customSection:
		m.custom = append(m.custom, customEntry{r.name(), r.rest})
	case typeSection:
		r.each(func() {
			r.byte() // 0x60: a function
			m.types = append(m.types, signature{r.valueTypes(), r.valueTypes()})
		})
	case importSection:
		r.each(func() {
			i := importEntry{module: r.name(), name: r.name()}
			i.external = m.external(kind(r.byte()), r)
			m.imports = append(m.imports, i)
			m.spaces[i.kind] = append(m.spaces[i.kind], i.external)
		})
	case functionSection:
		r.each(func() { m.define(functionKind, r) })
	case tableSection:
		r.each(func() { m.define(tableKind, r) })
	case memorySection:
		r.each(func() { m.define(memoryKind, r) })
	case globalSection:
		r.each(func() {
			m.define(globalKind, r)
			r.constant()
		})
	case exportSection:
		r.each(func() { m.exports = append(m.exports, exportEntry{r.name(), kind(r.byte()), int(r.u32())}) })
	case elementSection, codeSection, dataSection:
		r.count()
	}
}

func (m *binary) define(k kind, r *reader) { m.spaces[k] = append(m.spaces[k], m.external(k, r)) }

func (m *binary) external(k kind, r *reader) external {
	e := external{kind: k}
	switch k {
	case functionKind:
		e.signature = m.types[r.u32()]
	case tableKind:
		e.value = r.byte()
		e.limits = r.limits()
	case memoryKind:
		e.limits = r.limits()
	case globalKind:
		e.value = r.byte()
		e.mut = r.byte() == 1
	}
	return e
}

// A reader takes a binary apart; it panics at its end.
type reader struct{ rest []byte }

func (r *reader) take(n int) []byte {
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte { return r.take(1)[0] }

// u32 reads an unsigned integer in LEB128; a signed one has as many bytes.
func (r *reader) u32() uint32 {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b&0x80 == 0 {
			return uint32(n)
		}
	}
}

func (r *reader) name() string { return string(r.take(r.count())) }

// count reads the length of a vector, whose items take a byte at least.
func (r *reader) count() int {
	n := int(r.u32())
	if n > len(r.rest) {
		panic(fmt.Sprintf("a vector of %d items in %d bytes", n, len(r.rest)))
	}
	return n
}

func (r *reader) each(read func()) {
	for range r.count() {
		read()
	}
}

func (r *reader) valueTypes() []api.ValueType {
	return append([]api.ValueType(nil), r.take(r.count())...)
}

func (r *reader) limits() limits {
	l := limits{bounded: r.byte()&1 == 1}
	l.initial = r.u32()
	if l.bounded {
		l.maximum = r.u32()
	}
	return l
}

// constant skips the initial value of a global.
func (r *reader) constant() {
	for {
		switch op := r.byte(); op {
		case 0x0b: // end
			return
		case 0x43: // f32.const
			r.take(4)
		case 0x44: // f64.const
			r.take(8)
		case 0xfd: // v128.const
			r.u32()
			r.take(16)
		default: // i32.const, i64.const, global.get, ref.func, ref.null
			r.u32()
		}
	}
}
