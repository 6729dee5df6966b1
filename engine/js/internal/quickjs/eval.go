package quickjs

import (
	"unsafe"

	lib "modernc.org/libquickjs"
)

// An Exception is what JavaScript threw.
type Exception struct {
	Name    string // the error's name; "" if it was not an Error
	Message string // the error's message, or the thrown value as text
	Stack   string // QuickJS's stack: one "    at f (file:line:column)" a line
	// Interrupted says that the JavaScript did not throw but was stopped.
	Interrupted bool
}

// Error implements error.
func (e *Exception) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// Compile returns the bytecode of a script. file names it in stacks.
func (vm *VM) Compile(source, file string) ([]byte, error) {
	script, err := vm.eval(source, file, lib.MJS_EVAL_TYPE_GLOBAL|lib.MJS_EVAL_FLAG_COMPILE_ONLY)
	if err != nil {
		return nil, err
	}
	defer vm.Free(script)
	plen := vm.tls.Alloc(8)
	defer vm.tls.Free(8)
	p := lib.XJS_WriteObject(vm.tls, vm.ctx, plen, script.v, lib.MJS_WRITE_OBJ_BYTECODE)
	if p == 0 {
		return nil, vm.exception()
	}
	defer lib.Xjs_free(vm.tls, vm.ctx, p)
	n := *at[lib.Tsize_t](plen)
	return append([]byte(nil), unsafe.Slice(at[byte](p), n)...), nil
}

// Run runs bytecode that [VM.Compile] made with the same version of QuickJS,
// and returns the script's value.
func (vm *VM) Run(bytecode []byte) (Value, error) {
	var script lib.TJSValue
	vm.withCString(string(bytecode), func(p uintptr, n int) {
		script = lib.XJS_ReadObject(vm.tls, vm.ctx, p, lib.Tsize_t(n), lib.MJS_READ_OBJ_BYTECODE)
	})
	if script.Ftag == lib.EJS_TAG_EXCEPTION {
		return Value{}, vm.exception()
	}
	return vm.result(lib.XJS_EvalFunction(vm.tls, vm.ctx, script))
}

// Eval runs a script and returns its value.
func (vm *VM) Eval(source, file string) (Value, error) {
	return vm.eval(source, file, lib.MJS_EVAL_TYPE_GLOBAL)
}

func (vm *VM) eval(source, file string, flags int32) (Value, error) {
	var v lib.TJSValue
	vm.withCString(file, func(name uintptr, _ int) {
		vm.withCString(source, func(p uintptr, n int) {
			v = lib.XJS_Eval(vm.tls, vm.ctx, p, lib.Tsize_t(n), name, flags)
		})
	})
	return vm.result(v)
}

// Call calls a function with Go values.
func (vm *VM) Call(f Value, args ...any) (Value, error) {
	size := (len(args) + 1) * int(sizeofValue)
	argv := vm.tls.Alloc(size)
	defer vm.tls.Free(size)
	slots := unsafe.Slice(at[lib.TJSValue](argv), len(args)+1)
	for i, a := range args {
		slots[i] = vm.toJS(a)
	}
	v := lib.XJS_Call(vm.tls, vm.ctx, f.v, undefined, int32(len(args)), argv)
	for i, a := range args {
		if _, borrowed := a.(Value); !borrowed {
			lib.XFreeValue(vm.tls, vm.ctx, slots[i])
		}
	}
	return vm.result(v)
}

// Property returns an object's property.
func (vm *VM) Property(object Value, name string) (Value, error) {
	var v lib.TJSValue
	vm.withCString(name, func(p uintptr, _ int) {
		v = lib.XJS_GetPropertyStr(vm.tls, vm.ctx, object.v, p)
	})
	return vm.result(v)
}

// BeforeJob has [VM.RunJob] set a property of an object to a value before it looks
// for a job.
func (vm *VM) BeforeJob(object Value, property string, value Value) {
	vm.withCString(property, func(p uintptr, n int) {
		vm.beforeJob = jobProperty{object: object.v, atom: lib.XJS_NewAtomLen(vm.tls, vm.ctx, p, lib.Tsize_t(n)), value: value.v}
	})
}

// jobProperty is what BeforeJob was given; its atom is 0 before that.
type jobProperty struct {
	object, value lib.TJSValue
	atom          lib.TJSAtom
}

// RunJob runs one queued promise job. It reports whether there was one, and
// what it threw, which JavaScript itself can never cause.
func (vm *VM) RunJob() (bool, error) {
	if p := &vm.beforeJob; p.atom != 0 {
		lib.XJS_SetPropertyInternal(vm.tls, vm.ctx, p.object, p.atom, lib.XDupValue(vm.tls, vm.ctx, p.value), p.object, 0)
	}
	pctx := vm.tls.Alloc(8)
	defer vm.tls.Free(8)
	switch r := lib.XJS_ExecutePendingJob(vm.tls, vm.rt, pctx); {
	case r == 0:
		return false, nil
	case r < 0:
		return true, vm.exception()
	}
	return true, nil
}

func (vm *VM) result(v lib.TJSValue) (Value, error) {
	if v.Ftag == lib.EJS_TAG_EXCEPTION {
		return Value{}, vm.exception()
	}
	return Value{v}, nil
}

// exception takes the pending exception.
func (vm *VM) exception() *Exception {
	e := lib.XJS_GetException(vm.tls, vm.ctx)
	defer lib.XFreeValue(vm.tls, vm.ctx, e)
	return vm.Describe(Value{e})
}

// Describe returns what Go can say of a thrown value.
func (vm *VM) Describe(v Value) *Exception {
	out := &Exception{Interrupted: vm.Interrupted()}
	if lib.XJS_IsError(vm.tls, vm.ctx, v.v) == 0 {
		out.Message = vm.goString(v.v)
		return out
	}
	out.Name = vm.textProperty(v, "name")
	out.Message = vm.textProperty(v, "message")
	out.Stack = vm.textProperty(v, "stack")
	return out
}

func (vm *VM) textProperty(v Value, name string) string {
	p, err := vm.Property(v, name)
	if err != nil {
		return ""
	}
	defer vm.Free(p)
	return vm.goString(p.v)
}

func (vm *VM) dropException() {
	lib.XFreeValue(vm.tls, vm.ctx, lib.XJS_GetException(vm.tls, vm.ctx))
}
