// Package errors brings the errors of the Node.js modules: one class for each
// code, with Node's texts, and the checks of arguments that throw them.
//
// See https://nodejs.org/docs/latest-v20.x/api/errors.html#nodejs-error-codes.
// No project imports these modules; all other nodeapi extensions do.
package errors

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "internal:nodeapi/errors", with "…/validators" and "…/system".
var Extension = &js.Extension{
	Name:  "nodeapi/errors",
	Doc:   "Node.js error codes: https://nodejs.org/docs/latest-v20.x/api/errors.html",
	Files: files,
}
