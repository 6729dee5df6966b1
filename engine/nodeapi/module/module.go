// Package module is Node.js's module module.
package module

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:module".
var Extension = &js.Extension{
	Name:  "nodeapi/module",
	Doc:   "module: https://nodejs.org/docs/latest-v20.x/api/module.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:module", Module: "internal:nodeapi/module", Runtimes: js.NodeJS},
		{Specifier: "module", Module: "internal:nodeapi/module", Runtimes: js.NodeJS},
	},
}
