// Package string_decoder is Node.js's string_decoder module.
package string_decoder

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:string_decoder".
var Extension = &js.Extension{
	Name:  "nodeapi/string_decoder",
	Doc:   "string_decoder: https://nodejs.org/docs/latest-v20.x/api/string_decoder.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:string_decoder", Module: "internal:nodeapi/string_decoder", Runtimes: js.NodeJS},
		{Specifier: "string_decoder", Module: "internal:nodeapi/string_decoder", Runtimes: js.NodeJS},
	},
}
