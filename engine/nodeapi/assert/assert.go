// Package assert is Node.js's assert module.
package assert

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:assert" and "node:assert/strict".
var Extension = &js.Extension{
	Name:  "nodeapi/assert",
	Doc:   "assert: https://nodejs.org/docs/latest-v20.x/api/assert.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:assert", Module: "internal:nodeapi/assert"},
		{Specifier: "assert", Module: "internal:nodeapi/assert"},
		{Specifier: "node:assert/strict", Module: "internal:nodeapi/assert/strict"},
		{Specifier: "assert/strict", Module: "internal:nodeapi/assert/strict"},
	},
}
