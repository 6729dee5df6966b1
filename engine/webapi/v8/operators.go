package v8

import (
	"fmt"
	"regexp"
	"strings"

	"routescope/engine/js"
)

/* What an operator worked on. */

// operand returns the i-th operand of the failing instruction from the top of the
// stack, which is 0.
func (t *thrown) operand(i int) js.Operand {
	operands := t.Frame.Operands()
	if i >= len(operands) {
		return js.Operand{}
	}
	return operands[len(operands)-1-i]
}

// described is how V8 names a value that no expression stands for.
func described(v js.Operand) string {
	switch kind := v.Kind(); kind {
	case "", "undefined":
		return "undefined"
	case "null":
		return "object null"
	case "number", "boolean":
		return kind + " " + v.Shown()
	case "string":
		return fmt.Sprintf(`string "%s"`, v.Shown())
	default:
		return kind
	}
}

const noIterator = " is not iterable (cannot read property Symbol(Symbol.iterator))"

/* Calls. */

func (t *thrown) notAFunction() string {
	switch t.Frame.Operation() {
	case "iterate":
		return t.badIteratorMethod()
	case "step":
		return described(t.iteratorMethod()) + " is not a function"
	case "instanceof":
		return described(t.operand(0).Property("Symbol.hasInstance")) + " is not a function"
	case "call", "apply", "new":
	default:
		for i := range 2 {
			if m := t.operand(i).Property("Symbol.toPrimitive"); !m.IsNullish() && m.Kind() != "" {
				return described(m) + " is not a function"
			}
		}
	}
	if t.top.function == "<static_initializer>" {
		return "undefined is not a function"
	}
	text, isConstruction := t.code.callee()
	if isConstruction {
		return text + " is not a constructor"
	}
	return text + " is not a function"
}

func (t *thrown) notAConstructor() string {
	text, _ := t.code.callee()
	if text == "super" || text == nothing && t.isSuperCall() {
		return fmt.Sprintf("Super constructor %s of %s is not a constructor", t.superConstructor(), t.superClass())
	}
	return text + " is not a constructor"
}

func (t *thrown) isSuperCall() bool {
	return strings.HasSuffix(strings.TrimSpace(t.code.text[:min(t.code.at, len(t.code.text))]), "super")
}

func (t *thrown) superConstructor() string {
	if parent := t.Frame.Function().Prototype(); parent.Kind() != "function" || parent.Name() != "" {
		return parent.Shown()
	}
	return "null"
}

func (t *thrown) superClass() string {
	if name := t.Frame.Function().Name(); name != "" {
		return name
	}
	return "anonymous class"
}

func (t *thrown) classCalled() string {
	if !strings.Contains(t.top.function, "<anonymous>") && t.top.function != "" {
		return fmt.Sprintf("Class constructor %s cannot be invoked without 'new'", t.top.function)
	}
	return "Class constructors cannot be invoked without 'new'"
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
		return t.cannotIterate(of)
	}
	if t.isOuterPattern() {
		if p, ok := t.code.destructuring(); ok && p.first == name && t.Frame.Operation() != "get" {
			return t.destructureMessage(p, of)
		}
	}
	return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, symbolName(name))
}

// keyName is how a key shows in a message; "" if it is gone.
func keyName(v js.Operand) string {
	switch v.Kind() {
	case "":
		return ""
	case "object":
		return v.Text()
	}
	return v.Shown()
}

func (t *thrown) cannotReadComputed() string {
	of := t.Message[strings.LastIndexByte(t.Message, ' ')+1:]
	key := keyName(t.operand(0))
	if t.Frame.Operation() != "get" || key == "" {
		key = t.code.member()
	}
	if key == "Symbol.iterator" || key == "Symbol(Symbol.iterator)" {
		return describedName(of) + noIterator
	}
	return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, key)
}

func describedName(of string) string {
	if of == "null" {
		return "object null"
	}
	return of
}

func cannotSet(of string) func(*thrown, string) string {
	return func(t *thrown, name string) string {
		if key := t.operand(1); t.Frame.Operation() == "set element" && key.Kind() == "symbol" {
			name = key.Shown()
		}
		return fmt.Sprintf("Cannot set properties of %s (setting '%s')", of, symbolName(name))
	}
}

// target returns the object that a property is set on.
func (t *thrown) target() js.Operand {
	switch t.Frame.Operation() {
	case "set":
		return t.operand(1)
	case "set element":
		return t.operand(2)
	}
	return js.Operand{}
}

// targetText shows an object in messages about its properties.
func targetText(v js.Operand) string {
	if v.Kind() == "" {
		return "#<Object>"
	}
	return v.Shown()
}

func (t *thrown) readOnly(name string) string {
	if strings.HasPrefix(name, "#") {
		return t.readOnlyPrivate(name)
	}
	target := t.target()
	switch kind := target.Kind(); kind {
	case "":
		if name == "undefined" || name == "NaN" || name == "Infinity" {
			return fmt.Sprintf("Cannot assign to read only property '%s' of object '#<Object>'", name)
		}
		return "Assignment to constant variable."
	default:
		return fmt.Sprintf("Cannot assign to read only property '%s' of %s '%s'", name, kind, target.Shown())
	}
}

func (t *thrown) setName() string {
	if t.Frame.Operation() == "set element" {
		if name := keyName(t.operand(1)); name != "" {
			return name
		}
	}
	return t.code.member()
}

func (t *thrown) cannotAdd() string {
	return fmt.Sprintf("Cannot add property %s, object is not extensible", t.setName())
}

// notAnObjectHere is about a property that is set on a primitive, a private
// member of one, or a method of an iterator that returned none.
func (t *thrown) notAnObjectHere() string {
	switch op := t.Frame.Operation(); op {
	case "set", "set element":
		target := t.target()
		name := t.setName()
		if target.Kind() == "string" && (name == "length" || isNumber(name)) {
			return fmt.Sprintf("Cannot assign to read only property '%s' of string '%s'", name, target.Shown())
		}
		return fmt.Sprintf("Cannot create property '%s' on %s '%s'", name, target.Kind(), target.Shown())
	case "get private", "set private", "brand":
		return t.privateOfPrimitive(op)
	case "iterate":
		return "Result of the Symbol.iterator method is not an object"
	case "private in":
		return t.badIn()
	}
	return t.Message
}

func (t *thrown) noSetter() string {
	return fmt.Sprintf("Cannot set property %s of %s which has only a getter", t.setName(), targetText(t.target()))
}

func (t *thrown) cannotDelete() string {
	return fmt.Sprintf("Cannot delete property '%s' of %s", keyName(t.operand(0)), targetText(t.operand(1)))
}

func (t *thrown) revokedProxy() string {
	traps := map[string]string{"get": "get", "set": "set", "set element": "set", "in": "has", "delete": "deleteProperty", "call": "apply", "new": "construct"}
	trap, ok := traps[t.Frame.Operation()]
	if !ok {
		trap = "get"
	}
	return fmt.Sprintf("Cannot perform '%s' on a proxy that has been revoked", trap)
}

func (t *thrown) falsishTrap() string {
	return fmt.Sprintf("'set' on proxy: trap returned falsish for property '%s'", t.setName())
}

/* Private members. */

func (t *thrown) privateOfPrimitive(op string) string {
	name, of := t.code.member(), t.operand(1)
	if op == "get private" || op == "set private" {
		// The object is gone from the stack.
		of, _ = t.Frame.Variable(t.code.object())
	}
	switch {
	case op == "brand" && of.IsNullish():
		return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of.Kind(), t.className())
	case op == "brand":
		return t.badReceiver()
	case of.IsNullish() && op == "set private":
		return fmt.Sprintf("Cannot set properties of %s (setting '%s')", of.Kind(), name)
	case of.IsNullish():
		return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of.Kind(), name)
	}
	return t.noPrivateField(name)
}

// readOnlyPrivate is about a private accessor that lacks its other half, or a method
// that is written to: the source around the function tells.
func (t *thrown) readOnlyPrivate(name string) string {
	for f, ok := t.Frame.Caller(); ok; f, ok = f.Caller() {
		source, _, _ := f.Source()
		switch {
		case regexp.MustCompile(`\bget\s+` + name + `\b`).MatchString(source):
			return fmt.Sprintf("'%s' was defined without a setter", name)
		case regexp.MustCompile(`\bset\s+` + name + `\b`).MatchString(source):
			return fmt.Sprintf("'%s' was defined without a getter", name)
		}
	}
	return fmt.Sprintf("Private method '%s' is not writable", name)
}

func (t *thrown) noPrivateField(name string) string {
	if t.Frame.Operation() == "set private" && !t.code.readsFirst() {
		return fmt.Sprintf("Cannot write private member %s to an object whose class did not declare it", name)
	}
	return fmt.Sprintf("Cannot read private member %s from an object whose class did not declare it", name)
}

func (t *thrown) badReceiver() string {
	name := t.className()
	if t.operand(0).IsClass() || t.operand(1).IsClass() {
		return "Receiver must be class " + name
	}
	return "Receiver must be an instance of class " + name
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

/* Classes and operators. */

// badParent shows a literal, or what a name stands for; of a member the value is
// gone, and mostly it was an import that is undefined.
func (t *thrown) badParent() string {
	text, isName := t.code.parent()
	if isName {
		value, _ := t.Frame.Variable(text)
		text = value.Shown()
	}
	return fmt.Sprintf("Class extends value %s is not a constructor or null", text)
}

func (t *thrown) badInstanceof() string {
	if t.operand(0).IsObject() {
		return "Right-hand side of 'instanceof' is not callable"
	}
	return "Right-hand side of 'instanceof' is not an object"
}

func (t *thrown) badInstancePrototype() string {
	return fmt.Sprintf("Function has non-object prototype '%s' in instanceof check", t.operand(0).Property("prototype").Shown())
}

func (t *thrown) badIn() string {
	name, object := t.operand(1), t.operand(0)
	if t.Frame.Operation() == "private in" {
		private := strings.TrimSuffix(strings.TrimPrefix(object.Shown(), "Symbol("), ")")
		return fmt.Sprintf("Cannot use 'in' operator to search for '%s' in %s", private, name.Shown())
	}
	return fmt.Sprintf("Cannot use 'in' operator to search for '%s' in %s", name.Shown(), object.Shown())
}
