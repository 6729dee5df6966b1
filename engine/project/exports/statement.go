package exports

import "strings"

// export reads what follows the word export.
func (r *reader) export(at token) {
	t := r.peek()
	switch name := r.text(t); {
	case t.kind == punct && name == "{":
		r.take()
		r.exportList()
	case t.kind == punct && name == "*":
		r.take()
		r.exportStar(at)
	case t.kind == punct && name == "=":
		r.file.CommonJS = true
		r.add(Export{Name: "default"}, at.start)
	case t.kind != word:
	case name == "default":
		r.take()
		r.exportDefault(t)
	case name == "const" || name == "let" || name == "var":
		r.take()
		r.exportVariables()
	default:
		r.exportDeclaration()
	}
}

// exportDeclaration reads a function, a class, or one of TypeScript's own
// declarations, of which most leave nothing behind.
func (r *reader) exportDeclaration() {
	for {
		t := r.peek()
		if t.kind != word {
			return
		}
		switch r.text(t) {
		case "async", "abstract":
			r.take()
			continue
		case "function":
			r.take()
			r.accept("*")
			r.named(Function)
		case "class":
			r.take()
			r.named(Class)
		case "enum", "import":
			r.take()
			r.named(Other)
		case "namespace", "module":
			r.take()
			r.named(Other)
		case "type", "interface", "declare", "as":
			r.take()
			r.skipType()
		}
		return
	}
}

// skipType passes over a type-only declaration as far as its names could be
// taken for something else.
func (r *reader) skipType() {
	for range 3 {
		if t := r.peek(); t.kind != word || t.newline {
			break
		}
		r.take()
	}
	if r.accept("{") {
		r.skipTo(r.depth() - 1)
	}
}

// skipTo takes tokens until no more than depth brackets are open.
func (r *reader) skipTo(depth int) {
	for r.depth() > depth {
		if r.take().kind == eof {
			return
		}
	}
}

// named takes the declared name.
func (r *reader) named(k Kind) {
	if t := r.peek(); t.kind == word {
		r.take()
		r.declared[r.text(t)] = t.start
		r.add(Export{Name: r.text(t), Kind: k}, t.start)
	}
}

func (r *reader) exportDefault(at token) {
	t := r.peek()
	switch name := r.text(t); {
	case t.kind != word:
		r.add(Export{Name: "default"}, t.start)
	case name == "interface":
		r.take()
	case name == "async" || name == "abstract":
		r.take()
		r.exportDefault(at)
	case name == "function" || name == "class":
		r.take()
		r.accept("*")
		e := Export{Name: "default", Kind: Function}
		if name == "class" {
			e.Kind = Class
		}
		if own := r.peek(); own.kind == word && r.text(own) != "extends" && r.text(own) != "implements" {
			e.Local = r.text(own)
		}
		r.add(e, t.start)
	default:
		r.take()
		after := r.peek()
		if after.kind == eof || r.is(after, ";") || after.newline {
			r.add(Export{Name: "default", Kind: Local, Local: name}, t.start)
			return
		}
		r.add(Export{Name: "default"}, t.start)
	}
}

// exportList reads export { a, b as c, type D } with or without from.
func (r *reader) exportList() {
	type item struct {
		Export
		offset int
	}
	var items []item
	for t := r.take(); t.kind != eof && !r.is(t, "}"); t = r.take() {
		if t.kind != word && t.kind != text {
			continue
		}
		isType := false
		if next := r.peek(); r.is(t, "type") && (next.kind == word || next.kind == text) && !r.is(next, "as") {
			isType, t = true, r.take()
		}
		e := item{Export{Name: unquote(r.text(t)), Kind: Local}, t.start}
		if r.accept("as") {
			name := r.take()
			e.Local, e.Name, e.offset = e.Name, unquote(r.text(name)), name.start
		}
		if !isType {
			items = append(items, e)
		}
	}
	from := ""
	if r.accept("from") {
		from = unquote(r.text(r.take()))
	}
	for _, e := range items {
		if from != "" {
			e.Kind, e.From = Reexport, from
		}
		r.add(e.Export, e.offset)
	}
}

func (r *reader) exportStar(at token) {
	if r.accept("as") {
		name := r.take()
		if r.accept("from") {
			r.add(Export{Name: unquote(r.text(name)), Kind: Reexport, From: unquote(r.text(r.take()))}, name.start)
		}
		return
	}
	if r.accept("from") {
		r.file.Stars = append(r.file.Stars, unquote(r.text(r.take())))
	}
}

// importDeclaration reads import … from "…"; import("…") and import.meta are
// expressions.
func (r *reader) importDeclaration(at token) {
	t := r.peek()
	if r.is(t, "(") || r.is(t, ".") {
		return
	}
	line, _ := r.line(at.start)
	i := Import{Line: line}
	isType := false
	depth := r.depth()
	for first := true; ; first = false {
		t = r.take()
		switch name := r.text(t); {
		case t.kind == eof || r.depth() < depth:
			return
		case t.kind == text:
			if i.From = unquote(name); !isType {
				r.file.Imports = append(r.file.Imports, i)
			}
			return
		case t.kind == word && name == "type" && first && !r.is(r.peek(), "from") && !r.is(r.peek(), ","):
			isType = true
		case t.kind == word && name == "type" && (r.peek().kind == word && !r.is(r.peek(), "as") && !r.is(r.peek(), "from")):
			r.take()
			if r.accept("as") {
				r.take()
			}
		case r.is(t, "*"):
			r.accept("as")
		case t.kind == word && name == "as" && len(i.Names) > 0:
			i.Names = i.Names[:len(i.Names)-1] // the local name follows
		case t.kind == word && name == "from" && r.peek().kind == text:
		case t.kind == word:
			i.Names = append(i.Names, name)
		case !strings.Contains("{},", name):
			return // import a = require("…")
		}
	}
}

func unquote(s string) string {
	if v, ok := stringValue(s); ok {
		return v
	}
	return s
}
