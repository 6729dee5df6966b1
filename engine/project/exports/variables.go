package exports

import "strings"

// exportVariables reads the declarators behind export const.
func (r *reader) exportVariables() {
	for {
		t := r.peek()
		switch {
		case r.is(t, "enum"):
			r.take()
			r.named(Other)
			return
		case t.kind == word:
			r.take()
			if !r.declarator(t) {
				return
			}
		case r.is(t, "{") || r.is(t, "["):
			r.take()
			r.bindings(r.depth() - 1)
			if !r.initializer(nil) {
				return
			}
		default:
			return
		}
	}
}

// declarator reads what follows a name and reports whether another one comes.
func (r *reader) declarator(name token) (more bool) {
	r.declared[r.text(name)] = name.start
	e := Export{Name: r.text(name), Kind: Variable}
	more = r.initializer(&e.Value)
	r.add(e, name.start)
	return more
}

// bindings takes the names out of a destructuring pattern.
func (r *reader) bindings(depth int) {
	for r.depth() > depth {
		t := r.take()
		switch {
		case t.kind == eof:
			return
		case t.kind != word:
		case r.is(r.peek(), ":"):
			continue // { key: name }
		case r.depth() > depth:
			r.declared[r.text(t)] = t.start
			r.add(Export{Name: r.text(t), Kind: Variable}, t.start)
			if r.accept("=") {
				r.skipDefault(r.depth())
			}
		}
	}
}

// skipDefault passes over the default of a binding, up to the comma or bracket
// behind it.
func (r *reader) skipDefault(depth int) {
	for {
		t := r.peek()
		if t.kind == eof || r.depth() == depth && t.kind == punct && strings.Contains(",)]}", r.text(t)) {
			return
		}
		r.take()
	}
}

// initializer passes over a type and an initial value, whose literal form it
// stores, and reports whether a comma and another name follow.
func (r *reader) initializer(v *Value) (more bool) {
	depth := r.depth()
	assigned := false
	for {
		t := r.peek()
		switch {
		case t.kind == eof, r.depth() == depth && r.is(t, ";"):
			return false
		case r.depth() == depth && t.kind == word && t.newline && startsStatement[r.text(t)]:
			return false
		case r.depth() == depth && t.kind == punct && r.is(t, ","):
			r.take()
			return r.anotherName()
		case r.depth() == depth && t.kind == punct && r.is(t, "=") && !assigned:
			r.take()
			assigned = true
			if v != nil {
				*v = readValue(r.src, r.pos)
			}
		case t.kind == punct && r.is(t, "<") && r.depth() == depth:
			r.take()
			r.skipTypeArguments()
		default:
			r.initializerToken(r.take())
		}
	}
}

// initializerToken looks for calls and directives in passing.
func (r *reader) initializerToken(t token) {
	switch {
	case t.kind == word && callNames[r.text(t)] != 0 && !r.dotted():
		r.call(t, r.text(t))
	case t.kind == text && r.depth() > 0:
		if s := r.text(t); strings.HasPrefix(s[1:], "use cache") {
			r.directive(t)
		}
	}
}

var startsStatement = map[string]bool{
	"export": true, "import": true, "const": true, "let": true, "var": true, "function": true,
	"class": true, "async": true, "type": true, "interface": true, "declare": true, "if": true,
	"for": true, "while": true, "switch": true, "try": true, "return": true, "throw": true,
	"enum": true, "namespace": true, "abstract": true, "module": true, "exports": true,
}

// anotherName reports whether a declarator follows a comma, and not the second
// of two type arguments.
func (r *reader) anotherName() bool {
	t := r.peek()
	if r.is(t, "{") || r.is(t, "[") {
		return true
	}
	if t.kind != word {
		return false
	}
	rest := strings.TrimLeft(r.src[t.end:], " \t")
	return rest == "" || strings.IndexByte("=:;,!\r\n/", rest[0]) >= 0
}

// skipTypeArguments goes behind the ">" that belongs to the "<" just taken, if
// what is between can only be types.
func (r *reader) skipTypeArguments() {
	if r.peeked {
		return
	}
	end := typeArgumentsEnd(r.src[r.pos:])
	if end > 0 {
		r.pos += end
		r.value = true
	}
}

func typeArgumentsEnd(s string) int {
	open := 1
	for i := 0; i < len(s) && i < 2000; i++ {
		switch c := s[i]; {
		case c == '<':
			open++
		case c == '>' && i > 0 && s[i-1] == '=': // of an arrow
		case c == '>':
			if open--; open == 0 {
				return i + 1
			}
		case isWordByte(c), strings.IndexByte(" \t\r\n,.|&[]{}():;'\"?=", c) >= 0:
		default:
			return 0
		}
	}
	return 0
}
