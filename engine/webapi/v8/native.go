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
		t.Message = t.badThis(m[1])
		return
	}
	if name, ok := strings.CutSuffix(t.Message, "' is read-only"); ok {
		name = strings.TrimPrefix(name, "'")
		target := t.arg(0)
		if this, ok := t.Frame.This(); ok && t.top.function != "assign" {
			target = this
		}
		t.Message = fmt.Sprintf("Cannot assign to read only property '%s' of object '%s'", name, target.Shown())
		return
	}
	if m := badIndex.FindStringSubmatch(t.Message); m != nil {
		t.Message = "Invalid index : " + t.text(0)
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
	"not a object":                    always("CreateListFromArrayLike called on non-object"),
	"value is not iterable":           func(t *thrown) string { return notIterableArgument(t.arg(0)) },
	"cannot convert to object":        (*thrown).notCoercible,
	"null or undefined are forbidden": (*thrown).notCoercible,
	"object is not extensible":        (*thrown).notExtensible,
	"property is not configurable":    func(t *thrown) string { return "Cannot redefine property: " + t.text(1) },
	"cannot convert to BigInt: not an integer": func(t *thrown) string {
		return fmt.Sprintf("The number %s cannot be converted to a BigInt because it is not an integer", t.text(0))
	},
	"invalid bigint literal":          func(t *thrown) string { return fmt.Sprintf("Cannot convert %s to a BigInt", t.text(0)) },
	"cannot convert symbol to string": always("Cannot convert a Symbol value to a string"),
	"cannot convert symbol to number": always("Cannot convert a Symbol value to a number"),
	"cannot convert bigint to number": always("Cannot convert a BigInt value to a number"),
	"invalid array length":            always("Invalid array length"),
	"invalid array index":             (*thrown).badLength,
	"invalid array buffer length":     (*thrown).badLength,
	"invalid repeat count": func(t *thrown) string {
		if t.arg(0).Int() > 0 {
			return "Invalid string length"
		}
		return "Invalid count value: " + t.text(0)
	},
	"invalid string length":                           always("Invalid string length"),
	"invalid number of digits":                        (*thrown).badDigits,
	"Date value is NaN":                               always("Invalid time value"),
	"radix must be between 2 and 36":                  always("toString() radix argument must be between 2 and 36"),
	"bad normalization form":                          always("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
	"operand 'prototype' property is not an object":   always("Function has non-object prototype 'undefined' in instanceof check"),
	"empty array":                                     always("Reduce of empty array with no initial value"),
	"cannot invoke a running generator":               always("Generator is already running"),
	"circular reference":                              (*thrown).circular,
	"must be called with new":                         (*thrown).needsNew,
	"not a prototype":                                 func(t *thrown) string { return "Object prototype may only be an Object or null: " + t.shown(0) },
	"invalid value used as WeakMap key":               always("Invalid value used as weak map key"),
	"invalid value used as WeakSet key":               always("Invalid value used in weak set"),
	"BigInt division by zero":                         always("Division by zero"),
	"stack overflow":                                  (*thrown).stackOverflow,
	"invalid length":                                  (*thrown).badViewLength,
	"toPrimitive":                                     always("Cannot convert object to primitive value"),
	"not a Date object":                               (*thrown).notADate,
	"invalid getter":                                  func(t *thrown) string { return "Getter must be a function: " + t.arg(2).Property("get").Shown() },
	"invalid setter":                                  func(t *thrown) string { return "Setter must be a function: " + t.arg(2).Property("set").Shown() },
	"cannot have setter/getter and value or writable": always("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object>"),
	"cannot convert NaN or Infinity to BigInt": func(t *thrown) string {
		return fmt.Sprintf("The number %s cannot be converted to a BigInt because it is not an integer", t.text(0))
	},
	"cannot convert to BigInt": func(t *thrown) string { return fmt.Sprintf("Cannot convert %s to a BigInt", t.text(0)) },
	"circular prototype chain": always("Cyclic __proto__ value"),
	"invalid target": func(t *thrown) string {
		if t.top.function == "register" {
			return "FinalizationRegistry.prototype.register: invalid target"
		}
		return "WeakRef: invalid target"
	},
	"invalid code point": func(t *thrown) string {
		if t.arg(0).Kind() == "string" {
			return "Invalid code point NaN"
		}
		return "Invalid code point " + t.text(0)
	},
	"invalid byteOffset": func(t *thrown) string {
		return fmt.Sprintf("Start offset %s is outside the bounds of the buffer", t.text(1))
	},
	"out of bound":                always("Offset is outside the bounds of the DataView"),
	"ArrayBuffer object expected": always("First argument to DataView constructor must be an ArrayBuffer"),
	"regexp must have the 'g' flag": func(t *thrown) string {
		return fmt.Sprintf("String.prototype.%s called with a non-global RegExp argument", t.top.function)
	},
	"iterator must return an object":                      (*thrown).badStep,
	"cannot read property 'Symbol.iterator' of null":      always("object null is not iterable (cannot read property Symbol(Symbol.iterator))"),
	"cannot read property 'Symbol.iterator' of undefined": always("undefined is not iterable (cannot read property Symbol(Symbol.iterator))"),
	"not a symbol": (*thrown).notASymbol,
	"not a generator": func(t *thrown) string {
		return "Method [Generator].prototype." + t.top.function + " called on incompatible receiver " + t.receiver()
	},
	"not a TypedArray":                (*thrown).notATypedArray,
	"not a DataView":                  func(t *thrown) string { return t.badThis("DataView") },
	"not a constructor":               (*thrown).notAConstructorHere,
	"prototype is immutable":          always("Immutable prototype object 'Object.prototype' cannot have their prototype set"),
	"argument must be a function":     always("FinalizationRegistry: cleanup must be callable"),
	"held value cannot be the target": always("FinalizationRegistry.prototype.register: target and holdings must not be same"),
	"regexp not supported": func(t *thrown) string {
		return fmt.Sprintf("First argument to String.prototype.%s must not be a regular expression", t.top.function)
	},
	"could not delete property":                    always("Cannot delete property '0' of [object Array]"),
	"cannot convert to bigint":                     (*thrown).notABigInt,
	"invalid hint":                                 func(t *thrown) string { return "Invalid hint: " + t.shown(0) },
	"object needs toISOString method":              always("toISOString is not a function"),
	"cannot be called":                             always("Abstract class TypedArray not directly constructable"),
	"invalid offset":                               (*thrown).badOffset,
	"invalid byteLength":                           func(t *thrown) string { return "Invalid DataView length " + t.text(2) },
	"ArrayBuffer is detached":                      (*thrown).detached,
	"ArrayBuffer is detached or resized":           (*thrown).detached,
	"Array loo long":                               func(t *thrown) string { return t.tooLong() },
	"Array too long":                               func(t *thrown) string { return t.tooLong() },
	"array buffer is not resizable":                func(t *thrown) string { return t.badThis("ArrayBuffer") },
	"BigInt is too large":                          always("Maximum BigInt size exceeded"),
	"string too long":                              always("Invalid string length"),
	"proxy: duplicate property":                    always("'ownKeys' on proxy: trap returned duplicate entries"),
	"proxy: properties must be strings or symbols": always("'ownKeys' on proxy: trap result is not a list of property names"),
	"proxy: inconsistent preventExtensions":        always("'preventExtensions' on proxy: trap returned truish but the proxy target is extensible"),
	"proxy: property not present in target were returned by non extensible proxy": always("'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible"),
	"proxy: defineProperty exception": func(t *thrown) string {
		return fmt.Sprintf("'defineProperty' on proxy: trap returned falsish for property '%s'", t.text(1))
	},
	"revoked proxy": (*thrown).revokedByFunction,
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

var badIndex = regexp.MustCompile(`^invalid array index: (-?\d+)$`)

var foreignReceiver = regexp.MustCompile(`^(Map|Set|WeakMap|WeakSet|Promise|RegExp|DataView|WeakRef|FinalizationRegistry|ArrayBuffer|Array Iterator|Map Iterator|Set Iterator) object expected$`)

// badThis words a method that was called on an object of another class.
func (t *thrown) badThis(class string) string {
	name := t.top.function
	method := class + ".prototype." + name
	if getter, ok := strings.CutPrefix(name, "get "); ok {
		if class == "RegExp" {
			return fmt.Sprintf("RegExp.prototype.%s getter called on non-RegExp object", getter)
		}
		method = "get " + class + ".prototype." + getter
	} else if name == "get size" || name == "size" {
		method = "get " + class + ".prototype.size"
	}
	return fmt.Sprintf("Method %s called on incompatible receiver %s", method, t.receiver())
}

// receiver shows what a method was called on; mostly, if that cannot be told, it is
// a plain object.
func (t *thrown) receiver() string {
	if this, ok := t.Frame.This(); ok {
		return this.Shown()
	}
	return "#<Object>"
}

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
