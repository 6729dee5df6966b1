package js

import "io/fs"

// An Extension brings one standard or one module into an isolate: its
// JavaScript, its Go half, and the names it is known by. Web APIs, Node.js
// modules and next/* all arrive as extensions.
//
// # Form of the JavaScript
//
// The files of an extension are internal modules in the form Node.js uses for
// its own lib/: the body of a function that is called with
//
//	exports, require, module, primordials, ops
//
// in strict mode, on first use and once per isolate. require takes internal
// specifiers only ("internal:webapi/url", or "./body" for a file of the same
// extension); no project can import those. A file that is never needed is
// never compiled.
//
//	const { URLPrototypeParse } = primordials;
//	const { op_url_parse } = ops;
//	const webidl = require("internal:webapi/webidl");
//	class URL { … }
//	module.exports = { URL };
type Extension struct {
	// Name is the extension's place: "webapi/url", "nodeapi/path". Its module
	// <name>.js, where <name> is the last part, is "internal:webapi/url"; any
	// other file is "internal:webapi/url/<file>" (without .js).
	Name string
	// Doc names the standard, with its URL, in one line.
	Doc string
	// Files holds the extension's *.js at its root. May be nil.
	Files fs.FS
	// Globals are defined on globalThis as lazy properties: reading one the
	// first time loads its module.
	Globals []Global
	// Imports are the specifiers that a project can import.
	Imports []Import
	// Eager lists internal modules that run when an isolate starts, in order, for
	// what cannot wait for its first use: patches of the language itself.
	Eager []string
	// Ops are the Go functions the JavaScript finds in ops, by name. Names are
	// unique over all extensions: area, then verb ("op_url_parse").
	Ops []Op
}

// A Global is one property of globalThis.
type Global struct {
	Name       string  // "URL"
	Module     string  // "internal:webapi/url"
	Export     string  // the module's export; Name if empty
	Enumerable bool    // as operations and attributes are, which classes are not
	Runtimes   Runtime // where it exists; both if zero
}

// An Import is one specifier that a project can import.
type Import struct {
	Specifier string  // "node:path" (the form without node: follows), "next/server"
	Module    string  // "internal:nodeapi/path"
	Runtimes  Runtime // where it exists; both if zero
}

// Runtime is a set of the two runtimes a handler can ask for.
type Runtime uint8

// The runtimes of Next.js.
const (
	NodeJS Runtime = 1 << iota
	Edge
)

// An Op is a Go function that an extension's JavaScript calls.
//
// Arguments and results are plain values: string, bool, int or float64, nil
// (null), [Undefined], []byte (a view or buffer going in, a Uint8Array coming
// out; always a copy) and arrays of those; results may also be []string,
// json.RawMessage, or anything else that encoding/json takes. Other objects and
// functions do not cross. A call costs about half a microsecond and a string
// about 4 ms per MB: pass much at once, and text as text.
//
// A returned error is thrown as what [Throw] says, or else as an Error with the
// error's text. Exactly one of Call and Start is set.
type Op struct {
	Name string
	// Call runs on the isolate's goroutine and must not block.
	Call func(iso *Isolate, args Args) (any, error)
	// Start begins something that takes time, and returns at once; JavaScript
	// gets a promise that done settles later, from any goroutine. The isolate's
	// loop stays alive until then.
	Start func(iso *Isolate, args Args, done *Deferred) error
}
