package quickjs

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// A Memory is bytes outside of Go's heap that an ArrayBuffer shares: what either
// side writes, the other one reads. It belongs to its VM's goroutine, and ends with
// the VM at the latest.
type Memory struct {
	vm     *VM
	p      uintptr // 0 after Free
	size   int
	room   int
	buffer lib.TJSValue // undefined, or the ArrayBuffer of all of it
}

// NewMemory returns an empty memory.
func (vm *VM) NewMemory() *Memory {
	m := &Memory{vm: vm, buffer: undefined}
	vm.memories[m] = true
	return m
}

// Bytes returns the memory as it is until the next Resize or Free.
func (m *Memory) Bytes() []byte { return unsafe.Slice(at[byte](m.p), m.size) }

// Resize makes the memory n bytes long, of which new ones are 0, and detaches the
// ArrayBuffer that shared it. It reports whether there is room: some times the VM's
// memory limit.
func (m *Memory) Resize(n int) bool {
	if max(n, 1) > m.room && !m.reserve(max(n, 1, m.room+m.room/2)) && !m.reserve(max(n, 1)) {
		return false
	}
	if n < m.size {
		clear(unsafe.Slice(at[byte](m.p), m.size)[n:])
	}
	m.Detach()
	m.size = n
	return true
}

// outsideShare is how many times the VM's memory limit there may be outside: what
// runs there, a database for example, begins with hundreds of megabytes.
const outsideShare = 2

// collectEvery is how many bytes may be reserved before cycles are collected: that
// is when FinalizationRegistry learns of memory that nobody needs, and QuickJS does
// not see these bytes.
const collectEvery = 16 << 20

func (m *Memory) reserve(room int) bool {
	if m.vm.uncollected += int64(room - m.room); m.vm.uncollected > collectEvery {
		m.vm.uncollected = 0
		m.vm.RunGC()
	}
	if limit := m.vm.interrupt.memory * outsideShare; limit != 0 && m.vm.outside+int64(room-m.room) > limit {
		return false
	}
	p := libc.Xcalloc(m.vm.tls, 1, lib.Tsize_t(room))
	if p == 0 {
		return false
	}
	if m.size > 0 {
		copy(unsafe.Slice(at[byte](p), m.size), m.Bytes())
	}
	libc.Xfree(m.vm.tls, m.p)
	m.vm.outside += int64(room - m.room)
	m.p, m.room = p, room
	return true
}

// Buffer returns the ArrayBuffer that shares the memory, for the caller to give
// away: the same one until the memory is resized.
func (m *Memory) Buffer() Value {
	if m.buffer.Ftag == lib.EJS_TAG_UNDEFINED {
		m.buffer = lib.XJS_NewArrayBuffer(m.vm.tls, m.vm.ctx, m.p, lib.Tsize_t(m.size), 0, 0, 0)
	}
	return Value{lib.XDupValue(m.vm.tls, m.vm.ctx, m.buffer)}
}

// Detach makes the ArrayBuffer empty.
func (m *Memory) Detach() {
	if m.buffer.Ftag == lib.EJS_TAG_UNDEFINED {
		return
	}
	lib.XJS_DetachArrayBuffer(m.vm.tls, m.vm.ctx, m.buffer)
	lib.XFreeValue(m.vm.tls, m.vm.ctx, m.buffer)
	m.buffer = undefined
}

// Free gives the memory back.
func (m *Memory) Free() {
	m.Detach()
	libc.Xfree(m.vm.tls, m.p)
	m.vm.outside -= int64(m.room)
	m.p, m.size, m.room = 0, 0, 0
	delete(m.vm.memories, m)
}
