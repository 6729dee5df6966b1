// Package exports reads what a route file exports without running it: names,
// lines, and the values of those that Next.js reads statically, such as
// runtime and revalidate.
//
// It scans the TypeScript itself, which takes some microseconds, and asks
// esbuild's parser where the scan loses its way. Non-goals: types, except the one
// of [Context], and values that have to be computed.
package exports

import (
	"slices"
	"strings"
)

// Kind says what an export is.
type Kind uint8

// The kinds of exports.
const (
	Other    Kind = iota // an expression, an enum, a namespace
	Function             // a function declaration
	Class
	Variable // const, let or var
	Local    // export { name }, of something declared elsewhere in the file
	Reexport // export { name } from "…"
)

// An Export is one exported name.
type Export struct {
	Name   string
	Kind   Kind
	Line   int    // 1-based, of the name, or of what it stands for if that is in the file
	Column int    // 1-based, in bytes, of the name
	Local  string // what the file calls it, where that differs
	From   string // the module of a re-export
	Value  Value  // of a variable
}

// A File is what one source file exports and imports.
type File struct {
	Exports    []Export // in order of the text, each name once
	Stars      []string // modules of export * from "…"
	Imports    []Import
	Directives []Directive
	Calls      []Call
	Contexts   []Context // of TypeScript: see there
	CommonJS   bool      // it assigns to module.exports or exports
	Broken     bool      // esbuild cannot parse it either: what is here may be incomplete
}

// An Import is one import declaration that survives the removal of types.
type Import struct {
	From  string
	Names []string // local names, "" for a mere side effect not included
	Line  int
}

// A Directive is a string at the start of the file or of a function, such as
// "use cache".
type Directive struct {
	Text string
	Line int
}

// A Call is the first use of something that decides whether a response can be
// made ahead of time: a call of cookies, headers, connection, …, or a member of
// what is named request or req.
type Call struct {
	Name string // as written: "cookies", "Date.now", "new Date", "request.url"
	Line int
}

// Lookup returns the export of that name.
func (f *File) Lookup(name string) (Export, bool) {
	i := slices.IndexFunc(f.Exports, func(e Export) bool { return e.Name == name })
	if i < 0 {
		return Export{}, false
	}
	return f.Exports[i], true
}

// Has reports whether the file exports the name.
func (f *File) Has(name string) bool {
	_, ok := f.Lookup(name)
	return ok
}

// ReadsRequest returns the first use of a member of the request, if there is any.
func (f *File) ReadsRequest() (Call, bool) {
	for _, c := range f.Calls {
		if strings.HasPrefix(c.Name, "request.") || strings.HasPrefix(c.Name, "req.") {
			return c, true
		}
	}
	return Call{}, false
}

// Called returns the first of the calls that go by one of the names.
func (f *File) Called(names ...string) (Call, bool) {
	for _, c := range f.Calls {
		if slices.Contains(names, c.Name) {
			return c, true
		}
	}
	return Call{}, false
}

// Read reads a source file. name serves for its extension: JSX is expected
// everywhere but in .ts, .mts and .cts.
func Read(name, src string) *File {
	r := newReader(name, src)
	r.statements()
	if r.lost || len(r.stack) > 0 {
		return readByParser(name, src, r)
	}
	f := r.finish()
	if isTypeScript(name) || strings.HasSuffix(name, ".tsx") {
		f.Contexts = readContexts(name, src)
	}
	return f
}

func isTypeScript(name string) bool {
	return strings.HasSuffix(name, ".ts") || strings.HasSuffix(name, ".mts") || strings.HasSuffix(name, ".cts")
}
