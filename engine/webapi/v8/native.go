package v8

import (
	"fmt"
	"regexp"
	"strings"

	"routescope/engine/js"
)

// rewordNative words an error of a function of the engine: its name and its
// arguments say what V8 says.
func (t *thrown) rewordNative() {
	switch {
	case t.Name == "SyntaxError" && t.isJSON():
		t.Message = jsonError(t.text(0))
	case t.Name == "SyntaxError" && (t.top.function == "RegExp" || t.top.function == "compile"):
		t.Message = t.regExpError()
	case t.Name == "URIError":
		t.Message = "URI malformed"
	default:
		t.rewordFunction()
	}
}

func (t *thrown) rewordFunction() {
	if f, ok := nativeMessages[t.Message]; ok {
		if message := f(t); message != "" {
			t.Message = message
		}
		return
	}
	if m := foreignReceiver.FindStringSubmatch(t.Message); m != nil {
		// What the receiver is cannot be told here; mostly it is a plain object.
		t.Message = fmt.Sprintf("Method %s.prototype.%s called on incompatible receiver #<Object>", m[1], t.top.function)
		return
	}
	if t.top.function == "construct" && strings.HasSuffix(t.Message, " is not a constructor") {
		t.Message = t.shown(0) + " is not a constructor"
	}
}

// nativeMessages are those of the engine's functions, by QuickJS's text.
var nativeMessages = map[string]func(*thrown) string{
	"not a function":                  (*thrown).badCallback,
	"not an object":                   (*thrown).notAnObject,
	"not a object":                    func(t *thrown) string { return t.shown(0) + " is not a constructor" },
	"value is not iterable":           func(t *thrown) string { return notIterableArgument(t.arg(0)) },
	"cannot convert to object":        (*thrown).notCoercible,
	"null or undefined are forbidden": (*thrown).notCoercible,
	"object is not extensible":        (*thrown).notExtensible,
	"property is not configurable":    func(t *thrown) string { return "Cannot redefine property: " + t.text(1) },
	"cannot convert to BigInt: not an integer": func(t *thrown) string {
		return fmt.Sprintf("The number %s cannot be converted to a BigInt because it is not an integer", t.text(0))
	},
	"invalid bigint literal":                          func(t *thrown) string { return fmt.Sprintf("Cannot convert %s to a BigInt", t.text(0)) },
	"cannot convert symbol to string":                 always("Cannot convert a Symbol value to a string"),
	"cannot convert symbol to number":                 always("Cannot convert a Symbol value to a number"),
	"cannot convert bigint to number":                 always("Cannot convert a BigInt value to a number"),
	"invalid array length":                            always("Invalid array length"),
	"invalid array index":                             (*thrown).badLength,
	"invalid array buffer length":                     (*thrown).badLength,
	"invalid repeat count":                            func(t *thrown) string { return "Invalid count value: " + t.text(0) },
	"invalid string length":                           always("Invalid string length"),
	"invalid number of digits":                        (*thrown).badDigits,
	"Date value is NaN":                               always("Invalid time value"),
	"radix must be between 2 and 36":                  always("toString() radix argument must be between 2 and 36"),
	"bad normalization form":                          always("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
	"operand 'prototype' property is not an object":   always("Function has non-object prototype 'undefined' in instanceof check"),
	"empty array":                                     always("Reduce of empty array with no initial value"),
	"cannot invoke a running generator":               always("Generator is already running"),
	"circular reference":                              always("Converting circular structure to JSON"),
	"must be called with new":                         (*thrown).needsNew,
	"not a prototype":                                 func(t *thrown) string { return "Object prototype may only be an Object or null: " + t.shown(0) },
	"not a symbol":                                    func(t *thrown) string { return t.shown(0) + " is not a symbol" },
	"invalid value used as WeakMap key":               always("Invalid value used as weak map key"),
	"invalid value used as WeakSet key":               always("Invalid value used in weak set"),
	"BigInt division by zero":                         always("Division by zero"),
	"stack overflow":                                  (*thrown).stackOverflow,
	"invalid length":                                  (*thrown).badViewLength,
	"toPrimitive":                                     always("Cannot convert object to primitive value"),
	"not a Date object":                               always("this is not a Date object."),
	"invalid getter":                                  func(t *thrown) string { return "Getter must be a function: " + t.shown(2) },
	"invalid setter":                                  func(t *thrown) string { return "Setter must be a function: " + t.shown(2) },
	"cannot have setter/getter and value or writable": always("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object>"),
	"cannot convert NaN or Infinity to BigInt": func(t *thrown) string {
		return fmt.Sprintf("The number %s cannot be converted to a BigInt because it is not an integer", t.text(0))
	},
	"cannot convert to BigInt": func(t *thrown) string { return fmt.Sprintf("Cannot convert %s to a BigInt", t.text(0)) },
	"circular prototype chain": always("Cyclic __proto__ value"),
	"invalid target":           always("WeakRef: invalid target"),
	"invalid code point":       func(t *thrown) string { return "Invalid code point " + t.text(0) },
	"invalid byteOffset": func(t *thrown) string {
		return fmt.Sprintf("Start offset %s is outside the bounds of the buffer", t.text(1))
	},
	"out of bound":                always("Offset is outside the bounds of the DataView"),
	"ArrayBuffer object expected": always("First argument to DataView constructor must be an ArrayBuffer"),
	"regexp must have the 'g' flag": func(t *thrown) string {
		return fmt.Sprintf("String.prototype.%s called with a non-global RegExp argument", t.top.function)
	},
	"iterator must return an object":                      always("Iterator result undefined is not an object"),
	"cannot read property 'Symbol.iterator' of null":      always("object null is not iterable (cannot read property Symbol(Symbol.iterator))"),
	"cannot read property 'Symbol.iterator' of undefined": always("undefined is not iterable (cannot read property Symbol(Symbol.iterator))"),
	"not a number":  requiresThis("Number"),
	"not a boolean": requiresThis("Boolean"),
	"not a BigInt":  requiresThis("BigInt"),
	"not a string":  requiresThis("String"),
}

// requiresThis words a method of a wrapper class that was called on something else.
func requiresThis(class string) func(*thrown) string {
	return func(t *thrown) string {
		return fmt.Sprintf("%s.prototype.%s requires that 'this' be a %s", class, t.top.function, class)
	}
}

var foreignReceiver = regexp.MustCompile(`^(Map|Set|WeakMap|WeakSet|Promise|RegExp|DataView|WeakRef|FinalizationRegistry) object expected$`)

// arg returns an argument; one that was not given is undefined.
func (t *thrown) arg(i int) js.Operand {
	if i < len(t.args) {
		return t.args[i]
	}
	return js.Operand{}
}

// text returns an argument as String() would, objects as their default text.
func (t *thrown) text(i int) string {
	if i < len(t.args) {
		return t.args[i].Text()
	}
	return "undefined"
}

// shown returns an argument as V8 shows values in messages.
func (t *thrown) shown(i int) string {
	if i < len(t.args) {
		return t.args[i].Shown()
	}
	return "undefined"
}

// badCallback is about the argument that had to be a function.
func (t *thrown) badCallback() string {
	switch t.top.function {
	case "Promise":
		return fmt.Sprintf("Promise resolver %s is not a function", t.shown(0))
	case "sort", "toSorted":
		return "The comparison function must be either a function or undefined"
	case "from":
		return t.shown(1) + " is not a function"
	case "toString":
		return "Function.prototype.toString requires that 'this' be a Function"
	case "apply":
		if len(t.args) == 3 { // Reflect.apply
			return "Function.prototype.apply was called on " + t.shown(0) + ", which is " + kind(t.arg(0)) + " and not a function"
		}
	}
	return t.shown(0) + " is not a function"
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
		return "Object prototype may only be an Object or null: " + t.shown(1)
	case "Proxy":
		return "Cannot create proxy with a non-object as target or handler"
	case "resolve", "reject":
		return "PromiseResolve called on non-object"
	case "all", "allSettled", "any", "race":
		return "Promise." + name + " called on non-object"
	case "defineProperty":
		if t.arg(0).IsObject() {
			return "Property description must be an object: " + t.shown(2)
		}
		return "Object.defineProperty called on non-object"
	default:
		if owner, ok := ownerOf[name]; ok {
			return owner + "." + name + " called on non-object"
		}
	}
	return ""
}

// firstEntry returns the first item of the argument that is no object.
func (t *thrown) firstEntry() string {
	const limit = 1000
	for _, item := range t.arg(0).Items(limit) {
		if !item.IsObject() {
			return item.Shown()
		}
	}
	return "undefined"
}

func notIterableArgument(v js.Operand) string {
	what := "object"
	switch k := v.Kind(); k {
	case "", "undefined":
		what = "undefined"
	case "null":
		what = "object null"
	case "number", "boolean", "symbol", "bigint":
		what = k + " " + v.Shown()
	case "function":
		what = v.Shown()
	}
	return what + " is not iterable (cannot read property Symbol(Symbol.iterator))"
}

// Functions of Object that convert their argument; others were called as methods.
var objectFunctions = map[string]bool{
	"keys": true, "values": true, "entries": true, "assign": true, "getOwnPropertyNames": true,
	"getOwnPropertyDescriptors": true, "getOwnPropertySymbols": true, "getOwnPropertyDescriptor": true,
	"getPrototypeOf": true, "fromEntries": true, "hasOwn": true, "from": true, "groupBy": true,
}

func (t *thrown) notCoercible() string {
	name := t.top.function
	if objectFunctions[name] && t.Message != "null or undefined are forbidden" {
		return "Cannot convert undefined or null to object"
	}
	owner := "Array"
	switch {
	case t.Message == "null or undefined are forbidden":
		owner = "String"
	case name == "at" || name == "hasOwnProperty" || name == "propertyIsEnumerable" || name == "valueOf" || name == "toLocaleString":
		return "Cannot convert undefined or null to object"
	}
	return fmt.Sprintf("%s.prototype.%s called on null or undefined", owner, name)
}

func (t *thrown) notExtensible() string {
	switch t.top.function {
	case "setPrototypeOf":
		return "#<Object> is not extensible"
	case "push", "unshift", "splice":
		return "Cannot add property 0, object is not extensible"
	}
	return fmt.Sprintf("Cannot define property %s, object is not extensible", t.text(1))
}

// badViewLength is about a view that does not fit its buffer.
func (t *thrown) badViewLength() string {
	if len(t.args) > 2 {
		return "Invalid typed array length: " + t.text(2)
	}
	sizes := map[string]int{"Int16Array": 2, "Uint16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4}
	size, ok := sizes[t.top.function]
	if !ok {
		size = 8
	}
	return fmt.Sprintf("byte length of %s should be a multiple of %d", t.top.function, size)
}

func (t *thrown) badLength() string {
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
