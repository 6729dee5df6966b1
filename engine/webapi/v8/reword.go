package v8

import (
	"fmt"
	"strings"

	"routescope/engine/js"
)

// A thrown is an error of the engine with the place it was thrown at.
type thrown struct {
	*js.ThrownError
	top  frame
	args []js.Operand // of a function of the engine
	code code         // of a compiled function, from the failing position
}

// reword gives an error that the engine threw V8's message. An error it does not
// know keeps its own.
func reword(e *js.ThrownError) {
	if e.Name == "AggregateError" && e.Message == "" {
		e.Message = "All promises were rejected"
		return
	}
	first, _, _ := strings.Cut(e.Stack, "\n")
	top, _ := parseFrame(first)
	t := &thrown{ThrownError: e, top: top}
	if args := e.Frame.Args(); args != nil || top.file == "native" {
		t.args = args
		t.rewordNative()
		return
	}
	source, line, column := e.Frame.Source()
	t.code = codeAt(source, line, column, top)
	t.rewordCompiled()
}

// compiledMessages are those of operators and statements, by QuickJS's text.
var compiledMessages = map[string]func(*thrown) string{
	"not a function":                                               (*thrown).notAFunction,
	"not a constructor":                                            (*thrown).notAConstructor,
	"value is not iterable":                                        (*thrown).notIterable,
	"cannot convert to object":                                     (*thrown).cannotDestructure,
	"cannot read property of undefined":                            (*thrown).cannotReadComputed,
	"cannot read property of null":                                 (*thrown).cannotReadComputed,
	"class constructors must be invoked with 'new'":                (*thrown).classCalled,
	"this is not initialized":                                      always("Must call super constructor in derived class before accessing 'this' or returning from derived constructor"),
	"'this' can be initialized only once":                          always("Super constructor may only be called once"),
	"derived class constructor must return an object or undefined": always("Derived constructors may only return object or undefined"),
	"parent class must be constructor":                             (*thrown).badParent,
	"parent prototype must be an object or null":                   always("Class extends value does not have valid prototype property undefined"),
	"invalid brand on object":                                      (*thrown).badReceiver,
	"expecting <brand> private field":                              (*thrown).badReceiver,
	"object is not extensible":                                     (*thrown).cannotAdd,
	"not an object":                                                (*thrown).notAnObjectHere,
	"could not delete property":                                    (*thrown).cannotDelete,
	"no setter for property":                                       (*thrown).noSetter,
	"cannot convert bigint to number":                              always("Cannot mix BigInt and other types, use explicit conversions"),
	"bigint operands are forbidden for >>>":                        always("BigInts have no unsigned right shift, use >> instead"),
	"cannot convert symbol to string":                              always("Cannot convert a Symbol value to a string"),
	"cannot convert symbol to number":                              always("Cannot convert a Symbol value to a number"),
	"BigInt division by zero":                                      always("Division by zero"),
	"invalid 'instanceof' right operand":                           (*thrown).badInstanceof,
	"invalid 'in' operand":                                         (*thrown).badIn,
	"operand 'prototype' property is not an object":                (*thrown).badInstancePrototype,
	"stack overflow":                                               (*thrown).stackOverflow,
	"invalid array length":                                         always("Invalid array length"),
	"invalid array index":                                          always("Invalid array length"),
	"toPrimitive":                                                  always("Cannot convert object to primitive value"),
	"bigint argument with unary +":                                 always("Cannot convert a BigInt value to a number"),
	"BigInt negative exponent":                                     always("Exponent must be non-negative"),
	"BigInt is too large":                                          always("Maximum BigInt size exceeded"),
	"BigInt is too large to allocate":                              always("Maximum BigInt size exceeded"),
	"iterator must return an object":                               (*thrown).badStep,
	"iterator does not have a throw method":                        always("The iterator does not provide a 'throw' method"),
	"revoked proxy":                                                (*thrown).revokedProxy,
	"proxy: cannot set property":                                   (*thrown).falsishTrap,
	"private method is already present":                            always("Cannot initialize private methods of class twice on the same object"),
	"string too long":                                              always("Invalid string length"),
}

func always(message string) func(*thrown) string {
	return func(*thrown) string { return message }
}

// compiledForms are messages that hold a name: QuickJS's before and after it.
var compiledForms = []struct {
	before, after string
	reword        func(t *thrown, name string) string
}{
	{"cannot read property '", "' of undefined", func(t *thrown, name string) string { return t.cannotRead(name, "undefined") }},
	{"cannot read property '", "' of null", func(t *thrown, name string) string { return t.cannotRead(name, "null") }},
	{"cannot set property '", "' of undefined", cannotSet("undefined")},
	{"cannot set property '", "' of null", cannotSet("null")},
	{"private class field '", "' does not exist", (*thrown).noPrivateField},
	{"private class field '", "' already exists", func(_ *thrown, name string) string {
		return fmt.Sprintf("Cannot initialize %s twice on the same object", name)
	}},
	{"'", "' is not defined", func(_ *thrown, name string) string { return name + " is not defined" }},
	{"'", "' is read-only", (*thrown).readOnly},
	{"", " is not initialized", func(_ *thrown, name string) string {
		return fmt.Sprintf("Cannot access '%s' before initialization", name)
	}},
	{"", " is not a constructor", func(t *thrown, _ string) string { return t.notAConstructor() }},
}

func (t *thrown) rewordCompiled() {
	if f, ok := compiledMessages[t.Message]; ok {
		t.Message = f(t)
		return
	}
	for _, form := range compiledForms {
		rest, ok := strings.CutPrefix(t.Message, form.before)
		if !ok {
			continue
		}
		if name, ok := strings.CutSuffix(rest, form.after); ok {
			t.Message = form.reword(t, name)
			return
		}
	}
}
