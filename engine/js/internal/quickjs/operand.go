package quickjs

import (
	"strings"
	"unsafe"

	lib "modernc.org/libquickjs"
)

// An Operand is a value that a function was called with or works on. Looking at
// it runs no JavaScript: getters and proxies are passed over.
type Operand struct {
	vm *VM
	v  lib.TJSValue
}

// Kind returns what typeof gives, "null" for null, or "" for what is no value of
// the program's: a mark on the stack, or the zero Operand.
func (o Operand) Kind() string {
	if o.vm == nil {
		return ""
	}
	switch int32(o.v.Ftag) {
	case lib.EJS_TAG_UNDEFINED:
		return "undefined"
	case lib.EJS_TAG_NULL:
		return "null"
	case lib.EJS_TAG_OBJECT:
		if o.IsFunction() {
			return "function"
		}
		return "object"
	case lib.EJS_TAG_STRING, lib.EJS_TAG_STRING_ROPE:
		return "string"
	case lib.EJS_TAG_INT, lib.EJS_TAG_FLOAT64:
		return "number"
	case lib.EJS_TAG_BOOL:
		return "boolean"
	case lib.EJS_TAG_SYMBOL:
		return "symbol"
	case lib.EJS_TAG_BIG_INT, lib.EJS_TAG_SHORT_BIG_INT:
		return "bigint"
	}
	return ""
}

// forget drops a value that may be gone, unless it is one without memory.
func (o *Operand) forget() {
	if int32(o.v.Ftag) < 0 {
		o.v = lib.TJSValue{Ftag: lib.EJS_TAG_UNINITIALIZED}
	}
}

// IsCatch reports whether it is no value but the mark of a loop or of a try.
func (o Operand) IsCatch() bool { return int32(o.v.Ftag) == lib.EJS_TAG_CATCH_OFFSET }

// IsObject reports whether it is an object or a function.
func (o Operand) IsObject() bool { return o.v.Ftag == lib.EJS_TAG_OBJECT }

// IsNullish reports whether it is undefined or null.
func (o Operand) IsNullish() bool {
	return o.v.Ftag == lib.EJS_TAG_UNDEFINED || o.v.Ftag == lib.EJS_TAG_NULL
}

// Int returns a number as an int; 0 for anything else.
func (o Operand) Int() int {
	switch int32(o.v.Ftag) {
	case lib.EJS_TAG_INT:
		return int(payload(o.v))
	case lib.EJS_TAG_FLOAT64:
		return int(number(o.v))
	}
	return 0
}

func (o Operand) class() uint16 {
	if !o.IsObject() {
		return 0
	}
	return at[lib.TJSObject](pointer(o.v)).Fclass_id
}

// IsArray reports whether it is an array.
func (o Operand) IsArray() bool { return o.class() == lib.EJS_CLASS_ARRAY }

// IsProxy reports whether it is a proxy.
func (o Operand) IsProxy() bool { return o.class() == lib.EJS_CLASS_PROXY }

// IsPromise reports whether it is a promise.
func (o Operand) IsPromise() bool { return o.class() == lib.EJS_CLASS_PROMISE }

// IsFunction reports whether it is a function.
func (o Operand) IsFunction() bool {
	switch o.class() {
	case lib.EJS_CLASS_C_FUNCTION, lib.EJS_CLASS_C_FUNCTION_DATA, lib.EJS_CLASS_BYTECODE_FUNCTION, lib.EJS_CLASS_BOUND_FUNCTION,
		lib.EJS_CLASS_GENERATOR_FUNCTION, lib.EJS_CLASS_ASYNC_FUNCTION, lib.EJS_CLASS_ASYNC_GENERATOR_FUNCTION,
		lib.EJS_CLASS_PROMISE_RESOLVE_FUNCTION, lib.EJS_CLASS_PROMISE_REJECT_FUNCTION:
		return true
	}
	return false
}

// IsClass reports whether it is a class's constructor.
func (o Operand) IsClass() bool {
	text, _ := sourceOf(bytecodeOf(o.v))
	return strings.HasPrefix(text, "class")
}

// Items returns the elements of an array, at most limit of them; of those that are
// getters it returns undefined.
func (o Operand) Items(limit int) []Operand {
	if !o.IsArray() {
		return nil
	}
	length, _ := o.own(lib.EJS_ATOM_length)
	out := make([]Operand, min(length.Int(), limit))
	for i := range out {
		item, _ := o.own(lib.XJS_NewAtomUInt32(o.vm.tls, o.vm.ctx, lib.Tuint32_t(i)))
		out[i] = Operand{o.vm, item.v}
	}
	return out
}

// own returns the value of an own property; false if there is none.
func (o Operand) own(prop lib.TJSAtom) (Operand, bool) {
	none := Operand{o.vm, undefined}
	if !o.IsObject() || o.IsProxy() {
		return none, false
	}
	size := int(unsafe.Sizeof(lib.TJSPropertyDescriptor{}))
	desc := o.vm.tls.Alloc(size)
	defer o.vm.tls.Free(size)
	if lib.XJS_GetOwnProperty(o.vm.tls, o.vm.ctx, desc, o.v, prop) <= 0 {
		return none, false
	}
	d := at[lib.TJSPropertyDescriptor](desc)
	for _, v := range []lib.TJSValue{d.Fgetter, d.Fsetter, d.Fvalue} {
		defer lib.XFreeValue(o.vm.tls, o.vm.ctx, v) // the object holds it, too
	}
	if d.Fflags&lib.MJS_PROP_GETSET != 0 {
		return none, true
	}
	return Operand{o.vm, d.Fvalue}, true
}

// lookup returns the value of a property of the object or of its prototypes.
func (o Operand) lookup(prop lib.TJSAtom) Operand {
	for o.IsObject() && !o.IsProxy() {
		if v, ok := o.own(prop); ok {
			return v
		}
		o = o.Prototype()
	}
	return Operand{o.vm, undefined}
}

// wellKnown are the symbols that Property knows by name.
var wellKnown = map[string]lib.TJSAtom{
	"Symbol.iterator": lib.EJS_ATOM_Symbol_iterator, "Symbol.asyncIterator": lib.EJS_ATOM_Symbol_asyncIterator,
	"Symbol.hasInstance": lib.EJS_ATOM_Symbol_hasInstance, "Symbol.toPrimitive": lib.EJS_ATOM_Symbol_toPrimitive,
}

// Property returns the value of an object's property, of its own or of a prototype;
// undefined for one that a getter would have to give. Well-known symbols are
// spelled "Symbol.iterator".
func (o Operand) Property(name string) Operand {
	if !o.IsObject() {
		return Operand{o.vm, undefined}
	}
	if atom, ok := wellKnown[name]; ok {
		return o.lookup(atom)
	}
	var v Operand
	o.vm.withCString(name, func(p uintptr, n int) {
		atom := lib.XJS_NewAtomLen(o.vm.tls, o.vm.ctx, p, lib.Tsize_t(n))
		defer lib.XJS_FreeAtom(o.vm.tls, o.vm.ctx, atom)
		v = o.lookup(atom)
	})
	return v
}

// Keys returns the names of an object's own enumerable properties.
func (o Operand) Keys() []string {
	if !o.IsObject() || o.IsProxy() {
		return nil
	}
	const out = 16 // a pointer and a count
	p := o.vm.tls.Alloc(out)
	defer o.vm.tls.Free(out)
	if lib.XJS_GetOwnPropertyNames(o.vm.tls, o.vm.ctx, p, p+8, o.v, lib.MJS_GPN_STRING_MASK|lib.MJS_GPN_ENUM_ONLY) != 0 {
		o.vm.dropException()
		return nil
	}
	list, n := *at[uintptr](p), *at[lib.Tuint32_t](p + 8)
	defer lib.XJS_FreePropertyEnum(o.vm.tls, o.vm.ctx, list, n)
	var names []string
	for i := range uintptr(n) {
		name := lib.XJS_AtomToString(o.vm.tls, o.vm.ctx, at[lib.TJSPropertyEnum](list+i*unsafe.Sizeof(lib.TJSPropertyEnum{})).Fatom)
		names = append(names, o.vm.goString(name))
		lib.XFreeValue(o.vm.tls, o.vm.ctx, name)
	}
	return names
}

// Values returns the values of an object's own enumerable properties.
func (o Operand) Values() []Operand {
	var out []Operand
	for _, name := range o.Keys() {
		out = append(out, o.Property(name))
	}
	return out
}

// Has reports whether an object has an own property.
func (o Operand) Has(name string) bool {
	found := false
	o.vm.withCString(name, func(p uintptr, n int) {
		atom := lib.XJS_NewAtomLen(o.vm.tls, o.vm.ctx, p, lib.Tsize_t(n))
		defer lib.XJS_FreeAtom(o.vm.tls, o.vm.ctx, atom)
		_, found = o.own(atom)
	})
	return found
}

func (o Operand) text(prop lib.TJSAtom) string {
	if v := o.lookup(prop); v.Kind() == "string" {
		return v.vm.goString(v.v)
	}
	return ""
}

// Name returns the name of a function; "" if it has none.
func (o Operand) Name() string {
	if v, _ := o.own(lib.EJS_ATOM_name); v.Kind() == "string" {
		return o.vm.goString(v.v)
	}
	return ""
}

// Prototype returns the prototype of an object; undefined if it has none.
func (o Operand) Prototype() Operand {
	if o.IsObject() && !o.IsProxy() {
		if p := at[lib.TJSShape](at[lib.TJSObject](pointer(o.v)).Fshape).Fproto; p != 0 {
			return Operand{o.vm, scalar(lib.EJS_TAG_OBJECT, uint64(p))}
		}
	}
	return Operand{o.vm, undefined}
}

// Constructor returns the name of the function that an object says made it; ""
// if it names none.
func (o Operand) Constructor() string { return o.lookup(lib.EJS_ATOM_constructor).Name() }

// Text returns a value as String() would give it where that runs nothing of the
// program's: an object as Object.prototype.toString does.
func (o Operand) Text() string {
	switch o.Kind() {
	case "object":
		if !o.IsArray() {
			return "[object " + o.tag() + "]"
		}
		const limit = 100
		var out []string
		for _, item := range o.Items(limit) {
			text := ""
			if !item.IsNullish() && !item.IsArray() {
				text = item.Text()
			}
			out = append(out, text)
		}
		return strings.Join(out, ",")
	case "":
		return ""
	}
	return o.Shown()
}

// Shown returns a value as V8 shows it in messages: Object::NoSideEffectsToString.
func (o Operand) Shown() string {
	switch o.Kind() {
	case "":
		return "undefined"
	case "symbol":
		return "Symbol(" + o.vm.textProperty(Value{o.v}, "description") + ")"
	case "function":
		if text, ok := sourceOf(bytecodeOf(o.v)); ok {
			return text
		}
		return "function " + o.Name() + "() { [native code] }"
	case "object":
		return o.shownObject()
	}
	return o.vm.goString(o.v)
}

func (o Operand) shownObject() string {
	if o.IsProxy() {
		o.v = at[lib.TJSProxyData](opaque(at[lib.TJSObject](pointer(o.v)))).Ftarget
		return o.Shown()
	}
	toString := o.lookup(lib.EJS_ATOM_toString)
	switch f := cFunction(toString.v); {
	case o.class() == lib.EJS_CLASS_ERROR:
		name, message := o.text(lib.EJS_ATOM_name), o.text(lib.EJS_ATOM_message)
		if name == "" || message == "" {
			return name + message
		}
		return name + ": " + message
	case f != 0 && f == o.vm.objectToString():
		if name := o.Constructor(); name != "" {
			return "#<" + name + ">"
		}
	}
	return "[object " + o.tag() + "]"
}

// objectToString returns the C function behind Object.prototype.toString.
func (vm *VM) objectToString() uintptr {
	prototypes := at[lib.TJSContext](vm.ctx).Fclass_proto
	prototype := Operand{vm, *at[lib.TJSValue](prototypes + lib.EJS_CLASS_OBJECT*sizeofValue)}
	return cFunction(prototype.lookup(lib.EJS_ATOM_toString).v)
}

// tag is what Object.prototype.toString says an object is.
func (o Operand) tag() string {
	if text := o.text(lib.EJS_ATOM_Symbol_toStringTag); text != "" {
		return text
	}
	switch o.class() {
	case lib.EJS_CLASS_ARRAY:
		return "Array"
	case lib.EJS_CLASS_ERROR:
		return "Error"
	case lib.EJS_CLASS_DATE:
		return "Date"
	case lib.EJS_CLASS_REGEXP:
		return "RegExp"
	case lib.EJS_CLASS_BOOLEAN:
		return "Boolean"
	case lib.EJS_CLASS_NUMBER:
		return "Number"
	case lib.EJS_CLASS_STRING:
		return "String"
	case lib.EJS_CLASS_ARGUMENTS, lib.EJS_CLASS_MAPPED_ARGUMENTS:
		return "Arguments"
	}
	if o.IsFunction() {
		return "Function"
	}
	return "Object"
}
