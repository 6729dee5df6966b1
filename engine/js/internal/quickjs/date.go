package quickjs

import (
	"math"
	"time"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// DateFields are what the text of a date says. Fields may exceed their ranges as
// those of Date.UTC may.
type DateFields struct {
	Year, Month, Day                  int // months from 1
	Hour, Minute, Second, Millisecond int
	Local                             bool // the text names no time zone
	Offset                            int  // else: seconds east of UTC
}

// OnDateText has the constructor of Date, and Date.parse, read texts with parse;
// false stands for an invalid date.
//
// # How
//
// Both are C functions. Their objects get ours, which hand everything else on to
// the original ones.
func (vm *VM) OnDateText(parse func(text string) (DateFields, bool)) {
	global := lib.XJS_GetGlobalObject(vm.tls, vm.ctx)
	defer lib.XFreeValue(vm.tls, vm.ctx, global)
	date := Operand{vm, global}.ownNamed("Date")
	dateParse := date.ownNamed("parse")
	if vm.parseDate != nil || cFunction(date.v) == 0 || cFunction(dateParse.v) == 0 {
		return
	}
	vm.parseDate = parse
	vm.dateConstructor = setCFunction(date.v, fp(constructDate))
	setCFunction(dateParse.v, fp(parseDateText))
}

func (o Operand) ownNamed(name string) Operand {
	var v Operand
	o.vm.withCString(name, func(p uintptr, n int) {
		atom := lib.XJS_NewAtomLen(o.vm.tls, o.vm.ctx, p, lib.Tsize_t(n))
		defer lib.XJS_FreeAtom(o.vm.tls, o.vm.ctx, atom)
		v, _ = o.own(atom)
	})
	return v
}

// setCFunction exchanges the C function of a native function object.
func setCFunction(f lib.TJSValue, function uintptr) (original uintptr) {
	object := at[lib.TJSObject](pointer(f))
	type native struct{ realm, function uintptr }
	n := (*native)(unsafe.Pointer(&object.Fu))
	original, n.function = n.function, function
	return original
}

type cFunctionType = func(tls *libc.TLS, ctx uintptr, this lib.TJSValue, argc int32, argv uintptr) lib.TJSValue

// originalDate calls the constructor that QuickJS has.
func (vm *VM) originalDate(newTarget lib.TJSValue, argc int32, argv uintptr) lib.TJSValue {
	f := struct{ p uintptr }{vm.dateConstructor}
	return (*(*cFunctionType)(unsafe.Pointer(&f)))(vm.tls, vm.ctx, newTarget, argc, argv)
}

// constructDate is a JSCFunction.
func constructDate(_ *libc.TLS, ctx uintptr, newTarget lib.TJSValue, argc int32, argv uintptr) lib.TJSValue {
	vm := vmOf(ctx)
	switch {
	case newTarget.Ftag == lib.EJS_TAG_UNDEFINED:
		return vm.dateText()
	case argc != 1:
		return vm.originalDate(newTarget, argc, argv)
	}
	text := Operand{vm, *at[lib.TJSValue](argv)}
	if text.Kind() != "string" {
		return vm.originalDate(newTarget, argc, argv)
	}
	size := int(sizeofValue)
	slot := vm.tls.Alloc(size)
	defer vm.tls.Free(size)
	*at[lib.TJSValue](slot) = newNumber(vm.timeOf(vm.goString(text.v)))
	return vm.originalDate(newTarget, 1, slot)
}

// dateText is what Date() returns: the text of now, whoever writes that.
func (vm *VM) dateText() lib.TJSValue {
	now := vm.newDate(0, 0)
	if now.Ftag == lib.EJS_TAG_EXCEPTION {
		return now
	}
	defer lib.XFreeValue(vm.tls, vm.ctx, now)
	return lib.XJS_Invoke(vm.tls, vm.ctx, now, lib.EJS_ATOM_toString, 0, 0)
}

// newDate makes a Date as QuickJS does.
func (vm *VM) newDate(argc int32, argv uintptr) lib.TJSValue {
	global := lib.XJS_GetGlobalObject(vm.tls, vm.ctx)
	defer lib.XFreeValue(vm.tls, vm.ctx, global)
	return vm.originalDate(Operand{vm, global}.ownNamed("Date").v, argc, argv)
}

// parseDateText is a JSCFunction.
func parseDateText(tls *libc.TLS, ctx uintptr, _ lib.TJSValue, _ int32, argv uintptr) lib.TJSValue {
	vm := vmOf(ctx)
	text := lib.XJS_ToString(tls, ctx, *at[lib.TJSValue](argv))
	if text.Ftag == lib.EJS_TAG_EXCEPTION {
		return text
	}
	defer lib.XFreeValue(tls, ctx, text)
	return newNumber(vm.timeOf(vm.goString(text)))
}

// A year of the Gregorian calendar beyond all times that Date knows.
const distantYear = 300000

// timeOf returns the time value of a text; NaN if it is no date.
func (vm *VM) timeOf(text string) float64 {
	f, ok := vm.parseDate(text)
	if !ok || f.Year > distantYear || f.Year < -distantYear {
		return math.NaN()
	}
	if f.Local {
		return vm.localTime(f)
	}
	at := time.Date(f.Year, time.Month(f.Month), f.Day, f.Hour, f.Minute, f.Second, f.Millisecond*int(time.Millisecond), time.UTC)
	ms := at.UnixMilli() - int64(f.Offset)*1000
	const greatest = 864e13
	if math.Abs(float64(ms)) > greatest {
		return math.NaN()
	}
	return float64(ms)
}

// localTime asks the original constructor, which takes the years 0 to 99 for
// those of the last century: the calendar repeats itself every 400 years.
func (vm *VM) localTime(f DateFields) float64 {
	const cycle, cycleLength = 400, 146097 * 864e5
	shift := 0
	if f.Year >= 0 && f.Year < 100 {
		shift = 1
	}
	fields := []int{f.Year + shift*cycle, f.Month - 1, f.Day, f.Hour, f.Minute, f.Second, f.Millisecond}
	size := len(fields) * int(sizeofValue)
	argv := vm.tls.Alloc(size)
	defer vm.tls.Free(size)
	for i, n := range fields {
		*at[lib.TJSValue](argv + uintptr(i)*sizeofValue) = newNumber(float64(n))
	}
	date := vm.newDate(int32(len(fields)), argv)
	object := objectOf(date, lib.EJS_CLASS_DATE)
	if object == nil {
		vm.dropException()
		return math.NaN()
	}
	defer lib.XFreeValue(vm.tls, vm.ctx, date)
	ms, ok := vm.toGo(*(*lib.TJSValue)(unsafe.Pointer(&object.Fu))).(float64)
	if !ok {
		n, _ := vm.toGo(*(*lib.TJSValue)(unsafe.Pointer(&object.Fu))).(int)
		ms = float64(n)
	}
	return ms - float64(shift)*cycleLength
}
