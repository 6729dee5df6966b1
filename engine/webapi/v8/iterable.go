package v8

import (
	"fmt"
	"regexp"
	"slices"

	"routescope/engine/js"
)

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
