package quickjs

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// An error's stack begins with its name and message as they are when somebody reads
// it first, as in V8: programs set them after the error was made. So the property is
// an accessor. In V8 it is one, too, but looks like a value.

// A pendingStack is the stack of an error that nobody has written.
type pendingStack struct {
	frames string // what follows the first line
	text   string // "" until it was read
}

// lineOfError is the first line of a stack: what Error.prototype.toString gives.
func lineOfError(name, message string) string {
	switch {
	case name == "":
		return message
	case message == "":
		return name
	}
	return name + ": " + message
}

// stacks is what a VM needs for the stacks of its errors.
type stacks struct {
	pending map[uintptr]*pendingStack // by the error's object
	get     lib.TJSValue
	set     lib.TJSValue
}

func (vm *VM) newStacks() *stacks {
	accessor := func(f func(*libc.TLS, uintptr, lib.TJSValue, int32, uintptr) lib.TJSValue, length int32) (v lib.TJSValue) {
		vm.withCString("stack", func(name uintptr, _ int) {
			v = lib.XJS_NewCFunction2(vm.tls, vm.ctx, fp(f), name, length, lib.EJS_CFUNC_generic, 0)
		})
		return v
	}
	vm.errorClass().Ffinalizer = fp(finalizeError)
	return &stacks{map[uintptr]*pendingStack{}, accessor(getStack, 0), accessor(setStack, 1)}
}

// keepStack gives an error a stack of frames.
func (vm *VM) keepStack(object lib.TJSValue, frames string) int32 {
	vm.stacks.pending[pointer(object)] = &pendingStack{frames: frames}
	const flags = lib.MJS_PROP_HAS_GET | lib.MJS_PROP_HAS_SET | lib.MJS_PROP_HAS_CONFIGURABLE | lib.MJS_PROP_HAS_ENUMERABLE | lib.MJS_PROP_CONFIGURABLE
	return lib.XJS_DefineProperty(vm.tls, vm.ctx, object, lib.EJS_ATOM_stack, undefined, vm.stacks.get, vm.stacks.set, flags|noExotic)
}

// getStack is the getter. this may inherit from the error.
func getStack(tls *libc.TLS, ctx uintptr, this lib.TJSValue, _ int32, _ uintptr) lib.TJSValue {
	vm := vmOf(ctx)
	if vm == nil {
		return undefined
	}
	object := this
	for object.Ftag == lib.EJS_TAG_OBJECT {
		if s, ok := vm.stacks.pending[pointer(object)]; ok {
			if s.text == "" {
				e := Value{object}
				s.text = lineOfError(vm.textProperty(e, "name"), vm.textProperty(e, "message")) + s.frames
			}
			return vm.newString(s.text)
		}
		shape := at[lib.TJSObject](pointer(object)).Fshape
		object = scalar(lib.EJS_TAG_OBJECT, uint64(at[lib.TJSShape](shape).Fproto))
		if pointer(object) == 0 {
			break
		}
	}
	return undefined
}

// setStack is the setter: it makes the stack a value.
func setStack(_ *libc.TLS, ctx uintptr, this lib.TJSValue, argc int32, argv uintptr) lib.TJSValue {
	vm := vmOf(ctx)
	if vm == nil || argc == 0 || this.Ftag != lib.EJS_TAG_OBJECT {
		return undefined
	}
	delete(vm.stacks.pending, pointer(this))
	if vm.defineValue(this, lib.EJS_ATOM_stack, *at[lib.TJSValue](argv), lib.MJS_PROP_CONFIGURABLE|lib.MJS_PROP_WRITABLE) < 0 {
		return lib.TJSValue{Ftag: lib.EJS_TAG_EXCEPTION}
	}
	return undefined
}

func finalizeError(_ *libc.TLS, rt uintptr, object lib.TJSValue) {
	if v, ok := vms.Load(rt); ok {
		delete(v.(*VM).stacks.pending, pointer(object))
	}
}
