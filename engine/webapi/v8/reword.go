package v8

import (
	"fmt"
	"regexp"
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
	"not a function":                    (*thrown).notAFunction,
	"value is not iterable":             (*thrown).notIterable,
	"cannot convert to object":          (*thrown).cannotDestructure,
	"cannot read property of undefined": (*thrown).cannotReadComputed,
	"cannot read property of null":      (*thrown).cannotReadComputed,
	"class constructors must be invoked with 'new'": func(t *thrown) string {
		return fmt.Sprintf("Class constructor %s cannot be invoked without 'new'", t.top.function)
	},
	"this is not initialized":                    always("Must call super constructor in derived class before accessing 'this' or returning from derived constructor"),
	"parent class must be constructor":           (*thrown).badParent,
	"parent prototype must be an object or null": always("Class extends value does not have valid prototype property undefined"),
	"invalid brand on object":                    (*thrown).badReceiver,
	"object is not extensible": func(t *thrown) string {
		return fmt.Sprintf("Cannot add property %s, object is not extensible", t.code.member())
	},
	"could not delete property": (*thrown).cannotDelete,
	"no setter for property": func(t *thrown) string {
		return fmt.Sprintf("Cannot set property %s of #<Object> which has only a getter", t.code.member())
	},
	"cannot convert bigint to number":       always("Cannot mix BigInt and other types, use explicit conversions"),
	"cannot convert symbol to string":       always("Cannot convert a Symbol value to a string"),
	"cannot convert symbol to number":       always("Cannot convert a Symbol value to a number"),
	"BigInt division by zero":               always("Division by zero"),
	"invalid 'instanceof' right operand":    (*thrown).badInstanceof,
	"invalid 'in' operand":                  (*thrown).badIn,
	"stack overflow":                        (*thrown).stackOverflow,
	"invalid array length":                  always("Invalid array length"),
	"invalid array index":                   always("Invalid array length"),
	"toPrimitive":                           always("Cannot convert object to primitive value"),
	"bigint argument with unary +":          always("Cannot convert a BigInt value to a number"),
	"BigInt negative exponent":              always("Exponent must be non-negative"),
	"iterator must return an object":        always("Iterator result undefined is not an object"),
	"not an object":                         (*thrown).notIteratorObject,
	"iterator does not have a throw method": always("The iterator does not provide a 'throw' method"),
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
	{"private class field '", "' already exists", func(*thrown, string) string {
		return "Cannot initialize private methods of class twice on the same object"
	}},
	{"'", "' is not defined", func(_ *thrown, name string) string { return name + " is not defined" }},
	{"'", "' is read-only", (*thrown).readOnly},
	{"", " is not initialized", func(_ *thrown, name string) string {
		return fmt.Sprintf("Cannot access '%s' before initialization", name)
	}},
	{"", " is not a constructor", func(t *thrown, _ string) string { return t.code.callee() + " is not a constructor" }},
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

/* Calls. */

func (t *thrown) notAFunction() string {
	if t.code.isConstruction() {
		return t.code.callee() + " is not a constructor"
	}
	return t.code.callee() + " is not a function"
}

func (t *thrown) stackOverflow() string {
	t.Class = "RangeError"
	return "Maximum call stack size exceeded"
}

/* Properties. */

// symbolName is how QuickJS's text names a well-known symbol.
func symbolName(name string) string {
	if strings.HasPrefix(name, "Symbol.") {
		return "Symbol(" + name + ")"
	}
	return name
}

func (t *thrown) cannotRead(name, of string) string {
	if name == "Symbol.iterator" || name == "Symbol.asyncIterator" {
		return t.notIterableValue(of)
	}
	if pattern, ok := t.code.destructuring(); ok && pattern.first == name {
		return fmt.Sprintf("Cannot destructure property '%s' of '%s' as it is %s.", name, pattern.value, of)
	}
	return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, symbolName(name))
}

func (t *thrown) cannotReadComputed() string {
	of := t.Message[strings.LastIndexByte(t.Message, ' ')+1:]
	key := t.code.member()
	if k, ok := t.operandAfter(of); ok {
		key = k
	}
	if key == "Symbol.iterator" || key == "Symbol(Symbol.iterator)" {
		return described(of) + " is not iterable (cannot read property Symbol(Symbol.iterator))"
	}
	return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, key)
}

// operandAfter returns the key that lies on the stack after an undefined or null.
func (t *thrown) operandAfter(kind string) (string, bool) {
	operands := t.Frame.Operands()
	for i := 0; i+1 < len(operands); i++ {
		if operands[i].Kind() != kind {
			continue
		}
		switch operands[i+1].Kind() {
		case "string", "number", "symbol":
			return operands[i+1].Text(), true
		}
	}
	return "", false
}

func cannotSet(of string) func(*thrown, string) string {
	return func(_ *thrown, name string) string {
		return fmt.Sprintf("Cannot set properties of %s (setting '%s')", of, symbolName(name))
	}
}

func (t *thrown) readOnly(name string) string {
	if !t.code.atMember() {
		return "Assignment to constant variable."
	}
	object := "object '#<Object>'"
	switch c := t.code.object(); {
	case strings.HasPrefix(c, `"`):
		object = "string '" + strings.Trim(c, `"`) + "'"
	case name == "length", name != "" && name[0] >= '0' && name[0] <= '9':
		object = "object '[object Array]'"
	}
	return fmt.Sprintf("Cannot assign to read only property '%s' of %s", name, object)
}

func (t *thrown) noPrivateField(name string) string {
	if t.code.isAssignment() {
		return fmt.Sprintf("Cannot write private member %s to an object whose class did not declare it", name)
	}
	return fmt.Sprintf("Cannot read private member %s from an object whose class did not declare it", name)
}

func (t *thrown) badReceiver() string {
	return "Receiver must be an instance of class " + t.className()
}

var classHead = regexp.MustCompile(`\bclass\s+([\p{L}_$][\p{L}\p{N}_$]*)`)

// className returns the name of the class the method belongs to, as the source of
// a function that called it has it.
func (t *thrown) className() string {
	name := "anonymous"
	for f, ok := t.Frame.Caller(); ok; f, ok = f.Caller() {
		source, _, _ := f.Source()
		at := strings.Index(source, t.code.text)
		if at < 0 {
			continue
		}
		if heads := classHead.FindAllStringSubmatch(source[:at], -1); heads != nil {
			name = heads[len(heads)-1][1]
		}
		break
	}
	return name
}

/* Iteration and destructuring. */

func (t *thrown) notIteratorObject() string {
	if t.code.iterated() != "" {
		return "Result of the Symbol.iterator method is not an object"
	}
	return t.Message
}

func (t *thrown) notIterable() string {
	if t.code.inCallSpread() {
		return "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
	}
	if e := t.code.iterated(); e != "" {
		return e + " is not iterable"
	}
	return "object is not iterable (cannot read property Symbol(Symbol.iterator))"
}

func (t *thrown) cannotDelete() string {
	object := "#<Object>"
	if isNumber(t.code.member()) {
		object = "[object Array]"
	}
	return fmt.Sprintf("Cannot delete property '%s' of %s", t.code.member(), object)
}

func (t *thrown) notIterableValue(of string) string {
	if t.code.inCallSpread() {
		return "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
	}
	if e := t.code.iterated(); e != "" {
		return e + " is not iterable"
	}
	return described(of) + " is not iterable (cannot read property Symbol(Symbol.iterator))"
}

// cannotDestructure is about an undefined or null on the stack.
func (t *thrown) cannotDestructure() string {
	of := "undefined"
	for _, o := range t.Frame.Operands() {
		if k := o.Kind(); k == "undefined" || k == "null" {
			of = k
			break
		}
	}
	pattern, ok := t.code.destructuring()
	switch {
	case !ok:
		return "Cannot convert undefined or null to object"
	case pattern.first == "":
		return fmt.Sprintf("Cannot destructure '%s' as it is %s.", pattern.valueOr(of), of)
	case pattern.nested:
		return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, pattern.first)
	}
	return fmt.Sprintf("Cannot destructure property '%s' of '%s' as it is %s.", pattern.first, pattern.valueOr(described(of)), of)
}

// described is how V8 names a value that no expression stands for.
func described(of string) string {
	if of == "null" {
		return "object null"
	}
	return of
}

/* Classes and operators. */

// badParent shows a literal; what a name stood for is gone, and mostly it was an
// import that is undefined.
func (t *thrown) badParent() string {
	value := t.code.parent()
	if !isLiteral(value) {
		value = "undefined"
	}
	return fmt.Sprintf("Class extends value %s is not a constructor or null", value)
}

func (t *thrown) badInstanceof() string {
	if operands := t.Frame.Operands(); len(operands) > 1 && operands[1].Kind() == "object" {
		return "Right-hand side of 'instanceof' is not callable"
	}
	return "Right-hand side of 'instanceof' is not an object"
}

func (t *thrown) badIn() string {
	operands := t.Frame.Operands()
	if len(operands) < 2 {
		return "Cannot use 'in' operator to search for a key in a primitive"
	}
	return fmt.Sprintf("Cannot use 'in' operator to search for '%s' in %s", operands[0].Text(), operands[1].Text())
}
