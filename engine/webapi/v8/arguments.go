package v8

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"routescope/engine/js"
)

// badCallback is about the argument that had to be a function.
func (t *thrown) badCallback() string {
	name := t.top.function
	switch name {
	case "Promise":
		return fmt.Sprintf("Promise resolver %s is not a function", t.shown(0))
	case "sort", "toSorted":
		return "The comparison function must be either a function or undefined"
	case "from":
		if len(t.args) < 2 {
			return t.badIterable()
		}
		return t.shown(1) + " is not a function"
	case "flatMap":
		return "flatMap mapper function is not callable"
	case "toString":
		return "Function.prototype.toString requires that 'this' be a Function"
	case "bind":
		return "Bind must be called on a function"
	case "call":
		return "Function.prototype.call.call is not a function"
	case "__defineGetter__", "__defineSetter__":
		return fmt.Sprintf("Object.prototype.%s: Expecting function", name)
	case "construct":
		return t.shown(0) + " is not a constructor"
	case "forEach":
		if this, ok := t.Frame.This(); ok && (this.Constructor() == "Map" || this.Constructor() == "Set") {
			return described(t.arg(0)) + " is not a function"
		}
	case "apply":
		if len(t.args) == 3 { // Reflect.apply
			return "Function.prototype.apply was called on " + t.shown(0) + ", which is " + kind(t.arg(0)) + " and not a function"
		}
		if this, ok := t.Frame.This(); ok && this.Kind() != "function" {
			return "Function.prototype.apply.call is not a function"
		}
	}
	return t.shown(0) + " is not a function"
}

// badIterable is about what Array.from was given to iterate over.
func (t *thrown) badIterable() string {
	if m := t.arg(0).Property("Symbol.iterator"); m.Kind() != "function" && !m.IsNullish() {
		return "%Array%.from requires that the property of the first argument, items[Symbol.iterator], when exists, be a function"
	}
	return "undefined is not a function"
}

func (t *thrown) notASymbol() string {
	if t.top.function == "keyFor" {
		return t.shown(0) + " is not a symbol"
	}
	return fmt.Sprintf("Symbol.prototype.%s requires that 'this' be a Symbol", strings.TrimPrefix(t.top.function, "get "))
}

func (t *thrown) notATypedArray() string {
	if getter, ok := strings.CutPrefix(t.top.function, "get "); ok {
		return fmt.Sprintf("Method get TypedArray.prototype.%s called on incompatible receiver %s", getter, t.receiver())
	}
	return "this is not a typed array."
}

func (t *thrown) notAConstructorHere() string {
	switch t.top.function {
	case "construct":
		if len(t.args) > 2 && t.arg(0).Kind() == "function" {
			return t.shown(2) + " is not a constructor"
		}
		return t.shown(0) + " is not a constructor"
	case "resolve", "reject", "all", "allSettled", "any", "race":
		return t.receiver() + " is not a constructor"
	}
	return t.Message
}

func (t *thrown) notADate() string {
	if name := t.top.function; name == "toISOString" || name == "toJSON" {
		return fmt.Sprintf("Method Date.prototype.%s called on incompatible receiver %s", name, t.receiver())
	}
	return "this is not a Date object."
}

// notABigInt is about the last argument: that of BigInt.asIntN, or the one before
// it of a typed array's constructor.
func (t *thrown) notABigInt() string {
	for i := len(t.args) - 1; i >= 0; i-- {
		for _, item := range append(t.arg(i).Items(1000), t.arg(i)) {
			if k := item.Kind(); k != "bigint" && k != "object" && k != "function" && (len(t.args) == 1 || i > 0) {
				return fmt.Sprintf("Cannot convert %s to a BigInt", item.Shown())
			}
		}
	}
	return fmt.Sprintf("Cannot convert %s to a BigInt", t.text(0))
}

// elementSizes are those of typed arrays that have to be aligned.
var elementSizes = map[string]int{
	"Int16Array": 2, "Uint16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4,
	"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

func (t *thrown) badOffset() string {
	if size := elementSizes[t.top.function]; size > 0 && t.arg(1).Int()%size != 0 {
		return fmt.Sprintf("start offset of %s should be a multiple of %d", t.top.function, size)
	}
	return fmt.Sprintf("Start offset %s is outside the bounds of the buffer", t.text(1))
}

func (t *thrown) detached() string {
	name := t.top.function
	switch {
	case name == "slice" || name == "resize":
		if this, ok := t.Frame.This(); ok && this.Constructor() != "ArrayBuffer" {
			break
		}
		return fmt.Sprintf("Cannot perform ArrayBuffer.prototype.%s on a detached ArrayBuffer", name)
	case strings.HasSuffix(name, "Array"):
		return "Cannot perform Construct on a detached ArrayBuffer"
	case name == "DataView":
		return "Cannot perform DataView on a detached ArrayBuffer"
	case strings.HasPrefix(name, "get") || strings.HasPrefix(name, "setInt") || strings.HasPrefix(name, "setUint") || strings.HasPrefix(name, "setFloat") || strings.HasPrefix(name, "setBig"):
		return fmt.Sprintf("Cannot perform DataView.prototype.%s on a detached ArrayBuffer", name)
	}
	return fmt.Sprintf("Cannot perform %%TypedArray%%.prototype.%s on a detached ArrayBuffer", name)
}

func (t *thrown) tooLong() string {
	if t.top.function == "push" {
		this, _ := t.Frame.This()
		return fmt.Sprintf("Pushing %d elements on an array-like of length %s is disallowed, as the total surpasses 2**53-1", len(t.args), this.Property("length").Shown())
	}
	return "Invalid array length"
}

func (t *thrown) revokedByFunction() string {
	traps := map[string]string{"keys": "ownKeys", "values": "ownKeys", "entries": "ownKeys", "getOwnPropertyNames": "ownKeys", "assign": "ownKeys"}
	trap, ok := traps[t.top.function]
	if !ok {
		trap = t.top.function
	}
	return fmt.Sprintf("Cannot perform '%s' on a proxy that has been revoked", trap)
}

// kind names what a value is as V8 does in sentences.
func kind(v js.Operand) string {
	switch k := v.Kind(); k {
	case "", "undefined":
		return "undefined"
	case "null", "object":
		return "an object"
	default:
		return "a " + k
	}
}

// Functions that want an object as their first argument, by class.
var ownerOf = map[string]string{
	"defineProperty": "Object", "defineProperties": "Object",
	"ownKeys": "Reflect", "has": "Reflect", "get": "Reflect", "set": "Reflect", "getPrototypeOf": "Reflect",
	"deleteProperty": "Reflect", "isExtensible": "Reflect", "preventExtensions": "Reflect", "apply": "Reflect",
	"getOwnPropertyDescriptor": "Reflect",
}

func (t *thrown) notAnObject() string {
	switch name := t.top.function; name {
	case "Map", "WeakMap", "fromEntries":
		return fmt.Sprintf("Iterator value %s is not an entry object", t.firstEntry())
	case "setPrototypeOf":
		if !t.arg(0).IsObject() && t.arg(1).IsObject() {
			if t.arg(0).IsNullish() {
				return "Object.setPrototypeOf called on null or undefined"
			}
			return "Reflect.setPrototypeOf called on non-object"
		}
		return "Object prototype may only be an Object or null: " + t.shown(1)
	case "Proxy":
		return "Cannot create proxy with a non-object as target or handler"
	case "resolve", "reject":
		return "PromiseResolve called on non-object"
	case "all", "allSettled", "any", "race":
		return "Promise." + name + " called on non-object"
	case "finally":
		return "Promise.prototype.finally called on non-object"
	case "apply", "construct":
		return "CreateListFromArrayLike called on non-object"
	case "from":
		return "Result of the Symbol.iterator method is not an object"
	case "get flags":
		return "RegExp.prototype.flags getter called on non-object " + t.receiver()
	case "toString":
		return "Method Error.prototype.toString called on incompatible receiver " + t.receiver()
	case "[Symbol.toPrimitive]":
		return "Method Date.prototype [ @@toPrimitive ] called on incompatible receiver " + t.receiver()
	case "[Symbol.replace]", "[Symbol.match]", "[Symbol.matchAll]", "[Symbol.search]", "[Symbol.split]":
		return fmt.Sprintf("Method RegExp.prototype.@@%s called on incompatible receiver %s", strings.Trim(strings.TrimPrefix(name, "[Symbol."), "]"), t.receiver())
	case "defineProperty":
		if t.arg(0).IsObject() {
			return "Property description must be an object: " + t.shown(2)
		}
		return "Object.defineProperty called on non-object"
	case "defineProperties", "create":
		if t.arg(0).IsObject() || name == "create" {
			return "Property description must be an object: " + t.badDescription()
		}
		return "Object.defineProperties called on non-object"
	case "getPrototypeOf":
		if t.arg(0).IsNullish() {
			return "Cannot convert undefined or null to object"
		}
		return "Reflect.getPrototypeOf called on non-object"
	default:
		if owner, ok := ownerOf[name]; ok {
			return owner + "." + name + " called on non-object"
		}
	}
	return ""
}

// badDescription returns the first of the descriptions, which are the second
// argument, that is no object.
func (t *thrown) badDescription() string {
	for _, v := range t.arg(1).Values() {
		if !v.IsObject() {
			return v.Shown()
		}
	}
	return "undefined"
}

// firstEntry returns the first item of the argument that is no object.
func (t *thrown) firstEntry() string {
	if text := t.arg(0); text.Kind() == "string" {
		first, _ := utf8.DecodeRuneInString(text.Shown())
		return string(first)
	}
	const limit = 1000
	for _, item := range t.arg(0).Items(limit) {
		if !item.IsObject() {
			return item.Shown()
		}
	}
	return "undefined"
}

func notIterableArgument(v js.Operand) string { return described(v) + noIterator }

// Functions of Object that convert their argument; others were called as methods.
var objectFunctions = map[string]bool{
	"keys": true, "values": true, "entries": true, "assign": true, "getOwnPropertyNames": true,
	"getOwnPropertyDescriptors": true, "getOwnPropertySymbols": true, "getOwnPropertyDescriptor": true,
	"getPrototypeOf": true, "fromEntries": true, "hasOwn": true, "from": true, "groupBy": true,
}

// Methods that V8 words as Object's conversion, too.
var converting = map[string]bool{
	"at": true, "hasOwnProperty": true, "propertyIsEnumerable": true, "valueOf": true, "isPrototypeOf": true, "create": true,
	"slice": true, "join": true, "flat": true, "includes": true, "sort": true, "raw": true,
}

// Methods that String has and Array has not.
var ofString = map[string]bool{"split": true, "replace": true, "replaceAll": true, "match": true, "matchAll": true, "search": true}

func (t *thrown) notCoercible() string {
	name := t.top.function
	isString := t.Message == "null or undefined are forbidden" || ofString[name]
	switch {
	case name == "setPrototypeOf":
		return "Object.setPrototypeOf called on null or undefined"
	case name == "toLocaleString":
		return "Object.prototype.toLocaleString called on null or undefined"
	case !isString && (objectFunctions[name] || converting[name]):
		return "Cannot convert undefined or null to object"
	case isString:
		return fmt.Sprintf("String.prototype%s called on null or undefined", dotted(name))
	}
	return fmt.Sprintf("Array.prototype%s called on null or undefined", dotted(name))
}

func dotted(name string) string {
	if strings.HasPrefix(name, "[") {
		return name
	}
	return "." + name
}

func (t *thrown) notExtensible() string {
	switch t.top.function {
	case "setPrototypeOf":
		return "#<Object> is not extensible"
	case "push", "unshift", "splice":
		if this, ok := t.Frame.This(); ok {
			return fmt.Sprintf("Cannot add property %s, object is not extensible", this.Property("length").Shown())
		}
		return "Cannot add property 0, object is not extensible"
	case "assign":
		return fmt.Sprintf("Cannot add property %s, object is not extensible", t.firstNew())
	}
	return fmt.Sprintf("Cannot define property %s, object is not extensible", t.text(1))
}

// firstNew returns the first property that the target of Object.assign lacks.
func (t *thrown) firstNew() string {
	for _, source := range t.args[min(1, len(t.args)):] {
		for _, name := range source.Keys() {
			if !t.arg(0).Has(name) {
				return name
			}
		}
	}
	return "undefined"
}

// badViewLength is about a view that does not fit its buffer.
func (t *thrown) badViewLength() string {
	if t.text(2) != "undefined" {
		return "Invalid typed array length: " + t.text(2)
	}
	return fmt.Sprintf("byte length of %s should be a multiple of %d", t.top.function, max(elementSizes[t.top.function], 1))
}

func (t *thrown) badLength() string {
	switch name := t.top.function; {
	case strings.HasPrefix(name, "getInt"), strings.HasPrefix(name, "getUint"), strings.HasPrefix(name, "getFloat"), strings.HasPrefix(name, "getBig"),
		strings.HasPrefix(name, "setInt"), strings.HasPrefix(name, "setUint"), strings.HasPrefix(name, "setFloat"), strings.HasPrefix(name, "setBig"):
		return "Offset is outside the bounds of the DataView"
	case name == "set":
		return "offset is out of bounds"
	case name == "asIntN" || name == "asUintN":
		return "Invalid value: not (convertible to) a safe integer"
	case name == "with":
		return "Invalid typed array index"
	case name == "resize":
		return "ArrayBuffer.prototype.resize: Invalid length parameter"
	}
	if t.top.function == "ArrayBuffer" || t.top.function == "SharedArrayBuffer" {
		return "Invalid array buffer length"
	}
	if t.top.function == "DataView" {
		return "Start offset " + t.text(1) + " is outside the bounds of the buffer"
	}
	return "Invalid typed array length: " + t.text(0)
}

func (t *thrown) badDigits() string {
	low := map[string]int{"toFixed": 0, "toExponential": 0, "toPrecision": 1}
	name := t.top.function
	argument := "argument"
	if name == "toFixed" {
		argument = "digits argument"
	}
	return fmt.Sprintf("%s() %s must be between %d and 100", name, argument, low[name])
}

func (t *thrown) needsNew() string {
	if t.top.function == "Promise" {
		return "Promise constructor cannot be invoked without 'new'"
	}
	return fmt.Sprintf("Constructor %s requires 'new'", t.top.function)
}
