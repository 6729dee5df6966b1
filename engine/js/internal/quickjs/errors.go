package quickjs

import (
	"strings"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// A Thrown is an error that has just come to be: nobody has seen it yet. Who
// gets it may reword it.
type Thrown struct {
	Name    string // the class's name: "TypeError"
	Message string
	// Stack is QuickJS's stack: one "    at f (file:line:column)" a line. What it is
	// changed to follows the first line, which is made when the stack is read.
	Stack string

	// Native says that the engine threw it; otherwise JavaScript made it, and
	// its message is the program's.
	Native bool
	// Class, if set, is the global class the error becomes an instance of.
	Class string
	// Frame is where it was thrown. It is valid during the call only.
	Frame ThrowFrame
}

// OnError calls fn with every Error that is made or thrown; what fn changes in
// Message, Stack and Class is what JavaScript sees. fn must not run JavaScript.
//
// # How
//
// QuickJS defines an error's stack last, when message and position are known.
// Its class of errors gets a handler for properties that are defined, as exotic
// objects have it: the handler for "stack" is the hook.
func (vm *VM) OnError(fn func(*Thrown)) {
	methods := libc.Xcalloc(vm.tls, 1, lib.Tsize_t(unsafe.Sizeof(lib.TJSClassExoticMethods{})))
	if methods == 0 {
		return
	}
	vm.onError = fn
	vm.errorMethods = methods
	at[lib.TJSClassExoticMethods](methods).Fdefine_own_property = fp(defineErrorProperty)
	vm.stacks = vm.newStacks()
	vm.errorClass().Fexotic = methods
	vm.errorConstructor = vm.constructorOf("Error")
}

func (vm *VM) errorClass() *lib.TJSClass {
	classes := at[lib.TJSRuntime](vm.rt).Fclass_array
	return at[lib.TJSClass](classes + lib.EJS_CLASS_ERROR*unsafe.Sizeof(lib.TJSClass{}))
}

// constructorOf returns the C function behind a global constructor; all of
// Error's subclasses share one.
func (vm *VM) constructorOf(name string) uintptr {
	global := lib.XJS_GetGlobalObject(vm.tls, vm.ctx)
	defer lib.XFreeValue(vm.tls, vm.ctx, global)
	f, err := vm.Property(Value{global}, name)
	if err != nil {
		return 0
	}
	defer vm.Free(f)
	return cFunction(f.v)
}

// cFunction returns the C function of a native function object, or 0.
func cFunction(f lib.TJSValue) uintptr {
	if f.Ftag != lib.EJS_TAG_OBJECT {
		return 0
	}
	object := at[lib.TJSObject](pointer(f))
	if object.Fclass_id != lib.EJS_CLASS_C_FUNCTION {
		return 0
	}
	type native struct{ realm, function uintptr }
	return (*native)(unsafe.Pointer(&object.Fu)).function
}

// asEngine are the flags that the engine itself defines a stack with.
const asEngine = lib.MJS_PROP_HAS_VALUE | lib.MJS_PROP_HAS_CONFIGURABLE | lib.MJS_PROP_HAS_WRITABLE | lib.MJS_PROP_HAS_ENUMERABLE |
	lib.MJS_PROP_CONFIGURABLE | lib.MJS_PROP_WRITABLE

// noExotic makes JS_DefineProperty treat an exotic object as any other.
const noExotic = 1 << 16

// defineErrorProperty is the define_own_property of error objects.
func defineErrorProperty(tls *libc.TLS, ctx uintptr, object lib.TJSValue, prop lib.TJSAtom, value, getter, setter lib.TJSValue, flags int32) int32 {
	vm := vmOf(ctx)
	if prop == lib.EJS_ATOM_stack && vm != nil && vm.onError != nil {
		if stack := vm.goString(value); flags&asEngine == asEngine && strings.HasPrefix(stack, "    at ") {
			return vm.defineStack(object, stack, flags)
		}
	}
	done := lib.XJS_DefineProperty(tls, ctx, object, prop, value, getter, setter, flags|noExotic)
	if prop == lib.EJS_ATOM_errors && vm != nil && vm.onError != nil {
		vm.describeAggregate(object)
	}
	return done
}

// describeAggregate asks for the message of the AggregateError of Promise.any, which
// gets neither message nor stack. Other errors have a stack before anyone gives
// them errors.
func (vm *VM) describeAggregate(object lib.TJSValue) {
	frame := ThrowFrame{vm: vm, frame: at[lib.TJSRuntime](vm.rt).Fcurrent_stack_frame}
	if frame.function() == vm.errorConstructor || vm.hasOwn(object, lib.EJS_ATOM_stack) {
		return
	}
	t := &Thrown{Name: "AggregateError", Native: true, Frame: frame}
	vm.onError(t)
	vm.define(object, lib.EJS_ATOM_message, t.Message, lib.MJS_PROP_CONFIGURABLE|lib.MJS_PROP_WRITABLE)
	vm.keepStack(object, t.Stack)
}

func (vm *VM) hasOwn(object lib.TJSValue, prop lib.TJSAtom) bool {
	return lib.XJS_GetOwnProperty(vm.tls, vm.ctx, 0, object, prop) > 0
}

func (vm *VM) defineStack(object lib.TJSValue, stack string, flags int32) int32 {
	frame := ThrowFrame{vm: vm, frame: at[lib.TJSRuntime](vm.rt).Fcurrent_stack_frame}
	e := Value{object}
	t := &Thrown{
		Name: vm.textProperty(e, "name"), Message: vm.textProperty(e, "message"), Stack: stack,
		Native: frame.function() != vm.errorConstructor, Frame: frame,
	}
	message := t.Message
	vm.onError(t)
	if t.Message != message {
		vm.define(object, lib.EJS_ATOM_message, t.Message, lib.MJS_PROP_CONFIGURABLE|lib.MJS_PROP_WRITABLE)
	}
	if t.Class != "" {
		vm.setClass(object, t.Class)
	}
	if !t.Native && vm.prepareStack != nil {
		// Nothing is thrown yet: JavaScript may run.
		prepared, err := vm.Call(*vm.prepareStack, e, lineOfError(t.Name, t.Message)+t.Stack)
		if err == nil {
			defer vm.Free(prepared)
			return vm.defineValue(object, lib.EJS_ATOM_stack, prepared.v, flags)
		}
	}
	return vm.keepStack(object, t.Stack)
}

// PrepareStacks has f called with every error that JavaScript makes and the text
// of its stack; what it returns is defined as the stack. nil ends that.
func (vm *VM) PrepareStacks(f *Value) { vm.prepareStack = f }

func (vm *VM) define(object lib.TJSValue, prop lib.TJSAtom, text string, flags int32) int32 {
	v := vm.newString(text)
	defer lib.XFreeValue(vm.tls, vm.ctx, v)
	return vm.defineValue(object, prop, v, flags)
}

func (vm *VM) defineValue(object lib.TJSValue, prop lib.TJSAtom, v lib.TJSValue, flags int32) int32 {
	const has = lib.MJS_PROP_HAS_VALUE | lib.MJS_PROP_HAS_CONFIGURABLE | lib.MJS_PROP_HAS_WRITABLE | lib.MJS_PROP_HAS_ENUMERABLE
	return lib.XJS_DefineProperty(vm.tls, vm.ctx, object, prop, v, undefined, undefined, flags|has|noExotic)
}

func (vm *VM) setClass(object lib.TJSValue, name string) {
	global := lib.XJS_GetGlobalObject(vm.tls, vm.ctx)
	defer lib.XFreeValue(vm.tls, vm.ctx, global)
	class, err := vm.Property(Value{global}, name)
	if err != nil {
		return
	}
	defer vm.Free(class)
	prototype, err := vm.Property(class, "prototype")
	if err != nil {
		return
	}
	defer vm.Free(prototype)
	lib.XJS_SetPrototype(vm.tls, vm.ctx, object, prototype.v)
}
