package quickjs

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// PeekFunction returns a JavaScript function that tells of an object what no
// script can: peek(value) is undefined, or an array that starts with a kind and
// goes on with
//
//	"Promise"                       state ("pending", "fulfilled", "rejected"), result
//	"Proxy"                         target, handler; null and null if it is revoked
//	"Map Iterator", "Set Iterator"  whether it gives entries, an array of what is left
//	"WeakMap", "WeakSet"            an array of what it holds: keys and values in turn
//	"Generator", "AsyncGenerator"   nothing
//
// It runs no code of the program's and moves no iterator on.
func (vm *VM) PeekFunction() Value {
	return Value{lib.XJS_NewCFunction2(vm.tls, vm.ctx, fp(callPeek), 0, 1, lib.EJS_CFUNC_generic, 0)}
}

// callPeek is a JSCFunction.
func callPeek(_ *libc.TLS, ctx uintptr, _ lib.TJSValue, argc int32, argv uintptr) lib.TJSValue {
	vm := vmOf(ctx)
	if vm == nil || argc == 0 {
		return undefined
	}
	parts := vm.peek(*at[lib.TJSValue](argv))
	if parts == nil {
		return undefined
	}
	return vm.newArray(len(parts), func(i int) any { return vm.lend(parts[i]) })
}

// lend returns x with another reference to what it holds, for JavaScript to own.
func (vm *VM) lend(x any) any {
	switch x := x.(type) {
	case Value:
		return Value{lib.XDupValue(vm.tls, vm.ctx, x.v)}
	case []Value:
		return Value{vm.newArray(len(x), func(i int) any { return vm.lend(x[i]) })}
	}
	return x
}

func (vm *VM) peek(v lib.TJSValue) []any {
	if v.Ftag != lib.EJS_TAG_OBJECT {
		return nil
	}
	object := at[lib.TJSObject](pointer(v))
	data := opaque(object)
	if data == 0 {
		return nil
	}
	switch object.Fclass_id {
	case lib.EJS_CLASS_PROMISE:
		promise := at[lib.TJSPromiseData](data)
		states := [...]string{lib.EJS_PROMISE_PENDING: "pending", lib.EJS_PROMISE_FULFILLED: "fulfilled", lib.EJS_PROMISE_REJECTED: "rejected"}
		return []any{"Promise", states[promise.Fpromise_state], Value{promise.Fpromise_result}}
	case lib.EJS_CLASS_PROXY:
		proxy := at[lib.TJSProxyData](data)
		if proxy.Fis_revoked != 0 {
			return []any{"Proxy", nil, nil}
		}
		return []any{"Proxy", Value{proxy.Ftarget}, Value{proxy.Fhandler}}
	case lib.EJS_CLASS_MAP_ITERATOR:
		entries, items := remaining(data, lib.EJS_CLASS_MAP)
		return []any{"Map Iterator", entries, items}
	case lib.EJS_CLASS_SET_ITERATOR:
		entries, items := remaining(data, lib.EJS_CLASS_SET)
		return []any{"Set Iterator", entries, items}
	case lib.EJS_CLASS_WEAKMAP:
		return []any{"WeakMap", weakItems(data, true)}
	case lib.EJS_CLASS_WEAKSET:
		return []any{"WeakSet", weakItems(data, false)}
	case lib.EJS_CLASS_GENERATOR:
		return []any{"Generator"}
	case lib.EJS_CLASS_ASYNC_GENERATOR:
		return []any{"AsyncGenerator"}
	}
	return nil
}

// remaining returns what an iterator of a Map or a Set has not given yet.
func remaining(data uintptr, class uint16) (entries bool, items []Value) {
	it := at[lib.TJSMapIteratorData](data)
	entries = it.Fkind == lib.EJS_ITERATOR_KIND_KEY_AND_VALUE
	owner := objectOf(it.Fobj, class)
	if owner == nil { // it has ended
		return entries, nil
	}
	state := opaque(owner)
	from := &at[lib.TJSMapState](state).Frecords
	if it.Fcur_record != 0 {
		from = &at[lib.TJSMapRecord](it.Fcur_record).Flink
	}
	eachRecord(state, from, func(r *lib.TJSMapRecord) {
		value := r.Fvalue
		if class == lib.EJS_CLASS_SET {
			value = r.Fkey
		}
		if it.Fkind != lib.EJS_ITERATOR_KIND_VALUE {
			items = append(items, Value{r.Fkey})
		}
		if it.Fkind != lib.EJS_ITERATOR_KIND_KEY {
			items = append(items, Value{value})
		}
	})
	return entries, items
}

// weakItems returns the keys of a weak collection that live, with their values if
// it is a map.
func weakItems(state uintptr, values bool) (items []Value) {
	eachRecord(state, &at[lib.TJSMapState](state).Frecords, func(r *lib.TJSMapRecord) {
		if r.Fkey.Ftag != lib.EJS_TAG_OBJECT || references(r.Fkey) == 0 {
			return
		}
		items = append(items, Value{r.Fkey})
		if values {
			items = append(items, Value{r.Fvalue})
		}
	})
	return items
}

const recordDeleted = 0x1 // of F__ccgo4

// eachRecord calls fn with the records of a map that follow a link of its list.
func eachRecord(state uintptr, from *lib.Tlist_head, fn func(*lib.TJSMapRecord)) {
	end := state + unsafe.Offsetof(lib.TJSMapState{}.Frecords)
	for link := from.Fnext; link != end; link = at[lib.Tlist_head](link).Fnext {
		record := at[lib.TJSMapRecord](link - unsafe.Offsetof(lib.TJSMapRecord{}.Flink))
		if record.F__ccgo4&recordDeleted == 0 {
			fn(record)
		}
	}
}

// references returns how many references hold an object; its memory stays while
// weak ones do.
func references(v lib.TJSValue) int32 {
	return at[lib.TJSRefCountHeader](pointer(v) - unsafe.Sizeof(lib.TJSRefCountHeader{})).Fref_count
}
