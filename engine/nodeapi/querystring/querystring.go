// Package querystring is Node.js's querystring module.
package querystring

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:querystring".
var Extension = &js.Extension{
	Name:  "nodeapi/querystring",
	Doc:   "querystring: https://nodejs.org/docs/latest-v20.x/api/querystring.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:querystring", Module: "internal:nodeapi/querystring", Runtimes: js.NodeJS},
		{Specifier: "querystring", Module: "internal:nodeapi/querystring", Runtimes: js.NodeJS},
	},
}
