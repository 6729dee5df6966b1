// Package console is Node.js's console module: the global, to be imported.
package console

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:console".
var Extension = &js.Extension{
	Name:  "nodeapi/console",
	Doc:   "console: https://nodejs.org/docs/latest-v20.x/api/console.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:console", Module: "internal:nodeapi/console", Runtimes: js.NodeJS},
		{Specifier: "console", Module: "internal:nodeapi/console", Runtimes: js.NodeJS},
	},
}
