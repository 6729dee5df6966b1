// Package webidl holds what the class surfaces of all Web APIs share: argument
// conversion, brand checks, the shape of interfaces and their iterators, and the
// errors of Node.js with their codes.
//
// The JavaScript says what there is: webidl.js for the bindings, codes.js for
// errors with a code.
package webidl

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is Web IDL's JavaScript binding, for use by other extensions.
var Extension = &js.Extension{
	Name:  "webapi/webidl",
	Doc:   "Web IDL, JavaScript binding: https://webidl.spec.whatwg.org/#javascript-binding",
	Files: files,
}
