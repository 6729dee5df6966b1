package v8

import (
	"fmt"
	"regexp"
	"slices"
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

/* Iteration. */

// badIteratorMethod is about what Symbol.iterator gives, which is no function, or
// what that returned.
func (t *thrown) badIteratorMethod() string {
	if m := t.operand(0).Property("Symbol.iterator"); m.Kind() != "function" {
		return described(t.operand(0)) + noIterator
	}
	return "undefined is not a function"
}

// iteratorMethod returns next of the iterator that the innermost loop steps.
func (t *thrown) iteratorMethod() js.Operand {
	operands := t.Frame.Operands()
	for i := len(operands) - 1; i > 1; i-- {
		if operands[i].IsCatch() {
			return operands[i-1]
		}
	}
	return js.Operand{}
}

func (t *thrown) badStep() string {
	return "Iterator result undefined is not an object"
}

func (t *thrown) notIterable() string { return t.iterationMessage(t.operand(0), false) }

// cannotIterate is about undefined or null, as of says.
func (t *thrown) cannotIterate(string) string { return t.iterationMessage(t.operand(0), true) }

func (t *thrown) iterationMessage(value js.Operand, isNullish bool) string {
	p := &printer{tokens: lex(t.code.text)}
	if t.Frame.Operation() == "spread" {
		return t.spreadMessage(p, value, isNullish)
	}
	if t.isLoopPattern() {
		return ".for is not iterable"
	}
	if message, ok := t.listInPattern(value, isNullish); ok {
		return message
	}
	it, ok := p.iterationAt(t.code.at, loopHead, declared, assigned)
	if !ok || t.level() > 1 && it.kind != assigned && !t.isOuterPattern() {
		return described(value) + noIterator
	}
	if t.isInList() && it.kind != loopHead {
		return described(value) + noIterator
	}
	return t.iteratedMessage(p, it, value)
}

// isInList reports whether an array pattern is at work below the value.
func (t *thrown) isInList() bool {
	return t.operand(1).IsCatch() && t.operand(2).Kind() == "function" && t.operand(3).IsObject()
}

func (t *thrown) iteratedMessage(p *printer, it iteration, value js.Operand) string {
	switch text, isCall := p.print(it); {
	case text == "":
		return described(value) + noIterator
	case isCall:
		return text + " is not a function or its return value is not iterable"
	default:
		return text + " is not iterable"
	}
}

func (t *thrown) spreadMessage(p *printer, value js.Operand, isNullish bool) string {
	it, ok := p.iterationAt(t.code.at, arraySpread, callSpread)
	switch {
	case !ok:
		return described(value) + noIterator
	case it.kind == arraySpread:
		return t.iteratedMessage(p, it, value)
	case !p.isOnlySpread(it):
		return described(value) + noIterator
	case isNullish:
		text, _ := (&printer{tokens: p.tokens[:it.end]}).assignment(it.start)
		return fmt.Sprintf("%s is not iterable (cannot read property %s)", orNothing(text), value.Kind())
	}
	return "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
}

// isLoopPattern reports whether the value is the one of a loop's step, which the
// loop's head takes apart: the loop's iterator lies below it.
func (t *thrown) isLoopPattern() bool {
	return t.operand(1).IsCatch() && t.operand(2).Kind() == "function" && loopPattern.MatchString(t.code.text)
}

var loopPattern = regexp.MustCompile(`\bfor\s*(?:await\s*)?\(\s*(?:const|let|var)\s*\[`)

// listInPattern words an array pattern inside of an object pattern.
func (t *thrown) listInPattern(value js.Operand, isNullish bool) (string, bool) {
	if t.level() != 2 || !t.operand(1).IsObject() {
		return "", false
	}
	pattern, ok := t.code.destructuring()
	if !ok || pattern.value == "" || pattern.assigned || !slices.ContainsFunc(pattern.properties, func(q property) bool { return q.isList }) {
		return "", false
	}
	if isNullish {
		return fmt.Sprintf("Cannot destructure property 'Symbol(Symbol.iterator)' of '%s' as it is %s.", pattern.value, value.Kind()), true
	}
	return pattern.value + noIterator, true
}

/* Destructuring. */

// level counts the values that the innermost pattern takes apart: 1 for the outer
// one, more inside of others.
func (t *thrown) level() int {
	n := 0
	operands := t.Frame.Operands()
	for i := len(operands) - 1; i >= 0 && !operands[i].IsCatch(); i-- {
		n++
	}
	return n
}

func (t *thrown) isOuterPattern() bool { return t.level() <= 1 }

// cannotDestructure is about an undefined or null that an object pattern is
// matched with.
func (t *thrown) cannotDestructure() string {
	of := t.operand(0)
	p, ok := t.code.destructuring()
	if !ok {
		return "Cannot convert undefined or null to object"
	}
	if p.inList && p.first != "" {
		return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of.Kind(), p.first)
	}
	if t.isOuterPattern() || p.assigned && t.level() == 2 {
		return t.destructureMessage(p, of.Kind())
	}
	nested := t.nestedPattern(p)
	if nested.first == "" {
		return fmt.Sprintf("Cannot destructure '%s' as it is %s.", described(of), of.Kind())
	}
	return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of.Kind(), nested.first)
}

func (t *thrown) destructureMessage(p pattern, of string) string {
	value := p.value
	if value == "" {
		value = describedName(of)
	}
	switch {
	case p.first == "" && p.assigned:
		return fmt.Sprintf("Cannot destructure '%s' as it is %s.", of, of)
	case p.first == "":
		return fmt.Sprintf("Cannot destructure '%s' as it is %s.", value, of)
	case p.hasDefault:
		return fmt.Sprintf("Cannot read properties of %s (reading '%s')", of, p.first)
	}
	return fmt.Sprintf("Cannot destructure property '%s' of '%s' as it is %s.", p.first, value, of)
}

// nestedPattern finds the pattern inside of p whose value is not there: the values
// around it lie on the stack.
func (t *thrown) nestedPattern(p pattern) pattern {
	for depth := t.level() - 1; depth > 0; depth-- {
		parent := t.operand(depth)
		for i, q := range p.properties {
			v := parent.Property(q.name)
			if i == len(p.properties)-1 || depth == 1 && v.IsNullish() || depth > 1 && v.IsObject() {
				p = q.object
				break
			}
		}
	}
	return p
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
