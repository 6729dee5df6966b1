package exports

import (
	"slices"
	"sort"
	"strings"
)

// A reader walks over the top-level statements of a file.
type reader struct {
	scanner
	file     File
	declared map[string]int // offsets of top-level declarations
	lines    []int          // offsets of line starts
	ahead    token          // if peeked: scanned, not taken
	peeked   bool
	current  token // taken last
	before   token // taken before that
	outside  int   // open brackets in front of the token ahead
}

func newReader(name, src string) *reader {
	r := &reader{scanner: scanner{src: src, jsx: !isTypeScript(name)}, declared: map[string]int{}}
	for i := 0; ; {
		r.lines = append(r.lines, i)
		next := strings.IndexByte(src[i:], '\n')
		if next < 0 {
			return r
		}
		i += next + 1
	}
}

// line returns the 1-based line and column of an offset.
func (r *reader) line(offset int) (line, column int) {
	i := sort.SearchInts(r.lines, offset+1) - 1
	return i + 1, offset - r.lines[i] + 1
}

// take returns the next token, peek shows it.
func (r *reader) take() token {
	r.before = r.current
	if r.peeked {
		r.peeked, r.current = false, r.ahead
	} else {
		r.current = r.next()
	}
	return r.current
}

func (r *reader) peek() token {
	if !r.peeked {
		r.outside = len(r.stack)
		r.ahead, r.peeked = r.next(), true
	}
	return r.ahead
}

// depth is the number of brackets open in front of the next token to take.
func (r *reader) depth() int {
	if r.peeked {
		return r.outside
	}
	return len(r.stack)
}

func (r *reader) is(t token, s string) bool { return t.end-t.start == len(s) && r.text(t) == s }

// accept takes the next token if it reads so.
func (r *reader) accept(s string) bool {
	if t := r.peek(); t.kind != text && r.is(t, s) {
		r.take()
		return true
	}
	return false
}

// statements reads the whole file.
func (r *reader) statements() {
	start := true // of a statement or of a function's body
	for t := r.take(); t.kind != eof; t = r.take() {
		top := r.depth() == 0
		switch {
		case t.kind == text && start:
			r.directive(t)
		case t.kind == word && !r.dotted():
			start = false
			r.word(t, top)
			continue
		}
		start = t.kind == punct && (r.is(t, "{") || r.is(t, ";")) || t.kind == text && start
	}
}

// dotted reports whether the word just taken names a property.
func (r *reader) dotted() bool { return r.is(r.before, ".") || r.is(r.before, "?.") }

// word handles a word that is not a property's name.
func (r *reader) word(t token, top bool) {
	switch name := r.text(t); {
	case callNames[name] != 0:
		r.call(t, name)
	case !top:
	case name == "export":
		r.export(t)
	case name == "import":
		r.importDeclaration(t)
	case name == "const" || name == "let" || name == "var" || name == "class":
		r.declare()
	case name == "function":
		r.accept("*")
		r.declare()
	case name == "module" || name == "exports":
		r.commonJS(name, t)
	}
}

func (r *reader) declare() {
	if t := r.peek(); t.kind == word {
		r.declared[r.text(t)] = t.start
	}
}

// commonJS notices module.exports = … and exports.name = …; the former counts as
// the default export.
func (r *reader) commonJS(name string, at token) {
	if name == "module" && !(r.accept(".") && r.accept("exports")) {
		return
	}
	if r.accept("=") {
		r.file.CommonJS = true
		r.add(Export{Name: "default", Kind: Other}, at.start)
		return
	}
	if !r.accept(".") {
		return
	}
	if property := r.peek(); property.kind == word {
		r.take()
		if r.accept("=") && r.text(property) != "__esModule" {
			r.file.CommonJS = true
			r.add(Export{Name: r.text(property), Kind: Other}, property.start)
		}
	}
}

func (r *reader) directive(t token) {
	s := r.text(t)
	if s = s[1 : len(s)-1]; strings.HasPrefix(s, "use ") {
		line, _ := r.line(t.start)
		r.file.Directives = append(r.file.Directives, Directive{s, line})
	}
}

// callNames are the functions of [Call]: 1 for a call, 2 for a namespace whose
// members are called, 3 for the usual name of the request.
var callNames = map[string]int{
	"cookies": 1, "headers": 1, "draftMode": 1, "connection": 1, "after": 1,
	"noStore": 1, "unstable_noStore": 1, "fetch": 1, "cacheLife": 1, "unstable_cache": 1,
	"setTimeout": 1, "Math": 2, "Date": 2, "crypto": 2, "request": 3, "req": 3,
}

// requestMembers are what of a request cannot be known ahead of time.
var requestMembers = map[string]bool{
	"url": true, "headers": true, "cookies": true, "body": true, "json": true, "text": true,
	"formData": true, "arrayBuffer": true, "blob": true, "nextUrl": true,
}

func (r *reader) call(t token, name string) {
	switch callNames[name] {
	case 1:
		r.called(t, name)
	case 2:
		if name == "Date" && r.is(r.peek(), "(") {
			r.take()
			if r.is(r.peek(), ")") {
				r.note(t, "new Date")
			}
		} else if r.accept(".") {
			r.called(t, name+"."+r.text(r.take()))
		}
	case 3:
		r.requestMember(t, name)
	}
}

// requestMember notes request.url and the like. Of nextUrl the pathname is known
// ahead of time.
func (r *reader) requestMember(t token, name string) {
	if !r.accept(".") {
		return
	}
	member := r.peek()
	if !requestMembers[r.text(member)] {
		return
	}
	r.take()
	if name += "." + r.text(member); r.text(member) == "nextUrl" {
		if !r.accept(".") || r.is(r.peek(), "pathname") {
			return
		}
		name += "." + r.text(r.peek())
	}
	r.note(t, name)
}

// called notes a call if a parenthesis follows.
func (r *reader) called(t token, name string) {
	if r.is(r.peek(), "(") {
		r.note(t, name)
	}
}

func (r *reader) note(t token, name string) {
	if slices.ContainsFunc(r.file.Calls, func(c Call) bool { return c.Name == name }) {
		return
	}
	line, _ := r.line(t.start)
	r.file.Calls = append(r.file.Calls, Call{name, line})
}

// add takes an export unless the name is there already, as that of an overload.
func (r *reader) add(e Export, offset int) {
	if r.file.Has(e.Name) {
		return
	}
	e.Line, e.Column = r.line(offset)
	r.file.Exports = append(r.file.Exports, e)
}

// finish points exports of local names at their declarations.
func (r *reader) finish() *File {
	for i, e := range r.file.Exports {
		name := e.Local
		if name == "" {
			name = e.Name
		}
		if offset, ok := r.declared[name]; ok && e.Kind == Local {
			r.file.Exports[i].Line, r.file.Exports[i].Column = r.line(offset)
		}
	}
	return &r.file
}
