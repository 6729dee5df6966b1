package quickjs

import (
	"unsafe"

	lib "modernc.org/libquickjs"
)

// A ThrowFrame is the call in which an error was thrown: of a function of the
// engine, or of one that was compiled from source.
type ThrowFrame struct {
	vm    *VM
	frame uintptr // *lib.TJSStackFrame
}

func (f ThrowFrame) function() uintptr {
	if f.frame == 0 {
		return 0
	}
	return cFunction(at[lib.TJSStackFrame](f.frame).Fcur_func)
}

// Args returns the arguments of a native function's call; nil if the function was
// compiled from source.
func (f ThrowFrame) Args() []Operand {
	if f.frame == 0 || f.bytecode() != nil {
		return nil
	}
	sf := at[lib.TJSStackFrame](f.frame)
	out := make([]Operand, sf.Farg_count)
	for i := range out {
		out[i] = Operand{f.vm, *at[lib.TJSValue](sf.Farg_buf + uintptr(i)*sizeofValue)}
	}
	return out
}

// This returns the receiver of a native function's call; false if that cannot be
// told. It lies on the caller's stack below the function, or is what
// Function.prototype.call was called with.
func (f ThrowFrame) This() (Operand, bool) {
	caller, ok := f.Caller()
	if !ok || caller.frame == 0 {
		return Operand{}, false
	}
	if args := caller.Args(); caller.bytecode() == nil {
		name := caller.Function().Name()
		if (name == "call" || name == "apply") && len(args) > 0 {
			return args[0], true
		}
		return Operand{f.vm, undefined}, name == "call" || name == "apply"
	}
	function := at[lib.TJSStackFrame](f.frame).Fcur_func
	op, operands := caller.operands()
	for i := len(operands) - 1; i > 0; i-- {
		if v := operands[i].v; v.Ftag != lib.EJS_TAG_OBJECT || pointer(v) != pointer(function) {
			continue
		}
		if op == lib.EOP_call_method || op == lib.EOP_tail_call_method {
			return operands[i-1], true
		}
		return Operand{f.vm, undefined}, true
	}
	return Operand{}, false
}

// bytecode returns what the function was compiled to; nil if it is native.
func (f ThrowFrame) bytecode() *lib.TJSFunctionBytecode {
	if f.frame == 0 {
		return nil
	}
	return bytecodeOf(at[lib.TJSStackFrame](f.frame).Fcur_func)
}

func bytecodeOf(function lib.TJSValue) *lib.TJSFunctionBytecode {
	if function.Ftag != lib.EJS_TAG_OBJECT {
		return nil
	}
	object := at[lib.TJSObject](pointer(function))
	switch object.Fclass_id {
	case lib.EJS_CLASS_BYTECODE_FUNCTION, lib.EJS_CLASS_GENERATOR_FUNCTION,
		lib.EJS_CLASS_ASYNC_FUNCTION, lib.EJS_CLASS_ASYNC_GENERATOR_FUNCTION:
		return at[lib.TJSFunctionBytecode](*(*uintptr)(unsafe.Pointer(&object.Fu)))
	}
	return nil
}

const hasDebug = 0x4 // of F__ccgo18

// Source returns the source text of the function, and the line and column (both
// from 1) it starts at; "" if it is native or has none.
func (f ThrowFrame) Source() (text string, line, column int) {
	b := f.bytecode()
	text, ok := sourceOf(b)
	if !ok || b.Fdebug.Fpc2line_buf == 0 {
		return "", 0, 0
	}
	table := unsafe.Slice(at[byte](b.Fdebug.Fpc2line_buf), b.Fdebug.Fpc2line_len)
	line, table = leb128(table)
	column, _ = leb128(table)
	return text, line + 1, column + 1
}

func sourceOf(b *lib.TJSFunctionBytecode) (string, bool) {
	if b == nil || b.F__ccgo18&hasDebug == 0 || b.Fdebug.Fsource == 0 {
		return "", false
	}
	return string(unsafe.Slice(at[byte](b.Fdebug.Fsource), b.Fdebug.Fsource_len)), true
}

func leb128(b []byte) (n int, rest []byte) {
	for i, c := range b {
		n |= int(c&0x7f) << (7 * i)
		if c&0x80 == 0 {
			return n, b[i+1:]
		}
	}
	return n, nil
}

// Operands returns what lies on the operand stack of a compiled function before
// the failing instruction, from the bottom.
func (f ThrowFrame) Operands() []Operand {
	_, operands := f.operands()
	return operands
}

// operations are the instructions whose errors say something about their operands.
var operations = map[byte]string{
	lib.EOP_call: "call", lib.EOP_call0: "call", lib.EOP_call1: "call", lib.EOP_call2: "call", lib.EOP_call3: "call",
	lib.EOP_tail_call: "call", lib.EOP_call_method: "call", lib.EOP_tail_call_method: "call", lib.EOP_apply: "apply",
	lib.EOP_call_constructor: "new", lib.EOP_to_object: "destructure", lib.EOP_copy_data_properties: "copy",
	lib.EOP_get_field: "get", lib.EOP_get_field2: "get", lib.EOP_get_length: "get",
	lib.EOP_get_array_el: "get", lib.EOP_get_array_el2: "get", lib.EOP_get_array_el3: "get",
	lib.EOP_put_field: "set", lib.EOP_put_array_el: "set element", lib.EOP_delete: "delete", lib.EOP_append: "spread",
	lib.EOP_for_of_start: "iterate", lib.EOP_for_of_next: "step", lib.EOP_iterator_next: "step",
	lib.EOP_instanceof: "instanceof", lib.EOP_in: "in", lib.EOP_private_in: "private in", lib.EOP_define_class: "class", lib.EOP_define_class_computed: "class",
	lib.EOP_get_private_field: "get private", lib.EOP_put_private_field: "set private", lib.EOP_check_brand: "brand",
}

// Operation names what a compiled function failed at; "" if it is nothing that
// tells more than the error itself.
func (f ThrowFrame) Operation() string {
	op, _ := f.operands()
	return operations[op]
}

// Function returns the function that is called.
func (f ThrowFrame) Function() Operand {
	return Operand{f.vm, at[lib.TJSStackFrame](f.frame).Fcur_func}
}

// Variable returns the value that a name stands for in a compiled function, of the
// innermost scope that was declared last; false if it is none of its variables.
func (f ThrowFrame) Variable(name string) (Operand, bool) {
	b := f.bytecode()
	if b == nil || name == "" {
		return Operand{}, false
	}
	var found lib.TJSValue
	ok := false
	f.vm.withCString(name, func(p uintptr, n int) {
		atom := lib.XJS_NewAtomLen(f.vm.tls, f.vm.ctx, p, lib.Tsize_t(n))
		defer lib.XJS_FreeAtom(f.vm.tls, f.vm.ctx, atom)
		found, ok = f.variable(b, atom)
	})
	return Operand{f.vm, found}, ok
}

func (f ThrowFrame) variable(b *lib.TJSFunctionBytecode, name lib.TJSAtom) (lib.TJSValue, bool) {
	sf := at[lib.TJSStackFrame](f.frame)
	for i := int(b.Farg_count) + int(b.Fvar_count) - 1; i >= 0 && b.Fvardefs != 0; i-- {
		if at[lib.TJSBytecodeVarDef](b.Fvardefs+uintptr(i)*unsafe.Sizeof(lib.TJSBytecodeVarDef{})).Fvar_name != name {
			continue
		}
		if local := i - int(b.Farg_count); local >= 0 {
			return *at[lib.TJSValue](sf.Fvar_buf + uintptr(local)*sizeofValue), true
		}
		return *at[lib.TJSValue](sf.Farg_buf + uintptr(i)*sizeofValue), true
	}
	type compiled struct{ bytecode, varRefs, home uintptr }
	refs := (*compiled)(unsafe.Pointer(&at[lib.TJSObject](pointer(sf.Fcur_func)).Fu)).varRefs
	for i := range int(b.Fclosure_var_count) {
		if at[lib.TJSClosureVar](b.Fclosure_var+uintptr(i)*unsafe.Sizeof(lib.TJSClosureVar{})).Fvar_name != name || refs == 0 {
			continue
		}
		ref := *at[uintptr](refs + uintptr(i)*unsafe.Sizeof(refs))
		if ref == 0 {
			return undefined, false
		}
		return *at[lib.TJSValue](at[lib.TJSVarRef](ref).Fpvalue), true
	}
	return undefined, false
}

// Caller returns the frame that called this one.
func (f ThrowFrame) Caller() (ThrowFrame, bool) {
	if f.frame == 0 {
		return ThrowFrame{}, false
	}
	caller := at[lib.TJSStackFrame](f.frame).Fprev_frame
	return ThrowFrame{f.vm, caller}, caller != 0
}

// Awaiting returns the async function that awaits the result of the one whose
// call this is; false if that is none, or not the only one who waits.
func (f ThrowFrame) Awaiting() (ThrowFrame, bool) {
	if f.frame == 0 || objectOf(at[lib.TJSStackFrame](f.frame).Fcur_func, lib.EJS_CLASS_ASYNC_FUNCTION) == nil {
		return ThrowFrame{}, false
	}
	state := at[lib.TJSAsyncFunctionState](f.frame - unsafe.Offsetof(lib.TJSAsyncFunctionState{}.Fframe))
	resolve := objectOf(state.Fresolving_funcs[0], lib.EJS_CLASS_PROMISE_RESOLVE_FUNCTION)
	if resolve == nil {
		return ThrowFrame{}, false
	}
	promise := objectOf(at[lib.TJSPromiseFunctionData](opaque(resolve)).Fpromise, lib.EJS_CLASS_PROMISE)
	if promise == nil {
		return ThrowFrame{}, false
	}
	reactions := &at[lib.TJSPromiseData](opaque(promise)).Fpromise_reactions[0]
	only := reactions.Fnext
	if only != reactions.Fprev || only == uintptr(unsafe.Pointer(reactions)) {
		return ThrowFrame{}, false
	}
	resume := objectOf(at[lib.TJSPromiseReactionData](only).Fhandler, lib.EJS_CLASS_ASYNC_FUNCTION_RESOLVE)
	if resume == nil {
		return ThrowFrame{}, false
	}
	return ThrowFrame{f.vm, opaque(resume) + unsafe.Offsetof(lib.TJSAsyncFunctionState{}.Fframe)}, true
}

// objectOf returns the object of a class that a value is, or nil.
func objectOf(v lib.TJSValue, class uint16) *lib.TJSObject {
	if v.Ftag != lib.EJS_TAG_OBJECT {
		return nil
	}
	if object := at[lib.TJSObject](pointer(v)); object.Fclass_id == class {
		return object
	}
	return nil
}

// opaque returns the pointer that an object of a class of the engine holds.
func opaque(object *lib.TJSObject) uintptr { return *(*uintptr)(unsafe.Pointer(&object.Fu)) }

// Name returns the name of the function; "" if it has none.
func (f ThrowFrame) Name() string {
	desc := f.vm.tls.Alloc(int(unsafe.Sizeof(lib.TJSPropertyDescriptor{})))
	defer f.vm.tls.Free(int(unsafe.Sizeof(lib.TJSPropertyDescriptor{})))
	function := at[lib.TJSStackFrame](f.frame).Fcur_func
	if lib.XJS_GetOwnProperty(f.vm.tls, f.vm.ctx, desc, function, lib.EJS_ATOM_name) <= 0 {
		return ""
	}
	d := at[lib.TJSPropertyDescriptor](desc)
	for _, v := range []lib.TJSValue{d.Fgetter, d.Fsetter, d.Fvalue} {
		defer lib.XFreeValue(f.vm.tls, f.vm.ctx, v)
	}
	if d.Fvalue.Ftag != lib.EJS_TAG_STRING {
		return ""
	}
	return f.vm.goString(d.Fvalue)
}

// Place returns where in its file the function is: at a call, or at an await.
// Lines and columns count from 1; file is "" if the function is native.
func (f ThrowFrame) Place() (file string, line, column int) {
	b := f.bytecode()
	if b == nil || b.F__ccgo18&hasDebug == 0 || b.Fdebug.Fpc2line_buf == 0 {
		return "", 0, 0
	}
	name := lib.XJS_AtomToString(f.vm.tls, f.vm.ctx, b.Fdebug.Ffilename)
	defer lib.XFreeValue(f.vm.tls, f.vm.ctx, name)
	table := unsafe.Slice(at[byte](b.Fdebug.Fpc2line_buf), b.Fdebug.Fpc2line_len)
	pc := int(at[lib.TJSStackFrame](f.frame).Fcur_pc-b.Fbyte_code_buf) - 1
	line, column = lineOf(table, pc)
	return f.vm.goString(name), line, column
}

// lineOf looks a position in bytecode up: find_line_num of QuickJS.
func lineOf(table []byte, pc int) (line, column int) {
	line, table = leb128(table)
	column, table = leb128(table)
	line, column = line+1, column+1
	for at := 0; len(table) > 0; {
		op := int(table[0])
		table = table[1:]
		newLine := line
		var n int
		if op == 0 {
			n, table = leb128(table)
			at += n
			n, table = sleb128(table)
			newLine += n
		} else {
			op -= lib.MPC2LINE_OP_FIRST
			at += op / lib.MPC2LINE_RANGE
			newLine += op%lib.MPC2LINE_RANGE + lib.MPC2LINE_BASE
		}
		n, table = sleb128(table)
		if pc < at {
			break
		}
		line, column = newLine, column+n
	}
	return line, column
}

// sleb128 is the signed form of leb128 that QuickJS writes.
func sleb128(b []byte) (n int, rest []byte) {
	n, rest = leb128(b)
	return n>>1 ^ -(n & 1), rest
}
