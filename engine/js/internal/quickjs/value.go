package quickjs

import (
	"encoding/json"
	"fmt"
	"math"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// A Value is a JavaScript value that Go holds. Free gives it back; a value that
// a host function returns or that Call gets as an argument is not freed by that.
type Value struct{ v lib.TJSValue }

// Undefined is how JavaScript's undefined reads in Go; null reads as nil.
type Undefined struct{}

const sizeofValue = unsafe.Sizeof(lib.TJSValue{})

var undefined = lib.TJSValue{Ftag: lib.EJS_TAG_UNDEFINED}

// at returns what lies at an address in C memory, which the garbage collector
// neither moves nor sees.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

func pointer(v lib.TJSValue) uintptr { return uintptr(*(*uint64)(unsafe.Pointer(&v))) }

func payload(v lib.TJSValue) int32 { return int32(*(*uint64)(unsafe.Pointer(&v))) }

func number(v lib.TJSValue) float64 { return *(*float64)(unsafe.Pointer(&v)) }

func scalar(tag int64, bits uint64) lib.TJSValue {
	v := lib.TJSValue{}
	*(*uint64)(unsafe.Pointer(&v)) = bits
	v.Ftag = tag
	return v
}

// Free gives a value back.
func (vm *VM) Free(v Value) {
	if vm.ctx != 0 {
		lib.XFreeValue(vm.tls, vm.ctx, v.v)
	}
}

// ToGo converts a value: to nil, [Undefined], bool, int, float64, string, []byte
// for views and buffers (a copy), []any for arrays, or [Value] for anything else.
// A Value that comes back is borrowed from v.
func (vm *VM) ToGo(v Value) any { return vm.toGo(v.v) }

func (vm *VM) toGo(v lib.TJSValue) any {
	switch int32(v.Ftag) {
	case lib.EJS_TAG_NULL:
		return nil
	case lib.EJS_TAG_BOOL:
		return payload(v) != 0
	case lib.EJS_TAG_INT:
		return int(payload(v))
	case lib.EJS_TAG_FLOAT64:
		return number(v)
	case lib.EJS_TAG_STRING, lib.EJS_TAG_STRING_ROPE:
		return vm.goString(v)
	case lib.EJS_TAG_OBJECT:
		return vm.objectToGo(v)
	case lib.EJS_TAG_UNDEFINED:
		return Undefined{}
	}
	return Value{v}
}

func (vm *VM) goString(v lib.TJSValue) string {
	plen := vm.tls.Alloc(8)
	defer vm.tls.Free(8)
	p := lib.XJS_ToCStringLen2(vm.tls, vm.ctx, plen, v, 0)
	if p == 0 {
		vm.dropException()
		return ""
	}
	s := string(unsafe.Slice(at[byte](p), *at[lib.Tsize_t](plen)))
	lib.XJS_FreeCString(vm.tls, vm.ctx, p)
	return s
}

// String returns a value as JavaScript's String() would; "" if that throws.
func (vm *VM) String(v Value) string { return vm.goString(v.v) }

func (vm *VM) objectToGo(v lib.TJSValue) any {
	switch at[lib.TJSObject](pointer(v)).Fclass_id {
	case lib.EJS_CLASS_ARRAY:
		return vm.arrayToGo(v)
	case lib.EJS_CLASS_ARRAY_BUFFER, lib.EJS_CLASS_SHARED_ARRAY_BUFFER:
		return vm.bufferBytes(v, 0, -1)
	case lib.EJS_CLASS_UINT8_ARRAY, lib.EJS_CLASS_UINT8C_ARRAY, lib.EJS_CLASS_INT8_ARRAY,
		lib.EJS_CLASS_INT16_ARRAY, lib.EJS_CLASS_UINT16_ARRAY, lib.EJS_CLASS_INT32_ARRAY,
		lib.EJS_CLASS_UINT32_ARRAY, lib.EJS_CLASS_BIG_INT64_ARRAY, lib.EJS_CLASS_BIG_UINT64_ARRAY,
		lib.EJS_CLASS_FLOAT16_ARRAY, lib.EJS_CLASS_FLOAT32_ARRAY, lib.EJS_CLASS_FLOAT64_ARRAY:
		return vm.viewBytes(v)
	}
	return Value{v}
}

func (vm *VM) arrayToGo(v lib.TJSValue) any {
	n := 0
	vm.withCString("length", func(name uintptr, _ int) {
		length := lib.XJS_GetPropertyStr(vm.tls, vm.ctx, v, name)
		n, _ = vm.toGo(length).(int)
	})
	out := make([]any, n)
	for i := range out {
		item := lib.XJS_GetPropertyUint32(vm.tls, vm.ctx, v, uint32(i))
		out[i] = vm.toGo(item)
		lib.XFreeValue(vm.tls, vm.ctx, item)
	}
	return out
}

func (vm *VM) viewBytes(v lib.TJSValue) any {
	out := vm.tls.Alloc(24)
	defer vm.tls.Free(24)
	buffer := lib.XJS_GetTypedArrayBuffer(vm.tls, vm.ctx, v, out, out+8, out+16)
	if buffer.Ftag == lib.EJS_TAG_EXCEPTION {
		vm.dropException()
		return []byte{}
	}
	defer lib.XFreeValue(vm.tls, vm.ctx, buffer)
	offset := *at[lib.Tsize_t](out)
	length := *at[lib.Tsize_t](out + 8)
	return vm.bufferBytes(buffer, int(offset), int(length))
}

func (vm *VM) bufferBytes(v lib.TJSValue, offset, length int) any {
	psize := vm.tls.Alloc(8)
	defer vm.tls.Free(8)
	p := lib.XJS_GetArrayBuffer(vm.tls, vm.ctx, psize, v)
	if p == 0 {
		vm.dropException()
		return []byte{}
	}
	size := int(*at[lib.Tsize_t](psize))
	if length < 0 {
		length = size
	}
	return append([]byte{}, unsafe.Slice(at[byte](p), size)[offset:offset+length]...)
}

// toJS converts a Go value; the result belongs to the caller.
func (vm *VM) toJS(x any) lib.TJSValue {
	switch x := x.(type) {
	case nil:
		return lib.TJSValue{Ftag: lib.EJS_TAG_NULL}
	case Undefined:
		return undefined
	case Value:
		return x.v
	case bool:
		if x {
			return scalar(lib.EJS_TAG_BOOL, 1)
		}
		return scalar(lib.EJS_TAG_BOOL, 0)
	case int:
		return newNumber(float64(x))
	case int64:
		return newNumber(float64(x))
	case uint64:
		return newNumber(float64(x))
	case float64:
		return newNumber(x)
	case string:
		return vm.newString(x)
	case []byte:
		return vm.newBytes(x)
	case []string:
		return vm.newArray(len(x), func(i int) any { return x[i] })
	case []any:
		return vm.newArray(len(x), func(i int) any { return x[i] })
	case json.RawMessage:
		return vm.parseJSON(x)
	}
	text, err := json.Marshal(x)
	if err != nil {
		return vm.throw(fmt.Sprintf("converting %T to JavaScript: %v", x, err))
	}
	return vm.parseJSON(text)
}

func newNumber(f float64) lib.TJSValue {
	if n := int32(f); float64(n) == f && (n != 0 || !math.Signbit(f)) {
		return scalar(lib.EJS_TAG_INT, uint64(uint32(n)))
	}
	return scalar(lib.EJS_TAG_FLOAT64, math.Float64bits(f))
}

func (vm *VM) newString(s string) lib.TJSValue {
	var v lib.TJSValue
	vm.withCString(s, func(p uintptr, n int) {
		v = lib.XJS_NewStringLen(vm.tls, vm.ctx, p, lib.Tsize_t(n))
	})
	return v
}

// withCString lends fn a NUL-terminated copy of s in C memory.
func (vm *VM) withCString(s string, fn func(p uintptr, n int)) {
	const onStack = 256
	n := len(s)
	if n < onStack {
		p := vm.tls.Alloc(onStack)
		defer vm.tls.Free(onStack)
		fill(p, s)
		fn(p, n)
		return
	}
	p := libc.Xmalloc(vm.tls, lib.Tsize_t(n+1))
	if p == 0 {
		panic("out of memory")
	}
	defer libc.Xfree(vm.tls, p)
	fill(p, s)
	fn(p, n)
}

func fill(p uintptr, s string) {
	b := unsafe.Slice(at[byte](p), len(s)+1)
	copy(b, s)
	b[len(s)] = 0
}

func (vm *VM) newBytes(b []byte) lib.TJSValue {
	p := libc.Xmalloc(vm.tls, lib.Tsize_t(len(b)+1))
	if p == 0 {
		return vm.throw("out of memory")
	}
	defer libc.Xfree(vm.tls, p)
	copy(unsafe.Slice(at[byte](p), len(b)+1), b)
	// The constructor reads three arguments, however many there are.
	const slots = 3
	argv := vm.tls.Alloc(slots * int(sizeofValue))
	defer vm.tls.Free(slots * int(sizeofValue))
	buffer := lib.XJS_NewArrayBufferCopy(vm.tls, vm.ctx, p, lib.Tsize_t(len(b)))
	if buffer.Ftag == lib.EJS_TAG_EXCEPTION {
		return buffer
	}
	args := unsafe.Slice(at[lib.TJSValue](argv), slots)
	args[0], args[1], args[2] = buffer, undefined, undefined
	view := lib.XJS_NewTypedArray(vm.tls, vm.ctx, 1, argv, lib.EJS_TYPED_ARRAY_UINT8)
	lib.XFreeValue(vm.tls, vm.ctx, buffer)
	return view
}

func (vm *VM) newArray(n int, item func(int) any) lib.TJSValue {
	a := lib.XJS_NewArray(vm.tls, vm.ctx)
	for i := range n {
		lib.XJS_SetPropertyUint32(vm.tls, vm.ctx, a, uint32(i), vm.toJS(item(i)))
	}
	return a
}

func (vm *VM) parseJSON(text []byte) lib.TJSValue {
	var v lib.TJSValue
	vm.withCString(string(text), func(p uintptr, n int) {
		v = lib.XJS_ParseJSON(vm.tls, vm.ctx, p, lib.Tsize_t(n), p+uintptr(n))
	})
	return v
}
